#include "pen.h"

#include <string.h>

treaty_pen_t treaty_pen_take(treaty_text_t *out)
{
    treaty_pen_t pen = {out, out->len, APR_SUCCESS};

    return pen;
}

void treaty_pen_put(treaty_pen_t *pen, const char *string)
{
    treaty_pen_append(pen, string, strlen(string));
}

void treaty_pen_append(treaty_pen_t *pen, const char *data, apr_size_t len)
{
    if (pen->status == APR_SUCCESS) {
        pen->status = treaty_text_append(pen->out, data, len);
    }
}

void treaty_pen_escape(treaty_pen_t *pen, const char *data, apr_size_t len)
{
    if (pen->status == APR_SUCCESS) {
        pen->status = treaty_text_escape(pen->out, data, len);
    }
}

/* In JSON a '<' stands in a text alone, and what is behind it comes in the same
 * piece. */
static int append_json(const char *data, size_t len, void *pen)
{
    const char *end = data + len;
    const char *at = data;

    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (++at < end && *at == '!') {
            treaty_pen_append(pen, data, (apr_size_t)(at - 1 - data));
            treaty_pen_put(pen, "\\u003c");
            data = at;
        }
    }
    treaty_pen_append(pen, data, (apr_size_t)(end - data));
    return 0;
}

void treaty_pen_json(treaty_pen_t *pen, const json_t *value, size_t flags)
{
    if (json_dump_callback(value, append_json, pen, flags) != 0 &&
        pen->status == APR_SUCCESS) {
        pen->status = APR_EGENERAL;
    }
}

apr_status_t treaty_pen_lay(treaty_pen_t *pen)
{
    if (pen->status != APR_SUCCESS) {
        pen->out->len = pen->start;
        pen->out->data[pen->start] = '\0';
    }
    return pen->status;
}
