#include "claim.h"

#include <apr_strings.h>
#include <string.h>

/* The last day that the treaty's sources cover, today at most. */
static apr_status_t last_day(const char **day, apr_int64_t treaty,
                             const treaty_reading_t *reading)
{
    json_t *document;
    const char *through;
    apr_status_t rv = treaty_document_treaty(&document, reading, treaty, 0);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    *day = treaty_day_text(reading->today, reading->pool);
    through = treaty_json_text(document, "known_through");
    if (through && strcmp(through, *day) < 0) {
        *day = through;
    }
    return APR_SUCCESS;
}

/* A name that the record doesn't know leaves the key 0. */
static apr_status_t find(apr_int64_t *key, const char **slug,
                         const treaty_reading_t *reading, treaty_sql_t sql,
                         const char *name)
{
    apr_status_t rv = treaty_reading_resolve(key, slug, reading, sql, name);

    if (rv == TREATY_ENOTFOUND) {
        *key = 0;
        *slug = name;
        rv = APR_SUCCESS;
    }
    return rv;
}

static apr_status_t read_claim(treaty_claimed_t *claim, const json_t *json,
                               const treaty_reading_t *reading)
{
    const char *treaty = treaty_json_text(json, "treaty");
    const char *participant = treaty_json_text(json, "participant");
    apr_status_t rv;

    memset(claim, 0, sizeof(*claim));
    claim->measure = treaty_json_text(json, "measure");
    claim->value = treaty_json_text(json, "claimed");
    claim->as_of = treaty_json_text(json, "as_of");
    claim->quote = treaty_json_text(json, "quote");
    if (!treaty || !claim->measure || !claim->value) {
        return TREATY_EINPUT;
    }
    rv = find(&claim->treaty_key, &claim->treaty, reading,
              TREATY_SQL_TREATY_RESOLVE, treaty);
    if (rv == APR_SUCCESS && participant) {
        rv = find(&claim->participant_key, &participant, reading,
                  TREATY_SQL_PARTICIPANT_RESOLVE, participant);
        /* Without it the claim would be one about the treaty itself. */
        rv = rv == APR_SUCCESS && !claim->participant_key ? TREATY_EINPUT : rv;
    }
    if (rv == APR_SUCCESS && !claim->as_of && claim->treaty_key) {
        rv = last_day(&claim->as_of, claim->treaty_key, reading);
    }
    return rv;
}

static apr_status_t judge_all(json_t *verdicts, treaty_reading_t *reading,
                              const json_t *claims)
{
    apr_status_t rv = APR_SUCCESS;
    treaty_claimed_t claim;
    size_t i;

    for (i = 0; i < json_array_size(claims) && rv == APR_SUCCESS; i++) {
        json_t *entry = json_object();

        json_array_append_new(verdicts, entry);
        rv = read_claim(&claim, json_array_get(claims, i), reading);
        if (rv == APR_SUCCESS) {
            rv = treaty_claim_check(entry, &claim, reading);
        }
    }
    return rv;
}

apr_status_t treaty_claims_judge(json_t **verdicts, const treaty_site_t *site,
                                 const json_t *claims, apr_time_t now,
                                 apr_pool_t *result_pool)
{
    treaty_reading_t *reading;
    apr_status_t rv = treaty_reading_begin(&reading, site, TREATY_DAY_NONE,
                                           NULL, now, result_pool);

    *verdicts = treaty_json_bind(json_array(), result_pool);
    if (rv == APR_SUCCESS) {
        rv = judge_all(*verdicts, reading, claims);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_verify(reading);
    }
    treaty_reading_end(reading);
    return rv;
}
