#include "pen.h"

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

static void put_text(treaty_pen_t *pen, const char *text)
{
    for (;;) {
        apr_size_t len = strcspn(text, "\n");

        treaty_pen_escape(pen, text, len);
        if (text[len] == '\0') {
            return;
        }
        treaty_pen_put(pen, "<br>");
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

static void open_mark(treaty_pen_t *pen, int mark, const char *value)
{
    treaty_pen_put(pen, "<");
    treaty_pen_put(pen, marks[mark].tag);
    if (marks[mark].attribute) {
        treaty_pen_put(pen, " ");
        treaty_pen_put(pen, marks[mark].attribute);
        treaty_pen_put(pen, "=\"");
        treaty_pen_escape(pen, value, strlen(value));
        treaty_pen_put(pen, "\"");
    }
    treaty_pen_put(pen, ">");
}

static void close_mark(treaty_pen_t *pen, int mark)
{
    treaty_pen_put(pen, "</");
    treaty_pen_put(pen, marks[mark].tag);
    treaty_pen_put(pen, ">");
}

static int is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Closes what the next run hasn't, and opens what it has. */
static void change_marks(treaty_pen_t *pen, const char *open[],
                         const json_t *to)
{
    int first = 0;
    int i;

    while (first < MARKS &&
           is_same(open[first], to ? mark_of(to, first) : NULL)) {
        first++;
    }
    for (i = MARKS - 1; i >= first; i--) {
        if (open[i]) {
            close_mark(pen, i);
        }
    }
    for (i = first; i < MARKS; i++) {
        open[i] = to ? mark_of(to, i) : NULL;
        if (open[i]) {
            open_mark(pen, i, open[i]);
        }
    }
}

static void put_runs(treaty_pen_t *pen, const char *text, const json_t *runs)
{
    const char *open[sizeof(marks) / sizeof(marks[0])] = {NULL};
    size_t i;
    json_t *run;

    if (!runs || !treaty_runs_valid(runs, text)) {
        put_text(pen, text);
        return;
    }
    json_array_foreach(runs, i, run)
    {
        change_marks(pen, open, run);
        put_text(pen, treaty_json_text(run, "text"));
    }
    change_marks(pen, open, NULL);
}

apr_status_t treaty_runs_represent(treaty_text_t *out, const char *text,
                                   const json_t *runs)
{
    treaty_pen_t pen = treaty_pen_take(out);

    put_runs(&pen, text, runs);
    return treaty_pen_lay(&pen);
}

static void put_cell(treaty_pen_t *pen, const json_t *cell)
{
    const char *text = treaty_json_text(cell, "text");
    const char *scope = treaty_json_text(cell, "scope");

    treaty_pen_put(pen, !scope                      ? "<td>"
                        : strcmp(scope, "col") == 0 ? "<th scope=\"col\">"
                                                    : "<th scope=\"row\">");
    put_runs(pen, text ? text : "", json_object_get(cell, "runs"));
    treaty_pen_put(pen, scope ? "</th>" : "</td>");
}

static void put_row(treaty_pen_t *pen, const json_t *row)
{
    size_t i;
    json_t *cell;

    treaty_pen_put(pen, "<tr>");
    json_array_foreach(json_object_get(row, "cells"), i, cell)
    {
        put_cell(pen, cell);
    }
    treaty_pen_put(pen, "</tr>");
}

/* Head rows are those that the table begins with. */
static void put_rows(treaty_pen_t *pen, const json_t *rows)
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
            treaty_pen_put(pen, part ? "</thead><" : "<");
            treaty_pen_put(pen, next);
            treaty_pen_put(pen, ">");
            part = next;
        }
        put_row(pen, row);
    }
    treaty_pen_put(pen, "</");
    treaty_pen_put(pen, part);
    treaty_pen_put(pen, ">");
}

apr_status_t treaty_table_represent(treaty_text_t *out, const char *text,
                                    const json_t *rows)
{
    treaty_pen_t pen = treaty_pen_take(out);

    if (!rows || !treaty_rows_valid(rows, text)) {
        treaty_pen_put(&pen, "<p>");
        put_text(&pen, text);
        treaty_pen_put(&pen, "</p>");
        return treaty_pen_lay(&pen);
    }
    treaty_pen_put(&pen, "<table>");
    put_rows(&pen, rows);
    treaty_pen_put(&pen, "</table>");
    return treaty_pen_lay(&pen);
}

/* The lists that are open, outermost first, by whether they are ordered. */
typedef struct lists_t {
    int ordered[DEPTH_MAX];
    int depth;
} lists_t;

static void open_list(treaty_pen_t *pen, lists_t *lists, int ordered)
{
    lists->ordered[lists->depth++] = ordered;
    treaty_pen_put(pen, ordered ? "<ol>" : "<ul>");
}

static void close_list(treaty_pen_t *pen, lists_t *lists)
{
    treaty_pen_put(pen, lists->ordered[--lists->depth] ? "</li></ol>"
                                                       : "</li></ul>");
}

static void put_item(treaty_pen_t *pen, lists_t *lists, const json_t *item)
{
    json_int_t depth = json_integer_value(json_object_get(item, "depth"));
    int ordered = json_is_true(json_object_get(item, "ordered"));
    const char *html = treaty_json_text(item, "html");

    while (lists->depth > depth && lists->depth > 1) {
        close_list(pen, lists);
    }
    if (lists->depth == 0 ||
        (depth > lists->depth && lists->depth < DEPTH_MAX)) {
        open_list(pen, lists, ordered);
    }
    else if (lists->ordered[lists->depth - 1] != ordered) {
        close_list(pen, lists);
        open_list(pen, lists, ordered);
    }
    else {
        treaty_pen_put(pen, "</li>");
    }
    treaty_pen_put(pen, "<li>");
    treaty_pen_put(pen, html ? html : "");
}

apr_status_t treaty_list_represent(treaty_text_t *out, const json_t *items)
{
    treaty_pen_t pen = treaty_pen_take(out);
    lists_t lists = {{0}, 0};
    size_t i;
    json_t *item;

    json_array_foreach(items, i, item)
    {
        put_item(&pen, &lists, item);
    }
    while (lists.depth > 0) {
        close_list(&pen, &lists);
    }
    return treaty_pen_lay(&pen);
}
