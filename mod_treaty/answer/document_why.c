#include "why.h"

#include "treaty_acts.h"
#include "treaty_represent.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

/* What a row of why_acts holds. */
enum {
    ACT_KIND,
    ACT_DEPOSITED,
    ACT_EFFECTIVE,
    ACT_SCOPE,
    ACT_COLUMN,
    ACT_RAW,
    ACT_LISTED,
    ACT_NOTE,
    ACT_SOURCE,
    ACT_SOURCE_TITLE,
    ACT_OTHER_SOURCE,
    ACT_OTHER_TITLE,
    ACT_ID
};

void treaty_why_say(const treaty_why_t *why, const char *format, ...)
{
    va_list arguments;
    const char *sentence;

    va_start(arguments, format);
    sentence = apr_pvsprintf(why->pool, format, arguments);
    va_end(arguments);
    json_array_append_new(why->reasons, json_string(sentence));
}

void treaty_why_unknown(const treaty_why_t *why, const char *code,
                        const char *text)
{
    json_t *entry = json_object();

    treaty_json_set_text(entry, "code", code);
    treaty_json_set_text(entry, "text", text);
    json_array_append_new(why->unknown, entry);
    treaty_why_say(why, "%s", text);
}

const char *treaty_why_day(const treaty_why_t *why, treaty_day_t day)
{
    const char *iso = treaty_day_text(day, why->pool);
    const char *text =
        iso ? treaty_language_day(why->english, iso, why->pool) : NULL;

    return text ? text : "a day that isn't recorded";
}

treaty_day_t treaty_why_day_of(const json_t *object, const char *key)
{
    const char *text = treaty_json_text(object, key);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    treaty_day_t day = TREATY_DAY_NONE;

    if (!treaty_stmt_is_null(stmt, column)) {
        treaty_day_parse(&day, treaty_stmt_string(stmt, column));
    }
    return day;
}

static json_t *source_json(treaty_stmt_t *stmt, int column)
{
    json_t *source;

    if (treaty_stmt_is_null(stmt, column)) {
        return json_null();
    }
    source = json_object();
    treaty_reading_set_column(source, "id", stmt, column);
    treaty_reading_set_column(source, "title", stmt, column + 1);
    return source;
}

/* An act, with the cell that it was read from. */
static json_t *act_json(treaty_stmt_t *stmt)
{
    static const char *const keys[] = {"kind",   "deposited_on", "effective_on",
                                       "scope",  "column",       "raw",
                                       "listed", "note"};
    json_t *act = json_object();
    int i;

    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(act, keys[i], stmt, ACT_KIND + i);
    }
    json_object_set_new(act, "source", source_json(stmt, ACT_SOURCE));
    json_object_set_new(act, "effective_source",
                        source_json(stmt, ACT_OTHER_SOURCE));
    return act;
}

/* The participant's own acts that may be in a count. */
static void pick_own(const treaty_why_t *why)
{
    int i;

    for (i = 0; i < why->all->nelts; i++) {
        const treaty_act_t *act = &APR_ARRAY_IDX(why->all, i, treaty_act_t);

        if (act->participant == why->participant_key) {
            treaty_why_act_t *item =
                &APR_ARRAY_PUSH(why->acts, treaty_why_act_t);

            item->act = *act;
            item->part = TREATY_PART_NONE;
            item->json = NULL;
        }
    }
}

/* Its place among the acts that may be in a count; NULL for another act. */
static treaty_why_act_t *find_act(const treaty_why_t *why, apr_int64_t id)
{
    int i;

    for (i = 0; i < why->acts->nelts; i++) {
        treaty_why_act_t *item = &APR_ARRAY_IDX(why->acts, i, treaty_why_act_t);

        if (item->act.id == id) {
            return item;
        }
    }
    return NULL;
}

static void read_act(const treaty_why_t *why, treaty_stmt_t *stmt)
{
    treaty_why_act_t *item = find_act(why, treaty_stmt_int(stmt, ACT_ID));
    json_t *json = act_json(stmt);

    treaty_json_set_text(json, "part", treaty_part_name(TREATY_PART_NONE));
    json_object_set_new(json, "used", json_false());
    json_array_append_new(json_object_get(why->document, "acts"), json);
    if (item) {
        item->json = json;
    }
}

static apr_status_t read_acts(const treaty_why_t *why)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_acts_read(why->all, why->treaty_key, why->reading->db);

    pick_own(why);
    json_object_set_new(why->document, "acts", json_array());
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, why->reading->db, TREATY_SQL_WHY_ACTS, "ii",
                             why->treaty_key, why->participant_key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        read_act(why, stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* Whether the state rests on an act of this part. */
static int is_used(treaty_part_t part, const treaty_why_t *why)
{
    const char *state = treaty_json_text(why->row, "state");

    if (part == TREATY_PART_UNDATED) {
        return state && strcmp(state, "undated") == 0;
    }
    return part > TREATY_PART_UNDATED && part != TREATY_PART_REPEATED;
}

/* Each act's part in the state, by the same rules that made the state. */
static void set_parts(const treaty_why_t *why)
{
    apr_size_t count = (apr_size_t)why->acts->nelts;
    treaty_act_t *acts = apr_palloc(why->pool, (count + 1) * sizeof(*acts));
    treaty_part_t *parts = apr_palloc(why->pool, (count + 1) * sizeof(*parts));
    apr_size_t i;

    for (i = 0; i < count; i++) {
        acts[i] = APR_ARRAY_IDX(why->acts, i, treaty_why_act_t).act;
    }
    treaty_status_parts(parts, acts, (int)count, why->reading->day);
    for (i = 0; i < count; i++) {
        treaty_why_act_t *item = &APR_ARRAY_IDX(why->acts, i, treaty_why_act_t);

        item->part = parts[i];
        treaty_json_set_text(item->json, "part", treaty_part_name(parts[i]));
        json_object_set_new(item->json, "used",
                            json_boolean(is_used(parts[i], why)));
    }
}

/* Who is bound without an act of its own, by being a party to what is
 * amended. */
static apr_status_t tell_bound(const treaty_why_t *why)
{
    const char *state = treaty_json_text(why->row, "state");
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    if (!state || strcmp(state, "bound") != 0) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, why->reading->db, TREATY_SQL_WHY_BOUND, "iis",
                         why->treaty_key, why->participant_key,
                         why->reading->on);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_why_say(
            why,
            "The treaty amends %s (%s) and binds all its parties; it entered "
            "into force on %s. The participant has been a party to that since "
            "%s, and so is bound without an act of its own.",
            treaty_stmt_is_null(stmt, 1) ? "another"
                                         : treaty_stmt_string(stmt, 1),
            treaty_stmt_string(stmt, 0),
            treaty_why_day(
                why, treaty_why_day_of(why->treaty, "entry_into_force_on")),
            treaty_why_day(why, day_column(stmt, 2)));
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static void tell_state(const treaty_why_t *why)
{
    const char *state = treaty_json_text(why->row, "state");
    const char *words = state ? treaty_word(why->english, state) : NULL;

    if (state && strcmp(state, "consented") == 0 &&
        treaty_why_day_of(why->row, "in_force_on") > why->reading->day) {
        treaty_why_say(why, "That day lies ahead.");
    }
    treaty_why_say(why, "On %s its state is therefore: %s.",
                   treaty_why_day(why, why->reading->day),
                   words ? words : "unknown");
}

/* The row of the status table, and what of the treaty it rests on. */
static void describe(const treaty_why_t *why)
{
    static const char *const borrowed[] = {"as_of", "projected",
                                           "known_through", "revision"};
    json_t *treaty = json_object();
    const char *key;
    json_t *value;
    apr_size_t i;

    json_object_set(treaty, "id", json_object_get(why->treaty, "id"));
    json_object_set(treaty, "title", json_object_get(why->treaty, "title"));
    json_object_set(treaty, "language",
                    json_object_get(why->treaty, "language"));
    json_object_set_new(why->document, "treaty", treaty);
    for (i = 0; i < sizeof(borrowed) / sizeof(borrowed[0]); i++) {
        json_object_set(why->document, borrowed[i],
                        json_object_get(why->treaty, borrowed[i]));
    }
    json_object_foreach(why->row, key, value)
    {
        json_object_set(why->document, key, value);
    }
    json_object_set(why->document, "entry_into_force_on",
                    json_object_get(why->treaty, "entry_into_force_on"));
    json_object_set(why->document, "rule",
                    json_object_get(why->treaty, "rule"));
}

static apr_status_t read_all(treaty_why_t *why)
{
    apr_status_t rv =
        treaty_document_treaty(&why->treaty, why->reading, why->treaty_key, 0);

    if (rv == APR_SUCCESS) {
        rv = treaty_document_participant(&why->row, why->reading,
                                         why->treaty_key, why->participant_key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_document_coverage(&why->covered, why->reading,
                                      why->treaty_key);
    }
    if (rv == APR_SUCCESS) {
        describe(why);
        rv = read_acts(why);
    }
    return rv;
}

static apr_status_t explain(const treaty_why_t *why)
{
    apr_status_t rv;

    set_parts(why);
    treaty_why_acts(why);
    rv = treaty_why_effect(why);
    if (rv == APR_SUCCESS) {
        rv = tell_bound(why);
    }
    tell_state(why);
    return rv;
}

apr_status_t treaty_document_why(json_t **document,
                                 const treaty_reading_t *reading,
                                 apr_int64_t treaty, apr_int64_t participant)
{
    treaty_why_t why = {0};
    apr_status_t rv;

    why.document = treaty_json_bind(json_object(), reading->pool);
    why.reasons = treaty_json_bind(json_array(), reading->pool);
    why.arithmetic = treaty_json_bind(json_array(), reading->pool);
    why.unknown = treaty_json_bind(json_array(), reading->pool);
    why.treaty_key = treaty;
    why.participant_key = participant;
    why.reading = reading;
    why.english = treaty_template_set_language(reading->templates,
                                               TREATY_LANGUAGE_DEFAULT);
    why.pool = reading->pool;
    why.all = apr_array_make(reading->pool, 256, sizeof(treaty_act_t));
    why.acts = apr_array_make(reading->pool, 8, sizeof(treaty_why_act_t));
    *document = why.document;
    rv = read_all(&why);
    if (rv == APR_SUCCESS) {
        rv = explain(&why);
    }
    json_object_set(why.document, "arithmetic", why.arithmetic);
    json_object_set(why.document, "reasons", why.reasons);
    json_object_set(why.document, "unknown", why.unknown);
    json_object_set(why.document, "caveats",
                    json_object_get(why.treaty, "caveats"));
    return rv;
}
