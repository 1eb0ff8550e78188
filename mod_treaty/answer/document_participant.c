#include "document.h"

/* The columns of participant_get. */
enum { COLUMN_ID, COLUMN_NAME, COLUMN_KIND, COLUMN_ALPHA2, COLUMN_ALPHA3 };

static void name_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    json_t *participant = json_object();

    treaty_reading_set_column(participant, "id", stmt, COLUMN_ID);
    treaty_reading_set_column(participant, "name", stmt, COLUMN_NAME);
    treaty_reading_set_column(participant, "kind", stmt, COLUMN_KIND);
    treaty_json_set_text(participant, "url",
                         treaty_reading_url(reading, "participants",
                                            treaty_json_text(participant, "id"),
                                            ".json"));
    json_array_append_new(list, participant);
}

/* The one row of participant_get. */
static apr_status_t read_one(json_t **object, const treaty_reading_t *reading,
                             apr_int64_t key, treaty_row_fn_t *take)
{
    json_t *holder = treaty_json_bind(json_object(), reading->pool);
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_PARTICIPANT_GET, "is", key, reading->on);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(holder, "rows", stmt, take, reading);
    }
    *object = json_array_get(json_object_get(holder, "rows"), 0);
    return rv == APR_SUCCESS && !*object ? TREATY_ENOTFOUND : rv;
}

apr_status_t treaty_document_participant_name(json_t **participant,
                                              const treaty_reading_t *reading,
                                              apr_int64_t key)
{
    return read_one(participant, reading, key, name_row);
}
