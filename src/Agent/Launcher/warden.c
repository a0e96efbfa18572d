/* Each program gets its own warden, a fork of the launcher of some 100 KB, for these reasons:
 *
 *   - It is a subreaper: what the program leaves behind by double fork, setsid or its own death becomes the warden's
 *     child, so the whole tree hangs below one process, whatever the program does. A subreaper in the program's own
 *     place would lose the tree with the program, and most programs do not expect foreign children.
 *   - It alone waits for the program, so it knows whether a pid still means that program.
 *   - Ending a tree is a loop; it keeps nobody else waiting.
 *
 * Where the launcher is not root, a program has its warden's uid and can send it signals. Only KILL and STOP have an
 * effect: the launcher lets a stopped warden continue, and when a warden was killed, it ends all that was under it.
 */
#include "warden.h"
#include "child.h"
#include "terminal.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define LONGEST_OPERATION (sizeof(struct operation) + MAX_SPARED * sizeof(struct spared))

void warden_report(const struct warden *warden, const struct report *report, const void *rest, size_t rest_size,
    int descriptor)
{
    struct iovec parts[] = { { (void *)report, sizeof *report }, { (void *)rest, rest_size } };
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control = { 0 };
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control.space;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    }
    /* An Agent that let go is seen by the main loop. */
    sendmsg(warden->line, &message, MSG_NOSIGNAL);
}

static uint64_t microseconds(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

bool warden_reap(struct warden *warden)
{
    int status;
    struct rusage usage;
    pid_t pid;
    while ((pid = wait4(-1, &status, WNOHANG | __WALL, &usage)) > 0) {
        if (pid != warden->program || warden->program_ended)
            continue;
        warden->program_ended = true;
        struct report report = {
            .kind = REPORT_EXITED,
            .id = WIFSIGNALED(status) && WCOREDUMP(status),
            .a = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
            .b = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
            .x = microseconds(usage.ru_utime),
            .y = microseconds(usage.ru_stime),
            .z = (uint64_t)usage.ru_maxrss,
        };
        warden_report(warden, &report, NULL, 0, -1);
    }
    return pid == 0;
}

static _Noreturn void fail(const struct warden *warden, int stage, int error)
{
    struct report report = { .kind = REPORT_FAILED, .a = stage, .b = error };
    warden_report(warden, &report, NULL, 0, -1);
    _exit(1);
}

/* The terminal, and pipes that the Agent made as root, belong to the user, who may then open /dev/stdout and /proc/self/fd/1. */
static int hand_over(const struct request *request, int slave)
{
    struct stat status;
    if ((request->header.flags & SPAWN_CREDENTIALS) == 0)
        return 0;
    if (slave >= 0 && fchown(slave, request->header.uid, (gid_t)-1) != 0)
        return errno;
    for (unsigned i = 0; i < request->header.descriptor_count; i++)
        if (fstat(request->sources[i], &status) == 0 && S_ISFIFO(status.st_mode)
            && fchown(request->sources[i], request->header.uid, request->header.gid) != 0)
            return errno;
    return 0;
}

static void start(struct warden *warden, int memfd, const int *descriptors, unsigned descriptor_count)
{
    struct request request;
    int error = request_read(memfd, descriptors, descriptor_count, &request);
    if (error != 0)
        fail(warden, STAGE_REQUEST, error);
    close(memfd);

    int slave = -1;
    if ((request.header.flags & SPAWN_TERMINAL) != 0) {
        error = terminal_open(request.header.rows, request.header.columns, &warden->terminal, &slave);
        if (error != 0)
            fail(warden, STAGE_TERMINAL, error);
    }
    error = hand_over(&request, slave);
    if (error != 0)
        fail(warden, STAGE_CREDENTIALS, error);

    struct failure failure;
    warden->program = child_start(&request, slave, &failure);
    if (warden->program < 0)
        fail(warden, failure.stage, failure.error);

    /* An end of file must mean that the program and its children closed it, so the warden keeps none of them. */
    for (unsigned i = 0; i < descriptor_count; i++)
        close(descriptors[i]);
    if (slave >= 0)
        close(slave);

    struct process process = { 0 };
    process_read(warden->program, &process);
    struct report report = { .kind = REPORT_STARTED, .a = warden->program, .x = process.start_time };
    warden_report(warden, &report, NULL, 0, warden->terminal);
}

/* False when the Agent let go. */
static bool receive_operation(struct warden *warden)
{
    static _Alignas(8) char buffer[LONGEST_OPERATION];
    ssize_t length = recv(warden->line, buffer, sizeof buffer, MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR;
    if (length == 0)
        return false;
    struct operation *operation = (struct operation *)buffer;
    if ((size_t)length < sizeof *operation || (size_t)length > sizeof buffer
        || (size_t)length != sizeof *operation + (size_t)operation->spared_count * sizeof(struct spared))
        return false;
    warden_operate(warden, operation, (const struct spared *)(operation + 1));
    return true;
}

_Noreturn void warden_run(int line, int lifeline, int memfd, const int *descriptors, unsigned descriptor_count)
{
    struct warden warden = { .line = line, .lifeline = lifeline, .terminal = -1 };
    sigset_t child_ended;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    int signals = signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        fail(&warden, STAGE_FORK, errno);
    setsid();
    start(&warden, memfd, descriptors, descriptor_count);

    struct pollfd events[] = { { line, POLLIN, 0 }, { lifeline, POLLIN, 0 }, { signals, POLLIN, 0 } };
    while (warden_reap(&warden)) {
        if (poll(events, 3, -1) < 0)
            continue;
        struct signalfd_siginfo drained[8];
        if (events[2].revents != 0)
            while (read(signals, drained, sizeof drained) > 0) { }
        if (events[1].revents != 0 || (events[0].revents != 0 && !receive_operation(&warden)))
            while (warden_kill_all(&warden) != 0) { }
    }
    _exit(0);
}
