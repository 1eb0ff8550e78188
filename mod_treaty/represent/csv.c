#include "pen.h"

#include "treaty_formats.h"

#include <string.h>

/* Whether a spreadsheet may take a text for more than that; what it may trim
 * hides nothing. */
static int is_risky(const char *data, apr_size_t len)
{
    /* The full-width forms of = + - @. */
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b",
                                       "\xef\xbc\x8d", "\xef\xbc\xa0"};
    size_t i;

    while (len > 0 && (*data == ' ' || *data == '\0')) {
        data++;
        len--;
    }
    if (len > 0 && memchr("=+-@\t\r\n'", data[0], 8)) {
        return 1;
    }
    for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        if (len >= 3 && memcmp(data, wide[i], 3) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether a text can stand without quotes and come back as it was. */
static int is_plain(const char *data, apr_size_t len)
{
    apr_size_t i;

    if (len == 0 || data[0] == ' ' || data[len - 1] == ' ') {
        return 0;
    }
    for (i = 0; i < len; i++) {
        if (strchr(",;\"\r\n\t", data[i])) {
            return 0; /* a NUL byte, too */
        }
    }
    return 1;
}

/* What stands between two quotes. */
static void put_quoted(treaty_pen_t *pen, const char *data, apr_size_t len)
{
    apr_size_t start = 0;
    apr_size_t i;

    for (i = 0; i < len; i++) {
        if (data[i] == '"' || data[i] == '\0') {
            treaty_pen_append(pen, data + start, i - start);
            treaty_pen_put(pen, data[i] == '"' ? "\"\"" : "");
            start = i + 1;
        }
    }
    treaty_pen_append(pen, data + start, len - start);
}

static void put_text(treaty_pen_t *pen, const char *data, apr_size_t len)
{
    if (!is_risky(data, len) && is_plain(data, len)) {
        treaty_pen_append(pen, data, len);
        return;
    }
    treaty_pen_put(pen, is_risky(data, len) ? "\"'" : "\"");
    put_quoted(pen, data, len);
    treaty_pen_put(pen, "\"");
}

static void put_list(treaty_pen_t *pen, const json_t *list)
{
    json_t *item = json_array_get(list, 0);
    const char *data = json_string_value(item);
    size_t i;

    treaty_pen_put(pen,
                   is_risky(data, json_string_length(item)) ? "\"'" : "\"");
    json_array_foreach(list, i, item)
    {
        data = json_string_value(item);
        treaty_pen_put(pen, i > 0 ? "; " : "");
        put_quoted(pen, data ? data : "", json_string_length(item));
    }
    treaty_pen_put(pen, "\"");
}

static void put_cell(treaty_pen_t *pen, const json_t *value)
{
    if (json_is_string(value)) {
        put_text(pen, json_string_value(value), json_string_length(value));
    }
    else if (json_is_number(value)) {
        treaty_pen_json(pen, value, JSON_ENCODE_ANY);
    }
    else if (json_is_boolean(value)) {
        treaty_pen_put(pen, json_is_true(value) ? "true" : "false");
    }
    else if (json_array_size(value) > 0) {
        put_list(pen, value);
    }
}

apr_status_t treaty_csv_header_represent(treaty_text_t *out,
                                         const treaty_csv_column_t *columns)
{
    treaty_pen_t pen = treaty_pen_take(out);
    int i;

    for (i = 0; columns[i].header; i++) {
        treaty_pen_put(&pen, i > 0 ? "," : "");
        put_text(&pen, columns[i].header, strlen(columns[i].header));
    }
    treaty_pen_put(&pen, "\r\n");
    return treaty_pen_lay(&pen);
}

apr_status_t treaty_csv_row_represent(treaty_text_t *out,
                                      const treaty_csv_column_t *columns,
                                      const json_t *row)
{
    treaty_pen_t pen = treaty_pen_take(out);
    int i;

    for (i = 0; columns[i].header; i++) {
        treaty_pen_put(&pen, i > 0 ? "," : "");
        put_cell(&pen, treaty_json_at(row, columns[i].path));
    }
    treaty_pen_put(&pen, "\r\n");
    return treaty_pen_lay(&pen);
}
