#include "writer.h"

#include "treaty_json.h"
#include "treaty_memory.h"
#include "treaty_text.h"

#include <apr_strings.h>

/* The longest list of runs or rows of one block as JSON, in bytes. */
#define LIST_MAX 16777216

/* The work on one fact sheet. */
typedef struct work_t {
    treaty_writer_t *writer;
    const json_t *record;
    const treaty_place_t *place;
    apr_int64_t id;
    /** Where an earlier import or an editor found the page. */
    const char *url;
    apr_pool_t *pool;
} work_t;

static const json_t *member(const work_t *work, const char *name)
{
    return json_object_get(work->record, name);
}

static const char *text(const work_t *work, const char *name)
{
    return treaty_json_text(work->record, name);
}

static apr_status_t find_sheet(work_t *work)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, work->writer->db,
                                      TREATY_SQL_WRITE_FACT_SHEET_FIND);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "s", text(work, "id"));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        work->url = treaty_stmt_text_dup(stmt, 1, work->pool);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t put_sheet(work_t *work)
{
    const char *language = text(work, "language");
    const char *url = text(work, "url");
    treaty_stmt_t *stmt;
    apr_int64_t source;
    apr_status_t rv = treaty_writer_source_of(
        &source, work->writer, work->record, "source", work->place);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db,
                             TREATY_SQL_WRITE_FACT_SHEET);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "ssssssssi", text(work, "id"),
                              text(work, "kind"), text(work, "title"),
                              language ? language : "en", text(work, "office"),
                              text(work, "place"), text(work, "released_on"),
                              url ? url : work->url, source);
    }
    return rv == APR_SUCCESS ? treaty_writer_id(&work->id, stmt) : rv;
}

/* Clears a list and gets the statement that fills it. */
static apr_status_t start_list(treaty_stmt_t **stmt, work_t *work,
                               treaty_sql_t clearing, treaty_sql_t sql)
{
    apr_status_t rv = treaty_writer_clear(work->writer, clearing, work->id);

    return rv == APR_SUCCESS ? treaty_stmt_get(stmt, work->writer->db, sql)
                             : rv;
}

/* A text that is written, and whether it has become too long. */
typedef struct list_t {
    treaty_text_t *text;
    apr_status_t status;
} list_t;

static int dump(const char *data, size_t len, void *baton)
{
    list_t *list = baton;

    list->status = treaty_text_append(list->text, data, len);
    return list->status == APR_SUCCESS ? 0 : -1;
}

/* A block's list as JSON; NULL where it is missing or empty. */
static apr_status_t json_of(const char **json, const work_t *work,
                            const json_t *block, const char *name)
{
    const json_t *list = json_object_get(block, name);
    list_t out = {NULL, APR_SUCCESS};

    *json = NULL;
    if (json_array_size(list) == 0) {
        return APR_SUCCESS;
    }
    out.text = treaty_text_create(LIST_MAX, work->pool);
    if (json_dump_callback(list, dump, &out, JSON_COMPACT) == 0) {
        *json = out.text->data;
        return APR_SUCCESS;
    }
    if (out.status == APR_SUCCESS) {
        treaty_memory_lose();
        return APR_ENOMEM;
    }
    treaty_place_error(work->place, "blocks", work->writer->findings,
                       "the \"%s\" of a block take more than %d MB; divide it",
                       name, LIST_MAX >> 20);
    return TREATY_EINPUT;
}

static apr_status_t write_block(work_t *work, treaty_stmt_t *stmt,
                                const json_t *block, size_t position)
{
    json_int_t level = json_integer_value(json_object_get(block, "level"));
    int ordered = json_is_true(json_object_get(block, "ordered"));
    const char *runs;
    const char *rows;
    apr_status_t rv = json_of(&runs, work, block, "runs");

    if (rv == APR_SUCCESS) {
        rv = json_of(&rows, work, block, "rows");
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "iisiisss", work->id, (apr_int64_t)position,
                              treaty_json_text(block, "kind"),
                              (apr_int64_t)level, (apr_int64_t)ordered,
                              treaty_json_text(block, "text"), runs, rows);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_blocks(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *block;
    apr_status_t rv = start_list(&stmt, work, TREATY_SQL_WRITE_BLOCKS_CLEAR,
                                 TREATY_SQL_WRITE_BLOCK);

    json_array_foreach(member(work, "blocks"), i, block)
    {
        if (rv == APR_SUCCESS) {
            rv = write_block(work, stmt, block, i);
        }
    }
    return rv;
}

static apr_status_t write_links(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *link;
    apr_status_t rv = start_list(&stmt, work, TREATY_SQL_WRITE_LINKS_CLEAR,
                                 TREATY_SQL_WRITE_LINK);

    json_array_foreach(member(work, "links"), i, link)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(stmt, "iiss", work->id, (apr_int64_t)i,
                                  treaty_json_text(link, "label"),
                                  treaty_json_text(link, "url"));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

static apr_status_t write_claim(work_t *work, treaty_stmt_t *stmt,
                                const json_t *claim, size_t position)
{
    apr_int64_t participant;
    apr_status_t rv = treaty_writer_participant_of(
        &participant, work->writer, claim,
        apr_psprintf(work->pool, "claims[%lu].participant",
                     (unsigned long)position),
        work->place);

    if (rv == APR_SUCCESS) {
        const char *status = treaty_json_text(claim, "status");

        rv = treaty_stmt_bind(
            stmt, "iisisssss", work->id, (apr_int64_t)position,
            treaty_json_text(claim, "treaty"), participant,
            treaty_json_text(claim, "measure"),
            treaty_json_text(claim, "claimed"),
            treaty_json_text(claim, "as_of"), treaty_json_text(claim, "quote"),
            status ? status : "accepted");
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_claims(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *claim;
    apr_status_t rv = start_list(&stmt, work, TREATY_SQL_WRITE_CLAIMS_CLEAR,
                                 TREATY_SQL_WRITE_CLAIM);

    json_array_foreach(member(work, "claims"), i, claim)
    {
        if (rv == APR_SUCCESS) {
            rv = write_claim(work, stmt, claim, i);
        }
    }
    return rv;
}

apr_status_t treaty_write_fact_sheet(treaty_writer_t *writer,
                                     const json_t *record,
                                     treaty_write_mode_t mode,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool)
{
    work_t work = {writer, record, place, 0, NULL, scratch_pool};
    apr_status_t rv = treaty_shape_check(&treaty_shape_fact_sheet, record,
                                         place, writer->findings, scratch_pool);

    if (rv == APR_SUCCESS && mode == TREATY_WRITE_MERGED) {
        rv = find_sheet(&work);
    }
    if (rv == APR_SUCCESS) {
        rv = put_sheet(&work);
    }
    if (rv == APR_SUCCESS) {
        rv =
            treaty_writer_clear(writer, TREATY_SQL_WRITE_CRUMBS_CLEAR, work.id);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_texts(writer, TREATY_SQL_WRITE_CRUMB, work.id,
                                 member(&work, "breadcrumb"));
    }
    if (rv == APR_SUCCESS) {
        rv = write_blocks(&work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_links(&work);
    }
    if (rv == APR_SUCCESS && mode == TREATY_WRITE_WHOLE) {
        rv = write_claims(&work);
    }
    writer->report->fact_sheets += rv == APR_SUCCESS;
    return rv;
}
