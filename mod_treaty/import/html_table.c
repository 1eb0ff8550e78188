#include "html_table.h"
#include "html_node.h"

#include "treaty_json.h"
#include "treaty_runs.h"

#include <string.h>

#define TEXT_MAX 61440

/* A table while it is read. */
typedef struct table_t {
    treaty_html_collect_fn_t *collect;
    void *baton;
    json_t *rows;
    treaty_text_t *text;
    /* Head rows stand before all others. */
    int in_head;
    apr_pool_t *pool;
} table_t;

static int is_cell(const xmlNode *node)
{
    return treaty_node_is(node, "td") || treaty_node_is(node, "th");
}

/* Whether a row's cells all are headings. */
static int is_head_row(const xmlNode *row)
{
    const xmlNode *cell;
    int count = 0;

    for (cell = row->children; cell; cell = cell->next) {
        if (treaty_node_is(cell, "td")) {
            return 0;
        }
        count += is_cell(cell);
    }
    return count > 0;
}

static const char *scope_of(const xmlNode *cell, int is_head, apr_pool_t *pool)
{
    const char *scope = treaty_node_attribute(cell, "scope", pool);

    if (!treaty_node_is(cell, "th")) {
        return NULL;
    }
    if (scope && strncasecmp(scope, "row", 3) == 0) {
        return "row";
    }
    if (scope && strncasecmp(scope, "col", 3) == 0) {
        return "col";
    }
    return is_head ? "col" : "row";
}

static json_t *read_cell(table_t *table, const xmlNode *node, int is_head)
{
    treaty_collector_t *collector = treaty_collector_create(table->pool);
    const char *scope = scope_of(node, is_head, table->pool);
    json_t *cell = json_object();
    json_t *runs;

    table->collect(table->baton, node, collector);
    if (scope) {
        treaty_json_set_text(cell, "scope", scope);
    }
    if (*treaty_collector_text(collector)) {
        treaty_json_set_text(cell, "text", treaty_collector_text(collector));
    }
    runs = treaty_collector_runs(collector);
    if (runs) {
        json_object_set_new(cell, "runs", runs);
    }
    return cell;
}

static int has_text(const json_t *cells)
{
    size_t i;
    json_t *cell;

    json_array_foreach(cells, i, cell)
    {
        if (json_object_get(cell, "text")) {
            return 1;
        }
    }
    return 0;
}

static void add_text(table_t *table, const json_t *cells)
{
    size_t i;
    json_t *cell;

    treaty_text_puts(table->text, json_array_size(table->rows) ? "\n" : "");
    json_array_foreach(cells, i, cell)
    {
        const char *text = treaty_json_text(cell, "text");

        treaty_text_puts(table->text, i > 0 ? TREATY_CELL_BREAK : "");
        treaty_text_puts(table->text, text ? text : "");
    }
}

static void read_row(table_t *table, const xmlNode *node)
{
    int is_head = table->in_head && is_head_row(node);
    json_t *row = json_object();
    json_t *cells = json_array();
    const xmlNode *cell;

    table->in_head = is_head;
    if (is_head) {
        json_object_set_new(row, "head", json_true());
    }
    json_object_set_new(row, "cells", cells);
    for (cell = node->children; cell; cell = cell->next) {
        if (is_cell(cell)) {
            json_array_append_new(cells, read_cell(table, cell, is_head));
        }
    }
    if (has_text(cells)) {
        add_text(table, cells);
        json_array_append(table->rows, row);
    }
    json_decref(row);
}

void treaty_html_table_read(json_t **rows, const char **text,
                            const xmlNode *node,
                            treaty_html_collect_fn_t *collect, void *baton,
                            apr_pool_t *result_pool)
{
    table_t table = {collect,
                     baton,
                     treaty_json_bind(json_array(), result_pool),
                     treaty_text_create(TEXT_MAX, result_pool),
                     1,
                     result_pool};
    const xmlNode *inner;

    for (inner = node->children; inner; inner = treaty_node_next(inner, node)) {
        if (treaty_node_is(inner, "tr")) {
            read_row(&table, inner);
        }
    }
    if (!treaty_rows_valid(table.rows, table.text->data)) {
        json_array_clear(table.rows);
    }
    *rows = table.rows;
    *text = table.text->data;
}
