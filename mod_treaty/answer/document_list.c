#include "document.h"

#include <apr_strings.h>

/* As many records as a page of a list gives at once. */
#define PAGE_SIZE 100

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

/* From the columns of treaty_list. */
static void treaty_row(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading)
{
    static const char *const keys[] = {
        "id", "title", "mtdsg_no", "type", "adopted_on", "entry_into_force_on"};
    json_t *item = json_object();
    json_t *counts = json_object();
    treaty_milestones_t milestones;
    int i;

    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(item, keys[i], stmt, i);
    }
    milestones.adopted = day_column(stmt, 4);
    milestones.entry = day_column(stmt, 5);
    milestones.ended = day_column(stmt, 6);
    milestones.is_decidable =
        treaty_stmt_int(stmt, 7) && treaty_stmt_int(stmt, 8);
    treaty_json_set_text(item, "status",
                         treaty_status_on(&milestones, reading->day));
    treaty_reading_set_number(counts, "signatures", stmt, 9);
    treaty_reading_set_number(counts, "consents", stmt, 10);
    treaty_reading_set_number(counts, "in_force", stmt, 11);
    json_object_set_new(item, "counts", counts);
    treaty_json_set_text(item, "url",
                         treaty_reading_url(reading, "treaties",
                                            treaty_json_text(item, "id"),
                                            ".json"));
    json_array_append_new(list, item);
}

/* From the columns of fact_sheet_list. */
static void fact_sheet_row(json_t *list, treaty_stmt_t *stmt,
                           const treaty_reading_t *reading)
{
    static const char *const keys[] = {"id",     "kind",  "title",
                                       "office", "place", "released_on"};
    json_t *item = json_object();
    int i;

    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(item, keys[i], stmt, i);
    }
    treaty_json_set_text(item, "url",
                         treaty_reading_url(reading, "fact-sheets",
                                            treaty_json_text(item, "id"),
                                            ".json"));
    json_array_append_new(list, item);
}

static void set_head(json_t *document, const treaty_reading_t *reading)
{
    treaty_json_set_text(document, "as_of", reading->on);
    treaty_json_set_text(document, "known_through",
                         treaty_snapshot_known_through(reading->snapshot));
    treaty_json_set_text(document, "revision",
                         treaty_snapshot_revision(reading->snapshot));
}

static apr_status_t set_total(json_t *document, const treaty_reading_t *reading,
                              treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "");

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_reading_set_number(document, "total", stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* One more row than a page holds has been read: there is a next page, which
 * goes on behind the last item that is shown. */
static void set_next(json_t *document, const treaty_reading_t *reading,
                     const char *collection)
{
    json_t *items = json_object_get(document, "items");
    const char *last;

    json_object_set_new(document, "next", json_null());
    if (json_array_size(items) <= PAGE_SIZE) {
        return;
    }
    json_array_remove(items, PAGE_SIZE);
    last = treaty_json_text(json_array_get(items, PAGE_SIZE - 1), "id");
    treaty_json_set_text(document, "next",
                         apr_pstrcat(reading->pool, reading->site->origin,
                                     reading->site->base, "/", collection,
                                     ".json?after=", last, NULL));
}

apr_status_t treaty_document_treaties(json_t **document,
                                      const treaty_reading_t *reading,
                                      const char *after)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    *document = treaty_json_bind(json_object(), reading->pool);
    set_head(*document, reading);
    rv = set_total(*document, reading, TREATY_SQL_TREATY_COUNT);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_LIST, "ssi",
                             after, reading->on, (apr_int64_t)PAGE_SIZE + 1);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(*document, "items", stmt, treaty_row,
                                     reading);
    }
    set_next(*document, reading, "treaties");
    return rv;
}

apr_status_t treaty_document_fact_sheets(json_t **document,
                                         const treaty_reading_t *reading,
                                         const char *after)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    *document = treaty_json_bind(json_object(), reading->pool);
    set_head(*document, reading);
    rv = set_total(*document, reading, TREATY_SQL_FACT_SHEET_COUNT);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_FACT_SHEET_LIST,
                             "si", after, (apr_int64_t)PAGE_SIZE + 1);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(*document, "items", stmt, fact_sheet_row,
                                     reading);
    }
    set_next(*document, reading, "fact-sheets");
    return rv;
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
