#ifndef IDE_LAUNCHER_HOST_H
#define IDE_LAUNCHER_HOST_H

#include "launcher.h"

#include <sys/resource.h>

#define HOST_MOST 32          /* of each option that may be repeated */
#define HOST_HIGHEST_FD 63

struct host_limit {
    int resource;
    struct rlimit value;
};

struct host_options {
    const char *listen, *log, *directory;
    const char *cgroups[HOST_MOST], *stages[HOST_MOST];
    char *environment[HOST_MOST + 1]; /* ended by NULL */
    struct host_limit limits[HOST_MOST];
    int targets[HOST_MOST], sources[HOST_MOST]; /* descriptors for the program */
    unsigned cgroup_count, stage_count, environment_count, limit_count, descriptor_count;
    int listen_fd, status_fd;
    bool has_user, no_huge_pages;
    uid_t uid;
    gid_t gid;
    char **program;
};

/* One line on the status descriptor, then the end. */
_Noreturn void host_fail(const struct host_options *options, const char *step, const char *what, int error);

/* Reads the command line and opens what it names. */
void host_parse(int argc, char **argv, struct host_options *options);

/* The descriptor becomes `target` in the program. */
void host_install(struct host_options *options, int source, int target);

/* Brings the staged directories where the unprivileged user reaches them. */
void host_stage(const struct host_options *options);

/* Binds the listening socket. */
int host_listen(const struct host_options *options);

#endif
