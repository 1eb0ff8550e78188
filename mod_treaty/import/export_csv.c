#include "declarations.h"
#include "title.h"

#include "treaty_date.h"
#include "treaty_export.h"
#include "treaty_text.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

#define INDEX_HEADER \
    "chapter_no,treaty_no,treaty_name,url,chapter_url,chapter_name\n"
/* Of a column without a header, as the importer names it. */
#define NO_HEADER "(no header)"
#define FILE_MAX ((apr_size_t)64 * 1024 * 1024)

/* The work on one export. */
typedef struct export_t {
    treaty_db_t *db;
    treaty_export_csv_t *report;
    const char *directory;
    const char **failed;
    treaty_text_t *index;
    apr_pool_t *pool;
} export_t;

/* A table while its cells come in. */
typedef struct table_t {
    treaty_text_t *text;
    /** Of const char *: the headers. */
    apr_array_header_t *headers;
    /** By column; NULL where the row has no cell. */
    const char **cells;
    /** Whose row it is; 0 before the first. */
    apr_int64_t participant;
    const char *listed;
    /** The last column that holds a cell; -1 without one. */
    int last;
} table_t;

static apr_status_t put_cell(treaty_text_t *text, const char *cell)
{
    apr_status_t rv;

    if (!strpbrk(cell, ",\"\r\n")) {
        return treaty_text_puts(text, cell);
    }
    rv = treaty_text_puts(text, "\"");
    for (; rv == APR_SUCCESS && *cell; cell++) {
        rv = treaty_text_append(text, *cell == '"' ? "\"\"" : cell,
                                *cell == '"' ? 2 : 1);
    }
    return rv == APR_SUCCESS ? treaty_text_puts(text, "\"") : rv;
}

static apr_status_t put_next(treaty_text_t *text, const char *cell)
{
    apr_status_t rv = treaty_text_puts(text, ",");

    return rv == APR_SUCCESS && cell ? put_cell(text, cell) : rv;
}

/* A file that isn't there yet. */
static apr_status_t write_file(export_t *export, const char *path,
                               const treaty_text_t *text, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_status_t rv = apr_file_open(
        &file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL,
        APR_FPROT_OS_DEFAULT, pool);

    if (rv == APR_SUCCESS) {
        apr_status_t closed;

        rv = apr_file_write_full(file, text->data, text->len, NULL);
        closed = apr_file_close(file);
        rv = rv == APR_SUCCESS ? closed : rv;
    }
    if (rv != APR_SUCCESS) {
        *export->failed = apr_pstrdup(export->pool, path);
    }
    return rv;
}

static apr_status_t finish_row(export_t *export, table_t *table)
{
    apr_status_t rv = APR_SUCCESS;
    int i;

    if (table->participant == 0) {
        return APR_SUCCESS;
    }
    rv = put_cell(table->text, table->listed);
    for (i = 0; rv == APR_SUCCESS && i < table->headers->nelts; i++) {
        rv = put_next(table->text, table->cells[i]);
        export->report->cells += table->cells[i] != NULL;
        table->cells[i] = NULL;
    }
    export->report->rows++;
    table->participant = 0;
    return rv == APR_SUCCESS ? treaty_text_puts(table->text, "\n") : rv;
}

/* The column of a header, behind those that the row has filled; -1 where
 * there is none. */
static int column_of(const table_t *table, const char *header, int after)
{
    int i;

    for (i = after + 1; i < table->headers->nelts; i++) {
        const char *one = APR_ARRAY_IDX(table->headers, i, const char *);

        if (strcmp(one, header ? header : "") == 0) {
            return i;
        }
    }
    return -1;
}

/* Whether an act is the next part of the row's last cell, of which brackets
 * have made several: "[30 Sep 1992 a] 1 Mar 2001". */
static int is_next_part(const table_t *table, const char *header,
                        const char *raw)
{
    const char *last = table->last >= 0 && table->last < table->headers->nelts
                           ? table->cells[table->last]
                           : NULL;

    return last && (*last == '[' || *raw == '[') &&
           column_of(table, header, table->last - 1) == table->last;
}

/* From the columns of export_csv_acts: a cell of the row, or of the next. A row
 * that holds no cell stands by itself. */
static apr_status_t take_act(export_t *export, table_t *table,
                             treaty_stmt_t *stmt, apr_pool_t *pool)
{
    apr_int64_t participant = treaty_stmt_int(stmt, 0);
    const char *listed = treaty_stmt_string(stmt, 1);
    const char *header = treaty_stmt_text(stmt, 2);
    const char *raw = treaty_stmt_text(stmt, 3);
    int column = -1;
    apr_status_t rv = APR_SUCCESS;

    if (participant == table->participant && raw &&
        strcmp(listed, table->listed) == 0) {
        if (is_next_part(table, header, raw)) {
            table->cells[table->last] =
                apr_pstrcat(pool, table->cells[table->last], " ", raw, NULL);
            return APR_SUCCESS;
        }
        column = column_of(table, header, table->last);
    }
    if (column < 0) {
        rv = finish_row(export, table);
        table->participant = participant;
        table->listed = apr_pstrdup(pool, listed);
        table->last = raw ? -1 : table->headers->nelts;
        column = raw ? column_of(table, header, -1) : -1;
    }
    if (column >= 0) {
        table->cells[column] = apr_pstrdup(pool, raw);
        table->last = column;
    }
    else if (raw) {
        export->report->acts_left_out++;
    }
    return rv;
}

static apr_status_t put_rows(export_t *export, table_t *table,
                             apr_int64_t treaty, apr_pool_t *pool)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, export->db,
                                      TREATY_SQL_EXPORT_CSV_ACTS, "i", treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        if (treaty_stmt_int(stmt, 4)) {
            rv = take_act(export, table, stmt, pool);
        }
        else {
            export->report->acts_left_out++;
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    if (row) {
        treaty_stmt_reset(stmt);
    }
    return rv == APR_SUCCESS ? finish_row(export, table) : rv;
}

static apr_status_t read_headers(table_t *table, export_t *export,
                                 apr_int64_t treaty, apr_pool_t *pool)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, export->db,
                                      TREATY_SQL_EXPORT_COLUMNS, "i", treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        const char *header = treaty_stmt_text_dup(stmt, 0, pool);

        APR_ARRAY_PUSH(table->headers, const char *) =
            strcmp(header, NO_HEADER) == 0 ? "" : header;
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t write_table(export_t *export, apr_int64_t treaty,
                                const char *stem, apr_pool_t *pool)
{
    table_t table = {treaty_text_create(FILE_MAX, pool),
                     apr_array_make(pool, 8, sizeof(const char *)),
                     NULL,
                     0,
                     NULL,
                     -1};
    apr_status_t rv = read_headers(&table, export, treaty, pool);
    int i;

    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(table.text, "Participant");
    }
    for (i = 0; rv == APR_SUCCESS && i < table.headers->nelts; i++) {
        rv =
            put_next(table.text, APR_ARRAY_IDX(table.headers, i, const char *));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(table.text, "\n");
    }
    table.cells = apr_pcalloc(pool, ((apr_size_t)i + 1) * sizeof(*table.cells));
    if (rv == APR_SUCCESS) {
        rv = put_rows(export, &table, treaty, pool);
    }
    return rv == APR_SUCCESS
               ? write_file(export,
                            apr_pstrcat(pool, export->directory, "/treaties/",
                                        stem, ".csv", NULL),
                            table.text, pool)
               : rv;
}

/* "#Name", the words, an empty line: a "#" that begins a line of the words is
 * kept from being a name. */
static apr_status_t put_declaration(treaty_text_t *text, treaty_stmt_t *stmt)
{
    const char *words = treaty_stmt_text(stmt, 1);
    apr_status_t rv =
        treaty_text_printf(text, "#%s\n", treaty_stmt_text(stmt, 0));

    while (rv == APR_SUCCESS && words && *words) {
        apr_size_t len = strcspn(words, "\n");

        rv = treaty_text_printf(text, "%s%.*s\n", *words == '#' ? " " : "",
                                (int)len, words);
        words += len + (words[len] == '\n');
    }
    return rv == APR_SUCCESS ? treaty_text_puts(text, "\n") : rv;
}

static apr_status_t read_declarations(treaty_text_t *text, export_t *export,
                                      apr_int64_t treaty)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, export->db, TREATY_SQL_EXPORT_CSV_STATEMENTS, "i", treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        rv = put_declaration(text, stmt);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    if (row) {
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* A treaty without declarations has no such file. */
static apr_status_t write_declarations(export_t *export, apr_int64_t treaty,
                                       const char *stem, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(FILE_MAX, pool);
    const char *folder =
        apr_pstrcat(pool, export->directory, "/declarations", NULL);
    apr_status_t rv = read_declarations(text, export, treaty);

    if (rv != APR_SUCCESS || text->len == 0) {
        return rv;
    }
    rv = apr_dir_make_recursive(folder, APR_FPROT_OS_DEFAULT, pool);
    if (rv != APR_SUCCESS) {
        *export->failed = apr_pstrdup(export->pool, folder);
        return rv;
    }
    return write_file(
        export,
        apr_pstrcat(pool, folder, "/", stem, TREATY_DECLARATIONS_ENDING, NULL),
        text, pool);
}

/* "Title. Place, D Month YYYY", as the importer takes it apart. */
static const char *entry_name(treaty_stmt_t *stmt, apr_pool_t *pool)
{
    const char *place = treaty_stmt_text(stmt, 3);
    const char *day = treaty_stmt_text(stmt, 4);
    const char *title = treaty_stmt_text(stmt, 5);

    title = title ? title : treaty_stmt_text(stmt, 1);
    if (!day) {
        return apr_pstrdup(pool, title);
    }
    return apr_pstrcat(pool, title, ". ", place ? place : "", place ? ", " : "",
                       treaty_day_long(day, pool), NULL);
}

static apr_status_t put_entry(export_t *export, treaty_stmt_t *stmt,
                              const char *stem, apr_pool_t *pool)
{
    const char *dash = strchr(stem, '-');
    const char *subject = treaty_stmt_text(stmt, 6);
    apr_status_t rv =
        treaty_text_append(export->index, stem, (apr_size_t)(dash - stem));

    if (rv == APR_SUCCESS) {
        rv = put_next(export->index, dash + 1);
    }
    if (rv == APR_SUCCESS) {
        rv = put_next(export->index, entry_name(stmt, pool));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(export->index, ",,");
    }
    if (rv == APR_SUCCESS) {
        rv = put_next(export->index, subject);
    }
    return rv == APR_SUCCESS ? treaty_text_puts(export->index, "\n") : rv;
}

/* From the columns of export_csv_treaties. */
static apr_status_t export_treaty(export_t *export, treaty_stmt_t *stmt,
                                  apr_pool_t *pool)
{
    const char *number = treaty_stmt_text(stmt, 2);
    const char *stem = number ? treaty_table_stem(number, pool) : NULL;
    apr_status_t rv;

    if (!stem) {
        export->report->treaties_left_out++;
        return APR_SUCCESS;
    }
    export->report->treaties++;
    rv = put_entry(export, stmt, stem, pool);
    if (rv == APR_SUCCESS) {
        rv = write_table(export, treaty_stmt_int(stmt, 0), stem, pool);
    }
    return rv == APR_SUCCESS ? write_declarations(
                                   export, treaty_stmt_int(stmt, 0), stem, pool)
                             : rv;
}

static apr_status_t export_treaties(export_t *export)
{
    treaty_stmt_t *stmt;
    apr_pool_t *pool;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_get(&stmt, export->db, TREATY_SQL_EXPORT_CSV_TREATIES);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    apr_pool_create(&pool, export->pool);
    while (rv == APR_SUCCESS && row) {
        apr_pool_clear(pool);
        rv = export_treaty(export, stmt, pool);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    if (row) {
        treaty_stmt_reset(stmt);
    }
    apr_pool_destroy(pool);
    return rv;
}

apr_status_t treaty_export_csv(treaty_export_csv_t *report, const char **failed,
                               treaty_db_t *db, const char *directory,
                               apr_pool_t *scratch_pool)
{
    export_t export = {db,
                       report,
                       directory,
                       failed,
                       treaty_text_create(FILE_MAX, scratch_pool),
                       scratch_pool};
    const char *folder =
        apr_pstrcat(scratch_pool, directory, "/treaties", NULL);
    apr_status_t rv =
        apr_dir_make_recursive(folder, APR_FPROT_OS_DEFAULT, scratch_pool);

    *report = (treaty_export_csv_t){0};
    *failed = rv == APR_SUCCESS ? NULL : folder;
    if (rv == APR_SUCCESS) {
        rv = treaty_db_run(db, TREATY_SQL_EXPORT_BEGIN);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_text_puts(export.index, INDEX_HEADER);
    if (rv == APR_SUCCESS) {
        rv = export_treaties(&export);
    }
    treaty_db_rollback(db);
    return rv == APR_SUCCESS ? write_file(&export,
                                          apr_pstrcat(scratch_pool, directory,
                                                      "/index.csv", NULL),
                                          export.index, scratch_pool)
                             : rv;
}
