/* What the namespaces of a sandbox leave open:
 *
 *   - sockets of the family AF_VSOCK, which lead from a virtual machine to its own host, whatever the network namespace;
 *   - io_uring, which makes such sockets too, past every filter of system calls (Docker closes it for the same reason);
 *   - shared memory of System V, which outlives every process, so that nobody is left who could be ended for it: the 4,096
 *     segments that a kernel makes are small ones here, as PostgreSQL's is, of 64 KiB.
 *
 * Refused as by a kernel that has neither, or a small limit, so programs that can do without do. The 32-bit calls are looked
 * at as well; of the old `socketcall` a filter cannot see the family, so it makes no sockets at all.
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
#define I386_IPC 117
#define I386_SHMGET 395
#define IPC_SHMGET 23
#define IPC_CALL 0xffff /* above it, the call's version */
#define SEGMENT_BYTES (64 * 1024)

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* The upper half of an argument; the machine is little-endian, as the calls' numbers here say. */
#define LOAD_HIGH(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field) + 4)
#define IF_ABOVE(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, yes, no)
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

static struct sock_filter program[] = {
    /*  0 */ LOAD(arch),
    /*  1 */ IF_EQUAL(AUDIT_ARCH_I386, 6, 0),       /* to 8 */
    /*  2 */ LOAD(nr),
    /*  3 */ BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT),
    /*  4 */ IF_EQUAL(SYS_io_uring_setup, 24, 0),   /* to 29 */
    /*  5 */ IF_EQUAL(SYS_socket, 9, 0),            /* to 15 */
    /*  6 */ IF_EQUAL(SYS_shmget, 17, 0),           /* to 24 */
    /*  7 */ RETURN(SECCOMP_RET_ALLOW),
    /*  8 */ LOAD(nr),
    /*  9 */ IF_EQUAL(SYS_io_uring_setup, 19, 0),   /* to 29; its number is the same everywhere */
    /* 10 */ IF_EQUAL(I386_SOCKET, 4, 0),           /* to 15 */
    /* 11 */ IF_EQUAL(I386_SOCKETCALL, 5, 0),       /* to 17 */
    /* 12 */ IF_EQUAL(I386_SHMGET, 11, 0),          /* to 24 */
    /* 13 */ IF_EQUAL(I386_IPC, 5, 0),              /* to 19 */
    /* 14 */ RETURN(SECCOMP_RET_ALLOW),
    /* 15 */ LOAD(args[0]),
    /* 16 */ IF_EQUAL(AF_VSOCK, 13, 11),            /* to 30, or 28 */
    /* 17 */ LOAD(args[0]),
    /* 18 */ IF_EQUAL(SOCKETCALL_SOCKET, 11, 9),    /* to 30, or 28 */
    /* 19 */ LOAD(args[0]),
    /* 20 */ BPF_STMT(BPF_ALU | BPF_AND | BPF_K, IPC_CALL),
    /* 21 */ IF_EQUAL(IPC_SHMGET, 0, 6),            /* or to 28 */
    /* 22 */ LOAD(args[2]),
    /* 23 */ IF_ABOVE(SEGMENT_BYTES, 7, 4),         /* to 31, or 28 */
    /* 24 */ LOAD_HIGH(args[1]),
    /* 25 */ IF_EQUAL(0, 0, 5),                     /* or to 31 */
    /* 26 */ LOAD(args[1]),
    /* 27 */ IF_ABOVE(SEGMENT_BYTES, 3, 0),         /* to 31 */
    /* 28 */ RETURN(SECCOMP_RET_ALLOW),
    /* 29 */ RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    /* 30 */ RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
    /* 31 */ RETURN(SECCOMP_RET_ERRNO | EINVAL),
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
