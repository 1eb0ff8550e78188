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

/* Seconds since the publication; a clock that is behind gives none. */
static apr_int64_t age_of(const treaty_snapshot_t *snapshot, apr_time_t now)
{
    apr_time_t age = now - treaty_snapshot_published_time(snapshot);

    return age > 0 ? apr_time_sec(age) : 0;
}

static void set_publication(json_t *health, const treaty_snapshot_t *snapshot,
                            apr_time_t now)
{
    treaty_json_set_text(health, "revision",
                         snapshot ? treaty_snapshot_revision(snapshot) : NULL);
    treaty_json_set_text(health, "published_at",
                         snapshot ? treaty_snapshot_published_at(snapshot)
                                  : NULL);
    json_object_set_new(health, "age",
                        snapshot ? json_integer(age_of(snapshot, now))
                                 : json_null());
    treaty_json_set_text(health, "known_through",
                         snapshot ? treaty_snapshot_known_through(snapshot)
                                  : NULL);
}

treaty_health_t treaty_reading_health(const treaty_reading_t *reading,
                                      apr_time_t now)
{
    apr_time_t bound = reading->site->stale;

    /* Without a handle nothing can be answered, whatever is held. */
    if (!reading->db) {
        return TREATY_HEALTH_UNAVAILABLE;
    }
    return bound > 0 &&
                   now - treaty_snapshot_published_time(reading->snapshot) >
                       bound
               ? TREATY_HEALTH_STALE
               : TREATY_HEALTH_OK;
}

void treaty_document_health(json_t **document, const treaty_reading_t *reading,
                            treaty_health_t health, apr_time_t now)
{
    static const char *const names[] = {"ok", "stale", "unavailable"};
    json_t *told = treaty_json_bind(json_object(), reading->pool);
    apr_time_t bound = reading->site->stale;

    *document = told;
    treaty_json_set_text(told, "status", names[health]);
    set_publication(told, reading->db ? reading->snapshot : NULL, now);
    json_object_set_new(told, "stale_after",
                        bound > 0 ? json_integer(apr_time_sec(bound))
                                  : json_null());
    json_object_set_new(
        told, "broken_templates",
        reading->templates
            ? json_integer(treaty_template_set_broken(reading->templates))
            : json_null());
    treaty_json_set_text(told, "version", treaty_version());
}
