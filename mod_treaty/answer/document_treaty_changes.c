#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* As many rows as one answer gives. */
#define ITEMS_MAX 1000
/* The columns of treaty_changes. */
enum {
    COLUMN_DAY,
    COLUMN_WHAT,
    COLUMN_PARTICIPANT,
    COLUMN_NAME,
    COLUMN_PARTICIPANT_KIND,
    COLUMN_KIND,
    COLUMN_EFFECTIVE,
    COLUMN_BEFORE,
    COLUMN_AFTER,
    COLUMN_UNKNOWN,
    COLUMN_NOTE,
    COLUMN_TOTAL,
    COLUMN_DECIDABLE,
    COLUMN_LANGUAGE
};

/* An answer while it is made. */
typedef struct {
    json_t *document;
    /* The treaty on the two days. */
    json_t *before;
    json_t *after;
    const treaty_reading_t *reading;
    treaty_day_t from;
    treaty_day_t to;
    apr_int64_t total;
    /* The day of the first row that the answer doesn't give, or NULL. */
    const char *rest_on;
} changes_t;

static const char *day_of(const json_t *item)
{
    const char *day = treaty_json_text(item, "on");

    return day ? day : "";
}

static json_t *participant_of(treaty_stmt_t *stmt)
{
    json_t *participant;

    if (treaty_stmt_is_null(stmt, COLUMN_PARTICIPANT)) {
        return json_null();
    }
    participant = json_object();
    treaty_reading_set_column(participant, "id", stmt, COLUMN_PARTICIPANT);
    treaty_reading_set_column(participant, "name", stmt, COLUMN_NAME);
    treaty_reading_set_column(participant, "language", stmt, COLUMN_LANGUAGE);
    treaty_reading_set_column(participant, "kind", stmt,
                              COLUMN_PARTICIPANT_KIND);
    return participant;
}

/* An act, an effect or a withdrawal. */
static json_t *event_of(treaty_stmt_t *stmt)
{
    json_t *item = json_object();

    treaty_reading_set_column(item, "on", stmt, COLUMN_DAY);
    treaty_reading_set_column(item, "what", stmt, COLUMN_WHAT);
    json_object_set_new(item, "participant", participant_of(stmt));
    treaty_reading_set_column(item, "kind", stmt, COLUMN_KIND);
    treaty_reading_set_column(item, "effective_on", stmt, COLUMN_EFFECTIVE);
    treaty_reading_set_column(item, "before", stmt, COLUMN_BEFORE);
    treaty_reading_set_column(item, "after", stmt, COLUMN_AFTER);
    json_object_set_new(item, "day_unknown",
                        json_boolean(treaty_stmt_int(stmt, COLUMN_UNKNOWN)));
    treaty_reading_set_column(item, "note", stmt, COLUMN_NOTE);
    return item;
}

static treaty_day_t day_member(const json_t *document, const char *key)
{
    const char *text = treaty_json_text(document, key);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

/* Sets what the treaty's status was and became on one of its own days.
 * Returns 0 where that is the same. */
static int set_status(json_t *item, const changes_t *changes, int is_decidable)
{
    treaty_milestones_t days = {
        day_member(changes->after, "adopted_on"),
        day_member(changes->after, "entry_into_force_on"),
        day_member(changes->after, "ended_on"), is_decidable};
    treaty_day_t day = day_member(item, "on");
    const char *before = treaty_status_on(&days, day - 1);
    const char *after = treaty_status_on(&days, day);

    treaty_json_set_text(item, "before", before);
    treaty_json_set_text(item, "after", after);
    return strcmp(before, after) != 0;
}

static void take_row(changes_t *changes, json_t *items, treaty_stmt_t *stmt)
{
    json_t *item = event_of(stmt);
    int is_status = treaty_stmt_is_null(stmt, COLUMN_PARTICIPANT);

    if (is_status &&
        !set_status(item, changes,
                    (int)treaty_stmt_int(stmt, COLUMN_DECIDABLE))) {
        json_decref(item);
        changes->total--;
        return;
    }
    json_array_append_new(items, item);
}

static apr_status_t read_items(changes_t *changes, apr_int64_t key)
{
    apr_pool_t *pool = changes->reading->pool;
    json_t *items = json_array();
    treaty_stmt_t *stmt;
    int rows;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, changes->reading->db, TREATY_SQL_TREATY_CHANGES, "issi", key,
        treaty_day_text(changes->from, pool),
        treaty_day_text(changes->to, pool), (apr_int64_t)ITEMS_MAX + 1);

    json_object_set_new(changes->document, "items", items);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    changes->total = row ? treaty_stmt_int(stmt, COLUMN_TOTAL) : 0;
    for (rows = 0; rv == APR_SUCCESS && row; rows++) {
        if (rows == ITEMS_MAX) {
            changes->rest_on = treaty_stmt_text_dup(stmt, COLUMN_DAY, pool);
        }
        else {
            take_row(changes, items, stmt);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* A page ends with a whole day, so that the next one begins behind it. A day
 * that fills a page alone is cut: nobody can ask for its other half. */
static void end_with_a_day(changes_t *changes)
{
    json_t *items = json_object_get(changes->document, "items");
    size_t count = json_array_size(items);

    while (count > 0 && changes->rest_on &&
           strcmp(day_of(json_array_get(items, count - 1)), changes->rest_on) ==
               0) {
        count--;
    }
    if (count == 0) {
        changes->rest_on = NULL;
        return;
    }
    while (json_array_size(items) > count) {
        json_array_remove(items, json_array_size(items) - 1);
    }
}

static const char *next_url(const changes_t *changes)
{
    const json_t *items = json_object_get(changes->document, "items");
    const treaty_reading_t *reading = changes->reading;
    const char *slug = treaty_json_text(changes->after, "id");
    size_t count = json_array_size(items);

    if (!changes->rest_on || count == 0 || !slug) {
        return NULL;
    }
    return apr_pstrcat(
        reading->pool, reading->site->origin, reading->site->base, "/treaties/",
        slug, "/changes.json?from=", day_of(json_array_get(items, count - 1)),
        "&to=", treaty_day_text(changes->to, reading->pool), NULL);
}

/* {before, after} of one member of the two days' documents. */
static json_t *pair_of(const changes_t *changes, const char *key)
{
    json_t *pair = json_object();

    json_object_set(pair, "before", json_object_get(changes->before, key));
    json_object_set(pair, "after", json_object_get(changes->after, key));
    return pair;
}

static void set_head(changes_t *changes)
{
    static const char *const of_later[] = {"projected", "known_through",
                                           "revision"};
    json_t *document = changes->document;
    json_t *treaty = json_object();
    apr_pool_t *pool = changes->reading->pool;
    apr_size_t i;

    json_object_set(treaty, "id", json_object_get(changes->after, "id"));
    json_object_set(treaty, "title", json_object_get(changes->after, "title"));
    json_object_set(treaty, "language",
                    json_object_get(changes->after, "language"));
    json_object_set(
        treaty, "url",
        json_object_get(json_object_get(changes->after, "urls"), "self"));
    json_object_set_new(document, "treaty", treaty);
    treaty_json_set_text(document, "from",
                         treaty_day_text(changes->from, pool));
    treaty_json_set_text(document, "to", treaty_day_text(changes->to, pool));
    for (i = 0; i < sizeof(of_later) / sizeof(of_later[0]); i++) {
        json_object_set(document, of_later[i],
                        json_object_get(changes->after, of_later[i]));
    }
    json_object_set_new(document, "status", pair_of(changes, "status"));
    json_object_set_new(document, "counts", pair_of(changes, "counts"));
}

static apr_status_t read_treaty(json_t **treaty, const treaty_reading_t *now,
                                apr_int64_t key, treaty_day_t day)
{
    treaty_reading_t then = *now;

    treaty_reading_set_day(&then, day, 1);
    return treaty_document_treaty(treaty, &then, key, 0);
}

apr_status_t treaty_document_treaty_changes(json_t **document,
                                            const treaty_reading_t *reading,
                                            apr_int64_t key, treaty_day_t from,
                                            treaty_day_t to)
{
    changes_t changes = {NULL, NULL, NULL, reading, from, to, 0, NULL};
    apr_status_t rv = read_treaty(&changes.before, reading, key, from);

    if (rv == APR_SUCCESS) {
        rv = read_treaty(&changes.after, reading, key, to);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    changes.document = treaty_json_bind(json_object(), reading->pool);
    *document = changes.document;
    set_head(&changes);
    rv = read_items(&changes, key);
    end_with_a_day(&changes);
    json_object_set_new(changes.document, "total", json_integer(changes.total));
    treaty_json_set_text(changes.document, "next", next_url(&changes));
    json_object_set(changes.document, "caveats",
                    json_object_get(changes.after, "caveats"));
    return rv;
}
