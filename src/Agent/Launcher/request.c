#include "request.h"

#include <sys/stat.h>

struct cursor {
    const char *at, *end;
};

static bool take(struct cursor *cursor, void *value, size_t size)
{
    if ((size_t)(cursor->end - cursor->at) < size)
        return false;
    memcpy(value, cursor->at, size);
    cursor->at += size;
    return true;
}

static char *take_string(struct cursor *cursor)
{
    const char *nul = memchr(cursor->at, '\0', (size_t)(cursor->end - cursor->at));
    if (nul == NULL)
        return NULL;
    char *string = (char *)cursor->at;
    cursor->at = nul + 1;
    return string;
}

/* Each string takes a byte or more of the request, so its size bounds the array. */
static char **take_strings(struct cursor *cursor, uint32_t count)
{
    if (count > (size_t)(cursor->end - cursor->at))
        return NULL;
    char **strings = calloc((size_t)count + 1, sizeof *strings);
    for (uint32_t i = 0; strings != NULL && i < count; i++)
        if ((strings[i] = take_string(cursor)) == NULL)
            return NULL;
    return strings;
}

static int read_whole(int memfd, struct cursor *cursor)
{
    struct stat status;
    if (fstat(memfd, &status) != 0)
        return errno;
    if (!S_ISREG(status.st_mode) || status.st_size <= 0 || status.st_size > MAX_REQUEST_BYTES)
        return EPROTO;
    char *bytes = malloc((size_t)status.st_size);
    if (bytes == NULL)
        return ENOMEM;
    ssize_t length = pread(memfd, bytes, (size_t)status.st_size, 0);
    if (length < 0)
        return errno;
    *cursor = (struct cursor){ bytes, bytes + length };
    return 0;
}

int request_read(int memfd, const int *descriptors, unsigned descriptor_count, struct request *request)
{
    struct cursor cursor = { NULL, NULL };
    int error = read_whole(memfd, &cursor);
    if (error != 0)
        return error;

    struct spawn_header *header = &request->header;
    if (!take(&cursor, header, sizeof *header) || header->magic != PROTOCOL_MAGIC || header->argument_count == 0
        || header->descriptor_count != descriptor_count || header->limit_count > MAX_LIMITS)
        return EPROTO;
    for (unsigned i = 0; i < descriptor_count; i++) {
        int32_t number;
        if (!take(&cursor, &number, sizeof number) || number < 0 || number > MAX_DESCRIPTOR_NUMBER)
            return EPROTO;
        request->targets[i] = number;
        request->sources[i] = descriptors[i];
    }
    for (unsigned i = 0; i < header->limit_count; i++)
        if (!take(&cursor, &request->limits[i], sizeof request->limits[i]))
            return EPROTO;
    request->directory = take_string(&cursor);
    if (request->directory == NULL)
        return EPROTO;
    request->arguments = take_strings(&cursor, header->argument_count);
    if (request->arguments == NULL)
        return EPROTO;
    request->environment = take_strings(&cursor, header->environment_count);
    return request->environment != NULL && cursor.at == cursor.end ? 0 : EPROTO;
}

const char *request_variable(const struct request *request, const char *name)
{
    size_t length = strlen(name);
    for (char **variable = request->environment; *variable != NULL; variable++)
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=')
            return *variable + length + 1;
    return NULL;
}
