#include "host.h"

#include <limits.h>

static const struct { const char *name; int resource; } RESOURCES[] = {
    { "as", RLIMIT_AS }, { "core", RLIMIT_CORE }, { "cpu", RLIMIT_CPU }, { "data", RLIMIT_DATA },
    { "fsize", RLIMIT_FSIZE }, { "memlock", RLIMIT_MEMLOCK }, { "msgqueue", RLIMIT_MSGQUEUE }, { "nice", RLIMIT_NICE },
    { "nofile", RLIMIT_NOFILE }, { "nproc", RLIMIT_NPROC }, { "rtprio", RLIMIT_RTPRIO },
    { "sigpending", RLIMIT_SIGPENDING }, { "stack", RLIMIT_STACK },
};

static _Noreturn void refuse(const struct host_options *options, const char *argument)
{
    host_fail(options, "arguments", argument, 0);
}

static unsigned long number(const struct host_options *options, const char *text, char end, const char **rest)
{
    char *stop = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &stop, 10);
    if (errno != 0 || stop == text || *text < '0' || *text > '9' || (*stop != end && *stop != '\0'))
        refuse(options, text);
    if (rest != NULL)
        *rest = *stop == '\0' ? NULL : stop + 1;
    else if (*stop != '\0')
        refuse(options, text);
    return value;
}

static int descriptor(const struct host_options *options, const char *text, char end, const char **rest, int low)
{
    unsigned long value = number(options, text, end, rest);
    if (value < (unsigned long)low || value > HOST_HIGHEST_FD)
        refuse(options, text);
    return (int)value;
}

static unsigned next(const struct host_options *options, unsigned *count, const char *argument)
{
    if (*count == HOST_MOST)
        refuse(options, argument);
    return (*count)++;
}

/* Parked above all targets, so that no dup2 onto one of them hits another's source. */
void host_install(struct host_options *options, int source, int target)
{
    unsigned i = next(options, &options->descriptor_count, "too many descriptors");
    options->targets[i] = target;
    options->sources[i] = fcntl(source, F_DUPFD_CLOEXEC, HOST_HIGHEST_FD + 1);
    if (options->sources[i] < 0)
        host_fail(options, "descriptors", "a descriptor that is to be kept", errno);
}

static void open_at(struct host_options *options, const char *argument, int flags)
{
    const char *path;
    int target = descriptor(options, argument, '=', &path, 3);
    if (path == NULL)
        refuse(options, argument);
    int fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0)
        host_fail(options, "open", path, errno);
    host_install(options, fd, target);
    close(fd);
}

static rlim_t limit_value(const struct host_options *options, const char *text, const char **rest)
{
    static const char unlimited[] = "unlimited";
    size_t length = sizeof unlimited - 1;
    if (strncmp(text, unlimited, length) != 0)
        return number(options, text, ':', rest);
    if (text[length] != '\0' && text[length] != ':')
        refuse(options, text);
    *rest = text[length] == '\0' ? NULL : text + length + 1;
    return RLIM_INFINITY;
}

static void add_limit(struct host_options *options, const char *argument)
{
    struct host_limit *limit = &options->limits[next(options, &options->limit_count, argument)];
    const char *equals = strchr(argument, '='), *hard, *end = NULL;
    size_t known = 0;
    if (equals == NULL)
        refuse(options, argument);
    while (known < sizeof RESOURCES / sizeof *RESOURCES
        && (strlen(RESOURCES[known].name) != (size_t)(equals - argument)
            || strncmp(RESOURCES[known].name, argument, (size_t)(equals - argument)) != 0))
        known++;
    if (known == sizeof RESOURCES / sizeof *RESOURCES)
        refuse(options, argument);
    limit->resource = RESOURCES[known].resource;
    limit->value.rlim_cur = limit->value.rlim_max = limit_value(options, equals + 1, &hard);
    if (hard != NULL)
        limit->value.rlim_max = limit_value(options, hard, &end);
    if (end != NULL)
        refuse(options, argument);
}

static unsigned long identity(const struct host_options *options, const char *argument)
{
    unsigned long value = number(options, argument, '\0', NULL);
    if (value == 0 || value >= UINT_MAX)
        refuse(options, argument);
    return value;
}

static void take(struct host_options *options, const char *name, char *value, bool *uid, bool *gid)
{
    if (strcmp(name, "--listen") == 0)
        options->listen = value;
    else if (strcmp(name, "--listen-fd") == 0)
        options->listen_fd = descriptor(options, value, '\0', NULL, 3);
    else if (strcmp(name, "--log") == 0)
        options->log = value;
    else if (strcmp(name, "--cgroup") == 0)
        options->cgroups[next(options, &options->cgroup_count, value)] = value;
    else if (strcmp(name, "--stage") == 0)
        options->stages[next(options, &options->stage_count, value)] = value;
    else if (strcmp(name, "--rlimit") == 0)
        add_limit(options, value);
    else if (strcmp(name, "--uid") == 0)
        options->uid = (uid_t)identity(options, value), *uid = true;
    else if (strcmp(name, "--gid") == 0)
        options->gid = (gid_t)identity(options, value), *gid = true;
    else if (strcmp(name, "--env") == 0)
        options->environment[next(options, &options->environment_count, value)] = value;
    else if (strcmp(name, "--read-fd") == 0)
        open_at(options, value, O_RDONLY);
    else if (strcmp(name, "--write-fd") == 0)
        open_at(options, value, O_WRONLY | O_CREAT | O_TRUNC);
    else if (strcmp(name, "--keep-fd") == 0)
        host_install(options, descriptor(options, value, '\0', NULL, 3), atoi(value));
    else if (strcmp(name, "--chdir") == 0)
        options->directory = value;
    else if (strcmp(name, "--huge-pages") == 0 && strcmp(value, "never") == 0)
        options->no_huge_pages = true;
    else
        refuse(options, name);
}

static void install_standard(struct host_options *options)
{
    int input = open("/dev/null", O_RDWR | O_CLOEXEC), output = input;
    if (options->log != NULL)
        output = open(options->log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    if (input < 0 || output < 0)
        host_fail(options, "log", options->log != NULL ? options->log : "/dev/null", errno);
    host_install(options, input, 0);
    host_install(options, output, 1);
    host_install(options, output, 2);
    close(input);
    if (output != input)
        close(output);
}

/* The status descriptor first: every other refusal is told there. */
static void move_status(int argc, char **argv, struct host_options *options)
{
    for (int i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2)
        if (strcmp(argv[i], "--status-fd") == 0)
            options->status_fd = (int)parse_number(argv[i + 1], "--status-fd", 0, 1 << 20);
    options->status_fd = fcntl(options->status_fd, F_DUPFD_CLOEXEC, HOST_HIGHEST_FD + 1);
    if (options->status_fd < 0) {
        perror("ide-launcher: host: --status-fd");
        exit(1);
    }
}

void host_parse(int argc, char **argv, struct host_options *options)
{
    *options = (struct host_options){ .listen_fd = 3, .status_fd = 1, .directory = "/" };
    move_status(argc, argv, options);
    bool uid = false, gid = false;
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i += 2) {
        if (i + 1 == argc)
            refuse(options, argv[i]);
        if (strcmp(argv[i], "--status-fd") != 0)
            take(options, argv[i], argv[i + 1], &uid, &gid);
    }
    if (i + 1 >= argc || uid != gid)
        refuse(options, uid != gid ? "--uid and --gid go together" : "-- PROGRAM is missing");
    options->has_user = uid;
    options->program = argv + i + 1;
    install_standard(options);
}
