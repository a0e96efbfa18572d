/* What the Agent and the launcher say to each other, mirrored by Native/Protocol.cs. Little endian, no padding.
 *
 * Two kinds of SOCK_SEQPACKET socket:
 *
 *   control  one, Agent to launcher. The launcher says `hello` once, then only listens. Each `command` carries by
 *            SCM_RIGHTS the launcher's end of a fresh socket pair (the line), and for a spawn also a memfd with the
 *            request and the descriptors to be installed.
 *   line     one for each spawned process, Agent to its warden (warden.c): first `started` or `failed`, then
 *            operations down, reports up. Its end of file in the Agent means that nothing of the tree is left; its end
 *            of file in the warden means that the Agent let go, and ends the tree.
 *
 * So the launcher keeps no table of requests, never parses one, and cannot be made to wait by one.
 * Both sides check every size and count: neither trusts the other to be sane.
 */
#ifndef IDE_LAUNCHER_PROTOCOL_H
#define IDE_LAUNCHER_PROTOCOL_H

#include <stdint.h>

#define PROTOCOL_MAGIC 0x4c454449u /* "IDEL" */
#define PROTOCOL_VERSION 1u

#define MAX_DESCRIPTORS 32
#define MAX_DESCRIPTOR_NUMBER 63
#define MAX_LIMITS 16
#define MAX_SPARED 2048
#define MAX_REQUEST_BYTES (4u << 20)

/* Carries an O_PATH descriptor of the launcher's `/`. */
struct hello {
    uint32_t magic, version;
    int32_t pid;
    uint32_t reserved;
};

enum command_kind { COMMAND_SPAWN = 1, COMMAND_STATISTICS = 2 };

struct command {
    uint32_t magic, kind;
};

enum spawn_flag {
    SPAWN_TERMINAL = 1,         /* 0, 1 and 2 are a new terminal; its master goes to the Agent with `started` */
    SPAWN_CREATE_DIRECTORY = 2, /* make a missing working directory, with its parents */
    SPAWN_CREDENTIALS = 4,      /* become uid and gid, without supplementary groups; needs a launcher that is root */
    SPAWN_SUBREAPER = 8,        /* the program itself adopts its orphans, instead of its warden */
};

/* The request in the memfd: this, then descriptor_count numbers (int32), limit_count times {resource, soft, hard}
 * (uint64 each), then strings, each ended by NUL: the working directory, the arguments, the environment. */
struct spawn_header {
    uint32_t magic, flags;
    uint32_t argument_count, environment_count;
    uint32_t descriptor_count, limit_count;
    int32_t nice, oom_score;
    uint32_t uid, gid;
    uint16_t rows, columns;
    uint32_t reserved;
};

enum spawn_stage {
    STAGE_REQUEST = 1,
    STAGE_FORK,
    STAGE_TERMINAL,
    STAGE_LIMITS,
    STAGE_CREDENTIALS,
    STAGE_DIRECTORY,
    STAGE_DESCRIPTORS,
    STAGE_EXECUTE,
};

enum operation_kind { OPERATION_SIGNAL = 1, OPERATION_LIST = 2, OPERATION_FOREGROUND = 3 };

enum signal_scope {
    SCOPE_PROCESS = 1,
    SCOPE_GROUP = 2,
    SCOPE_TREE = 3,       /* the process and all that descends from it */
    SCOPE_SINCE = 4,      /* all that descends from it, without itself and without what is spared */
    SCOPE_FOREGROUND = 5, /* the terminal's foreground process group */
};

/* pid 0 means the spawned process; another one is looked up under the warden and must have this start time. */
struct operation {
    uint32_t kind, id;
    int32_t signal;
    uint32_t scope;
    int32_t pid;
    uint32_t spared_count;
    uint64_t start_time;
};

/* Follows an operation spared_count times: a process that was there before. */
struct spared {
    int32_t pid, group, session;
    uint32_t reserved;
    uint64_t start_time;
};

enum report_kind {
    REPORT_STARTED = 1,    /* a pid; x start time; with a terminal one descriptor */
    REPORT_FAILED = 2,     /* a stage; b errno */
    REPORT_EXITED = 3,     /* a exit code; b signal or 0; id 1 if it dumped core; x, y user and system us; z peak KiB */
    REPORT_SIGNALLED = 4,  /* id; a processes that got the signal; b still alive (KILL only); x errno */
    REPORT_TREE = 5,       /* id; a entries in this message; b 1 in the last message */
    REPORT_FOREGROUND = 6, /* id; a group; b errno */
    REPORT_STATISTICS = 7, /* a processes; x resident bytes; y proportional bytes; z CPU us */
};

struct report {
    uint32_t kind, id;
    int32_t a, b;
    uint64_t x, y, z;
};

/* Follows a REPORT_TREE. */
struct tree_entry {
    int32_t pid, parent, group, session;
    uint64_t start_time;
    char name[16]; /* as in /proc/PID/comm, NUL padded */
    uint32_t state; /* the letter of proc(5) */
    uint32_t reserved;
};

#endif
