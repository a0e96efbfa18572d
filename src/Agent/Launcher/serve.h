#ifndef IDE_LAUNCHER_SERVE_H
#define IDE_LAUNCHER_SERVE_H

#include "protocol.h"
#include "process.h"

/* Counts everything below `launcher` and answers on the line. */
_Noreturn void statistics_run(int line, pid_t launcher);

#endif
