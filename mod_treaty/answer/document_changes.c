#include "document.h"

#include <apr_strings.h>
#include <string.h>

#define REVISION_LENGTH 32
/* More than publishing keeps. */
#define REVISIONS_MAX 1000
/* The columns of changes_items. */
enum {
    COLUMN_ID,
    COLUMN_REVISION,
    COLUMN_WHAT,
    COLUMN_KIND,
    COLUMN_TREATY,
    COLUMN_PARTICIPANT,
    COLUMN_FACT_SHEET,
    COLUMN_NAME,
    COLUMN_FIELD,
    COLUMN_ACT_KIND,
    COLUMN_DAY,
    COLUMN_BEFORE,
    COLUMN_AFTER,
    COLUMN_CORRECTION
};

/* An answer while it is made. */
typedef struct {
    json_t *document;
    const treaty_reading_t *reading;
    /* The revision that is asked about. */
    apr_int64_t number;
    const char *since;
    /* The change that the page begins behind. */
    apr_int64_t after;
    int limit;
    /* The last change that it shows. */
    apr_int64_t shown;
} changes_t;

/* It goes into an address. */
static int is_revision(const char *text)
{
    return text && strlen(text) == REVISION_LENGTH &&
           strspn(text, "0123456789abcdef") == REVISION_LENGTH;
}

static apr_status_t find_since(changes_t *changes, const char *since)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, changes->reading->db,
                                      TREATY_SQL_CHANGES_SINCE, "s", since);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    changes->number = treaty_stmt_int(stmt, 0);
    changes->since = treaty_stmt_text_dup(stmt, 1, changes->reading->pool);
    treaty_json_set_text(changes->document, "since", changes->since);
    treaty_reading_set_column(changes->document, "since_published_at", stmt, 2);
    treaty_stmt_reset(stmt);
    return is_revision(changes->since) ? APR_SUCCESS : TREATY_ENOTFOUND;
}

static void revision_row(json_t *list, treaty_stmt_t *stmt,
                         const treaty_reading_t *reading)
{
    json_t *revision = json_object();

    (void)reading;
    treaty_reading_set_column(revision, "revision", stmt, 0);
    treaty_reading_set_column(revision, "published_at", stmt, 1);
    treaty_reading_set_column(revision, "known_through", stmt, 2);
    json_array_append_new(list, revision);
}

static apr_status_t read_revisions(changes_t *changes)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, changes->reading->db, TREATY_SQL_CHANGES_REVISIONS, "ii",
        changes->number, (apr_int64_t)REVISIONS_MAX);

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(changes->document, "revisions", stmt,
                                         revision_row, changes->reading);
}

/* Sets the total, and where the page begins. */
static apr_status_t read_bounds(changes_t *changes)
{
    treaty_stmt_t *stmt;
    apr_int64_t base = 0;
    apr_int64_t last = 0;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, changes->reading->db, TREATY_SQL_CHANGES_BOUNDS,
                        "i", changes->number);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        base = treaty_stmt_int(stmt, 0);
        last = treaty_stmt_int(stmt, 1);
        treaty_stmt_reset(stmt);
    }
    changes->after = changes->after > base ? changes->after : base;
    json_object_set_new(changes->document, "total",
                        json_integer(last > base ? last - base : 0));
    return rv;
}

/* The address of what a change is of, where there still is one. */
static const char *url_of(const json_t *item, const treaty_reading_t *reading)
{
    const char *kind = treaty_json_text(item, "kind");
    const char *what = treaty_json_text(item, "what");
    const char *treaty = treaty_json_text(item, "treaty");
    const char *sheet = treaty_json_text(item, "fact_sheet");
    int is_whole =
        !treaty_json_text(item, "field") && what &&
        (strcmp(what, "treaty") == 0 || strcmp(what, "fact_sheet") == 0);

    if (is_whole && kind && strcmp(kind, "removed") == 0) {
        return NULL;
    }
    if (sheet) {
        return treaty_query_slug_is_valid(sheet)
                   ? treaty_reading_url(reading, "fact-sheets", sheet, ".json")
                   : NULL;
    }
    return treaty && treaty_query_slug_is_valid(treaty)
               ? treaty_reading_url(reading, "treaties", treaty, ".json")
               : NULL;
}

static json_t *item_of(treaty_stmt_t *stmt, const treaty_reading_t *reading)
{
    static const struct {
        const char *key;
        int column;
    } texts[] = {{"revision", COLUMN_REVISION},
                 {"what", COLUMN_WHAT},
                 {"kind", COLUMN_KIND},
                 {"treaty", COLUMN_TREATY},
                 {"participant", COLUMN_PARTICIPANT},
                 {"fact_sheet", COLUMN_FACT_SHEET},
                 {"name", COLUMN_NAME},
                 {"field", COLUMN_FIELD},
                 {"act_kind", COLUMN_ACT_KIND},
                 {"before", COLUMN_BEFORE},
                 {"after", COLUMN_AFTER}};
    int is_act = strcmp(treaty_stmt_string(stmt, COLUMN_WHAT), "act") == 0;
    json_t *item = json_object();
    size_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        treaty_reading_set_column(item, texts[i].key, stmt, texts[i].column);
    }
    treaty_json_set_text(item, "deposited_on",
                         is_act ? treaty_stmt_text(stmt, COLUMN_DAY) : NULL);
    json_object_set_new(item, "correction",
                        json_boolean(treaty_stmt_int(stmt, COLUMN_CORRECTION)));
    treaty_json_set_text(item, "url", url_of(item, reading));
    return item;
}

static apr_status_t read_items(changes_t *changes)
{
    json_t *items = json_array();
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, changes->reading->db, TREATY_SQL_CHANGES_ITEMS,
                        "ii", changes->after, (apr_int64_t)changes->limit);

    json_object_set_new(changes->document, "items", items);
    changes->shown = changes->after;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_array_append_new(items, item_of(stmt, changes->reading));
        changes->shown = treaty_stmt_int(stmt, COLUMN_ID);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t set_next(changes_t *changes)
{
    const treaty_reading_t *reading = changes->reading;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_CHANGES_ITEMS, "ii",
                        changes->shown, (apr_int64_t)1);

    json_object_set_new(changes->document, "next", json_null());
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_stmt_reset(stmt);
        treaty_json_set_text(changes->document, "next",
                             apr_psprintf(reading->pool,
                                          "%s%s/changes.json?since=%s&limit=%d"
                                          "&cursor=%" APR_INT64_T_FMT,
                                          reading->site->origin,
                                          reading->site->base, changes->since,
                                          changes->limit, changes->shown));
    }
    return rv;
}

apr_status_t treaty_document_changes(json_t **document,
                                     const treaty_reading_t *reading,
                                     const char *since, apr_int64_t after,
                                     int limit)
{
    changes_t changes = {NULL, reading, 0, NULL, after, limit, 0};
    apr_status_t rv;

    changes.document = treaty_json_bind(json_object(), reading->pool);
    *document = changes.document;
    rv = find_since(&changes, since);
    if (rv == APR_SUCCESS) {
        treaty_json_set_text(changes.document, "revision",
                             treaty_snapshot_revision(reading->snapshot));
        treaty_json_set_text(changes.document, "published_at",
                             treaty_snapshot_published_at(reading->snapshot));
        treaty_json_set_text(changes.document, "known_through",
                             treaty_snapshot_known_through(reading->snapshot));
        rv = read_revisions(&changes);
    }
    if (rv == APR_SUCCESS) {
        rv = read_bounds(&changes);
    }
    if (rv == APR_SUCCESS) {
        rv = read_items(&changes);
    }
    return rv == APR_SUCCESS ? set_next(&changes) : rv;
}
