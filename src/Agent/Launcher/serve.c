/* ide-launcher serve FD
 *
 * Starts programs for the Agent at the other end of FD (protocol.h), each under a warden of its own (warden.c), and ends
 * with everything that it started when the Agent is gone. Pid 1 of the inner world, or, in tests and in containers, any
 * process; as root it can start programs as other users.
 *
 * User code has the same uid as the launcher there. What keeps it out:
 *
 *   - not dumpable: no ptrace, no /proc/PID/mem, no /proc/PID/fd, no pidfd_getfd; wardens inherit that
 *   - all signals blocked; KILL and STOP have no effect on pid 1 from inside its own PID namespace
 *   - the control socket is closed at exec, and in every warden
 *
 * It can still lower the launcher's limits by prlimit (2), which asks for nothing but the same uid. That harms the one
 * sandbox whose user does it, as `kill -9 -1` would.
 */
#include "serve.h"
#include "filter.h"
#include "warden.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define MOST_DESCRIPTORS (2 + MAX_DESCRIPTORS) /* the line, the memfd, those to install */
#define STRAY_MILLISECONDS 5
#define FAREWELL_SECONDS 6

struct server {
    int control, signals;
    int lifeline[2]; /* wardens hold the reading end */
    struct identity_set children; /* wardens, by pid alone */
    bool strays;                  /* a warden was killed: what it guarded is ours now */
};

struct envelope {
    struct command command;
    int descriptors[MOST_DESCRIPTORS];
    unsigned descriptor_count;
};

static void close_all(const struct envelope *envelope)
{
    for (unsigned i = 0; i < envelope->descriptor_count; i++)
        close(envelope->descriptors[i]);
}

/* False when the Agent is gone. A message that is not well-formed leaves kind 0 and nothing open. */
static bool receive(int control, struct envelope *envelope)
{
    union { struct cmsghdr header; char space[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))]; } rights;
    struct iovec part = { &envelope->command, sizeof envelope->command };
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights.space
    };
    *envelope = (struct envelope){ 0 };
    ssize_t length = recvmsg(control, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR || errno == EMFILE || errno == ENFILE;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        envelope->descriptor_count = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(envelope->descriptors, CMSG_DATA(header), envelope->descriptor_count * sizeof(int));
    }
    if (length == 0 && envelope->descriptor_count == 0)
        return false;
    unsigned least = envelope->command.kind == COMMAND_SPAWN ? 2 : 1;
    if (length != sizeof envelope->command || envelope->command.magic != PROTOCOL_MAGIC
        || (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) != 0 || envelope->descriptor_count < least) {
        close_all(envelope);
        *envelope = (struct envelope){ 0 };
    }
    return true;
}

static void execute(struct server *server, const struct envelope *envelope)
{
    pid_t launcher = getpid(), child = fork();
    if (child == 0) {
        close(server->control);
        close(server->signals);
        close(server->lifeline[1]);
        if (envelope->command.kind == COMMAND_STATISTICS)
            statistics_run(envelope->descriptors[0], launcher);
        warden_run(envelope->descriptors[0], server->lifeline[0], envelope->descriptors[1],
            envelope->descriptors + 2, envelope->descriptor_count - 2);
    }
    if (child > 0) {
        identity_set_add(&server->children, child, 0);
    } else {
        struct report report = { .kind = REPORT_FAILED, .a = STAGE_FORK, .b = errno };
        send(envelope->descriptors[0], &report, sizeof report, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    close_all(envelope);
}

static void accept_commands(struct server *server, bool *connected)
{
    struct envelope envelope;
    *connected = receive(server->control, &envelope);
    if (envelope.command.kind == COMMAND_SPAWN || envelope.command.kind == COMMAND_STATISTICS)
        execute(server, &envelope);
    else
        close_all(&envelope);
}

static bool end_stray(const struct process *process, void *context)
{
    struct server *server = context;
    if (process->parent == getpid() && identity_set_contains(&server->children, process->pid, 0))
        return false; /* a living warden: nothing below it is a stray */
    if (!process_is_dead(process)) {
        kill(process->pid, SIGKILL);
        server->strays = true;
    }
    return true;
}

/* A warden is not expected to be stopped, nor to end by a signal: user code did that. */
static void reap(struct server *server)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED | __WALL)) > 0) {
        if (WIFSTOPPED(status)) {
            kill(pid, SIGCONT);
            continue;
        }
        server->strays |= !identity_set_remove(&server->children, pid, 0) || WIFSIGNALED(status);
    }
    if (server->strays) {
        server->strays = false;
        tree_walk(getpid(), end_stray, server);
    }
}

static _Noreturn void farewell(struct server *server)
{
    close(server->lifeline[1]);
    if (getpid() == 1)
        _exit(0); /* the kernel ends the rest */
    for (int turn = 0; turn < FAREWELL_SECONDS * 1000 / STRAY_MILLISECONDS && server->children.count != 0; turn++) {
        reap(server);
        poll(NULL, 0, STRAY_MILLISECONDS);
    }
    _exit(0);
}

static void set_up(struct server *server)
{
    sigset_t all, child_ended;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    signal(SIGCHLD, SIG_DFL); /* an ignored one, inherited, would reap behind our back */
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    server->signals = signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
    if (server->signals < 0 || pipe2(server->lifeline, O_CLOEXEC) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0
        || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || chdir("/") != 0 || !filter_system_calls()) {
        perror("ide-launcher: serve");
        exit(1);
    }
    fcntl(server->control, F_SETFD, FD_CLOEXEC);
}

/* Hello, and the `/` that the Agent shall see. */
static bool say_hello(const struct server *server)
{
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return false;
    struct hello hello = { PROTOCOL_MAGIC, PROTOCOL_VERSION, getpid(), 0 };
    struct iovec part = { &hello, sizeof hello };
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof root)]; } rights = { 0 };
    rights.header.cmsg_level = SOL_SOCKET;
    rights.header.cmsg_type = SCM_RIGHTS;
    rights.header.cmsg_len = CMSG_LEN(sizeof root);
    memcpy(CMSG_DATA(&rights.header), &root, sizeof root);
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights.space
    };
    bool said = sendmsg(server->control, &message, MSG_NOSIGNAL) == sizeof hello;
    int error = errno;
    close(root);
    errno = error;
    return said;
}

int serve_main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: ide-launcher serve FD\n");
        return 2;
    }
    struct server server = { .control = (int)parse_number(argv[1], "FD", 0, 1 << 20) };
    set_up(&server);
    if (!say_hello(&server)) {
        perror("ide-launcher: serve: hello");
        return 1;
    }

    struct pollfd events[] = { { server.control, POLLIN, 0 }, { server.signals, POLLIN, 0 } };
    for (bool connected = true; connected;) {
        if (poll(events, 2, server.strays ? STRAY_MILLISECONDS : -1) < 0)
            continue;
        struct signalfd_siginfo drained[8];
        if (events[1].revents != 0)
            while (read(server.signals, drained, sizeof drained) > 0) { }
        if (events[1].revents != 0 || server.strays)
            reap(&server);
        if (events[0].revents != 0)
            accept_commands(&server, &connected);
    }
    farewell(&server);
}
