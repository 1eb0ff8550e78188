#include "overlay.h"

#include "treaty_json.h"

#include <string.h>

/* What isn't there yet fits. */
static apr_status_t is_kept(int *fits, treaty_overlay_t *overlay,
                            apr_int64_t source)
{
    treaty_writer_t *writer = overlay->writer;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, writer->db, TREATY_SQL_OVERLAY_SOURCE_KIND, "i", source);

    *fits = 1;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *fits = strcmp(treaty_stmt_text(stmt, 0), "editor") == 0 ||
                strcmp(treaty_stmt_text(stmt, 0), "document") == 0;
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t refuse(treaty_overlay_t *overlay,
                           const treaty_place_t *place, const char *member)
{
    treaty_place_error(place, member, overlay->writer->findings,
                       "takes a source of kind editor or document; others are "
                       "replaced by their next import");
    return TREATY_EINPUT;
}

apr_status_t treaty_overlay_check_source(treaty_overlay_t *overlay,
                                         apr_int64_t source,
                                         const treaty_place_t *place,
                                         const char *member)
{
    int fits;
    apr_status_t rv = is_kept(&fits, overlay, source);

    return rv == APR_SUCCESS && !fits ? refuse(overlay, place, member) : rv;
}

apr_status_t treaty_overlay_source(treaty_overlay_t *overlay,
                                   const json_t *record,
                                   const treaty_place_t *place,
                                   apr_pool_t *scratch_pool)
{
    apr_int64_t there = 0;
    apr_status_t rv =
        treaty_shape_check(&treaty_shape_source, record, place,
                           overlay->writer->findings, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source(&there, overlay->writer,
                                  treaty_json_text(record, "id"));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_overlay_check_source(overlay, there, place, "id");
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_write_source(overlay->writer, record, place, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source(&there, overlay->writer,
                                  treaty_json_text(record, "id"));
    }
    return rv == APR_SUCCESS
               ? treaty_overlay_check_source(overlay, there, place, "kind")
               : rv;
}
