#include "child.h"

#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

/* A file without a magic number and without `#!` is a script of the shell, as for execvp. */
static int execute_file(const char *path, const struct request *request)
{
    execve(path, request->arguments, request->environment);
    if (errno != ENOEXEC)
        return errno;
    size_t count = request->header.argument_count;
    char **arguments = calloc(count + 2, sizeof *arguments);
    if (arguments == NULL)
        return ENOMEM;
    arguments[0] = "sh";
    arguments[1] = (char *)path;
    memcpy(arguments + 2, request->arguments + 1, count * sizeof *arguments);
    execve("/bin/sh", arguments, request->environment);
    return ENOEXEC;
}

int child_execute(const struct request *request)
{
    const char *name = request->arguments[0];
    if (*name == '\0')
        return ENOENT;
    if (strchr(name, '/') != NULL)
        return execute_file(name, request);

    const char *path = request_variable(request, "PATH");
    if (path == NULL)
        path = DEFAULT_PATH;
    int error = ENOENT;
    for (const char *end; path != NULL; path = *end == '\0' ? NULL : end + 1) {
        char candidate[4096];
        end = strchrnul(path, ':');
        int length = end == path ? snprintf(candidate, sizeof candidate, "%s", name)
                                 : snprintf(candidate, sizeof candidate, "%.*s/%s", (int)(end - path), path, name);
        if (length >= (int)sizeof candidate)
            continue;
        int failed = execute_file(candidate, request);
        if (failed == EACCES)
            error = EACCES; /* told only when no later directory has the program */
        else if (failed != ENOENT && failed != ENOTDIR)
            return failed;
    }
    return error;
}
