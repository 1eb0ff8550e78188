#include "treatyctl.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <stdio.h>

/* A text of a file or of the record may hold what a terminal obeys. */
static void defuse(char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)text[0];
        unsigned char next = (unsigned char)text[1];

        if ((c < ' ' && c != '\n') || c == 0x7f) {
            *text = '?';
        }
        else if (c == 0xc2 && next >= 0x80 && next < 0xa0) {
            text[0] = text[1] = '?';
        }
    }
}

static void put(FILE *out, const char *format, va_list arguments)
{
    apr_pool_t *pool;
    char *text;

    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        return;
    }
    text = apr_pvsprintf(pool, format, arguments);
    defuse(text);
    fputs(text, out);
    apr_pool_destroy(pool);
}

void treatyctl_say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put(stdout, format, arguments);
    va_end(arguments);
}

void treatyctl_complain(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("treatyctl: ", stderr);
    put(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}
