#include "document.h"

/* So many days a treaty's own life has at most, and so many changes of the
 * record are told beside it. */
#define EVENTS_MAX 200
#define CORRECTIONS_MAX 30

/* The columns of treaty_events. */
enum {
    EVENT_ON,
    EVENT_KIND,
    EVENT_COUNT,
    EVENT_TREATY,
    EVENT_TITLE,
    EVENT_LANGUAGE
};

static void event_row(json_t *list, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    json_t *event = json_object();
    json_t *treaty = json_null();

    treaty_reading_set_column(event, "on", stmt, EVENT_ON);
    treaty_reading_set_column(event, "kind", stmt, EVENT_KIND);
    treaty_reading_set_number(event, "count", stmt, EVENT_COUNT);
    if (!treaty_stmt_is_null(stmt, EVENT_TREATY)) {
        const char *slug = treaty_stmt_string(stmt, EVENT_TREATY);

        treaty = json_object();
        treaty_json_set_text(treaty, "id", slug);
        treaty_reading_set_column(treaty, "title", stmt,
                                  treaty_stmt_is_null(stmt, EVENT_TITLE)
                                      ? EVENT_TREATY
                                      : EVENT_TITLE);
        treaty_reading_set_column(treaty, "language", stmt, EVENT_LANGUAGE);
        treaty_json_set_text(treaty, "html_url",
                             treaty_reading_url(reading, "treaties", slug, ""));
    }
    json_object_set_new(event, "treaty", treaty);
    json_array_append_new(list, event);
}

/* The columns of treaty_corrections. */
static void correction_row(json_t *list, treaty_stmt_t *stmt,
                           const treaty_reading_t *reading)
{
    static const char *const keys[] = {"published_at", "revision",    "what",
                                       "kind",         "participant", "field",
                                       "day",          "before",      "after"};
    json_t *correction = json_object();
    int i;

    (void)reading;
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(correction, keys[i], stmt, i);
    }
    json_object_set_new(correction, "correction",
                        json_boolean(treaty_stmt_int(stmt, i)));
    json_array_append_new(list, correction);
}

apr_status_t treaty_document_events(json_t *document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_EVENTS, "isi",
                        key, reading->on, (apr_int64_t)EVENTS_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(document, "events", stmt, event_row,
                                     reading);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_CORRECTIONS,
                             "si", treaty_json_text(document, "id"),
                             (apr_int64_t)CORRECTIONS_MAX);
    }
    return rv == APR_SUCCESS
               ? treaty_reading_set_list(document, "corrections", stmt,
                                         correction_row, reading)
               : rv;
}
