#include "csv.h"
#include "overlay.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define SEPARATOR " "

/* The columns that stand for a source which is new. */
static const struct {
    const char *column;
    const char *member;
} source_columns[] = {{"source_kind", "kind"},
                      {"source_title", "title"},
                      {"source_publisher", "publisher"},
                      {"source_url", "url"}};

/* The member of a source that a column is, or NULL. */
static const char *source_member(const char *column)
{
    apr_size_t i;

    for (i = 0; i < sizeof(source_columns) / sizeof(source_columns[0]); i++) {
        if (strcmp(source_columns[i].column, column) == 0) {
            return source_columns[i].member;
        }
    }
    return NULL;
}

/* "signatures withdrawals" is a list. */
static void set_list(json_t *record, const char *name, const char *cell,
                     apr_pool_t *pool)
{
    json_t *list = json_array();
    char *last;
    char *word;

    for (word = apr_strtok(apr_pstrdup(pool, cell), SEPARATOR, &last); word;
         word = apr_strtok(NULL, SEPARATOR, &last)) {
        json_array_append_new(list, json_string(word));
    }
    json_object_set_new(record, name, list);
}

/* A row as a line; empty cells are missing members. */
static json_t *line_of(const treaty_csv_row_t *header,
                       const treaty_csv_row_t *row, apr_pool_t *pool)
{
    json_t *record = treaty_json_bind(json_object(), pool);
    json_t *source = treaty_json_bind(json_object(), pool);
    int i;

    for (i = 0; i < row->count; i++) {
        const char *name = header->cells[i];
        const char *member = source_member(name);

        if (*row->cells[i] == '\0') {
            continue;
        }
        if (member) {
            treaty_json_set_text(source, member, row->cells[i]);
        }
        else if (strcmp(name, "covers") == 0) {
            set_list(record, name, row->cells[i], pool);
        }
        else {
            treaty_json_set_text(record, name, row->cells[i]);
        }
    }
    if (json_object_size(source) > 0) {
        treaty_json_set_text(source, "id", treaty_json_text(record, "source"));
        json_object_set(record, "source", source);
    }
    return record;
}

static apr_status_t check_header(treaty_overlay_t *overlay, const char *path,
                                 const treaty_csv_row_t *header)
{
    int i;

    for (i = 0; header && i < header->count; i++) {
        if (strcmp(header->cells[i], "source") == 0) {
            return APR_SUCCESS;
        }
    }
    treaty_findings_add(
        overlay->writer->findings, TREATY_FINDING_ERROR, path, 1, "columns",
        "this is no overlay: as CSV it has a header with the members of its "
        "lines (treaty, participant, act, effective_on, ...) and a column "
        "\"source\"");
    return TREATY_EINPUT;
}

apr_status_t treaty_overlay_csv(treaty_overlay_t *overlay, const char *path,
                                apr_pool_t *scratch_pool)
{
    const treaty_csv_row_t *header = NULL;
    const treaty_csv_row_t *row;
    apr_status_t result = APR_SUCCESS;
    treaty_csv_t *csv;
    apr_pool_t *pool;
    apr_status_t rv =
        treaty_csv_open(&csv, path, overlay->writer->findings, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_csv_next(&header, csv, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = check_header(overlay, path, header);
    }
    apr_pool_create(&pool, scratch_pool);
    while (rv == APR_SUCCESS) {
        treaty_place_t place = {path, 0, ""};

        apr_pool_clear(pool);
        rv = treaty_csv_next(&row, csv, pool);
        if (rv != APR_SUCCESS || !row) {
            break;
        }
        place.line = row->line;
        rv = treaty_overlay_apply(overlay, line_of(header, row, pool), &place,
                                  pool);
        if (rv == TREATY_EINPUT) {
            result = rv;
            rv = APR_SUCCESS;
        }
    }
    apr_pool_destroy(pool);
    return rv == APR_SUCCESS ? result : rv;
}
