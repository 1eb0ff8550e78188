#include "page_lines.h"
#include "utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How items begin: bullets, and hyphens or asterisks with a blank after. */
static const char *const bullets[] = {
    "\xe2\x80\xa2",                        /* bullet */
    "\xc2\xb7",                            /* middle dot */
    "\xe2\x97\xa6",                        /* white bullet */
    "\xe2\x96\xaa",                        /* small square */
    "\xe2\x96\xa0",                        /* square */
    "\xe2\x97\x8f",                        /* circle */
    "\xe2\x80\xa3",                        /* triangle */
    "* ",           "- ", "\xe2\x80\x93 ", /* en dash */
};

/* The number before an indented item, "1. " or "12) "; 0 where there is none.
 */
static int ordinal_of(apr_size_t *len, const char *text)
{
    apr_size_t digits = strspn(text, "0123456789");

    *len = digits + 1;
    return digits > 0 && digits < 3 &&
                   (text[digits] == '.' || text[digits] == ')') &&
                   apr_isspace(text[digits + 1])
               ? atoi(text)
               : 0;
}

/* Browsers write the white bullet of an inner list as an "o". */
static int is_round_letter(const char *text)
{
    return text[0] == 'o' && text[1] == ' ';
}

static apr_size_t bullet_len(const char *text)
{
    apr_size_t i;

    for (i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
        if (strncmp(text, bullets[i], strlen(bullets[i])) == 0) {
            return strlen(bullets[i]);
        }
    }
    return 0;
}

/* A no-break space is one column, a tab goes to the next eighth. */
static int indent_of(const char *line, const char *start)
{
    int indent = 0;

    while (line < start) {
        indent += *line == '\t' ? 8 - indent % 8 : 1;
        line += *line == '\xc2' ? 2 : 1;
    }
    return indent;
}

static void add_line(apr_array_header_t *lines, const char *start,
                     apr_size_t len, apr_pool_t *pool)
{
    treaty_line_t *line = apr_array_push(lines);
    const char *raw = apr_pstrmemdup(pool, start, len);
    const char *text = treaty_skip_space(raw);
    apr_size_t bullet = bullet_len(text);

    line->number = lines->nelts;
    line->indent = indent_of(raw, text);
    line->ordinal = 0;
    if (bullet == 0 && line->indent > 0) {
        bullet = is_round_letter(text) ? 1 : 0;
        if (bullet == 0 && (line->ordinal = ordinal_of(&bullet, text)) == 0) {
            bullet = 0;
        }
    }
    line->is_item = bullet > 0;
    line->whole = treaty_trim(text, pool);
    line->text = treaty_trim(text + bullet, pool);
    line->is_blank = *line->text == '\0';
}

apr_array_header_t *treaty_lines_cut(const char *text, apr_pool_t *result_pool)
{
    apr_array_header_t *lines =
        apr_array_make(result_pool, 128, sizeof(treaty_line_t));

    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
    }
    while (*text) {
        apr_size_t len = strcspn(text, "\n");

        add_line(lines, text, len, result_pool);
        text += len + (text[len] == '\n');
    }
    return lines;
}
