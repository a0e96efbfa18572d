/* What the namespaces of a sandbox leave open:
 *
 *   - sockets of the family AF_VSOCK, which lead from a virtual machine to its own host, whatever the network namespace;
 *   - io_uring, which makes such sockets too, past every filter of system calls (Docker closes it for the same reason).
 *
 * Refused as by a kernel that has neither, so programs that can do without do. The 32-bit calls are looked at as well;
 * of the old `socketcall` a filter cannot see the family, so it makes no sockets at all.
 */
#include "filter.h"

#include "launcher.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define X32_BIT 0x40000000 /* the same calls with 32-bit pointers */
#define I386_SOCKETCALL 102
#define I386_SOCKET 359
#define SOCKETCALL_SOCKET 1

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

static struct sock_filter program[] = {
    /*  0 */ LOAD(arch),
    /*  1 */ IF_EQUAL(AUDIT_ARCH_I386, 5, 0),       /* to 7 */
    /*  2 */ LOAD(nr),
    /*  3 */ BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT),
    /*  4 */ IF_EQUAL(SYS_io_uring_setup, 8, 0),    /* to 13 */
    /*  5 */ IF_EQUAL(SYS_socket, 5, 0),            /* to 11 */
    /*  6 */ RETURN(SECCOMP_RET_ALLOW),
    /*  7 */ LOAD(nr),
    /*  8 */ IF_EQUAL(SYS_io_uring_setup, 4, 0),    /* to 13; its number is the same everywhere */
    /*  9 */ IF_EQUAL(I386_SOCKET, 1, 0),           /* to 11 */
    /* 10 */ IF_EQUAL(I386_SOCKETCALL, 3, 5),       /* to 14, or 16 */
    /* 11 */ LOAD(args[0]),
    /* 12 */ IF_EQUAL(AF_VSOCK, 4, 3),              /* to 17, or 16 */
    /* 13 */ RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    /* 14 */ LOAD(args[0]),
    /* 15 */ IF_EQUAL(SOCKETCALL_SOCKET, 1, 0),     /* to 17 */
    /* 16 */ RETURN(SECCOMP_RET_ALLOW),
    /* 17 */ RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
};

bool filter_system_calls(void)
{
    struct sock_fprog whole = { sizeof program / sizeof *program, program };
    /* Bubblewrap has set it already; without it the kernel takes a filter from nobody but root. */
    if (geteuid() != 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    /* Before Linux 5.16 a filter would also slow every program down, against leaks between threads of one process. */
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &whole) == 0;
}
