/* What the whole inner world uses, computed in a process of its own, so that a world with thousands of processes keeps
 * no request waiting. PSS costs the kernel a walk over every page table (about 1 ms for 200 MB), so it is asked for only
 * while there is time left; what could not be asked counts with its resident size. */
#include "serve.h"

#include <sys/socket.h>
#include <time.h>

#define PROPORTIONAL_BUDGET_SECONDS 0.05

struct totals {
    pid_t launcher;
    int processes;
    uint64_t resident, proportional, ticks;
    double deadline;
    long page;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint64_t resident_bytes(pid_t pid, long page)
{
    char path[64];
    unsigned long long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%*u %llu", &pages) != 1)
        pages = 0;
    fclose(file);
    return pages * (uint64_t)page;
}

/* False where the kernel does not tell: an other user's process, a warden (not dumpable), a kernel thread. */
static bool proportional_bytes(pid_t pid, uint64_t *bytes)
{
    char path[64], line[256];
    unsigned long long kilobytes;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = sscanf(line, "Pss: %llu kB", &kilobytes) == 1;
    fclose(file);
    if (found)
        *bytes = kilobytes * 1024;
    return found;
}

static bool add(const struct process *process, void *context)
{
    struct totals *totals = context;
    totals->ticks += process->user + process->system;
    if (process->pid == getpid() || process_is_dead(process))
        return true;
    uint64_t resident = resident_bytes(process->pid, totals->page), proportional;
    if (now() > totals->deadline || !proportional_bytes(process->pid, &proportional))
        proportional = resident;
    /* The launcher's own children are wardens: they cost memory, yet are nobody's processes. */
    if (process->parent != totals->launcher)
        totals->processes++;
    totals->resident += resident;
    totals->proportional += proportional;
    return true;
}

_Noreturn void statistics_run(int line, pid_t launcher)
{
    struct totals totals = {
        .launcher = launcher, .deadline = now() + PROPORTIONAL_BUDGET_SECONDS, .page = sysconf(_SC_PAGESIZE)
    };
    struct process self;
    if (process_read(launcher, &self))
        totals.ticks += self.user + self.system;
    tree_walk(launcher, add, &totals);
    struct report report = {
        .kind = REPORT_STATISTICS,
        .a = totals.processes,
        .x = totals.resident,
        .y = totals.proportional,
        .z = totals.ticks * 1000000 / (uint64_t)sysconf(_SC_CLK_TCK),
    };
    send(line, &report, sizeof report, MSG_NOSIGNAL);
    _exit(0);
}
