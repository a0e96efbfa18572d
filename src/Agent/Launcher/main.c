#include "launcher.h"

#include <linux/close_range.h>
#include <sys/syscall.h>

long parse_number(const char *text, const char *what, long low, long high)
{
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < low || value > high) {
        fprintf(stderr, "ide-launcher: %s must be a number from %ld to %ld, not '%s'\n", what, low, high, text);
        exit(2);
    }
    return value;
}

/* The system call, not glibc's wrapper (2.34). A kernel before 5.11 knows no flags: then one by one. */
static void close_range_or_each(unsigned first, unsigned flags)
{
    if (syscall(SYS_close_range, first, ~0u, flags) == 0)
        return;
    long limit = sysconf(_SC_OPEN_MAX);
    for (long fd = first; fd < (limit > 0 ? limit : 65536); fd++) {
        if (flags == 0)
            close((int)fd);
        else
            fcntl((int)fd, F_SETFD, FD_CLOEXEC);
    }
}

void close_on_exec_from(unsigned first) { close_range_or_each(first, CLOSE_RANGE_CLOEXEC); }

void close_from(unsigned first) { close_range_or_each(first, 0); }

int main(int argc, char **argv)
{
    const char *role = argc > 1 ? argv[1] : "";
    if (strcmp(role, "serve") == 0)
        return serve_main(argc - 1, argv + 1);
    if (strcmp(role, "supervise") == 0)
        return supervise_main(argc - 1, argv + 1);
    if (strcmp(role, "host") == 0)
        return host_main(argc - 1, argv + 1);
    if (strcmp(role, "enter") == 0)
        return enter_main(argc - 1, argv + 1);
    fprintf(stderr, "usage: ide-launcher host|enter|supervise|serve ...\n");
    return 2;
}
