#include "writer.h"

#include "treaty_json.h"

#include <apr_strings.h>

/* The work on the statements of one treaty. */
typedef struct work_t {
    treaty_writer_t *writer;
    const treaty_place_t *place;
    apr_int64_t treaty;
    apr_pool_t *pool;
} work_t;

/* Who the statement is about; 0 where it says nothing of that. */
static apr_status_t about_of(apr_int64_t *id, work_t *work,
                             const json_t *statement, const char *path)
{
    const char *slug = treaty_json_text(statement, "about");
    apr_status_t rv = APR_SUCCESS;

    *id = 0;
    if (slug) {
        rv = treaty_writer_participant(id, work->writer, slug);
    }
    if (rv == APR_SUCCESS && slug && *id == 0) {
        treaty_place_error(work->place,
                           apr_pstrcat(work->pool, path, ".about", NULL),
                           work->writer->findings,
                           "there is no participant \"%s\"; add it to "
                           "\"participants\"",
                           slug);
        rv = TREATY_EINPUT;
    }
    return rv;
}

static apr_status_t write_statement(work_t *work, treaty_stmt_t *stmt,
                                    const json_t *statement, size_t position)
{
    const char *path =
        apr_psprintf(work->pool, "statements[%lu]", (unsigned long)position);
    apr_int64_t participant;
    apr_int64_t about = 0;
    apr_int64_t source = 0;
    apr_status_t rv = treaty_writer_participant_of(
        &participant, work->writer, statement,
        apr_pstrcat(work->pool, path, ".participant", NULL), work->place);

    if (rv == APR_SUCCESS) {
        rv = about_of(&about, work, statement, path);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source_of(
            &source, work->writer, statement,
            apr_pstrcat(work->pool, path, ".source", NULL), work->place);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "iiisssisi", work->treaty,
                              (apr_int64_t)position, participant,
                              treaty_json_text(statement, "listed_as"),
                              treaty_json_text(statement, "kind"),
                              treaty_json_text(statement, "made_on"), about,
                              treaty_json_text(statement, "text"), source);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_all(work_t *work, const json_t *statements)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *statement;
    apr_status_t rv =
        treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_STATEMENT);

    json_array_foreach(statements, i, statement)
    {
        if (rv == APR_SUCCESS) {
            rv = write_statement(work, stmt, statement, i);
        }
    }
    work->writer->report->statements +=
        (apr_int64_t)json_array_size(statements);
    return rv;
}

static apr_status_t clear(work_t *work, treaty_sql_t sql)
{
    return treaty_writer_clear(work->writer, sql, work->treaty);
}

/* Those of the new table go first, those of other sources after. */
static apr_status_t replace_table_statements(work_t *work,
                                             const json_t *statements)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_TABLE_STATEMENTS_CLEAR);

    if (rv == APR_SUCCESS) {
        rv = clear(work, TREATY_SQL_WRITE_STATEMENTS_ASIDE);
    }
    if (rv == APR_SUCCESS) {
        rv = write_all(work, statements);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(
            &stmt, work->writer->db, TREATY_SQL_WRITE_STATEMENTS_BACK, "ii",
            work->treaty, (apr_int64_t)json_array_size(statements));
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_write_statements(treaty_writer_t *writer,
                                     apr_int64_t treaty, const json_t *record,
                                     treaty_write_mode_t mode,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool)
{
    const json_t *statements = json_object_get(record, "statements");
    work_t work = {writer, place, treaty, scratch_pool};
    apr_status_t rv;

    if (mode == TREATY_WRITE_MERGED) {
        return statements ? replace_table_statements(&work, statements)
                          : APR_SUCCESS;
    }
    rv = clear(&work, TREATY_SQL_WRITE_STATEMENTS_CLEAR);
    return rv == APR_SUCCESS ? write_all(&work, statements) : rv;
}
