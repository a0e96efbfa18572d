/* Steps, in this order:
 *
 *   1. signals to their defaults, an own session (and so an own process group)
 *   2. resource limits and nice, while the launcher's privileges hold
 *   3. the requested user
 *   4. the working directory, with that user's rights
 *   5. the terminal; the descriptors at their numbers; every other descriptor closed
 *   6. oom_score_adj, signal mask, exec
 *
 * The child is a copy of the warden, not a vfork that shares its memory: it must become dumpable before the exec, since
 * /proc/self/oom_score_adj belongs to root until then, and the warden must never be. By then nothing but what the
 * program gets anyway is open in it. The warden is a small static program, so the copy costs some 50 us.
 */
#include "child.h"

#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static struct failure *told;

static _Noreturn void give_up(int stage, int error)
{
    *told = (struct failure){ stage, error };
    _exit(127);
}

static void check(int result, int stage)
{
    if (result != 0)
        give_up(stage, errno);
}

static void reset_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
}

static void apply_limits(const struct request *request)
{
    for (unsigned i = 0; i < request->header.limit_count; i++) {
        struct rlimit limit = { request->limits[i].soft, request->limits[i].hard };
        check(setrlimit((int)request->limits[i].resource, &limit), STAGE_LIMITS);
    }
    if (request->header.nice != 0)
        check(setpriority(PRIO_PROCESS, 0, request->header.nice), STAGE_LIMITS);
}

static void become_user(const struct spawn_header *header)
{
    if ((header->flags & SPAWN_CREDENTIALS) == 0)
        return;
    if (geteuid() == 0)
        check(setgroups(0, NULL), STAGE_CREDENTIALS);
    check(setresgid(header->gid, header->gid, header->gid), STAGE_CREDENTIALS);
    check(setresuid(header->uid, header->uid, header->uid), STAGE_CREDENTIALS);
}

static int make_directories(const char *path)
{
    char *prefix = strdup(path);
    if (prefix == NULL)
        return -1;
    for (char *slash = prefix; (slash = strchr(slash + 1, '/')) != NULL;) {
        *slash = '\0';
        if (mkdir(prefix, 0755) != 0 && errno != EEXIST && errno != EACCES && errno != EROFS)
            return -1;
        *slash = '/';
    }
    return mkdir(prefix, 0755) == 0 || errno == EEXIST ? 0 : -1;
}

static void enter_directory(const struct request *request)
{
    if (chdir(request->directory) == 0)
        return;
    if (errno != ENOENT || (request->header.flags & SPAWN_CREATE_DIRECTORY) == 0)
        give_up(STAGE_DIRECTORY, errno);
    check(make_directories(request->directory), STAGE_DIRECTORY);
    check(chdir(request->directory), STAGE_DIRECTORY);
}

/* Sources first move out of the way of all targets; what is no target is closed. */
static void install_descriptors(const struct request *request, int terminal)
{
    bool taken[MAX_DESCRIPTOR_NUMBER + 1] = { false };
    int parked[MAX_DESCRIPTORS];
    unsigned count = request->header.descriptor_count;
    for (unsigned i = 0; i < count; i++)
        if ((parked[i] = fcntl(request->sources[i], F_DUPFD_CLOEXEC, MAX_DESCRIPTOR_NUMBER + 1)) < 0)
            give_up(STAGE_DESCRIPTORS, errno);
    int standard = terminal >= 0 ? fcntl(terminal, F_DUPFD_CLOEXEC, MAX_DESCRIPTOR_NUMBER + 1)
                                 : open("/dev/null", O_RDWR | O_CLOEXEC);
    if (standard < 0)
        give_up(terminal >= 0 ? STAGE_TERMINAL : STAGE_DESCRIPTORS, errno);

    if (terminal >= 0)
        check(ioctl(standard, TIOCSCTTY, 0), STAGE_TERMINAL);
    for (unsigned i = 0; i < count; i++) {
        if (dup2(parked[i], request->targets[i]) < 0)
            give_up(STAGE_DESCRIPTORS, errno);
        taken[request->targets[i]] = true;
    }
    for (int fd = 0; fd <= 2; fd++) {
        if (!taken[fd] && standard != fd && dup2(standard, fd) < 0)
            give_up(STAGE_DESCRIPTORS, errno);
        taken[fd] = true;
    }
    fcntl(0, F_SETFD, 0); /* `standard` itself may be one of the three */
    fcntl(1, F_SETFD, 0);
    fcntl(2, F_SETFD, 0);
    for (int fd = 3; fd <= MAX_DESCRIPTOR_NUMBER; fd++)
        if (!taken[fd])
            close(fd);
    close_from(MAX_DESCRIPTOR_NUMBER + 1);
}

/* The Agent and the launcher keep their own score, so that they are never the victim of what they started. A score may
 * always be raised; where /proc is missing or read-only it stays as it is. */
static void offer_to_oom_killer(int score)
{
    prctl(PR_SET_DUMPABLE, 1);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    dprintf(fd, "%d", score);
    close(fd);
}

static _Noreturn void become(const struct request *request, int terminal)
{
    reset_signals();
    setsid();
    apply_limits(request);
    become_user(&request->header);
    umask(022);
    enter_directory(request);
    install_descriptors(request, terminal);
    if ((request->header.flags & SPAWN_SUBREAPER) != 0)
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    offer_to_oom_killer(request->header.oom_score);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    give_up(STAGE_EXECUTE, child_execute(request));
}

pid_t child_start(const struct request *request, int terminal, struct failure *failure)
{
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED) {
        *failure = (struct failure){ STAGE_FORK, errno };
        return -1;
    }
    /* CLONE_VFORK without CLONE_VM: own memory, but the warden waits until the exec, so it knows how it went. */
    pid_t pid = (pid_t)syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        become(request, terminal);
    *failure = pid < 0 ? (struct failure){ STAGE_FORK, errno } : *told;
    munmap(told, sizeof *told);
    if (pid > 0 && failure->stage != 0) {
        waitpid(pid, NULL, 0);
        return -1;
    }
    return pid;
}
