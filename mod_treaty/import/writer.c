#include "writer.h"

#include "treaty_json.h"

#include <apr_strings.h>

treaty_writer_t *treaty_writer_create(treaty_db_t *db,
                                      treaty_findings_t *findings,
                                      treaty_import_report_t *report,
                                      apr_pool_t *result_pool)
{
    treaty_writer_t *writer = apr_pcalloc(result_pool, sizeof(*writer));

    writer->db = db;
    writer->findings = findings;
    writer->report = report;
    writer->sources = apr_hash_make(result_pool);
    writer->participants = apr_hash_make(result_pool);
    writer->named = treaty_memo_create(result_pool);
    writer->shown = treaty_memo_create(result_pool);
    writer->tables = apr_hash_make(result_pool);
    writer->pool = result_pool;
    return writer;
}

void treaty_writer_file_done(treaty_writer_t *writer)
{
    writer->files_done++;
    if (writer->options && writer->options->progress) {
        writer->options->progress(writer->options->progress_baton,
                                  writer->files_done, writer->files_total);
    }
}

apr_status_t treaty_writer_id(apr_int64_t *id, treaty_stmt_t *stmt)
{
    int row;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    *id = 0;
    if (rv == APR_SUCCESS && row) {
        *id = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

apr_status_t treaty_writer_clear(treaty_writer_t *writer, treaty_sql_t sql,
                                 apr_int64_t id)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_get(&stmt, writer->db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "i", id);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_writer_texts(treaty_writer_t *writer, treaty_sql_t sql,
                                 apr_int64_t id, const json_t *texts)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_get(&stmt, writer->db, sql);
    size_t i;
    json_t *text;

    json_array_foreach(texts, i, text)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(stmt, "iis", id, (apr_int64_t)i,
                                  json_string_value(text));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

/* Keeps the rowid of a slug for the next who asks. */
static void remember(treaty_writer_t *writer, apr_hash_t *known,
                     const char *slug, apr_int64_t id)
{
    apr_int64_t *kept = apr_hash_get(known, slug, APR_HASH_KEY_STRING);

    if (!kept) {
        kept = apr_palloc(writer->pool, sizeof(*kept));
        apr_hash_set(known, apr_pstrdup(writer->pool, slug),
                     APR_HASH_KEY_STRING, kept);
    }
    *kept = id;
}

static apr_status_t find(apr_int64_t *id, treaty_writer_t *writer,
                         apr_hash_t *known, treaty_sql_t sql, const char *slug)
{
    const apr_int64_t *kept = apr_hash_get(known, slug, APR_HASH_KEY_STRING);
    treaty_stmt_t *stmt;
    apr_status_t rv;

    *id = kept ? *kept : 0;
    if (kept) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_get(&stmt, writer->db, sql);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "s", slug);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_id(id, stmt);
    }
    if (rv == APR_SUCCESS && *id != 0) {
        remember(writer, known, slug, *id);
    }
    return rv;
}

apr_status_t treaty_writer_source(apr_int64_t *id, treaty_writer_t *writer,
                                  const char *slug)
{
    return find(id, writer, writer->sources, TREATY_SQL_WRITE_SOURCE_FIND,
                slug);
}

apr_status_t treaty_writer_participant(apr_int64_t *id, treaty_writer_t *writer,
                                       const char *slug)
{
    return find(id, writer, writer->participants,
                TREATY_SQL_WRITE_PARTICIPANT_FIND, slug);
}

/* The text of a bound statement's first row, NULL without one. */
static apr_status_t ask_text(const char **result, treaty_stmt_t *stmt,
                             apr_pool_t *result_pool)
{
    int row;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    *result = NULL;
    if (rv == APR_SUCCESS && row) {
        *result = treaty_stmt_text_dup(stmt, 0, result_pool);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

apr_status_t treaty_writer_by_name(const char **slug, treaty_writer_t *writer,
                                   const char *name, apr_pool_t *result_pool)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    *slug = apr_pstrdup(result_pool, treaty_memo_get(writer->named, name));
    if (*slug) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, writer->db,
                         TREATY_SQL_WRITE_PARTICIPANT_BY_NAME, "s", name);
    if (rv == APR_SUCCESS) {
        rv = ask_text(slug, stmt, result_pool);
    }
    treaty_memo_set(writer->named, name, *slug);
    return rv;
}

apr_status_t treaty_writer_shown_name(const char **name,
                                      treaty_writer_t *writer, const char *slug,
                                      const char *source,
                                      apr_pool_t *result_pool)
{
    const char *key = apr_pstrcat(result_pool, slug, " ", source, NULL);
    treaty_stmt_t *stmt;
    apr_int64_t participant;
    apr_int64_t source_id = 0;
    apr_status_t rv;

    *name = apr_pstrdup(result_pool, treaty_memo_get(writer->shown, key));
    if (*name) {
        return APR_SUCCESS;
    }
    rv = treaty_writer_participant(&participant, writer, slug);
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source(&source_id, writer, source);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, writer->db, TREATY_SQL_WRITE_SHOWN_NAME,
                             "ii", participant, source_id);
    }
    if (rv == APR_SUCCESS) {
        rv = ask_text(name, stmt, result_pool);
    }
    treaty_memo_set(writer->shown, key, *name);
    return rv;
}

apr_status_t treaty_writer_source_of(apr_int64_t *id, treaty_writer_t *writer,
                                     const json_t *record, const char *member,
                                     const treaty_place_t *place)
{
    const char *slug = treaty_json_text(record, "source");
    apr_status_t rv;

    *id = 0;
    if (!slug) {
        return APR_SUCCESS;
    }
    rv = treaty_writer_source(id, writer, slug);
    if (rv == APR_SUCCESS && *id == 0) {
        treaty_place_error(place, member, writer->findings,
                           "there is no source \"%s\"; add it to \"sources\"",
                           slug);
        rv = TREATY_EINPUT;
    }
    return rv;
}

apr_status_t treaty_writer_participant_of(apr_int64_t *id,
                                          treaty_writer_t *writer,
                                          const json_t *record,
                                          const char *member,
                                          const treaty_place_t *place)
{
    const char *slug = treaty_json_text(record, "participant");
    apr_status_t rv;

    *id = 0;
    if (!slug) {
        return APR_SUCCESS;
    }
    rv = treaty_writer_participant(id, writer, slug);
    if (rv == APR_SUCCESS && *id == 0) {
        treaty_place_error(place, member, writer->findings,
                           "there is no participant \"%s\"; add it to "
                           "\"participants\"",
                           slug);
        rv = TREATY_EINPUT;
    }
    return rv;
}

apr_status_t treaty_write_source(treaty_writer_t *writer, const json_t *record,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool)
{
    treaty_stmt_t *stmt;
    apr_int64_t id;
    apr_status_t rv = treaty_shape_check(&treaty_shape_source, record, place,
                                         writer->findings, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, writer->db, TREATY_SQL_WRITE_SOURCE);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "sssssssss", treaty_json_text(record, "id"),
                              treaty_json_text(record, "kind"),
                              treaty_json_text(record, "title"),
                              treaty_json_text(record, "publisher"),
                              treaty_json_text(record, "url"),
                              treaty_json_text(record, "retrieved_on"),
                              treaty_json_text(record, "known_through"),
                              treaty_json_text(record, "sha256"),
                              treaty_json_text(record, "note"));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_id(&id, stmt);
    }
    if (rv == APR_SUCCESS) {
        remember(writer, writer->sources, treaty_json_text(record, "id"), id);
        /* Its last day, on which names are shown, may be another one now. */
        treaty_memo_forget(writer->shown);
    }
    return rv;
}

static const char *text_or(const json_t *record, const char *key,
                           const char *otherwise)
{
    const char *text = treaty_json_text(record, key);

    return text ? text : otherwise;
}

static apr_status_t write_name(treaty_writer_t *writer, apr_int64_t id,
                               const json_t *name, size_t position,
                               const treaty_place_t *place)
{
    char member[48];
    treaty_stmt_t *stmt;
    apr_int64_t source;
    apr_status_t rv;

    apr_snprintf(member, sizeof(member), "names[%lu].source",
                 (unsigned long)position);
    rv = treaty_writer_source_of(&source, writer, name, member, place);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, writer->db,
                             TREATY_SQL_WRITE_PARTICIPANT_NAME);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "iisssssi", id, (apr_int64_t)position,
            treaty_json_text(name, "name"), text_or(name, "language", "en"),
            text_or(name, "kind", "name"), treaty_json_text(name, "valid_from"),
            treaty_json_text(name, "valid_to"), source);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_write_names(treaty_writer_t *writer, apr_int64_t id,
                                const json_t *names,
                                const treaty_place_t *place)
{
    size_t i;
    json_t *name;
    apr_status_t rv = treaty_writer_clear(
        writer, TREATY_SQL_WRITE_PARTICIPANT_NAMES_CLEAR, id);

    treaty_memo_forget(writer->named);
    treaty_memo_forget(writer->shown);
    json_array_foreach(names, i, name)
    {
        if (rv == APR_SUCCESS) {
            rv = write_name(writer, id, name, i, place);
        }
    }
    return rv;
}

/* A code belongs to one participant. */
static apr_status_t check_codes(treaty_writer_t *writer, const json_t *record,
                                const treaty_place_t *place)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, writer->db,
                                      TREATY_SQL_WRITE_PARTICIPANT_BY_CODE);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "sss",
                              treaty_json_text(record, "iso_alpha2"),
                              treaty_json_text(record, "iso_alpha3"),
                              treaty_json_text(record, "id"));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_place_error(place, "iso_alpha3", writer->findings,
                           "the participant \"%s\" bears one of these codes "
                           "already; use its id",
                           treaty_stmt_text(stmt, 0));
        treaty_stmt_reset(stmt);
        rv = TREATY_EINPUT;
    }
    return rv;
}

static apr_status_t put_participant(apr_int64_t *id, treaty_writer_t *writer,
                                    const json_t *record,
                                    const treaty_place_t *place)
{
    treaty_stmt_t *stmt;
    apr_int64_t source;
    apr_status_t rv =
        treaty_writer_source_of(&source, writer, record, "source", place);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, writer->db, TREATY_SQL_WRITE_PARTICIPANT);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "sssssi", treaty_json_text(record, "id"),
                              treaty_json_text(record, "kind"),
                              treaty_json_text(record, "iso_alpha2"),
                              treaty_json_text(record, "iso_alpha3"),
                              treaty_json_text(record, "ended_on"), source);
    }
    return rv == APR_SUCCESS ? treaty_writer_id(id, stmt) : rv;
}

apr_status_t treaty_write_participant(treaty_writer_t *writer,
                                      const json_t *record,
                                      const treaty_place_t *place,
                                      apr_pool_t *scratch_pool)
{
    const char *slug = treaty_json_text(record, "id");
    apr_int64_t id = 0;
    apr_status_t rv = treaty_shape_check(&treaty_shape_participant, record,
                                         place, writer->findings, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = check_codes(writer, record, place);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_participant(&id, writer, slug);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    writer->report->participants_new += id == 0;
    rv = put_participant(&id, writer, record, place);
    if (rv == APR_SUCCESS) {
        remember(writer, writer->participants, slug, id);
        rv = treaty_write_names(writer, id, json_object_get(record, "names"),
                                place);
    }
    return rv;
}

apr_status_t treaty_writer_end(treaty_db_t *db, apr_status_t done, int dry_run)
{
    if (done == APR_SUCCESS && !dry_run) {
        done = treaty_db_commit(db);
    }
    if (done != APR_SUCCESS || dry_run) {
        treaty_db_rollback(db);
    }
    return done;
}
