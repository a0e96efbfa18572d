/* Walks the descendants of a process. /proc/PID/task/TID/children gives a child within microseconds of its birth, which
 * is what catches a chain of processes that each fork the next and exit; where the kernel lacks it (CONFIG_PROC_CHILDREN)
 * one pass over all of /proc does.
 *
 * A walk is no snapshot: processes come and go meanwhile. Who must have them all walks again until nothing new appears.
 */
#include "process.h"

#include <dirent.h>

struct pid_list {
    pid_t *pids;
    size_t count, capacity;
};

static void push(struct pid_list *list, pid_t pid)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 256 : list->capacity * 2;
        list->pids = realloc(list->pids, list->capacity * sizeof *list->pids);
        if (list->pids == NULL)
            abort();
    }
    list->pids[list->count++] = pid;
}

static void push_children_of_thread(struct pid_list *list, pid_t pid, pid_t thread)
{
    char path[80];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    char text[4096];
    pid_t number = 0;
    for (ssize_t length; (length = read(fd, text, sizeof text)) > 0;) {
        for (ssize_t i = 0; i < length; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                number = number * 10 + (text[i] - '0');
            } else if (number != 0) {
                push(list, number);
                number = 0;
            }
        }
    }
    close(fd);
}

/* Children belong to the thread that forked them. */
static void push_children(struct pid_list *list, pid_t pid, int threads)
{
    if (threads == 1) {
        push_children_of_thread(list, pid, pid);
        return;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *directory = opendir(path);
    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.')
            push_children_of_thread(list, pid, atoi(entry->d_name));
    closedir(directory);
}

static void walk_children_files(pid_t root, tree_visitor *visit, void *context)
{
    struct pid_list waiting = { 0 };
    push_children(&waiting, root, 0);
    while (waiting.count != 0) {
        struct process process;
        if (process_read(waiting.pids[--waiting.count], &process) && visit(&process, context))
            push_children(&waiting, process.pid, process.threads);
    }
    free(waiting.pids);
}

/* True when the process was found to belong to the family, and then visited. */
static bool visit_relative(struct identity_set *family, const struct process *process, tree_visitor *visit, void *context)
{
    if (!identity_set_contains(family, process->parent, 0))
        return false;
    if (visit(process, context))
        identity_set_add(family, process->pid, 0);
    return true;
}

/* /proc is in the order of pids, so most parents come before their children, which are visited as they are read. Those
 * that come after (the range of pids began anew) are looked up at the end. */
static void walk_all_of_proc(pid_t root, tree_visitor *visit, void *context)
{
    struct identity_set family = { 0 };
    struct pid_list later = { 0 };
    struct process process;
    DIR *directory = opendir("/proc");
    if (directory == NULL)
        return;
    identity_set_add(&family, root, 0);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        pid_t pid = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? atoi(entry->d_name) : 0;
        if (pid != 0 && process_read(pid, &process) && !visit_relative(&family, &process, visit, context))
            push(&later, pid);
    }
    closedir(directory);

    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < later.count; i++) {
            if (later.pids[i] != 0 && process_read(later.pids[i], &process)
                && visit_relative(&family, &process, visit, context)) {
                later.pids[i] = 0;
                found = true;
            }
        }
    }
    free(later.pids);
    identity_set_free(&family);
}

void tree_walk(pid_t root, tree_visitor *visit, void *context)
{
    static int children_files = -1;
    if (children_files < 0)
        children_files = access("/proc/thread-self/children", R_OK) == 0;
    if (children_files)
        walk_children_files(root, visit, context);
    else
        walk_all_of_proc(root, visit, context);
}
