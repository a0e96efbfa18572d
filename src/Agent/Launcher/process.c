#include "process.h"

static ssize_t read_file(const char *path, char *buffer, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t length = read(fd, buffer, size - 1);
    close(fd);
    if (length >= 0)
        buffer[length] = '\0';
    return length;
}

/* /proc/PID/stat: `pid (name) state ppid pgrp session …`. The name may hold blanks and parentheses. */
bool process_read(pid_t pid, struct process *process)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_file(path, text, sizeof text) <= 0)
        return false;
    char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (open == NULL || close == NULL || close < open)
        return false;

    memset(process, 0, sizeof *process);
    process->pid = pid;
    size_t length = (size_t)(close - open - 1);
    memcpy(process->name, open + 1, length < sizeof process->name ? length : sizeof process->name - 1);

    unsigned long user, system;
    long child_user, child_system;
    unsigned long long start_time;
    int fields = sscanf(close + 1,
        " %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld %*d %*d %d %*d %llu",
        &process->state, &process->parent, &process->group, &process->session,
        &user, &system, &child_user, &child_system, &process->threads, &start_time);
    if (fields != 10)
        return false;
    process->user = user + (unsigned long)child_user;
    process->system = system + (unsigned long)child_system;
    process->start_time = start_time;
    return true;
}

bool process_is_dead(const struct process *process)
{
    return (process->state == 'Z' || process->state == 'X') && process->threads <= 1;
}

bool process_descends(pid_t pid, pid_t ancestor)
{
    struct process process;
    for (int depth = 0; depth < 65536 && process_read(pid, &process); depth++) {
        if (process.parent == ancestor)
            return true;
        if (process.parent <= 1)
            return false;
        pid = process.parent;
    }
    return false;
}
