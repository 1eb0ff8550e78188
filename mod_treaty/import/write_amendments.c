#include "writer.h"

#include "treaty_json.h"

#include <apr_strings.h>

apr_status_t treaty_write_supplement(treaty_writer_t *writer,
                                     apr_int64_t treaty, const char *covers,
                                     apr_int64_t source)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, writer->db, TREATY_SQL_WRITE_SUPPLEMENT, "isi",
                        treaty, covers, source);

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_write_amendment(treaty_writer_t *writer, apr_int64_t treaty,
                                    apr_int64_t participant,
                                    const char *deposited_on,
                                    const json_t *amendment, apr_int64_t source)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, writer->db, TREATY_SQL_WRITE_AMENDMENT, "iissssi", treaty,
        participant, treaty_json_text(amendment, "kind"), deposited_on,
        treaty_json_text(amendment, "effective_on"),
        treaty_json_text(amendment, "note"), source);

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_write_supplements(treaty_writer_t *writer,
                                      apr_int64_t treaty, const json_t *list,
                                      const treaty_place_t *place,
                                      apr_pool_t *scratch_pool)
{
    apr_int64_t source;
    size_t i;
    json_t *one;
    apr_status_t rv =
        treaty_writer_clear(writer, TREATY_SQL_WRITE_SUPPLEMENTS_CLEAR, treaty);

    json_array_foreach(list, i, one)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_writer_source_of(&source, writer, one,
                                         apr_psprintf(scratch_pool,
                                                      "supplements[%lu].source",
                                                      (unsigned long)i),
                                         place);
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_write_supplement(
                writer, treaty, treaty_json_text(one, "covers"), source);
        }
    }
    return rv;
}

static apr_status_t write_listed(treaty_writer_t *writer, apr_int64_t treaty,
                                 const json_t *one, const char *path,
                                 const treaty_place_t *place, apr_pool_t *pool)
{
    apr_int64_t participant;
    apr_int64_t source;
    apr_status_t rv = treaty_writer_participant_of(
        &participant, writer, one,
        apr_pstrcat(pool, path, ".participant", NULL), place);

    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source_of(&source, writer, one,
                                     apr_pstrcat(pool, path, ".source", NULL),
                                     place);
    }
    return rv == APR_SUCCESS
               ? treaty_write_amendment(writer, treaty, participant,
                                        treaty_json_text(one, "deposited_on"),
                                        one, source)
               : rv;
}

apr_status_t treaty_write_amendments(treaty_writer_t *writer,
                                     apr_int64_t treaty, const json_t *list,
                                     const treaty_place_t *place,
                                     apr_pool_t *scratch_pool)
{
    size_t i;
    json_t *one;
    apr_status_t rv =
        treaty_writer_clear(writer, TREATY_SQL_WRITE_AMENDMENTS_CLEAR, treaty);

    json_array_foreach(list, i, one)
    {
        if (rv == APR_SUCCESS) {
            rv = write_listed(
                writer, treaty, one,
                apr_psprintf(scratch_pool, "amendments[%lu]", (unsigned long)i),
                place, scratch_pool);
        }
    }
    return rv;
}

static apr_status_t write_total(treaty_writer_t *writer, apr_int64_t treaty,
                                const json_t *one, apr_int64_t source)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, writer->db, TREATY_SQL_WRITE_TOTAL, "isii", treaty,
        treaty_json_text(one, "measure"),
        (apr_int64_t)json_integer_value(json_object_get(one, "total")), source);

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

apr_status_t treaty_write_totals(treaty_writer_t *writer, apr_int64_t treaty,
                                 const json_t *list,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool)
{
    apr_int64_t source;
    size_t i;
    json_t *one;
    apr_status_t rv =
        treaty_writer_clear(writer, TREATY_SQL_WRITE_TOTALS_CLEAR, treaty);

    json_array_foreach(list, i, one)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_writer_source_of(&source, writer, one,
                                         apr_psprintf(scratch_pool,
                                                      "totals[%lu].source",
                                                      (unsigned long)i),
                                         place);
        }
        if (rv == APR_SUCCESS) {
            rv = write_total(writer, treaty, one, source);
        }
    }
    return rv;
}
