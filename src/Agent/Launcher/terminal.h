#ifndef IDE_LAUNCHER_TERMINAL_H
#define IDE_LAUNCHER_TERMINAL_H

#include "launcher.h"

/* A new terminal of this mount namespace's devpts. 0, or an errno. */
int terminal_open(unsigned short rows, unsigned short columns, int *master, int *slave);

#endif
