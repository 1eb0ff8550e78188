#include "treaty_log.h"

#include <stdarg.h>
#include <stdio.h>

#define MESSAGE_SIZE 1024

void treaty_log(const treaty_log_t *log, treaty_log_level_t level,
                apr_status_t status, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;

    if (!log || !log->fn || level > log->level) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    log->fn(log->baton, level, status, message);
}
