/* ide-launcher supervise [--agent-fd N] [--serve-fd N] [--processes N] [--pass-fd N]... AGENT [ARG]... -- PROGRAM [ARG]...
 *
 * Runs as the main process of the outer world. Makes the socket pair between Agent and inner world, starts
 * PROGRAM (bubblewrap, whose own command line ends in `ide-launcher serve N`) as a child, and becomes AGENT, under the
 * same pid: when the Agent dies, the outer world ends, and the inner one with it.
 *
 *   --agent-fd N  where the Agent finds its end (default 4)
 *   --serve-fd N  where PROGRAM finds the other end (default 5)
 *   --processes N at most so many processes and threads in PROGRAM's user namespaces (RLIMIT_NPROC): set here and not for
 *                 all of the sandbox, because outside it would count what else runs as the same user
 *   --pass-fd N   a descriptor that PROGRAM keeps besides 0, 1, 2 and its end; may be repeated
 *
 * AGENT inherits every descriptor that is open (its listener among them). The first `--` ends its arguments.
 */
#include "launcher.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define HIGHEST 63

struct roles {
    int agent_fd, serve_fd;
    long processes; /* 0: no limit */
    bool passed[HIGHEST + 1];
};

static void usage(void)
{
    fprintf(stderr, "usage: ide-launcher supervise [--agent-fd N] [--serve-fd N] [--processes N] [--pass-fd N]... "
                    "AGENT [ARG]... -- PROGRAM [ARG]...\n");
    exit(2);
}

static void die(const char *step)
{
    fprintf(stderr, "ide-launcher: supervise: %s: %s\n", step, strerror(errno));
    exit(1);
}

static int descriptor(char **argv, int option)
{
    return (int)parse_number(argv[option + 1], argv[option], 3, HIGHEST);
}

static char **parse(int argc, char **argv, struct roles *roles)
{
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0 && argv[i][2] != '\0'; i += 2) {
        if (strcmp(argv[i], "--agent-fd") == 0)
            roles->agent_fd = descriptor(argv, i);
        else if (strcmp(argv[i], "--serve-fd") == 0)
            roles->serve_fd = descriptor(argv, i);
        else if (strcmp(argv[i], "--pass-fd") == 0)
            roles->passed[descriptor(argv, i)] = true;
        else if (strcmp(argv[i], "--processes") == 0)
            roles->processes = parse_number(argv[i + 1], argv[i], 1, INT32_MAX);
        else
            usage();
    }
    return argv + i;
}

static void become_inner(const struct roles *roles, int end, char **program)
{
    if (dup2(end, roles->serve_fd) < 0)
        die("serve-fd");
    for (int fd = 3; fd <= HIGHEST; fd++)
        if (fd != roles->serve_fd && !roles->passed[fd])
            close(fd);
    close_from(HIGHEST + 1);
    struct rlimit most = { (rlim_t)roles->processes, (rlim_t)roles->processes };
    if (roles->processes != 0 && setrlimit(RLIMIT_NPROC, &most) != 0)
        die("processes");
    execvp(program[0], program);
    die(program[0]);
}

int supervise_main(int argc, char **argv)
{
    struct roles roles = { .agent_fd = 4, .serve_fd = 5 };
    char **agent = parse(argc, argv, &roles), **separator = agent;
    while (*separator != NULL && strcmp(*separator, "--") != 0)
        separator++;
    if (separator == agent || *separator == NULL || separator[1] == NULL)
        usage();
    *separator = NULL;

    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        die("socketpair");
    /* Out of the way of both targets first. */
    int agent_end = fcntl(ends[0], F_DUPFD_CLOEXEC, HIGHEST + 1), serve_end = fcntl(ends[1], F_DUPFD_CLOEXEC, HIGHEST + 1);
    if (agent_end < 0 || serve_end < 0)
        die("socketpair");
    close(ends[0]);
    close(ends[1]);

    pid_t inner = fork();
    if (inner < 0)
        die("fork");
    if (inner == 0)
        become_inner(&roles, serve_end, separator + 1);
    if (dup2(agent_end, roles.agent_fd) < 0)
        die("agent-fd");
    execv(agent[0], agent);
    die(agent[0]);
    return 1;
}
