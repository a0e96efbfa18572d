/* ide-launcher: the one native program beside the Agent. One binary, four roles (main.c):
 *
 *   host       on the host: becomes a daemon with the right socket, cgroups, limits and user, then a bubblewrap
 *   enter      on the host: runs a program in a sandbox's network, with the right to set it up
 *   supervise  in the outer world: ties the Agent to the inner world by a socket pair
 *   serve      pid 1 of the inner world: starts programs on the Agent's request
 */
#ifndef IDE_LAUNCHER_H
#define IDE_LAUNCHER_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

int host_main(int argc, char **argv);
int enter_main(int argc, char **argv);
int supervise_main(int argc, char **argv);
int serve_main(int argc, char **argv);

/* A decimal number between low and high, or dies with a sentence that names `what`. */
long parse_number(const char *text, const char *what, long low, long high);

/* Makes every descriptor from `first` on close at exec, or closes it at once. */
void close_on_exec_from(unsigned first);
void close_from(unsigned first);

#endif
