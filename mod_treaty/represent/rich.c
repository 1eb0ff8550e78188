#include "treaty_represent.h"

#include "treaty_runs.h"

#include <string.h>

#define DEPTH_MAX 6

/* The marks of a run, outermost first: two neighbours in one link stay in one
 * link, whatever else they are marked with. */
static const struct {
    const char *name;
    const char *tag;
    /* NULL: the mark is a truth value. */
    const char *attribute;
} marks[] = {
    {"href", "a", "href"},
    {"strong", "strong", NULL},
    {"em", "em", NULL},
    {"abbr", "abbr", "title"},
    {"datetime", "time", "datetime"},
};
#define MARKS ((int)(sizeof(marks) / sizeof(marks[0])))

/* The first failure of a row of appends; the text then holds a part. */
typedef struct writer_t {
    treaty_text_t *out;
    apr_status_t status;
} writer_t;

static void put(writer_t *writer, const char *html)
{
    if (writer->status == APR_SUCCESS) {
        writer->status = treaty_text_puts(writer->out, html);
    }
}

static void put_escaped(writer_t *writer, const char *text, apr_size_t len)
{
    if (writer->status == APR_SUCCESS) {
        writer->status = treaty_text_escape(writer->out, text, len);
    }
}

static void put_text(writer_t *writer, const char *text)
{
    for (;;) {
        apr_size_t len = strcspn(text, "\n");

        put_escaped(writer, text, len);
        if (text[len] == '\0') {
            return;
        }
        put(writer, "<br>");
        text += len + 1;
    }
}

/* A mark's value; NULL where the run hasn't it. */
static const char *mark_of(const json_t *run, int mark)
{
    const json_t *value = json_object_get(run, marks[mark].name);

    return marks[mark].attribute ? json_string_value(value)
           : json_is_true(value) ? ""
                                 : NULL;
}

static void open_mark(writer_t *writer, int mark, const char *value)
{
    put(writer, "<");
    put(writer, marks[mark].tag);
    if (marks[mark].attribute) {
        put(writer, " ");
        put(writer, marks[mark].attribute);
        put(writer, "=\"");
        put_escaped(writer, value, strlen(value));
        put(writer, "\"");
    }
    put(writer, ">");
}

static void close_mark(writer_t *writer, int mark)
{
    put(writer, "</");
    put(writer, marks[mark].tag);
    put(writer, ">");
}

static int is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Closes what the next run hasn't, and opens what it has. */
static void change_marks(writer_t *writer, const char *open[], const json_t *to)
{
    int first = 0;
    int i;

    while (first < MARKS &&
           is_same(open[first], to ? mark_of(to, first) : NULL)) {
        first++;
    }
    for (i = MARKS - 1; i >= first; i--) {
        if (open[i]) {
            close_mark(writer, i);
        }
    }
    for (i = first; i < MARKS; i++) {
        open[i] = to ? mark_of(to, i) : NULL;
        if (open[i]) {
            open_mark(writer, i, open[i]);
        }
    }
}

static void put_runs(writer_t *writer, const char *text, const json_t *runs)
{
    const char *open[sizeof(marks) / sizeof(marks[0])] = {NULL};
    size_t i;
    json_t *run;

    if (!runs || !treaty_runs_valid(runs, text)) {
        put_text(writer, text);
        return;
    }
    json_array_foreach(runs, i, run)
    {
        change_marks(writer, open, run);
        put_text(writer, treaty_json_text(run, "text"));
    }
    change_marks(writer, open, NULL);
}

apr_status_t treaty_runs_represent(treaty_text_t *out, const char *text,
                                   const json_t *runs)
{
    writer_t writer = {out, APR_SUCCESS};

    put_runs(&writer, text, runs);
    return writer.status;
}

static void put_cell(writer_t *writer, const json_t *cell)
{
    const char *text = treaty_json_text(cell, "text");
    const char *scope = treaty_json_text(cell, "scope");

    put(writer, !scope                      ? "<td>"
                : strcmp(scope, "col") == 0 ? "<th scope=\"col\">"
                                            : "<th scope=\"row\">");
    put_runs(writer, text ? text : "", json_object_get(cell, "runs"));
    put(writer, scope ? "</th>" : "</td>");
}

static void put_row(writer_t *writer, const json_t *row)
{
    size_t i;
    json_t *cell;

    put(writer, "<tr>");
    json_array_foreach(json_object_get(row, "cells"), i, cell)
    {
        put_cell(writer, cell);
    }
    put(writer, "</tr>");
}

/* Head rows are those that the table begins with. */
static void put_rows(writer_t *writer, const json_t *rows)
{
    const char *part = NULL;
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        int is_head = json_is_true(json_object_get(row, "head")) &&
                      (!part || strcmp(part, "thead") == 0);
        const char *next = is_head ? "thead" : "tbody";

        if (!part || strcmp(part, next) != 0) {
            put(writer, part ? "</thead><" : "<");
            put(writer, next);
            put(writer, ">");
            part = next;
        }
        put_row(writer, row);
    }
    put(writer, "</");
    put(writer, part);
    put(writer, ">");
}

apr_status_t treaty_table_represent(treaty_text_t *out, const char *text,
                                    const json_t *rows)
{
    writer_t writer = {out, APR_SUCCESS};

    if (!rows || !treaty_rows_valid(rows, text)) {
        put(&writer, "<p>");
        put_text(&writer, text);
        put(&writer, "</p>");
        return writer.status;
    }
    put(&writer, "<table>");
    put_rows(&writer, rows);
    put(&writer, "</table>");
    return writer.status;
}

/* The lists that are open, outermost first, by whether they are ordered. */
typedef struct lists_t {
    int ordered[DEPTH_MAX];
    int depth;
} lists_t;

static void open_list(writer_t *writer, lists_t *lists, int ordered)
{
    lists->ordered[lists->depth++] = ordered;
    put(writer, ordered ? "<ol>" : "<ul>");
}

static void close_list(writer_t *writer, lists_t *lists)
{
    put(writer, lists->ordered[--lists->depth] ? "</li></ol>" : "</li></ul>");
}

static void put_item(writer_t *writer, lists_t *lists, const json_t *item)
{
    json_int_t depth = json_integer_value(json_object_get(item, "depth"));
    int ordered = json_is_true(json_object_get(item, "ordered"));
    const char *html = treaty_json_text(item, "html");

    while (lists->depth > depth && lists->depth > 1) {
        close_list(writer, lists);
    }
    if (lists->depth == 0 ||
        (depth > lists->depth && lists->depth < DEPTH_MAX)) {
        open_list(writer, lists, ordered);
    }
    else if (lists->ordered[lists->depth - 1] != ordered) {
        close_list(writer, lists);
        open_list(writer, lists, ordered);
    }
    else {
        put(writer, "</li>");
    }
    put(writer, "<li>");
    put(writer, html ? html : "");
}

apr_status_t treaty_list_represent(treaty_text_t *out, const json_t *items)
{
    writer_t writer = {out, APR_SUCCESS};
    lists_t lists = {{0}, 0};
    size_t i;
    json_t *item;

    json_array_foreach(items, i, item)
    {
        put_item(&writer, &lists, item);
    }
    while (lists.depth > 0) {
        close_list(&writer, &lists);
    }
    return writer.status;
}
