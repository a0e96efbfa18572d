/* From fork to exec: what makes a copy of the warden into the program that was asked for. */
#ifndef IDE_LAUNCHER_CHILD_H
#define IDE_LAUNCHER_CHILD_H

#include "request.h"

/* Shared by the two processes: how far the child came. */
struct failure {
    int stage, error;
};

/* The child's pid, or -1 with the failure told. Returns when the child has executed the program or given up.
 * terminal is the slave of its terminal, or -1. */
pid_t child_start(const struct request *request, int terminal, struct failure *failure);

/* Executes the request's program as execvpe would, with PATH as the request has it. Returns the errno. */
int child_execute(const struct request *request);

#endif
