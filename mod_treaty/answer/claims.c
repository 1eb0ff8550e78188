#include "claim.h"

#include "treaty_status.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>

/* A claim on its way to its verdict. */
typedef struct {
    const treaty_claimed_t *claim;
    json_t *entry;
    /** The treaty's document and, for a claim about one, the participant's row
     * on the claim's day; the same on the day that is asked about. */
    json_t *treaty;
    json_t *facts;
    json_t *current;
    unsigned covered;
} case_t;

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
        treaty_claimed_t *claim = &APR_ARRAY_PUSH(claims, treaty_claimed_t);

        claim->treaty = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 0));
        claim->treaty_key = treaty_stmt_int(stmt, 1);
        claim->participant_key = treaty_stmt_int(stmt, 2);
        claim->measure =
            apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 3));
        claim->value = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 4));
        claim->as_of = apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 5));
        claim->quote = treaty_stmt_text_dup(stmt, 6, reading->pool);
        claim->title = treaty_stmt_text_dup(stmt, 7, reading->pool);
        claim->language = treaty_stmt_text_dup(stmt, 8, reading->pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static int is_absent(const json_t *facts, const char *key)
{
    return json_is_null(json_object_get(facts, key));
}

/* Of a participant that is listed without a date nothing is known. */
static int is_participants_absence_known(const case_t *it)
{
    const char *measure = it->claim->measure;
    const char *state = treaty_json_text(it->facts, "state");
    const char *basis = treaty_json_text(it->facts, "in_force_basis");

    if (state && strcmp(state, "undated") == 0) {
        return 0;
    }
    if (strcmp(measure, "signed_on") == 0) {
        return (it->covered & TREATY_COVERS_SIGNATURES) != 0;
    }
    if (!(it->covered & TREATY_COVERS_CONSENTS)) {
        return 0;
    }
    if (strcmp(measure, "in_force_on") == 0) {
        return is_absent(it->facts, "consented_on") ||
               (basis && strcmp(basis, "with_treaty") == 0);
    }
    return strcmp(measure, "consented_on") == 0 ||
           strcmp(measure, "consent_kind") == 0;
}

/* Whether what the record doesn't have on the day is known not to be. */
static int is_absence_known(const case_t *it)
{
    const char *status = treaty_json_text(it->treaty, "status");

    if (it->claim->participant_key) {
        return is_participants_absence_known(it);
    }
    return strcmp(it->claim->measure, "entry_into_force_on") == 0 && status &&
           strcmp(status, "not_in_force") == 0;
}

static void describe(const case_t *it, const treaty_reading_t *reading)
{
    const treaty_claimed_t *claim = it->claim;
    json_t *treaty = json_object();
    int number = treaty_claim_number(claim->value);
    int is_count = json_is_integer(
        treaty_document_fact(it->facts, claim->measure, reading->pool));

    treaty_json_set_text(treaty, "id", claim->treaty);
    treaty_json_set_text(treaty, "title", claim->title);
    treaty_json_set_text(treaty, "language", claim->language);
    json_object_set_new(it->entry, "treaty", treaty);
    json_object_set_new(it->entry, "participant", json_null());
    if (claim->participant_key && it->facts) {
        json_object_set(it->entry, "participant",
                        json_object_get(it->facts, "participant"));
    }
    treaty_json_set_text(it->entry, "measure", claim->measure);
    treaty_json_set_text(it->entry, "label",
                         treaty_word(reading->language, claim->measure));
    if (number >= 0 && is_count) {
        json_object_set_new(it->entry, "claimed", json_integer(number));
    }
    else {
        treaty_json_set_text(it->entry, "claimed", claim->value);
    }
}

static json_t *known_value(json_t *value)
{
    return value ? json_incref(value) : json_null();
}

static void judge(const case_t *it, const treaty_reading_t *reading)
{
    apr_pool_t *pool = reading->pool;
    const treaty_claimed_t *claim = it->claim;
    treaty_told_t told = {treaty_document_fact(it->facts, claim->measure, pool),
                          is_absence_known(it),
                          treaty_json_text(it->treaty, "known_through")};
    treaty_verdict_t verdict = {"not_checkable", "treaty_not_recorded",
                                json_null()};

    if (it->treaty) {
        treaty_claim_judge(&verdict, claim, &told);
    }
    json_object_set_new(it->entry, "recorded", known_value(told.recorded));
    treaty_json_set_text(it->entry, "as_of", claim->as_of);
    treaty_json_set_text(it->entry, "verdict", verdict.name);
    treaty_json_set_text(it->entry, "reason", verdict.reason);
    treaty_json_set_text(
        it->entry, "finding",
        treaty_claim_finding(&verdict, told.recorded, reading->language, pool));
    json_object_set_new(it->entry, "difference", verdict.difference);
    json_object_set_new(it->entry, "exact",
                        json_boolean(strcmp(verdict.name, "exact") == 0));
    json_object_set_new(
        it->entry, "current",
        known_value(treaty_document_fact(it->current, claim->measure, pool)));
    treaty_json_set_text(it->entry, "quote", claim->quote);
}

static apr_status_t set_matches(const case_t *it,
                                const treaty_reading_t *reading)
{
    if (!it->treaty || treaty_json_is(it->entry, "verdict", "exact")) {
        json_object_set_new(it->entry, "matches", json_array());
        json_object_set_new(it->entry, "nearest", json_null());
        return APR_SUCCESS;
    }
    return treaty_claim_set_matches(it->entry, it->claim, it->facts, it->treaty,
                                    reading);
}

static apr_status_t read_facts(json_t **facts, json_t **treaty,
                               const treaty_claimed_t *claim,
                               const treaty_reading_t *reading)
{
    apr_status_t rv =
        treaty_document_treaty(treaty, reading, claim->treaty_key, 0);

    *facts = *treaty;
    return rv == APR_SUCCESS && claim->participant_key
               ? treaty_document_participant(facts, reading, claim->treaty_key,
                                             claim->participant_key)
               : rv;
}

/* What the record says on the claim's day, and on the day asked about. */
static apr_status_t read_case(case_t *it, treaty_reading_t *reading)
{
    treaty_day_t asked = reading->day;
    int was_dated = reading->is_dated;
    treaty_day_t day;
    json_t *now;
    apr_status_t rv;

    if (!it->claim->treaty_key || !treaty_day_parse(&day, it->claim->as_of)) {
        return APR_SUCCESS;
    }
    rv = read_facts(&it->current, &now, it->claim, reading);
    if (rv == APR_SUCCESS) {
        rv = treaty_document_coverage(&it->covered, reading,
                                      it->claim->treaty_key);
    }
    treaty_reading_set_day(reading, day, 1);
    if (rv == APR_SUCCESS) {
        rv = read_facts(&it->facts, &it->treaty, it->claim, reading);
    }
    treaty_reading_set_day(reading, asked, was_dated);
    return rv;
}

apr_status_t treaty_claim_check(json_t *entry, const treaty_claimed_t *claim,
                                treaty_reading_t *reading)
{
    case_t it = {claim, entry, NULL, NULL, NULL, 0};
    apr_status_t rv = read_case(&it, reading);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    describe(&it, reading);
    judge(&it, reading);
    return set_matches(&it, reading);
}

apr_status_t treaty_document_claims(json_t **result, treaty_reading_t *reading,
                                    apr_int64_t fact_sheet)
{
    apr_array_header_t *claims =
        apr_array_make(reading->pool, 16, sizeof(treaty_claimed_t));
    json_t *list = json_array();
    apr_status_t rv = read_claims(claims, reading, fact_sheet);
    int i;

    for (i = 0; i < claims->nelts && rv == APR_SUCCESS; i++) {
        json_t *entry = json_object();

        json_array_append_new(list, entry);
        rv = treaty_claim_check(
            entry, &APR_ARRAY_IDX(claims, i, treaty_claimed_t), reading);
    }
    *result = list;
    return rv;
}
