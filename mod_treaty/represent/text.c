#include "treaty_text.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

#define FIRST_SIZE 1024

treaty_text_t *treaty_text_create(apr_size_t limit, apr_pool_t *result_pool)
{
    treaty_text_t *text = apr_palloc(result_pool, sizeof(*text));

    text->size = FIRST_SIZE;
    text->data = apr_palloc(result_pool, text->size);
    text->data[0] = '\0';
    text->len = 0;
    text->limit = limit;
    text->pool = result_pool;
    return text;
}

/* Makes room for len more bytes and the closing NUL. */
static apr_status_t reserve(treaty_text_t *text, apr_size_t len)
{
    apr_size_t size = text->size;
    char *data;

    if (len > text->limit || text->len > text->limit - len) {
        return TREATY_ELIMIT;
    }
    if (text->len + len < size) {
        return APR_SUCCESS;
    }
    while (size <= text->len + len) {
        size *= 2;
    }
    data = apr_palloc(text->pool, size);
    memcpy(data, text->data, text->len + 1);
    text->data = data;
    text->size = size;
    return APR_SUCCESS;
}

apr_status_t treaty_text_append(treaty_text_t *text, const char *data,
                                apr_size_t len)
{
    apr_status_t rv = reserve(text, len);

    if (rv == APR_SUCCESS && len > 0) {
        memcpy(text->data + text->len, data, len);
        text->len += len;
        text->data[text->len] = '\0';
    }
    return rv;
}

apr_status_t treaty_text_puts(treaty_text_t *text, const char *string)
{
    return treaty_text_append(text, string, strlen(string));
}

apr_status_t treaty_text_printf(treaty_text_t *text, const char *format, ...)
{
    va_list arguments;
    const char *string;

    va_start(arguments, format);
    string = apr_pvsprintf(text->pool, format, arguments);
    va_end(arguments);
    return treaty_text_puts(text, string);
}

/* What stands for a byte in HTML and XML; NULL where it may stay. */
static const char *const entities[256] = {['&'] = "&amp;",
                                          ['<'] = "&lt;",
                                          ['>'] = "&gt;",
                                          ['"'] = "&quot;",
                                          ['\''] = "&#39;"};

static apr_status_t cut(treaty_text_t *text, apr_size_t len, apr_status_t rv)
{
    text->len = len;
    text->data[len] = '\0';
    return rv;
}

apr_status_t treaty_text_escape(treaty_text_t *text, const char *data,
                                apr_size_t len)
{
    const apr_size_t before = text->len;
    const char *closers;
    apr_size_t start = 0;
    apr_size_t i;
    apr_status_t rv;

    for (i = 0; i < len; i++) {
        const char *replacement = entities[(unsigned char)data[i]];

        if (!replacement) {
            continue;
        }
        rv = treaty_text_append(text, data + start, i - start);
        if (rv == APR_SUCCESS) {
            rv = treaty_text_puts(text, replacement);
        }
        if (rv != APR_SUCCESS) {
            return cut(text, before, rv);
        }
        start = i + 1;
    }
    rv = treaty_text_append(text, data + start, len - start);
    closers = treaty_text_closers(data, len, text->pool);
    if (rv == APR_SUCCESS && *closers) {
        rv = treaty_text_puts(text, closers);
    }
    return rv == APR_SUCCESS ? rv : cut(text, before, rv);
}
