#include "document.h"

#include "list.h"

#include "treaty_status.h"

/* So many treaties stand in the participant's own document; its list of
 * treaties has all. */
#define TREATIES_MAX 1000

/* The columns of participant_get. */
enum {
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_ALPHA2,
    COLUMN_ALPHA3,
    COLUMN_ENDED,
    COLUMN_SOURCE,
    COLUMN_IS_CURRENT,
    COLUMN_LANGUAGE
};

static const char *url_of(const json_t *participant, const char *suffix,
                          const treaty_reading_t *reading)
{
    return treaty_reading_url(reading, "participants",
                              treaty_json_text(participant, "id"), suffix);
}

static void name_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    json_t *participant = json_object();

    treaty_reading_set_column(participant, "id", stmt, COLUMN_ID);
    treaty_reading_set_column(participant, "name", stmt, COLUMN_NAME);
    treaty_reading_set_column(participant, "language", stmt, COLUMN_LANGUAGE);
    treaty_reading_set_column(participant, "kind", stmt, COLUMN_KIND);
    treaty_json_set_text(participant, "url",
                         url_of(participant, ".json", reading));
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

/* ------------------------------------------------------------------------ */

static void whole_row(json_t *list, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    static const char *const keys[] = {
        "id", "name", "kind", "iso_alpha2", "iso_alpha3", "ended_on", "source"};
    json_t *participant = json_object();
    int i;

    json_object_set_new(participant, "id", json_null());
    treaty_document_head(participant, reading);
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(participant, keys[i], stmt, COLUMN_ID + i);
    }
    treaty_reading_set_column(participant, "language", stmt, COLUMN_LANGUAGE);
    json_object_set_new(participant, "name_is_current",
                        json_boolean(treaty_stmt_int(stmt, COLUMN_IS_CURRENT)));
    json_array_append_new(list, participant);
}

static void names_row(json_t *list, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    static const char *const keys[] = {"name", "language", "kind", "valid_from",
                                       "valid_to"};
    json_t *name = json_object();
    int i;

    (void)reading;
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(name, keys[i], stmt, i);
    }
    json_array_append_new(list, name);
}

/* To how many treaties it has a state, and which. */
static apr_status_t read_counts(json_t *document,
                                const treaty_reading_t *reading,
                                apr_int64_t key)
{
    json_t *counts = json_object();
    json_int_t total = 0;
    treaty_stmt_t *stmt;
    treaty_state_t state;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_STATES, "is",
                        key, reading->on);

    json_object_set_new(document, "counts", counts);
    json_object_set_new(counts, "treaties", json_integer(0));
    for (state = 0; state < TREATY_STATE_NONE; state++) {
        json_object_set_new(counts, treaty_state_name(state), json_integer(0));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        treaty_reading_set_number(counts, treaty_stmt_string(stmt, 0), stmt, 1);
        total += (json_int_t)treaty_stmt_int(stmt, 1);
        rv = treaty_stmt_step(&row, stmt);
    }
    json_object_set_new(counts, "treaties", json_integer(total));
    return rv;
}

static void set_urls(json_t *document, const treaty_reading_t *reading)
{
    json_t *urls = json_object();

    treaty_json_set_text(urls, "self", url_of(document, ".json", reading));
    treaty_json_set_text(urls, "html", url_of(document, "", reading));
    treaty_json_set_text(urls, "box", url_of(document, "/box", reading));
    treaty_json_set_text(urls, "treaties",
                         url_of(document, "/treaties.json", reading));
    treaty_json_set_text(urls, "acts", url_of(document, "/acts.json", reading));
    treaty_json_set_text(urls, "feed", url_of(document, "/acts.atom", reading));
    treaty_json_set_text(
        urls, "oembed",
        treaty_reading_oembed(reading, "participants",
                              treaty_json_text(document, "id")));
    json_object_set_new(document, "urls", urls);
}

static apr_status_t read_treaties(json_t *document,
                                  const treaty_reading_t *reading,
                                  apr_int64_t key)
{
    apr_array_header_t *places =
        apr_array_make(reading->pool, 64, sizeof(treaty_cursor_t));
    treaty_stmt_t *stmt;
    const char *keys;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_PARTICIPANT_TREATY_PLACES, "isi", key,
        reading->on, (apr_int64_t)TREATIES_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_list_places_read(places, &keys, stmt);
    }
    return rv == APR_SUCCESS
               ? treaty_list_states(document, "treaties", keys, key, reading)
               : rv;
}

apr_status_t treaty_document_one_participant(json_t **document,
                                             const treaty_reading_t *reading,
                                             apr_int64_t key, unsigned sections)
{
    apr_status_t rv = read_one(document, reading, key, whole_row);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_list(*document, "names", reading,
                                 TREATY_SQL_PARTICIPANT_NAMES, key, names_row);
    }
    if (rv == APR_SUCCESS) {
        rv = read_counts(*document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        set_urls(*document, reading);
    }
    if (rv == APR_SUCCESS && sections & TREATY_SECTION_TREATIES) {
        rv = read_treaties(*document, reading, key);
    }
    return rv;
}
