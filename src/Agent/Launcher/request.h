/* A spawn request, taken from its memfd. */
#ifndef IDE_LAUNCHER_REQUEST_H
#define IDE_LAUNCHER_REQUEST_H

#include "launcher.h"
#include "protocol.h"

struct limit {
    uint64_t resource, soft, hard;
};

struct request {
    struct spawn_header header;
    int targets[MAX_DESCRIPTORS]; /* the number that each descriptor has in the child */
    int sources[MAX_DESCRIPTORS]; /* the number that it has here */
    struct limit limits[MAX_LIMITS];
    const char *directory;
    char **arguments;   /* ended by NULL */
    char **environment; /* ended by NULL */
};

/* 0, or an errno: EPROTO for a request that is not well-formed. What it allocates is never freed: a warden reads one. */
int request_read(int memfd, const int *descriptors, unsigned descriptor_count, struct request *request);

/* The value of a variable in the request's own environment, or NULL. */
const char *request_variable(const struct request *request, const char *name);

#endif
