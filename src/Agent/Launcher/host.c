/* ide-launcher host [OPTION]... -- PROGRAM [ARG]...
 *
 * Starts a sandbox's outermost program (pasta, bwrap) as a daemon that outlives the server, with nothing of the server's
 * but what is listed here. As root it becomes an unprivileged user first; as anybody else it stays who it is.
 *
 *   --listen PATH       bind and listen on this unix socket, which becomes descriptor --listen-fd (default 3). Its
 *                       directory must be ours and closed to others (0700). A path of any length; a socket that is there
 *                       already is replaced.
 *   --log PATH          standard output and error are appended to this file (0600); /dev/null without it
 *   --cgroup DIR        join this control group, version 1 or 2, while still root; may be repeated
 *   --stage NAME=DIR    DIR is at /mnt/NAME for the program, reachable by whom it becomes; only as root; may be repeated
 *   --rlimit NAME=SOFT[:HARD]
 *                       NAME as in ulimit's documentation, lower case: nofile, nproc, as, core, cpu, data, fsize, memlock,
 *                       msgqueue, nice, rtprio, sigpending, stack; a number or `unlimited`; may be repeated
 *   --uid N --gid N     become this user and group, without supplementary groups; only as root, never 0
 *   --env NAME=VALUE    the program's whole environment is made of these; may be repeated
 *   --read-fd N=PATH    the program finds this file open for reading at N (3 to 63); opened while still root; repeatable
 *   --write-fd N=PATH   the same for writing: created (0600) or emptied
 *   --keep-fd N         the program keeps this descriptor of ours
 *   --chdir DIR         default /
 *   --huge-pages never  the kernel gives the program and what it starts no huge pages that they did not ask for
 *   --status-fd N       where the outcome is told (default 1, so a plain redirected standard output will do)
 *
 * The outcome: `pid N`, the program's pid on the host, then the end of file when it was executed. On a failure
 * `failed STEP: WHAT: ERROR` and the end of file, whether or not `pid N` came before; then nothing was left running.
 * STEP is one of arguments, log, open, listen, fork, cgroup, stage, rlimit, memory, user, directory, descriptors, exec.
 * This process itself exits at once and is the only one to be waited for; the program's parent is the host's init.
 */
#include "host.h"

#include <grp.h>
#include <linux/keyctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

_Noreturn void host_fail(const struct host_options *options, const char *step, const char *what, int error)
{
    if (error != 0)
        dprintf(options->status_fd, "failed %s: %s: %s\n", step, what, strerror(error));
    else
        dprintf(options->status_fd, "failed %s: %s\n", step, what);
    _exit(1);
}

static void join_cgroups(const struct host_options *options)
{
    for (unsigned i = 0; i < options->cgroup_count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/cgroup.procs", options->cgroups[i]);
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0 || dprintf(fd, "%d\n", getpid()) < 0)
            host_fail(options, "cgroup", path, errno);
        close(fd);
    }
}

static void set_limits(const struct host_options *options)
{
    for (unsigned i = 0; i < options->limit_count; i++)
        if (setrlimit(options->limits[i].resource, &options->limits[i].value) != 0)
            host_fail(options, "rlimit", "setrlimit", errno);
}

/* The server's session keyring would be the program's otherwise: possession needs no uid. */
static void become_user(const struct host_options *options)
{
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
    if (!options->has_user)
        return;
    if (setgroups(0, NULL) != 0 || setresgid(options->gid, options->gid, options->gid) != 0
        || setresuid(options->uid, options->uid, options->uid) != 0)
        host_fail(options, "user", "cannot become the user", errno);
    if (setuid(0) == 0)
        host_fail(options, "user", "could become root again", 0);
}

/* Leaves the status descriptor, above the others, to be closed by exec. */
static void install_descriptors(struct host_options *options)
{
    bool taken[HOST_HIGHEST_FD + 1] = { false };
    for (unsigned i = 0; i < options->descriptor_count; i++) {
        int target = options->targets[i];
        if (dup2(options->sources[i], target) < 0)
            host_fail(options, "descriptors", "dup2", errno);
        taken[target] = true;
    }
    for (int fd = 0; fd <= HOST_HIGHEST_FD; fd++)
        if (!taken[fd])
            close(fd);
    close_on_exec_from(HOST_HIGHEST_FD + 1);
}

static _Noreturn void become(struct host_options *options)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    join_cgroups(options);
    host_stage(options);
    set_limits(options);
    if (options->no_huge_pages && prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0)
        host_fail(options, "memory", "prctl", errno);
    become_user(options);
    if (chdir(options->directory) != 0)
        host_fail(options, "directory", options->directory, errno);
    install_descriptors(options);
    dprintf(options->status_fd, "pid %d\n", getpid());
    execve(options->program[0], options->program, options->environment);
    host_fail(options, "exec", options->program[0], errno);
}

int host_main(int argc, char **argv)
{
    struct host_options options;
    umask(077);
    host_parse(argc, argv, &options);
    if (options.listen != NULL)
        host_install(&options, host_listen(&options), options.listen_fd);

    pid_t middle = fork();
    if (middle < 0)
        host_fail(&options, "fork", "fork", errno);
    if (middle > 0) {
        int status;
        return waitpid(middle, &status, 0) == middle && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    }
    setsid();
    pid_t last = fork(); /* no session leader: it can never get a controlling terminal */
    if (last < 0)
        host_fail(&options, "fork", "fork", errno);
    if (last > 0)
        _exit(0);
    become(&options);
}
