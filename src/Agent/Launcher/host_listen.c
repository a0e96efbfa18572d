#include "host.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define BACKLOG 512

/* Who can write to the directory could put another socket in its place, and who can enter it could connect. */
static int open_private_directory(const struct host_options *options, const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0)
        host_fail(options, "listen", path, errno);
    if (status.st_uid != geteuid() || (status.st_mode & 077) != 0)
        host_fail(options, "listen", path, EPERM);
    return fd;
}

/* Bound by its name alone from inside its directory: sun_path holds 107 bytes, paths are longer. */
int host_listen(const struct host_options *options)
{
    char *directory = strdup(options->listen);
    char *slash = directory == NULL ? NULL : strrchr(directory, '/');
    if (slash == NULL || slash == directory)
        host_fail(options, "listen", "an absolute path in a directory of its own is needed", EINVAL);
    *slash = '\0';
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const char *name = slash + 1;
    if (*name == '\0' || strlen(name) >= sizeof address.sun_path)
        host_fail(options, "listen", options->listen, ENAMETOOLONG);
    strcpy(address.sun_path, name);

    int inside = open_private_directory(options, directory);
    struct stat present;
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || fchdir(inside) != 0)
        host_fail(options, "listen", options->listen, errno);
    if (lstat(name, &present) == 0 && S_ISSOCK(present.st_mode))
        unlink(name);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, BACKLOG) != 0 || chdir("/") != 0)
        host_fail(options, "listen", options->listen, errno);
    close(inside);
    free(directory);
    return listener;
}
