#include "status_table.h"
#include "column.h"
#include "csv.h"
#include "title.h"
#include "utf8.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define DEPOSITARY "Secretary-General of the United Nations"
#define UNDATED_NOTE "Listed without any date."

/* A table while it is read. */
typedef struct table_t {
    const char *path;
    treaty_findings_t *findings;
    treaty_csv_t *csv;
    /* Of treaty_column_t *; the participant's is left out. */
    apr_array_header_t *columns;
    apr_pool_t *pool;
} table_t;

static void warn(const table_t *table, long line, const char *kind,
                 const char *message)
{
    treaty_findings_add(table->findings, TREATY_FINDING_WARNING, table->path,
                        line, kind, "%s", message);
}

static apr_status_t refuse(const table_t *table, long line, const char *kind,
                           const char *message)
{
    treaty_findings_add(table->findings, TREATY_FINDING_ERROR, table->path,
                        line, kind, "%s", message);
    return TREATY_EINPUT;
}

static apr_status_t read_header(table_t *table)
{
    const treaty_csv_row_t *row;
    apr_status_t rv = treaty_csv_next(&row, table->csv, table->pool);
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!row ||
        strcmp(treaty_trim(row->cells[0], table->pool), "Participant") != 0) {
        return refuse(table, 1, "columns",
                      "the first column of a status table is "
                      "\"Participant\"");
    }
    for (i = 1; i < row->count; i++) {
        APR_ARRAY_PUSH(table->columns, treaty_column_t *) =
            treaty_column_parse(row->cells[i], table->pool);
    }
    return APR_SUCCESS;
}

static apr_status_t open_table(table_t *table, const char *path,
                               treaty_findings_t *findings, apr_pool_t *pool)
{
    apr_status_t rv;

    table->path = path;
    table->findings = findings;
    table->pool = pool;
    table->columns = apr_array_make(pool, 4, sizeof(treaty_column_t *));
    rv = treaty_csv_open(&table->csv, path, findings, pool);
    return rv == APR_SUCCESS ? read_header(table) : rv;
}

static const treaty_column_t *column_at(const table_t *table, int i)
{
    return APR_ARRAY_IDX(table->columns, i, treaty_column_t *);
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
            treaty_cell_t cell;

            treaty_cell_parse(&cell, column_at(&table, i - 1), row->cells[i],
                              row_pool);
            if (cell.deposited_on > *latest) {
                *latest = cell.deposited_on;
            }
        }
    } while (rv == APR_SUCCESS && row);
    apr_pool_destroy(row_pool);
    return rv;
}

/* One warning a column, not one a cell: that is what has to be looked at. */
static void warn_of_columns(const table_t *table)
{
    int i;

    for (i = 0; i < table->columns->nelts; i++) {
        const treaty_column_t *column = column_at(table, i);

        if (!treaty_column_known(column)) {
            warn(table, 1, "column",
                 apr_psprintf(table->pool,
                              "what the column \"%s\" records isn't known; "
                              "its cells are kept as they stand, in no count",
                              column->header));
        }
    }
}

static json_t *columns_json(const table_t *table)
{
    json_t *columns = json_array();
    int i;

    for (i = 0; i < table->columns->nelts; i++) {
        const char *header = column_at(table, i)->header;

        json_array_append_new(columns,
                              json_string(*header ? header : "(no header)"));
    }
    return columns;
}

/* Never withdrawals: the tables in this form have lost them. */
static json_t *covers_json(const table_t *table)
{
    json_t *covers = json_array();
    unsigned bits = 0;
    int i;

    for (i = 0; i < table->columns->nelts; i++) {
        bits |= column_at(table, i)->covers;
    }
    if (bits & TREATY_COVERS_CONSENTS) {
        json_array_append_new(covers, json_string("consents"));
    }
    if (bits & TREATY_COVERS_PROVISIONAL) {
        json_array_append_new(covers, json_string("provisional"));
    }
    if (bits & TREATY_COVERS_SIGNATURES) {
        json_array_append_new(covers, json_string("signatures"));
    }
    return covers;
}

static void set_title(json_t *record, const char *title)
{
    json_object_set_new(record, "titles",
                        json_pack("[{s:s, s:s, s:s}]", "kind", "official",
                                  "language", "en", "title", title));
    treaty_json_set_text(record, "type", treaty_title_type(title));
}

static void describe_by_entry(json_t *record, const table_t *table,
                              const treaty_catalogue_t *catalogue,
                              const treaty_catalogue_entry_t *entry)
{
    treaty_title_t title;

    treaty_title_split(&title, entry->name, table->pool);
    set_title(record, title.title);
    treaty_json_set_text(record, "adopted_on", title.adopted_on);
    treaty_json_set_text(record, "adopted_at", title.place);
    if (*entry->chapter) {
        json_object_set_new(record, "subjects",
                            json_pack("[s]", entry->chapter));
    }
    if (!title.clean) {
        treaty_findings_add(table->findings, TREATY_FINDING_WARNING,
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
    json_t *record = treaty_json_bind(json_object(), table->pool);
    const treaty_catalogue_entry_t *entry =
        context->catalogue
            ? treaty_catalogue_find(context->catalogue,
                                    treaty_path_stem(table->path, table->pool))
            : NULL;

    treaty_json_set_text(record, "id", treaty_slug_make(number, table->pool));
    treaty_json_set_text(record, "mtdsg_no", number);
    treaty_json_set_text(record, "depositary", DEPOSITARY);
    treaty_json_set_text(record, "source", context->source);
    json_object_set_new(record, "columns", columns_json(table));
    json_object_set_new(record, "covers", covers_json(table));
    if (entry) {
        describe_by_entry(record, table, context->catalogue, entry);
        return record;
    }
    set_title(record, number);
    warn(table, 0, "title",
         apr_psprintf(table->pool,
                      "there is no index.csv with the treaty, so its title is "
                      "its number, %s, unless it has one in the database",
                      number));
    return record;
}

static void add_act(json_t *acts, const char *participant,
                    treaty_act_kind_t kind, treaty_day_t deposited_on,
                    const char *source)
{
    char day[TREATY_DAY_SIZE];
    json_t *act = json_object();

    treaty_json_set_text(act, "participant", participant);
    treaty_json_set_text(act, "kind", treaty_act_kind_name(kind));
    if (deposited_on != TREATY_DAY_NONE) {
        treaty_json_set_text(act, "deposited_on",
                             treaty_day_format(day, deposited_on));
    }
    if (kind == TREATY_ACT_WITHDRAWAL) {
        treaty_json_set_text(act, "scope", "treaty");
    }
    treaty_json_set_text(act, "source", source);
    json_array_append_new(acts, act);
}

static void set_last(json_t *acts, const char *name, const char *value)
{
    treaty_json_set_text(json_array_get(acts, json_array_size(acts) - 1), name,
                         value);
}

static void check_cell(const table_t *table, long line,
                       const treaty_column_t *column, const treaty_cell_t *cell,
                       const char *raw, treaty_day_t adopted_on)
{
    if (cell->problem && treaty_column_known(column)) {
        warn(table, line, "cell", cell->problem);
    }
    if (cell->deposited_on != TREATY_DAY_NONE &&
        cell->deposited_on < adopted_on) {
        warn(table, line, "date",
             apr_psprintf(table->pool,
                          "\"%s\" is earlier than the treaty's own date; "
                          "check it",
                          raw));
    }
}

/* The acts of one row; a row without any is listed all the same. */
static void add_row(json_t *acts, const table_t *table,
                    const treaty_csv_row_t *row, const char *participant,
                    const char *source, treaty_day_t adopted_on,
                    treaty_import_report_t *report, apr_pool_t *pool)
{
    int added = 0;
    int i;

    for (i = 1; i < row->count; i++) {
        const treaty_column_t *column = column_at(table, i - 1);
        const char *raw = treaty_trim(row->cells[i], pool);
        treaty_cell_t cell;

        if (*raw == '\0') {
            continue;
        }
        treaty_cell_parse(&cell, column, raw, pool);
        check_cell(table, row->line, column, &cell, raw, adopted_on);
        add_act(acts, participant, cell.kind, cell.deposited_on, source);
        set_last(acts, "column", *column->header ? column->header : NULL);
        set_last(acts, "raw", raw);
        report->cells_unread += cell.problem != NULL;
        added++;
    }
    if (!added) {
        add_act(acts, participant, TREATY_ACT_OTHER, TREATY_DAY_NONE, source);
        set_last(acts, "note", UNDATED_NOTE);
    }
    report->rows++;
    report->cells += added;
}

static apr_status_t read_row(json_t *acts, table_t *table,
                             const treaty_csv_row_t *row,
                             const treaty_table_context_t *context,
                             treaty_day_t adopted_on, apr_hash_t *seen,
                             apr_pool_t *pool)
{
    treaty_place_t place = {table->path, row->line, ""};
    const char *listed = treaty_trim(row->cells[0], pool);
    size_t first = json_array_size(acts);
    const char *slug;
    apr_status_t rv;

    if (*listed == '\0') {
        return refuse(table, row->line, "participant",
                      "the row names no participant; name it in the first "
                      "column");
    }
    rv = treaty_resolve_participant(&slug, context, listed, &place, pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (apr_hash_get(seen, slug, APR_HASH_KEY_STRING)) {
        warn(table, row->line, "duplicate",
             apr_psprintf(pool, "%s has more than one row; all are taken",
                          slug));
    }
    apr_hash_set(seen, apr_pstrdup(table->pool, slug), APR_HASH_KEY_STRING, "");
    add_row(acts, table, row, slug, context->source, adopted_on,
            context->writer->report, pool);
    return treaty_keep_listed(acts, first, context, slug, listed);
}

static apr_status_t read_rows(json_t *acts, table_t *table,
                              const treaty_table_context_t *context,
                              treaty_day_t adopted_on)
{
    const treaty_csv_row_t *row = NULL;
    apr_hash_t *seen = apr_hash_make(table->pool);
    apr_pool_t *row_pool;
    apr_status_t rv;

    apr_pool_create(&row_pool, table->pool);
    do {
        apr_pool_clear(row_pool);
        rv = treaty_csv_next(&row, table->csv, row_pool);
        if (rv == APR_SUCCESS && row) {
            rv =
                read_row(acts, table, row, context, adopted_on, seen, row_pool);
        }
    } while (rv == APR_SUCCESS && row);
    apr_pool_destroy(row_pool);
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

apr_status_t treaty_status_table_import(const treaty_table_context_t *context,
                                        const char *path,
                                        apr_pool_t *scratch_pool)
{
    const char *number = treaty_mtdsg_number(path, scratch_pool);
    treaty_place_t place = {path, 0, ""};
    table_t table;
    json_t *record;
    json_t *acts;
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
    warn_of_columns(&table);
    record = describe(&table, number, context);
    acts = json_array();
    json_object_set_new(record, "acts", acts);
    rv = read_rows(acts, &table, context, adoption_of(record));
    return rv == APR_SUCCESS
               ? treaty_write_treaty(context->writer, record,
                                     TREATY_WRITE_MERGED, &place, scratch_pool)
               : rv;
}
