#include "status_table.h"
#include "csv.h"
#include "declarations.h"
#include "table_row.h"
#include "title.h"
#include "utf8.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* A table while it is read. */
typedef struct table_t {
    treaty_table_t form;
    treaty_csv_t *csv;
    /* Withdrawals that brackets tell. */
    int withdrawals;
} table_t;

static apr_status_t refuse(const table_t *table, long line, const char *kind,
                           const char *message)
{
    treaty_findings_add(table->form.findings, TREATY_FINDING_ERROR,
                        table->form.path, line, kind, "%s", message);
    return TREATY_EINPUT;
}

static apr_status_t read_header(table_t *table)
{
    const treaty_csv_row_t *row;
    apr_status_t rv = treaty_csv_next(&row, table->csv, table->form.pool);
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!row || strcmp(treaty_trim(row->cells[0], table->form.pool),
                       "Participant") != 0) {
        return refuse(table, 1, "columns",
                      "the first column of a status table is "
                      "\"Participant\"");
    }
    for (i = 1; i < row->count; i++) {
        APR_ARRAY_PUSH(table->form.columns, treaty_column_t *) =
            treaty_column_parse(row->cells[i], table->form.pool);
    }
    return APR_SUCCESS;
}

static apr_status_t open_table(table_t *table, const char *path,
                               treaty_findings_t *findings, apr_pool_t *pool)
{
    apr_status_t rv;

    table->form.path = path;
    table->form.findings = findings;
    table->form.pool = pool;
    table->form.columns = apr_array_make(pool, 4, sizeof(treaty_column_t *));
    table->withdrawals = 0;
    rv = treaty_csv_open(&table->csv, path, findings, pool);
    return rv == APR_SUCCESS ? read_header(table) : rv;
}

apr_status_t treaty_status_table_latest(treaty_day_t *latest, const char *path,
                                        treaty_findings_t *findings,
                                        apr_pool_t *scratch_pool)
{
    const treaty_csv_row_t *row = NULL;
    apr_pool_t *row_pool;
    table_t table;
    apr_status_t rv = open_table(&table, path, findings, scratch_pool);
    int i;

    apr_pool_create(&row_pool, scratch_pool);
    do {
        apr_pool_clear(row_pool);
        if (rv == APR_SUCCESS) {
            rv = treaty_csv_next(&row, table.csv, row_pool);
        }
        for (i = 1; rv == APR_SUCCESS && row && i < row->count; i++) {
            treaty_row_take_latest(latest, row->cells[i]);
        }
    } while (rv == APR_SUCCESS && row);
    apr_pool_destroy(row_pool);
    return rv;
}

static void describe_by_entry(json_t *record, const table_t *table,
                              const treaty_catalogue_t *catalogue,
                              const treaty_catalogue_entry_t *entry)
{
    treaty_title_t title;

    treaty_title_split(&title, entry->name, table->form.pool);
    treaty_record_set_title(record, title.title, "en");
    treaty_json_set_text(record, "adopted_on", title.adopted_on);
    treaty_json_set_text(record, "adopted_at", title.place);
    if (*entry->chapter) {
        json_object_set_new(record, "subjects",
                            json_pack("[s]", entry->chapter));
    }
    if (!title.clean) {
        treaty_findings_add(table->form.findings, TREATY_FINDING_WARNING,
                            treaty_catalogue_path(catalogue), entry->line,
                            "title",
                            "\"%s\" doesn't end in \". Place, date\"; the "
                            "whole is taken for the title, and the date of "
                            "adoption is left open",
                            title.title);
    }
}

/* The record without its acts. */
static json_t *describe(const table_t *table, const char *number,
                        const treaty_table_context_t *context)
{
    json_t *record = treaty_json_bind(json_object(), table->form.pool);
    const treaty_catalogue_entry_t *entry =
        context->catalogue
            ? treaty_catalogue_find(
                  context->catalogue,
                  treaty_path_stem(table->form.path, table->form.pool))
            : NULL;

    treaty_json_set_text(record, "id",
                         treaty_slug_make(number, table->form.pool));
    treaty_json_set_text(record, "mtdsg_no", number);
    treaty_json_set_text(record, "depositary", TREATY_TABLE_DEPOSITARY);
    treaty_json_set_text(record, "source", context->source);
    treaty_table_describe(record, &table->form, 0);
    if (entry) {
        describe_by_entry(record, table, context->catalogue, entry);
        return record;
    }
    treaty_record_set_title(record, number, "en");
    treaty_table_warn(
        &table->form, 0, "title",
        apr_psprintf(table->form.pool,
                     "there is no index.csv with the treaty, so its title is "
                     "its number, %s, unless it has one in the database",
                     number));
    return record;
}

static apr_status_t read_row(table_t *table, const treaty_csv_row_t *row,
                             const treaty_table_context_t *context,
                             apr_hash_t *seen)
{
    treaty_place_t place = {table->form.path, row->line, ""};
    apr_pool_t *pool = table->form.row_pool;
    const char *listed = treaty_trim(row->cells[0], pool);
    size_t first = json_array_size(table->form.acts);
    treaty_row_t cells = {.table = &table->form, .line = row->line};
    const char *name = treaty_row_unbracket(&cells.is_withdrawn, listed, pool);
    apr_status_t rv;
    int i;

    if (*name == '\0') {
        return refuse(table, row->line, "participant",
                      "the row names no participant; name it in the first "
                      "column");
    }
    rv = treaty_resolve_participant(&cells.participant, context, name, &place,
                                    pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_table_see(&table->form, row->line, seen, cells.participant);
    for (i = 1; i < row->count; i++) {
        treaty_row_add_cell(&cells, i - 1, treaty_trim(row->cells[i], pool),
                            NULL);
    }
    treaty_row_finish(&cells);
    table->withdrawals += cells.withdrawals;
    return treaty_keep_listed(table->form.acts, first, context,
                              cells.participant, listed, pool);
}

static apr_status_t read_rows(table_t *table,
                              const treaty_table_context_t *context)
{
    const treaty_csv_row_t *row = NULL;
    apr_hash_t *seen = apr_hash_make(table->form.pool);
    apr_status_t rv;

    apr_pool_create(&table->form.row_pool, table->form.pool);
    do {
        apr_pool_clear(table->form.row_pool);
        rv = treaty_csv_next(&row, table->csv, table->form.row_pool);
        if (rv == APR_SUCCESS && row) {
            rv = read_row(table, row, context, seen);
        }
    } while (rv == APR_SUCCESS && row);
    apr_pool_destroy(table->form.row_pool);
    return rv;
}

static treaty_day_t adoption_of(const json_t *record)
{
    const char *text = treaty_json_text(record, "adopted_on");
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

/* What stands beside the table: the treaty's declarations. */
static apr_status_t read_declarations(json_t *record,
                                      const treaty_table_context_t *context,
                                      const table_t *table)
{
    return context->declarations
               ? treaty_declarations_read(
                     record, context,
                     apr_pstrcat(
                         table->form.pool, context->declarations, "/",
                         treaty_path_stem(table->form.path, table->form.pool),
                         TREATY_DECLARATIONS_ENDING, NULL),
                     table->form.pool)
               : APR_SUCCESS;
}

void treaty_table_once(const treaty_table_context_t *context,
                       const char *number, const char *path)
{
    treaty_writer_t *writer = context->writer;
    const char *other =
        apr_hash_get(writer->tables, number, APR_HASH_KEY_STRING);

    if (other) {
        treaty_findings_add(writer->findings, TREATY_FINDING_WARNING, path, 0,
                            "duplicate",
                            "%s has been read from %s already; what this file "
                            "tells replaces that",
                            number, other);
    }
    apr_hash_set(writer->tables, apr_pstrdup(writer->pool, number),
                 APR_HASH_KEY_STRING, apr_pstrdup(writer->pool, path));
}

apr_status_t treaty_status_table_import(const treaty_table_context_t *context,
                                        const char *path,
                                        apr_pool_t *scratch_pool)
{
    const char *number = treaty_mtdsg_number(path, scratch_pool);
    treaty_place_t place = {path, 0, ""};
    table_t table;
    json_t *record;
    apr_status_t rv =
        open_table(&table, path, context->writer->findings, scratch_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!number) {
        return refuse(&table, 0, "name",
                      "which treaty this is has to be told by the file's "
                      "name: chapter, number and letter, as in 4-11-c.csv "
                      "for IV-11-c");
    }
    treaty_table_once(context, number, path);
    treaty_table_warn_of_columns(&table.form, 1);
    record = describe(&table, number, context);
    table.form.source = context->source;
    table.form.report = context->writer->report;
    table.form.adopted_on = adoption_of(record);
    table.form.acts = json_array();
    json_object_set_new(record, "acts", table.form.acts);
    rv = read_rows(&table, context);
    if (table.withdrawals > 0) {
        /* Most tables in this form have lost their brackets; this hasn't. */
        treaty_table_describe(record, &table.form, TREATY_COVERS_WITHDRAWALS);
    }
    if (rv == APR_SUCCESS) {
        rv = read_declarations(record, context, &table);
    }
    return rv == APR_SUCCESS
               ? treaty_write_treaty(context->writer, record,
                                     TREATY_WRITE_MERGED, &place, scratch_pool)
               : rv;
}
