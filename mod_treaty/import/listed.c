#include "status_table.h"

#include "treaty_json.h"

#include <string.h>

/* Whether the participant goes by the name on the source's last day. */
static apr_status_t is_shown(int *shown, const treaty_table_context_t *context,
                             const char *slug, const char *listed)
{
    treaty_writer_t *writer = context->writer;
    treaty_stmt_t *stmt;
    apr_int64_t participant;
    apr_int64_t source = 0;
    int row = 0;
    apr_status_t rv = treaty_writer_participant(&participant, writer, slug);

    *shown = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source(&source, writer, context->source);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, writer->db, TREATY_SQL_WRITE_SHOWN_NAME,
                             "ii", participant, source);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *shown = strcmp(treaty_stmt_text(stmt, 0), listed) == 0;
        treaty_stmt_reset(stmt);
    }
    return rv;
}

apr_status_t treaty_keep_listed(json_t *acts, size_t first,
                                const treaty_table_context_t *context,
                                const char *slug, const char *listed)
{
    int shown;
    apr_status_t rv = is_shown(&shown, context, slug, listed);

    for (; !shown && first < json_array_size(acts); first++) {
        treaty_json_set_text(json_array_get(acts, first), "listed", listed);
    }
    return rv;
}
