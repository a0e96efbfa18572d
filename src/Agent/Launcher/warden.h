/* The parent of one spawned program, and the adopter of everything that descends from it. */
#ifndef IDE_LAUNCHER_WARDEN_H
#define IDE_LAUNCHER_WARDEN_H

#include "protocol.h"
#include "process.h"

struct warden {
    int line;     /* to the Agent */
    int lifeline; /* end of file when the launcher is gone */
    int terminal; /* a master of the program's terminal, or -1 */
    pid_t program;
    bool program_ended; /* and reaped: its pid may be somebody else's by now */
};

/* Runs the request in memfd until nothing of the tree is left. */
_Noreturn void warden_run(int line, int lifeline, int memfd, const int *descriptors, unsigned descriptor_count);

/* Reaps what has ended and reports the program's own end. False when no child is left. */
bool warden_reap(struct warden *warden);

/* Sends a report with what follows it, and a descriptor unless it is -1. */
void warden_report(const struct warden *warden, const struct report *report, const void *rest, size_t rest_size,
    int descriptor);

/* Does what an operation of the Agent asks for. */
void warden_operate(struct warden *warden, const struct operation *operation, const struct spared *spared);

/* KILL to all that descends from the warden, until nothing of it is alive or the deadline is over. Returns what is. */
unsigned warden_kill_all(struct warden *warden);

#endif
