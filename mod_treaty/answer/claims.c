#include "document.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>

/* A claim as its sheet makes it. */
typedef struct {
    const char *treaty;
    apr_int64_t treaty_key;
    apr_int64_t participant_key;
    const char *measure;
    const char *claimed;
    const char *as_of;
    const char *quote;
    const char *title;
} claim_t;

static apr_status_t read_claims(apr_array_header_t *claims,
                                const treaty_reading_t *reading,
                                apr_int64_t fact_sheet)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_FACT_SHEET_CLAIMS, "i", fact_sheet);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        claim_t *claim = &APR_ARRAY_PUSH(claims, claim_t);

        claim->treaty = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 0));
        claim->treaty_key = treaty_stmt_int(stmt, 1);
        claim->participant_key = treaty_stmt_int(stmt, 2);
        claim->measure =
            apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 3));
        claim->claimed =
            apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 4));
        claim->as_of = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 5));
        claim->quote = treaty_stmt_text_dup(stmt, 6, reading->pool);
        claim->title = treaty_stmt_text_dup(stmt, 7, reading->pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* A number of at most nine digits; -1 for anything else. */
static int number_of(const char *text)
{
    apr_size_t i;

    for (i = 0; text[i]; i++) {
        if (!apr_isdigit(text[i]) || i == 9) {
            return -1;
        }
    }
    return i > 0 ? atoi(text) : -1;
}

static int is_day(const char *text)
{
    treaty_day_t day;

    return treaty_day_parse(&day, text);
}

/* Whether a day is the claimed one, which may be a year or a month only. */
static int fits_day(const char *day, const char *claimed)
{
    apr_size_t len = strlen(claimed);

    return (len == 4 || len == 7 || len == 10) &&
           strncmp(day, claimed, len) == 0;
}

static const char *verdict_of_text(const char *claimed, const char *recorded)
{
    if (strcmp(claimed, recorded) == 0) {
        return "exact";
    }
    if (!is_day(recorded) || !apr_isdigit(claimed[0])) {
        return "contradicted";
    }
    return fits_day(recorded, claimed) ? "exact" : "off";
}

/*
 * exact: the record has what is claimed, a date as precisely as it is claimed.
 * off: it has another number or another day. contradicted: it has something
 * else. not_checkable: it has nothing.
 */
static const char *verdict_of(const char *claimed, const json_t *recorded)
{
    if (json_is_integer(recorded)) {
        int number = number_of(claimed);

        if (number < 0) {
            return "contradicted";
        }
        return json_integer_value(recorded) == number ? "exact" : "off";
    }
    return json_is_string(recorded)
               ? verdict_of_text(claimed, json_string_value(recorded))
               : "not_checkable";
}

/* How far the record is from the claim, in participants or in days; null where
 * the two can't be subtracted. */
static json_t *difference_of(const char *claimed, const json_t *recorded)
{
    const char *text = json_string_value(recorded);
    treaty_day_t claimed_day;
    treaty_day_t day;

    if (json_is_integer(recorded) && number_of(claimed) >= 0) {
        return json_integer(json_integer_value(recorded) - number_of(claimed));
    }
    if (text && treaty_day_parse(&day, text) &&
        treaty_day_parse(&claimed_day, claimed)) {
        return json_integer(day - claimed_day);
    }
    return json_null();
}

static void match_row(json_t *list, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    json_t *match = json_object();

    (void)reading;
    treaty_reading_set_column(match, "measure", stmt, 0);
    treaty_reading_set_column(match, "on", stmt, 1);
    json_array_append_new(list, match);
}

/* Which days of which count fit a claimed number. */
static apr_status_t match_numbers(json_t *entry, const claim_t *claim,
                                  const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_CLAIM_MATCHES, "iis", claim->treaty_key,
        (apr_int64_t)number_of(claim->claimed), claim->as_of);

    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(entry, "matches", stmt,
                                                       match_row, reading);
}

static int is_other_date(const char *key, const json_t *value,
                         const claim_t *claim)
{
    const char *text = json_string_value(value);
    apr_size_t len = strlen(key);

    return text && len > 3 && strcmp(key + len - 3, "_on") == 0 &&
           strcmp(key, claim->measure) != 0 && is_day(text) &&
           fits_day(text, claim->claimed);
}

/* Which other dates of the participant's row, or of the treaty, fit a claimed
 * one. */
static void match_dates(json_t *entry, const claim_t *claim, json_t *facts)
{
    json_t *matches = json_array();
    json_t *value;
    const char *key;

    json_object_foreach(facts, key, value)
    {
        if (is_other_date(key, value, claim)) {
            json_t *match = json_object();

            treaty_json_set_text(match, "measure", key);
            json_object_set(match, "on", value);
            json_array_append_new(matches, match);
        }
    }
    json_object_set_new(entry, "matches", matches);
}

static apr_status_t facts_of(json_t **facts, const claim_t *claim,
                             const treaty_reading_t *reading)
{
    return claim->participant_key
               ? treaty_document_participant(facts, reading, claim->treaty_key,
                                             claim->participant_key)
               : treaty_document_treaty(facts, reading, claim->treaty_key, 0);
}

static int is_count(const json_t *facts, const claim_t *claim, apr_pool_t *pool)
{
    return json_is_integer(treaty_document_fact(facts, claim->measure, pool));
}

static void describe(json_t *entry, const claim_t *claim, const json_t *facts,
                     apr_pool_t *pool)
{
    json_t *treaty = json_object();
    int number = number_of(claim->claimed);

    treaty_json_set_text(treaty, "id", claim->treaty);
    treaty_json_set_text(treaty, "title", claim->title);
    json_object_set_new(entry, "treaty", treaty);
    json_object_set_new(entry, "participant", json_null());
    if (claim->participant_key) {
        json_object_set(entry, "participant",
                        json_object_get(facts, "participant"));
    }
    treaty_json_set_text(entry, "measure", claim->measure);
    treaty_json_set_text(entry, "label", treaty_word(claim->measure));
    if (number >= 0 && is_count(facts, claim, pool)) {
        json_object_set_new(entry, "claimed", json_integer(number));
    }
    else {
        treaty_json_set_text(entry, "claimed", claim->claimed);
    }
}

static void judge(json_t *entry, const claim_t *claim, const json_t *facts,
                  const json_t *current, apr_pool_t *pool)
{
    json_t *recorded = treaty_document_fact(facts, claim->measure, pool);
    json_t *now = treaty_document_fact(current, claim->measure, pool);
    const char *verdict = verdict_of(claim->claimed, recorded);

    json_object_set_new(entry, "recorded",
                        recorded ? json_incref(recorded) : json_null());
    treaty_json_set_text(entry, "as_of", claim->as_of);
    treaty_json_set_text(entry, "verdict", verdict);
    json_object_set_new(entry, "difference",
                        difference_of(claim->claimed, recorded));
    json_object_set_new(entry, "exact",
                        json_boolean(strcmp(verdict, "exact") == 0));
    json_object_set_new(entry, "current", now ? json_incref(now) : json_null());
    treaty_json_set_text(entry, "quote", claim->quote);
}

static apr_status_t add_matches(json_t *entry, const claim_t *claim,
                                json_t *facts, const treaty_reading_t *reading)
{
    if (strcmp(treaty_json_text(entry, "verdict"), "exact") == 0) {
        json_object_set_new(entry, "matches", json_array());
        return APR_SUCCESS;
    }
    if (is_count(facts, claim, reading->pool) &&
        number_of(claim->claimed) >= 0) {
        return match_numbers(entry, claim, reading);
    }
    match_dates(entry, claim, facts);
    return APR_SUCCESS;
}

/* A claim about a treaty that isn't recorded can't be checked. */
static void set_unrecorded(json_t *entry, const claim_t *claim,
                           apr_pool_t *pool)
{
    describe(entry, claim, NULL, pool);
    judge(entry, claim, NULL, NULL, pool);
    json_object_set_new(entry, "matches", json_array());
}

static apr_status_t check(json_t *entry, const claim_t *claim,
                          treaty_reading_t *reading)
{
    treaty_day_t asked = reading->day;
    int was_dated = reading->is_dated;
    treaty_day_t day;
    json_t *facts = NULL;
    json_t *current = NULL;
    apr_status_t rv;

    if (!claim->treaty_key || !treaty_day_parse(&day, claim->as_of)) {
        set_unrecorded(entry, claim, reading->pool);
        return APR_SUCCESS;
    }
    rv = facts_of(&current, claim, reading);
    treaty_reading_set_day(reading, day, 1);
    if (rv == APR_SUCCESS) {
        rv = facts_of(&facts, claim, reading);
    }
    if (rv == APR_SUCCESS) {
        describe(entry, claim, facts, reading->pool);
        judge(entry, claim, facts, current, reading->pool);
        rv = add_matches(entry, claim, facts, reading);
    }
    treaty_reading_set_day(reading, asked, was_dated);
    return rv;
}

apr_status_t treaty_document_claims(json_t **result, treaty_reading_t *reading,
                                    apr_int64_t fact_sheet)
{
    apr_array_header_t *claims =
        apr_array_make(reading->pool, 16, sizeof(claim_t));
    json_t *list = json_array();
    apr_status_t rv = read_claims(claims, reading, fact_sheet);
    int i;

    for (i = 0; i < claims->nelts && rv == APR_SUCCESS; i++) {
        json_t *entry = json_object();

        json_array_append_new(list, entry);
        rv = check(entry, &APR_ARRAY_IDX(claims, i, claim_t), reading);
    }
    *result = list;
    return rv;
}
