/* A name as lines of a picture, which can't break lines itself. */
#include "chart.h"

#include "treaty_text.h"

#include <string.h>

#define LINES_MAX 2
/* Widths of a letter; a sign of Chinese takes two. */
#define LINE_WIDTH 44
/* In units of a picture of its own. */
#define FIRST_Y 34
#define LINE_Y 28
#define ELLIPSIS "\xe2\x80\xa6"
#define BYTES_MAX (LINES_MAX * LINE_WIDTH * 4 + 16)

static apr_size_t sign_size(const char *text)
{
    apr_size_t len = 1;

    while (((unsigned char)text[len] & 0xc0) == 0x80) {
        len++;
    }
    return len;
}

static int is_wide(const char *text)
{
    return (unsigned char)*text >= 0xe3;
}

/* Controls, and two code points that are no characters, XML can't have. */
static int is_forbidden(const char *text)
{
    return (unsigned char)*text < ' ' || *text == '\x7f' ||
           strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
           strncmp(text, "\xef\xbf\xbf", 3) == 0;
}

/* As long as it matters here; what is forbidden is a blank. */
static const char *cleaned(const char *name, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(BYTES_MAX, pool);

    name += strspn(name, " ");
    while (*name) {
        apr_size_t size = sign_size(name);
        apr_status_t rv = is_forbidden(name)
                              ? treaty_text_append(text, " ", 1)
                              : treaty_text_append(text, name, size);

        if (rv != APR_SUCCESS) {
            break;
        }
        name += size;
    }
    return text->data;
}

/* How many bytes fit into a line: whole words, or as many signs as do where
 * there is no blank. */
static apr_size_t fitting(const char *text)
{
    apr_size_t at = 0;
    apr_size_t end = 0;
    int width = 0;

    while (text[at] && width + 1 + is_wide(text + at) <= LINE_WIDTH) {
        width += 1 + is_wide(text + at);
        at += sign_size(text + at);
        if (text[at] == ' ' || is_wide(text + at)) {
            end = at;
        }
    }
    return text[at] == '\0' || end == 0 ? at : end;
}

static void add_line(json_t *lines, const char *text, apr_size_t len,
                     int is_cut, apr_pool_t *pool)
{
    treaty_text_t *line = treaty_text_create(BYTES_MAX, pool);
    json_t *object = json_object();

    (void)treaty_text_append(line, text, len);
    if (is_cut) {
        (void)treaty_text_puts(line, ELLIPSIS);
    }
    treaty_json_set_text(object, "text", line->data);
    json_object_set_new(
        object, "y",
        json_integer(FIRST_Y + LINE_Y * (int)json_array_size(lines)));
    json_array_append_new(lines, object);
}

json_t *treaty_chart_title(const char *name, apr_pool_t *pool)
{
    const char *text = cleaned(name ? name : "", pool);
    json_t *lines = json_array();
    int i;

    for (i = 0; i < LINES_MAX && *text; i++) {
        apr_size_t len = fitting(text);
        const char *rest = text + len + strspn(text + len, " ");

        add_line(lines, text, len, i == LINES_MAX - 1 && *rest, pool);
        text = rest;
    }
    return lines;
}
