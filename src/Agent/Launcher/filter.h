#ifndef IDE_FILTER_H
#define IDE_FILTER_H

#include <stdbool.h>

/* Takes from this process and all that it starts the ways out that no namespace closes. False: errno says why. */
bool filter_system_calls(void);

#endif
