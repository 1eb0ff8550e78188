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

static int append(const char *data, size_t len, void *pen)
{
    treaty_pen_append(pen, data, len);
    return 0;
}

void treaty_pen_json(treaty_pen_t *pen, const json_t *value, size_t flags)
{
    if (json_dump_callback(value, append, pen, flags) != 0 &&
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
