/* Processes as /proc tells of them, and the trees that they form. */
#ifndef IDE_LAUNCHER_PROCESS_H
#define IDE_LAUNCHER_PROCESS_H

#include "launcher.h"

struct process {
    pid_t pid, parent, group, session;
    int threads;
    uint64_t start_time;   /* clock ticks since boot: with the pid, an identity that no later process has */
    uint64_t user, system; /* clock ticks, with those of reaped children */
    char state;
    char name[16];
};

/* False when there is no such process any more. */
bool process_read(pid_t pid, struct process *process);

/* A zombie whose threads are all gone: nothing that a signal could reach. */
bool process_is_dead(const struct process *process);

/* True when pid descends from ancestor. */
bool process_descends(pid_t pid, pid_t ancestor);

/* Called for each descendant as soon as it is seen; false leaves out what descends from it. */
typedef bool tree_visitor(const struct process *process, void *context);
void tree_walk(pid_t root, tree_visitor *visit, void *context);

/* A set of (pid, start time). */
struct identity_set {
    struct identity { pid_t pid; uint64_t start_time; } *slots;
    size_t capacity, count;
};
bool identity_set_contains(const struct identity_set *set, pid_t pid, uint64_t start_time);
bool identity_set_add(struct identity_set *set, pid_t pid, uint64_t start_time); /* false: it was there already */
bool identity_set_remove(struct identity_set *set, pid_t pid, uint64_t start_time); /* false: it was not there */
void identity_set_free(struct identity_set *set);

#endif
