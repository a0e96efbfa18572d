/* ide-launcher enter --pid N [--uid N --gid N] -- PROGRAM [ARG]...
 *
 * Runs PROGRAM on the host's file system, but in the network of process N and with the right to set it up
 * (CAP_NET_ADMIN over that network, nothing else). Works without root: whoever made the user namespace that owns the network
 * has every right in it, and loses them at exec; only an ambient capability outlives that.
 *
 *   --uid N --gid N  as root: become this user first, the one that the sandbox runs as; nothing of root's is left then
 */
#include "launcher.h"

#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static _Noreturn void die(const char *step)
{
    fprintf(stderr, "ide-launcher: enter: %s: %s\n", step, strerror(errno));
    exit(1);
}

static _Noreturn void usage(void)
{
    fprintf(stderr, "usage: ide-launcher enter --pid N [--uid N --gid N] -- PROGRAM [ARG]...\n");
    exit(2);
}

static int open_namespace(long pid, const char *kind)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/ns/%s", pid, kind);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die(path);
    return fd;
}

static void become_user(uid_t uid, gid_t gid)
{
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        die("cannot become the user");
}

static void keep_network_rights(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct rights[_LINUX_CAPABILITY_U32S_3] = { 0 };
    rights[0].effective = rights[0].permitted = rights[0].inheritable = 1u << CAP_NET_ADMIN;
    if (syscall(SYS_capset, &header, rights) != 0
        || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_ADMIN, 0, 0) != 0)
        die("cannot keep CAP_NET_ADMIN");
}

int enter_main(int argc, char **argv)
{
    long pid = 0, uid = 0, gid = 0;
    int i = 1;
    for (; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2) {
        if (strcmp(argv[i], "--pid") == 0)
            pid = parse_number(argv[i + 1], argv[i], 1, INT32_MAX);
        else if (strcmp(argv[i], "--uid") == 0)
            uid = parse_number(argv[i + 1], argv[i], 1, UINT32_MAX - 1);
        else if (strcmp(argv[i], "--gid") == 0)
            gid = parse_number(argv[i + 1], argv[i], 1, UINT32_MAX - 1);
        else
            usage();
    }
    if (i + 1 >= argc || pid == 0 || (uid == 0) != (gid == 0))
        usage();
    if (uid != 0)
        become_user((uid_t)uid, (gid_t)gid);

    int user = open_namespace(pid, "user"), network = open_namespace(pid, "net");
    if (setns(user, CLONE_NEWUSER) != 0)
        die("cannot enter the user namespace");
    if (setns(network, CLONE_NEWNET) != 0)
        die("cannot enter the network namespace");
    keep_network_rights();
    close_on_exec_from(3);
    execv(argv[i + 1], argv + i + 1);
    die(argv[i + 1]);
}
