#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* An explanation while it is written. */
typedef struct {
    json_t *document;
    json_t *reasons;
    json_t *row;
    json_t *treaty;
    const treaty_reading_t *reading;
} why_t;

static void say(const why_t *why, const char *sentence)
{
    json_array_append_new(why->reasons, json_string(sentence));
}

static const char *long_day(const why_t *why, const char *iso)
{
    const char *text = iso ? treaty_day_long(iso, why->reading->pool) : NULL;

    return text ? text : "a day that isn't recorded";
}

static const char *row_text(const why_t *why, const char *key)
{
    return treaty_json_text(why->row, key);
}

static int text_is(const char *text, const char *expected)
{
    return text && expected && strcmp(text, expected) == 0;
}

static void act_row(json_t *list, treaty_stmt_t *stmt,
                    const treaty_reading_t *reading)
{
    static const char *const keys[] = {"kind",   "deposited_on", "effective_on",
                                       "column", "raw",          "note"};
    json_t *act = json_object();
    json_t *source = json_object();
    int i;

    (void)reading;
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(act, keys[i], stmt, i);
    }
    treaty_reading_set_column(source, "id", stmt, 6);
    treaty_reading_set_column(source, "title", stmt, 7);
    json_object_set_new(act, "source", source);
    json_array_append_new(list, act);
}

/* An act is used when it is the standing signature or consent, or when it is a
 * withdrawal by this day. */
static void mark_used(const why_t *why)
{
    json_t *act;
    size_t i;

    json_array_foreach(json_object_get(why->document, "acts"), i, act)
    {
        const char *kind = treaty_json_text(act, "kind");
        const char *day = treaty_json_text(act, "deposited_on");
        int used = text_is(kind, "withdrawal");

        if (day && text_is(row_text(why, "consented_on"), day) &&
            text_is(row_text(why, "consent_kind"), kind)) {
            used = 1;
        }
        if (day && kind && text_is(row_text(why, "signed_on"), day) &&
            strstr(kind, "signature") &&
            !text_is(kind, "definitive_signature")) {
            used = 1;
        }
        json_object_set_new(
            act, "used",
            json_boolean(used && (!day || strcmp(day, why->reading->on) <= 0)));
    }
}

static const char *unit_of(const char *kind, apr_int64_t count)
{
    if (text_is(kind, "days")) {
        return count == 1 ? "day" : "days";
    }
    return count == 1 ? "month" : "months";
}

/* "one month after", with the words that the kind adds */
static const char *delay_text(const why_t *why, const json_t *rule,
                              const char *kind_key, const char *count_key)
{
    const char *kind = treaty_json_text(rule, kind_key);
    apr_int64_t count = json_integer_value(json_object_get(rule, count_key));
    const char *time =
        apr_psprintf(why->reading->pool, "%" APR_INT64_T_FMT " %s", count,
                     unit_of(kind, count));

    if (text_is(kind, "month_first")) {
        return apr_pstrcat(why->reading->pool, time,
                           ", then the first day of that month", NULL);
    }
    if (text_is(kind, "months_then_first")) {
        return apr_pstrcat(why->reading->pool, time,
                           ", then the first day of the month that follows",
                           NULL);
    }
    return time;
}

static void explain_signature(const why_t *why)
{
    const char *day = row_text(why, "signed_on");

    if (day) {
        say(why, apr_psprintf(why->reading->pool, "It signed on %s.",
                              long_day(why, day)));
    }
}

static apr_status_t threshold_day(const char **day, const why_t *why,
                                  apr_int64_t treaty)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, why->reading->db,
                                      TREATY_SQL_WHY_THRESHOLD, "i", treaty);

    *day = NULL;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *day = treaty_stmt_text_dup(stmt, 0, why->reading->pool);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* The treaty's own entry into force, by its rule. */
static apr_status_t explain_entry(const why_t *why, apr_int64_t treaty)
{
    const json_t *rule = json_object_get(why->treaty, "rule");
    const char *entry = treaty_json_text(why->treaty, "entry_into_force_on");
    const char *reached;
    apr_status_t rv;

    if (!json_is_integer(json_object_get(rule, "threshold"))) {
        return APR_SUCCESS;
    }
    rv = threshold_day(&reached, why, treaty);
    if (rv == APR_SUCCESS && reached) {
        say(why,
            apr_psprintf(
                why->reading->pool,
                "Article %s: %" APR_INT64_T_FMT
                " consents, reached by the deposit of %s; and %s make it %s, "
                "the day on which the treaty entered into force.",
                treaty_json_text(rule, "article")
                    ? treaty_json_text(rule, "article")
                    : "(not named)",
                (apr_int64_t)json_integer_value(
                    json_object_get(rule, "threshold")),
                long_day(why, reached),
                delay_text(why, rule, "delay_kind", "delay"),
                long_day(why, entry)));
    }
    return rv;
}

static const char *later_sentence(const why_t *why, const char *deposit,
                                  const char *effect)
{
    const json_t *rule = json_object_get(why->treaty, "rule");

    return apr_psprintf(
        why->reading->pool,
        "The deposit came after %s, so the rule for later participants "
        "counts: %s and %s make it %s.",
        text_is(treaty_json_text(rule, "later_after"), "threshold")
            ? "the one that reached the threshold"
            : "the treaty's entry into force",
        long_day(why, deposit),
        delay_text(why, rule, "later_kind", "later_delay"),
        long_day(why, effect));
}

static void explain_effect(const why_t *why)
{
    const char *basis = row_text(why, "in_force_basis");
    const char *deposit = row_text(why, "consented_on");
    const char *effect = row_text(why, "in_force_on");
    apr_pool_t *pool = why->reading->pool;

    if (text_is(basis, "stated")) {
        say(why, apr_psprintf(pool,
                              "A source states that it takes effect on "
                              "%s.",
                              long_day(why, effect)));
    }
    else if (text_is(basis, "with_treaty") && effect) {
        say(why, apr_psprintf(pool,
                              "The deposit is one of those that take "
                              "effect with the treaty itself, on %s.",
                              long_day(why, effect)));
    }
    else if (text_is(basis, "with_treaty")) {
        say(why, "The treaty isn't in force yet: its threshold isn't reached.");
    }
    else if (text_is(basis, "after_deposit")) {
        say(why, later_sentence(why, deposit, effect));
    }
    else if (text_is(row_text(why, "consent_kind"), "succession")) {
        say(why, "The effective day of a succession isn't derived: it may lie "
                 "before or after the notification. No source states it.");
    }
    else {
        say(why, "No source states when it takes effect, and the treaty's rule "
                 "isn't recorded.");
    }
}

static apr_status_t explain_consent(const why_t *why, apr_int64_t treaty)
{
    const char *day = row_text(why, "consented_on");
    const char *kind = row_text(why, "consent_kind");
    apr_status_t rv;

    if (!day) {
        return APR_SUCCESS;
    }
    say(why, apr_psprintf(why->reading->pool,
                          "Its consent to be bound (%s) was deposited on %s.",
                          kind && treaty_word(kind) ? treaty_word(kind) : "",
                          long_day(why, day)));
    rv = explain_entry(why, treaty);
    explain_effect(why);
    return rv;
}

static void explain_state(const why_t *why)
{
    const char *state = row_text(why, "state");
    const char *words = state ? treaty_word(state) : NULL;

    if (json_is_true(json_object_get(why->row, "withdrawal_date_unknown"))) {
        say(why, "It has withdrawn since, on a day that no source tells.");
    }
    say(why, apr_psprintf(why->reading->pool,
                          "On %s its state is therefore: "
                          "%s.",
                          long_day(why, why->reading->on),
                          words ? words : "unknown"));
}

static apr_status_t read_acts(const why_t *why, apr_int64_t treaty,
                              apr_int64_t participant)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, why->reading->db, TREATY_SQL_WHY_ACTS, "ii",
                        treaty, participant);

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(why->document, "acts", stmt, act_row,
                                         why->reading);
}

/* The row of the status table, and what of the treaty it rests on. */
static void describe(const why_t *why)
{
    json_t *treaty = json_object();
    const char *key;
    json_t *value;

    json_object_set(treaty, "id", json_object_get(why->treaty, "id"));
    json_object_set(treaty, "title", json_object_get(why->treaty, "title"));
    json_object_set_new(why->document, "treaty", treaty);
    treaty_json_set_text(why->document, "as_of", why->reading->on);
    json_object_set(why->document, "known_through",
                    json_object_get(why->treaty, "known_through"));
    json_object_set(why->document, "revision",
                    json_object_get(why->treaty, "revision"));
    json_object_foreach(why->row, key, value)
    {
        json_object_set(why->document, key, value);
    }
    json_object_set(why->document, "entry_into_force_on",
                    json_object_get(why->treaty, "entry_into_force_on"));
    json_object_set(why->document, "rule",
                    json_object_get(why->treaty, "rule"));
}

apr_status_t treaty_document_why(json_t **document,
                                 const treaty_reading_t *reading,
                                 apr_int64_t treaty, apr_int64_t participant)
{
    why_t why = {NULL, NULL, NULL, NULL, reading};
    apr_status_t rv = treaty_document_treaty(&why.treaty, reading, treaty, 0);

    if (rv == APR_SUCCESS) {
        rv =
            treaty_document_participant(&why.row, reading, treaty, participant);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    why.document = treaty_json_bind(json_object(), reading->pool);
    why.reasons = treaty_json_bind(json_array(), reading->pool);
    *document = why.document;
    describe(&why);
    rv = read_acts(&why, treaty, participant);
    mark_used(&why);
    explain_signature(&why);
    if (rv == APR_SUCCESS) {
        rv = explain_consent(&why, treaty);
    }
    explain_state(&why);
    json_object_set(why.document, "reasons", why.reasons);
    json_object_set(why.document, "caveats",
                    json_object_get(why.treaty, "caveats"));
    return rv;
}
