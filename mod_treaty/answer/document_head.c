#include "document.h"

#include <string.h>

void treaty_document_head(json_t *document, const treaty_reading_t *reading)
{
    treaty_json_set_text(document, "as_of", reading->on);
    json_object_set_new(document, "projected",
                        json_boolean(reading->is_future));
    treaty_json_set_text(document, "known_through",
                         treaty_snapshot_known_through(reading->snapshot));
    treaty_json_set_text(document, "revision",
                         treaty_snapshot_revision(reading->snapshot));
}

const char *treaty_document_recorded_to(const json_t *document,
                                        const treaty_reading_t *reading)
{
    const char *known = treaty_json_text(document, "known_through");
    const char *told = treaty_recorded_to(document);
    const char *all;

    if (!known || strcmp(told, known) != 0) {
        return told;
    }
    /* One without sources of its own is of all that there are. */
    all = treaty_snapshot_known_through(reading->snapshot);
    return all && strcmp(known, all) == 0
               ? treaty_snapshot_recorded_to(reading->snapshot)
               : known;
}

apr_status_t treaty_document_number(json_t *document, const char *member,
                                    treaty_stmt_t *stmt)
{
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    if (rv == APR_SUCCESS && row) {
        treaty_reading_set_number(document, member, stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

apr_status_t treaty_document_total(json_t *document,
                                   const treaty_reading_t *reading,
                                   treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_get(&stmt, reading->db, sql);

    return rv == APR_SUCCESS ? treaty_document_number(document, "total", stmt)
                             : rv;
}

void treaty_document_health(json_t **document, const treaty_reading_t *reading)
{
    json_t *health = treaty_json_bind(json_object(), reading->pool);
    /* Without a handle nothing can be answered, whatever is held. */
    const treaty_snapshot_t *snapshot = reading->db ? reading->snapshot : NULL;

    *document = health;
    treaty_json_set_text(health, "status", snapshot ? "ok" : "unavailable");
    treaty_json_set_text(health, "revision",
                         snapshot ? treaty_snapshot_revision(snapshot) : NULL);
    treaty_json_set_text(health, "published_at",
                         snapshot ? treaty_snapshot_published_at(snapshot)
                                  : NULL);
    treaty_json_set_text(health, "known_through",
                         snapshot ? treaty_snapshot_known_through(snapshot)
                                  : NULL);
    json_object_set_new(
        health, "broken_templates",
        reading->templates
            ? json_integer(treaty_template_set_broken(reading->templates))
            : json_null());
    treaty_json_set_text(health, "version", treaty_version());
}
