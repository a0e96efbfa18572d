/* `--stage NAME=DIR`: an unprivileged user need not be able to walk to the data directory (it may lie in /root), and
 * bubblewrap looks its sources up by path. So, while still root, in a mount namespace of our own, an empty tmpfs goes over
 * STAGE, and each DIR is bound below it. Nobody else sees it, and it ends with the last process of the sandbox.
 */
#include "host.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define STAGE "/mnt"

static void bind_one(const struct host_options *options, const char *stage)
{
    char target[512];
    const char *equals = strchr(stage, '=');
    int length = equals == NULL ? -1
        : snprintf(target, sizeof target, STAGE "/%.*s", (int)(equals - stage), stage);
    if (length < 0 || (size_t)length >= sizeof target || strstr(target, "..") != NULL)
        host_fail(options, "arguments", stage, 0);
    if (mkdir(target, 0755) != 0 || mount(equals + 1, target, NULL, MS_BIND, NULL) != 0)
        host_fail(options, "stage", equals + 1, errno);
}

void host_stage(const struct host_options *options)
{
    if (options->stage_count == 0)
        return;
    /* MS_SLAVE: what the host mounts later may come in, nothing of this goes out. */
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL) != 0
        || mount("stage", STAGE, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64k") != 0)
        host_fail(options, "stage", STAGE, errno);
    mode_t mask = umask(022);
    for (unsigned i = 0; i < options->stage_count; i++)
        bind_one(options, options->stages[i]);
    umask(mask);
}
