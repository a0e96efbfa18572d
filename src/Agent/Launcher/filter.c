/* What the namespaces of a sandbox leave open:
 *
 *   - sockets of the family AF_VSOCK, which lead from a virtual machine to its own host, whatever the network namespace;
 *   - io_uring, which makes such sockets too, past every filter of system calls (Docker closes it for the same reason);
 *   - the memory of System V's segments, semaphores and messages, which outlives every process, so that nobody is left who could
 *     be ended for it: the 4,096 segments that a kernel makes have 16 KiB here, more than PostgreSQL's, its 32,000 sets 32
 *     semaphores each, and messages there are none.
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
#define I386_SEMGET 393
#define I386_SHMGET 395
#define I386_MSGGET 399
#define IPC_SEMGET 2
#define IPC_MSGGET 13
#define IPC_SHMGET 23
#define IPC_CALL 0xffff /* above it, the call's version */
#define SEGMENT_BYTES (16 * 1024)
#define SEMAPHORES 32

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* The upper half of an argument; the machine is little-endian, as the calls' numbers here say. */
#define LOAD_HIGH(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field) + 4)
#define IF_ABOVE(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, yes, no)
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

static struct sock_filter program[] = {
    /*  0 */ LOAD(arch),
    /*  1 */ IF_EQUAL(AUDIT_ARCH_I386, 8, 0),         /* to 10 */
    /*  2 */ LOAD(nr),
    /*  3 */ BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT),
    /*  4 */ IF_EQUAL(SYS_io_uring_setup, 34, 0),     /* to 39 */
    /*  5 */ IF_EQUAL(SYS_msgget, 33, 0),             /* to 39 */
    /*  6 */ IF_EQUAL(SYS_socket, 12, 0),             /* to 19 */
    /*  7 */ IF_EQUAL(SYS_shmget, 26, 0),             /* to 34 */
    /*  8 */ IF_EQUAL(SYS_semget, 23, 0),             /* to 32 */
    /*  9 */ RETURN(SECCOMP_RET_ALLOW),
    /* 10 */ LOAD(nr),
    /* 11 */ IF_EQUAL(SYS_io_uring_setup, 27, 0),     /* to 39; its number is the same everywhere */
    /* 12 */ IF_EQUAL(I386_MSGGET, 26, 0),            /* to 39 */
    /* 13 */ IF_EQUAL(I386_SOCKET, 5, 0),             /* to 19 */
    /* 14 */ IF_EQUAL(I386_SOCKETCALL, 6, 0),         /* to 21 */
    /* 15 */ IF_EQUAL(I386_SHMGET, 18, 0),            /* to 34 */
    /* 16 */ IF_EQUAL(I386_SEMGET, 15, 0),            /* to 32 */
    /* 17 */ IF_EQUAL(I386_IPC, 5, 0),                /* to 23 */
    /* 18 */ RETURN(SECCOMP_RET_ALLOW),
    /* 19 */ LOAD(args[0]),
    /* 20 */ IF_EQUAL(AF_VSOCK, 19, 17),              /* to 40, or 38 */
    /* 21 */ LOAD(args[0]),
    /* 22 */ IF_EQUAL(SOCKETCALL_SOCKET, 17, 15),     /* to 40, or 38 */
    /* 23 */ LOAD(args[0]),
    /* 24 */ BPF_STMT(BPF_ALU | BPF_AND | BPF_K, IPC_CALL),
    /* 25 */ IF_EQUAL(IPC_MSGGET, 13, 0),             /* to 39 */
    /* 26 */ IF_EQUAL(IPC_SEMGET, 3, 0),              /* to 30 */
    /* 27 */ IF_EQUAL(IPC_SHMGET, 0, 10),             /* or to 38 */
    /* 28 */ LOAD(args[2]),
    /* 29 */ IF_ABOVE(SEGMENT_BYTES, 11, 8),          /* to 41, or 38 */
    /* 30 */ LOAD(args[2]),
    /* 31 */ IF_ABOVE(SEMAPHORES, 9, 6),              /* to 41, or 38 */
    /* 32 */ LOAD(args[1]),
    /* 33 */ IF_ABOVE(SEMAPHORES, 7, 4),              /* to 41, or 38 */
    /* 34 */ LOAD_HIGH(args[1]),
    /* 35 */ IF_EQUAL(0, 0, 5),                       /* or to 41 */
    /* 36 */ LOAD(args[1]),
    /* 37 */ IF_ABOVE(SEGMENT_BYTES, 3, 0),           /* to 41, or 38 */
    /* 38 */ RETURN(SECCOMP_RET_ALLOW),
    /* 39 */ RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    /* 40 */ RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
    /* 41 */ RETURN(SECCOMP_RET_ERRNO | EINVAL),
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
