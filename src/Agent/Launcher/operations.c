#include "warden.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>

#define KILL_SECONDS 5   /* a process that outlives KILL so long sits in the kernel, on a dead disk for instance */
#define HOLD_SECONDS 60  /* of a tree that forks as fast as it is killed: a thousand busy processes leave little for us */
#define STOP_SECONDS 2    /* for the last that were found to stop */
#define SIGNAL_PASSES 16 /* of a tree that forks faster than it can be walked, with any other signal than KILL */
#define WALK_SECONDS 1   /* for all of them; and a first walk with KILL that takes longer is among more than it can kill */
#define TREE_ENTRIES_PER_MESSAGE 256

/* One signal on its way through a tree. Pids are used at once as they are seen: for one to mean another process, the
 * kernel would have to go through its whole range of pids within those microseconds. */
struct sweep {
    int signal;
    int only_group;    /* 0, or the process group to take */
    pid_t root;        /* 0, or the process that is left out, though not what descends from it */
    const struct spared *spared;
    unsigned spared_count;
    struct process root_process;
    double deadline; /* 0, or when the walk is given up */
    bool is_late;
    struct identity_set seen;
    unsigned signalled, found_alive, found_new;
};

/* What was there before the command stays, with its descendants, and so do orphans that share its process group or
 * session: children of an earlier background job whose parents are gone. Those that share the shell's own cannot be
 * told from the command's. */
static bool is_spared(const struct sweep *sweep, const struct process *process)
{
    for (unsigned i = 0; i < sweep->spared_count; i++) {
        const struct spared *spared = &sweep->spared[i];
        if ((spared->pid == process->pid && spared->start_time == process->start_time)
            || (spared->group == process->group && spared->group != sweep->root_process.group)
            || (spared->session == process->session && spared->session != sweep->root_process.session))
            return true;
    }
    return false;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

enum concern { PASS_BY, SKIP_BELOW, CONCERNED };

static enum concern concern_of(const struct sweep *sweep, const struct process *process)
{
    if (process_is_dead(process) || process->pid == sweep->root)
        return PASS_BY;
    if (is_spared(sweep, process))
        return SKIP_BELOW;
    return sweep->only_group != 0 && process->group != sweep->only_group ? PASS_BY : CONCERNED;
}

static bool sweep_visit(const struct process *process, void *context)
{
    struct sweep *sweep = context;
    if (sweep->is_late || (sweep->deadline != 0 && now() > sweep->deadline)) {
        sweep->is_late = true;
        return false;
    }
    enum concern concern = concern_of(sweep, process);
    if (concern != CONCERNED)
        return concern == PASS_BY;
    sweep->found_alive++;
    if (sweep->signal == SIGKILL || !identity_set_contains(&sweep->seen, process->pid, process->start_time))
        if (kill(process->pid, sweep->signal) == 0
            && identity_set_add(&sweep->seen, process->pid, process->start_time)) {
            sweep->signalled++;
            sweep->found_new++;
        }
    return true;
}

/* False when the warden has no child left, and so nothing is below it: the kernel's word, not a walk's. */
static bool sweep_once(struct warden *warden, pid_t top, tree_visitor *visit, void *context)
{
    struct process process;
    if (top != getpid() && process_read(top, &process))
        visit(&process, context);
    tree_walk(top, visit, context);
    return warden_reap(warden);
}

/* A tree that is stopped before it is killed: who is killed makes room for the next that is forked, who is stopped does
 * not. A whole group is stopped at once, and leaves us the processor. */
struct holding {
    const struct sweep *sweep;
    struct identity_set groups, seen;
    pid_t held[64]; /* the groups that were stopped; a bomb of more groups than these is stopped one by one */
    unsigned held_count, found_running, found_new;
};

static bool hold_visit(const struct process *process, void *context)
{
    struct holding *holding = context;
    enum concern concern = concern_of(holding->sweep, process);
    if (concern != CONCERNED)
        return concern == PASS_BY;
    if (process->state == 'T' || process->state == 't')
        return true;
    holding->found_running++;
    holding->found_new += identity_set_add(&holding->seen, process->pid, process->start_time);
    if (process->group > 1 && process->group != getpgrp() && identity_set_add(&holding->groups, process->group, 0)
        && holding->held_count < sizeof holding->held / sizeof *holding->held) {
        holding->held[holding->held_count++] = process->group;
        kill(-process->group, SIGSTOP);
    } else {
        kill(process->pid, SIGSTOP);
    }
    return true;
}

static void hold_still(struct warden *warden, pid_t top, struct holding *holding)
{
    double deadline = now() + HOLD_SECONDS, last_new = now();
    for (;;) {
        holding->found_running = holding->found_new = 0;
        sweep_once(warden, top, hold_visit, holding);
        if (holding->found_new != 0)
            last_new = now();
        /* One that sits in the kernel stops for nobody, and forks as little. */
        if (holding->found_running == 0 || now() > last_new + STOP_SECONDS || now() > deadline)
            break;
        poll(NULL, 0, 1); /* they are stopping */
    }
}

/* What was spared of the groups that were stopped goes on. */
static void let_go(struct holding *holding)
{
    for (unsigned i = 0; i < holding->held_count; i++)
        kill(-holding->held[i], SIGCONT);
    identity_set_free(&holding->groups);
    identity_set_free(&holding->seen);
}

/* Walks until KILL left nothing alive, or until another signal found nobody new. */
static void sweep_tree(struct warden *warden, pid_t top, struct sweep *sweep)
{
    struct holding holding = { .sweep = sweep };
    bool kills = sweep->signal == SIGKILL, held = false;
    bool whole = top == getpid() && sweep->only_group == 0 && sweep->root == 0 && sweep->spared_count == 0;
    double deadline = now() + (kills ? KILL_SECONDS : WALK_SECONDS);
    sweep->deadline = now() + WALK_SECONDS;
    for (int pass = 0;; pass++) {
        sweep->found_alive = sweep->found_new = 0;
        bool has_children = sweep_once(warden, top, sweep_visit, sweep);
        /* A chain of processes that fork and exit can be one ahead of every walk. */
        if (kills && whole && has_children && sweep->found_alive == 0)
            sweep->found_alive = 1;
        if (kills && !held && (sweep->is_late || (pass != 0 && sweep->found_new != 0))) {
            hold_still(warden, top, &holding);
            held = true;
            sweep->is_late = false;
            sweep->deadline = 0;
            deadline = now() + KILL_SECONDS;
            continue;
        }
        if (kills)
            sweep->deadline = 0;
        if (kills ? sweep->found_alive == 0 || now() > deadline
                  : sweep->found_new == 0 || pass >= SIGNAL_PASSES || now() > deadline)
            break;
        if (sweep->found_new == 0)
            poll(NULL, 0, 1); /* they are dying */
    }
    let_go(&holding);
    identity_set_free(&sweep->seen);
}

unsigned warden_kill_all(struct warden *warden)
{
    struct sweep sweep = { .signal = SIGKILL };
    sweep_tree(warden, getpid(), &sweep);
    return sweep.found_alive;
}

static pid_t foreground_group(const struct warden *warden)
{
    pid_t group = 0;
    if (warden->terminal < 0) {
        errno = ENOTTY;
        return -1;
    }
    return ioctl(warden->terminal, TIOCGPGRP, &group) == 0 && group > 0 ? group : -1;
}

/* The process that an operation is about, or 0 when it is gone. */
static pid_t target_of(const struct warden *warden, const struct operation *operation)
{
    if (operation->pid == 0 || operation->pid == warden->program)
        return warden->program_ended ? 0 : warden->program;
    struct process process;
    return operation->pid > 0 && process_read(operation->pid, &process) && !process_is_dead(&process)
            && process.start_time == operation->start_time && process_descends(operation->pid, getpid())
        ? operation->pid
        : 0;
}

static int signal_one(pid_t target, const struct operation *operation, struct report *report)
{
    if (target == 0)
        return ESRCH;
    if (kill(target, operation->signal) != 0)
        return errno;
    report->a = 1;
    return 0;
}

static int signal_tree(struct warden *warden, const struct operation *operation, const struct spared *spared,
    pid_t target, struct report *report)
{
    struct sweep sweep = { .signal = operation->signal };
    pid_t top = target;
    bool whole = operation->pid == 0; /* the program's tree is everything under the warden, orphans too */
    if (whole)
        top = getpid();
    else if (target == 0)
        return ESRCH;
    switch (operation->scope) {
    case SCOPE_GROUP:
        /* A group may outlive its leader; then its number is the program's pid still. */
        sweep.only_group = whole ? warden->program : getpgid(target);
        top = getpid();
        break;
    case SCOPE_FOREGROUND:
        sweep.only_group = foreground_group(warden);
        if (sweep.only_group < 0)
            return errno;
        top = getpid();
        break;
    case SCOPE_SINCE:
        sweep.root = target;
        if (target != 0)
            process_read(target, &sweep.root_process);
        sweep.spared = spared;
        sweep.spared_count = operation->spared_count;
        break;
    }
    sweep_tree(warden, top, &sweep);
    report->a = (int32_t)sweep.signalled;
    report->b = operation->signal == SIGKILL ? (int32_t)sweep.found_alive : 0;
    return sweep.signalled == 0 && operation->scope != SCOPE_SINCE ? ESRCH : 0;
}

struct listing {
    const struct warden *warden;
    struct report report;
    struct tree_entry entries[TREE_ENTRIES_PER_MESSAGE];
};

static void send_listing(struct listing *listing, bool last)
{
    listing->report.b = last;
    warden_report(listing->warden, &listing->report, listing->entries,
        (size_t)listing->report.a * sizeof *listing->entries, -1);
    listing->report.a = 0;
}

static bool listing_visit(const struct process *process, void *context)
{
    struct listing *listing = context;
    if (process_is_dead(process))
        return true;
    if (listing->report.a == TREE_ENTRIES_PER_MESSAGE)
        send_listing(listing, false);
    struct tree_entry *entry = &listing->entries[listing->report.a++];
    *entry = (struct tree_entry){ .pid = process->pid, .parent = process->parent, .group = process->group,
        .session = process->session, .start_time = process->start_time, .state = (unsigned char)process->state };
    memcpy(entry->name, process->name, sizeof entry->name);
    return true;
}

static void list_tree(const struct warden *warden, uint32_t id)
{
    static struct listing listing;
    listing = (struct listing){ .warden = warden, .report = { .kind = REPORT_TREE, .id = id } };
    tree_walk(getpid(), listing_visit, &listing);
    send_listing(&listing, true);
}

void warden_operate(struct warden *warden, const struct operation *operation, const struct spared *spared)
{
    struct report report = { .id = operation->id };
    switch (operation->kind) {
    case OPERATION_SIGNAL:
        report.kind = REPORT_SIGNALLED;
        warden_reap(warden);
        pid_t target = target_of(warden, operation);
        int error = operation->signal < 0 || operation->signal >= NSIG ? EINVAL
            : operation->scope == SCOPE_PROCESS ? signal_one(target, operation, &report)
            : operation->scope > SCOPE_FOREGROUND ? EINVAL
                                                  : signal_tree(warden, operation, spared, target, &report);
        report.x = (uint64_t)error;
        break;
    case OPERATION_LIST:
        list_tree(warden, operation->id);
        return;
    case OPERATION_FOREGROUND:
        report.kind = REPORT_FOREGROUND;
        report.a = foreground_group(warden);
        report.b = report.a < 0 ? errno : 0;
        break;
    default:
        return;
    }
    warden_report(warden, &report, NULL, 0, -1);
}
