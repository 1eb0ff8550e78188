#include "claim.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define MATCHES 5
#define COUNTS "counts."

/* What is looked for, and what was found. */
typedef struct {
    const treaty_claimed_t *claim;
    const treaty_reading_t *reading;
    /** What the record has on the claim's day, or NULL. */
    const char *recorded;
    json_t *matches;
    /** The nearest date that doesn't fit. */
    json_t *nearest;
    int days_off;
} search_t;

static json_t *match_of(const treaty_reading_t *reading, const char *measure,
                        const char *on)
{
    json_t *match = json_object();
    const char *label = treaty_word(reading->language, measure);

    treaty_json_set_text(match, "measure", measure);
    treaty_json_set_text(match, "label", label ? label : measure);
    treaty_json_set_text(match, "on", on);
    return match;
}

/* @param through NULL for what goes on as far as it is recorded */
static void append(const treaty_reading_t *reading, json_t *matches,
                   const char *measure, const char *on, const char *through)
{
    json_t *match = match_of(reading, measure, on);

    if (json_array_size(matches) == MATCHES) {
        json_decref(match);
        return;
    }
    treaty_json_set_text(match, "through", through);
    json_object_set_new(match, "one_day",
                        json_boolean(through && strcmp(through, on) == 0));
    json_array_append_new(matches, match);
}

static void time_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    append(reading, list, treaty_stmt_string(stmt, 0),
           treaty_stmt_string(stmt, 1), treaty_stmt_text(stmt, 2));
}

/* "counts.consents" and "consents" are one. */
static const char *short_name(const char *measure)
{
    return strncmp(measure, COUNTS, strlen(COUNTS)) == 0 &&
                   !strchr(measure + strlen(COUNTS), '.')
               ? measure + strlen(COUNTS)
               : measure;
}

static apr_status_t match_numbers(json_t *entry, const search_t *search)
{
    const treaty_claimed_t *claim = search->claim;
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, search->reading->db, TREATY_SQL_CLAIM_MATCHES, "iiss",
        claim->treaty_key, (apr_int64_t)treaty_claim_number(claim->value),
        claim->as_of, short_name(claim->measure));

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(entry, "matches", stmt, time_row,
                                         search->reading);
}

/* When the participant had the claimed state, or kind of consent. */
static apr_status_t match_states(json_t *entry, const search_t *search)
{
    const treaty_claimed_t *claim = search->claim;
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, search->reading->db, TREATY_SQL_CLAIM_STATE_MATCHES, "iisss",
        claim->treaty_key, claim->participant_key, claim->value, claim->as_of,
        claim->measure);

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(entry, "matches", stmt, time_row,
                                         search->reading);
}

static const char *eve_of(const char *iso, apr_pool_t *pool)
{
    treaty_day_t day;

    return iso && treaty_day_parse(&day, iso) ? treaty_day_text(day - 1, pool)
                                              : NULL;
}

/* When the treaty had the claimed status. */
static void match_status(const search_t *search, const json_t *treaty)
{
    apr_pool_t *pool = search->reading->pool;
    const char *adopted = treaty_json_text(treaty, "adopted_on");
    const char *entry = treaty_json_text(treaty, "entry_into_force_on");
    const char *ended = treaty_json_text(treaty, "ended_on");
    const char *value = search->claim->value;

    if (strcmp(value, "in_force") == 0 && entry) {
        append(search->reading, search->matches, "status", entry,
               eve_of(ended, pool));
    }
    else if (strcmp(value, "not_in_force") == 0 && adopted && entry &&
             strcmp(adopted, entry) < 0) {
        append(search->reading, search->matches, "status", adopted,
               eve_of(entry, pool));
    }
    else if (strcmp(value, "ended") == 0 && ended) {
        append(search->reading, search->matches, "status", ended, NULL);
    }
}

/* A date of the record: it fits the claimed one or, if it is one of what the
 * claim is about, comes near it. */
static void take_date(search_t *search, const char *measure, const char *on,
                      int is_own)
{
    const treaty_claimed_t *claim = search->claim;
    int days;

    if (!treaty_claim_days_off(&days, claim->value, on) ||
        (strcmp(measure, claim->measure) == 0 && search->recorded &&
         strcmp(on, search->recorded) == 0)) {
        return;
    }
    if (days == 0) {
        append(search->reading, search->matches, measure, on, on);
    }
    else if (is_own && abs(days) < abs(search->days_off)) {
        json_decref(search->nearest);
        search->nearest = match_of(search->reading, measure, on);
        json_object_set_new(search->nearest, "difference", json_integer(days));
        search->days_off = days;
    }
}

static void take_treatys_dates(search_t *search, const json_t *treaty)
{
    static const char *const keys[] = {"adopted_on", "entry_into_force_on",
                                       "registered_on", "ended_on"};
    apr_size_t i;

    for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *on = treaty_json_text(treaty, keys[i]);

        if (on) {
            take_date(search, keys[i], on, !search->claim->participant_key);
        }
    }
}

static apr_status_t take_participants_dates(search_t *search)
{
    const treaty_claimed_t *claim = search->claim;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, search->reading->db, TREATY_SQL_CLAIM_DATES,
                        "ii", claim->treaty_key, claim->participant_key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        take_date(search, treaty_stmt_string(stmt, 0),
                  treaty_stmt_string(stmt, 1), 1);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* Which dates of the participant, and of the treaty, fit a claimed one. A year
 * or a month of a participant isn't compared with the treaty's own days, which
 * fit by chance. */
static apr_status_t match_dates(search_t *search, const json_t *treaty)
{
    apr_status_t rv = APR_SUCCESS;
    int is_day = strlen(search->claim->value) == TREATY_DAY_SIZE - 1;

    if (!search->recorded ||
        !treaty_claim_days_off(&search->days_off, search->claim->value,
                               search->recorded)) {
        search->days_off = INT_MAX;
    }
    if (search->claim->participant_key) {
        rv = take_participants_dates(search);
    }
    if (is_day || !search->claim->participant_key) {
        take_treatys_dates(search, treaty);
    }
    return rv;
}

static int is_date(const char *measure)
{
    apr_size_t len = strlen(measure);

    return len > 3 && strcmp(measure + len - 3, "_on") == 0;
}

static apr_status_t search_all(json_t *entry, search_t *search,
                               const json_t *facts, const json_t *treaty)
{
    const treaty_claimed_t *claim = search->claim;
    const char *measure = claim->measure;
    const json_t *counted =
        treaty_document_fact(treaty, measure, search->reading->pool);

    if (!claim->participant_key && !is_date(measure) && counted &&
        !json_is_string(counted) && treaty_claim_number(claim->value) >= 0) {
        return match_numbers(entry, search);
    }
    if (is_date(measure)) {
        search->recorded = treaty_json_text(facts, measure);
        return match_dates(search, treaty);
    }
    if (claim->participant_key && (strcmp(measure, "state") == 0 ||
                                   strcmp(measure, "consent_kind") == 0)) {
        return match_states(entry, search);
    }
    if (!claim->participant_key && strcmp(measure, "status") == 0) {
        match_status(search, treaty);
    }
    return APR_SUCCESS;
}

apr_status_t treaty_claim_set_matches(json_t *entry,
                                      const treaty_claimed_t *claim,
                                      json_t *facts, json_t *treaty,
                                      const treaty_reading_t *reading)
{
    search_t search = {claim, reading, NULL, json_array(), json_null(), 0};
    apr_status_t rv;

    json_object_set_new(entry, "matches", search.matches);
    rv = search_all(entry, &search, facts, treaty);
    json_object_set_new(entry, "nearest",
                        json_array_size(json_object_get(entry, "matches")) == 0
                            ? json_incref(search.nearest)
                            : json_null());
    json_decref(search.nearest);
    return rv;
}
