#include "treaty_runs.h"

#include "treaty_json.h"

#include <apr_lib.h>
#include <string.h>

#define HREF_MAX 2048
#define ABBR_MAX 1000
#define DATETIME_MAX 40

/* Past the scheme and "//" of a web address; NULL for any other. */
static const char *after_scheme(const char *href)
{
    if (strncasecmp(href, "http://", 7) == 0) {
        return href + 7;
    }
    return strncasecmp(href, "https://", 8) == 0 ? href + 8 : NULL;
}

/* Browsers skip control characters and read "\" as "/", so neither may pass. */
static int has_only_safe_bytes(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c <= ' ' || c == 0x7f || strchr("\"'<>\\`{}|^", c)) {
            return 0;
        }
    }
    return 1;
}

int treaty_href_valid(const char *href)
{
    apr_size_t before_path = strcspn(href, "/?#");
    const char *host = after_scheme(href);

    if (*href == '\0' || strlen(href) > HREF_MAX ||
        !has_only_safe_bytes(href)) {
        return 0;
    }
    if (host) {
        return *host != '\0' && *host != '/';
    }
    return strncmp(href, "//", 2) != 0 &&
           memchr(href, ':', before_path) == NULL;
}

int treaty_datetime_valid(const char *datetime)
{
    apr_size_t len = strlen(datetime);

    return len > 0 && len <= DATETIME_MAX && apr_isdigit(*datetime) &&
           strspn(datetime, "0123456789-:.+TZW ") == len;
}

/* Whether the text at *rest begins with a part; goes past it. */
static int take(const char **rest, const char *part)
{
    apr_size_t len = strlen(part);

    if (strncmp(*rest, part, len) != 0) {
        return 0;
    }
    *rest += len;
    return 1;
}

static int is_mark_valid(const char *name, const json_t *value)
{
    const char *text = json_string_value(value);

    if (strcmp(name, "strong") == 0 || strcmp(name, "em") == 0) {
        return json_is_boolean(value);
    }
    if (!text) {
        return 0;
    }
    if (strcmp(name, "href") == 0) {
        return treaty_href_valid(text);
    }
    if (strcmp(name, "datetime") == 0) {
        return treaty_datetime_valid(text);
    }
    if (strcmp(name, "abbr") == 0) {
        return strlen(text) <= ABBR_MAX;
    }
    return strcmp(name, "text") == 0 && *text != '\0';
}

static int is_run_valid(const char **rest, const json_t *run)
{
    const char *text = treaty_json_text(run, "text");
    const char *name;
    json_t *value;

    if (!text || !take(rest, text)) {
        return 0;
    }
    json_object_foreach((json_t *)run, name, value)
    {
        if (!is_mark_valid(name, value)) {
            return 0;
        }
    }
    return 1;
}

int treaty_runs_valid(const json_t *runs, const char *text)
{
    size_t i;
    json_t *run;

    if (!json_is_array(runs) || json_array_size(runs) > TREATY_RUNS_MAX) {
        return 0;
    }
    json_array_foreach(runs, i, run)
    {
        if (!is_run_valid(&text, run)) {
            return 0;
        }
    }
    return *text == '\0';
}

static int is_cell_valid(const char **rest, const json_t *cell)
{
    const char *text = treaty_json_text(cell, "text");
    const char *scope = treaty_json_text(cell, "scope");
    const json_t *runs = json_object_get(cell, "runs");

    if (!json_is_object(cell) || !take(rest, text ? text : "")) {
        return 0;
    }
    if (scope && strcmp(scope, "col") != 0 && strcmp(scope, "row") != 0) {
        return 0;
    }
    return !runs || json_is_null(runs) ||
           treaty_runs_valid(runs, text ? text : "");
}

static int is_row_valid(const char **rest, const json_t *row)
{
    const json_t *cells = json_object_get(row, "cells");
    size_t i;
    json_t *cell;

    if (!json_is_array(cells) || json_array_size(cells) == 0 ||
        json_array_size(cells) > TREATY_CELLS_MAX) {
        return 0;
    }
    json_array_foreach(cells, i, cell)
    {
        if ((i > 0 && !take(rest, TREATY_CELL_BREAK)) ||
            !is_cell_valid(rest, cell)) {
            return 0;
        }
    }
    return 1;
}

int treaty_rows_valid(const json_t *rows, const char *text)
{
    size_t i;
    json_t *row;

    if (!json_is_array(rows) || json_array_size(rows) == 0 ||
        json_array_size(rows) > TREATY_ROWS_MAX) {
        return 0;
    }
    json_array_foreach(rows, i, row)
    {
        if ((i > 0 && !take(&text, "\n")) || !is_row_valid(&text, row)) {
            return 0;
        }
    }
    return *text == '\0';
}
