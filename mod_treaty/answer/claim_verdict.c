#include "claim.h"

#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define YEAR 4
#define MONTH 7
#define DAY 10

int treaty_claim_number(const char *value)
{
    apr_size_t i;

    for (i = 0; value[i]; i++) {
        if (!apr_isdigit(value[i]) || i == 9) {
            return -1;
        }
    }
    return i > 0 ? atoi(value) : -1;
}

int treaty_claim_fits_day(const char *day, const char *value)
{
    apr_size_t len = strlen(value);

    return (len == YEAR || len == MONTH || len == DAY) &&
           strncmp(day, value, len) == 0;
}

/* The first and the last day of a year, a month or a day. */
static int period_of(treaty_day_t *first, treaty_day_t *last, const char *value)
{
    char text[] = "0000-01-01";
    apr_size_t len = strlen(value);

    if (len != YEAR && len != MONTH && len != DAY) {
        return 0;
    }
    memcpy(text, value, len);
    if (!treaty_day_parse(first, text)) {
        return 0;
    }
    *last = *first;
    if (len != DAY) {
        *last = treaty_day_add_months(*first, len == YEAR ? 12 : 1) - 1;
    }
    return 1;
}

int treaty_claim_days_off(int *days, const char *value, const char *day)
{
    treaty_day_t recorded;
    treaty_day_t first;
    treaty_day_t last;

    if (!treaty_day_parse(&recorded, day) || !period_of(&first, &last, value)) {
        return 0;
    }
    *days = recorded < first  ? recorded - first
            : recorded > last ? recorded - last
                              : 0;
    return 1;
}

static int is_after(const char *day, const treaty_told_t *told)
{
    return told->known_through && strcmp(day, told->known_through) > 0;
}

/* A code that changes with the day, unlike a title or a place. */
static int is_moving(const char *measure)
{
    return strcmp(measure, "state") == 0 || strcmp(measure, "status") == 0 ||
           strcmp(measure, "consent_kind") == 0;
}

static void cannot_tell(treaty_verdict_t *verdict, const char *reason)
{
    verdict->name = "not_checkable";
    verdict->reason = reason;
}

static void judge_number(treaty_verdict_t *verdict,
                         const treaty_claimed_t *claim,
                         const treaty_told_t *told)
{
    int number = treaty_claim_number(claim->value);
    json_int_t difference = json_integer_value(told->recorded) - number;

    if (number < 0) {
        verdict->name = "contradicted";
    }
    else if (is_after(claim->as_of, told)) {
        cannot_tell(verdict, "after_known_through");
    }
    else {
        verdict->name = difference == 0 ? "exact" : "off";
        json_decref(verdict->difference);
        verdict->difference = json_integer(difference);
    }
}

static void judge_text(treaty_verdict_t *verdict, const treaty_claimed_t *claim,
                       const treaty_told_t *told)
{
    const char *recorded = json_string_value(told->recorded);
    int days;

    if (treaty_claim_days_off(&days, claim->value, recorded)) {
        json_decref(verdict->difference);
        verdict->difference = json_integer(days);
        verdict->name = days == 0 ? "exact" : "off";
        /* There may be a second act that the sources don't reach. */
        if (days != 0 && is_after(claim->value, told)) {
            cannot_tell(verdict, "after_known_through");
        }
    }
    else if (is_moving(claim->measure) && is_after(claim->as_of, told)) {
        cannot_tell(verdict, "after_known_through");
    }
    else {
        verdict->name =
            strcmp(claim->value, recorded) == 0 ? "exact" : "contradicted";
    }
}

void treaty_claim_judge(treaty_verdict_t *verdict,
                        const treaty_claimed_t *claim,
                        const treaty_told_t *told)
{
    verdict->reason = NULL;
    verdict->difference = json_null();
    if (json_is_integer(told->recorded)) {
        judge_number(verdict, claim, told);
    }
    else if (json_is_string(told->recorded)) {
        judge_text(verdict, claim, told);
    }
    else if (!json_is_null(told->recorded)) {
        cannot_tell(verdict, "unknown_measure");
    }
    else if (is_after(claim->as_of, told)) {
        cannot_tell(verdict, "after_known_through");
    }
    else if (told->is_absence_known) {
        verdict->name = "contradicted";
    }
    else {
        cannot_tell(verdict, "not_recorded");
    }
}

static const char *difference_text(json_int_t difference, int is_number,
                                   const treaty_language_t *language,
                                   apr_pool_t *pool)
{
    json_int_t size = difference < 0 ? -difference : difference;
    const char *key = difference < 0 ? "finding_fewer" : "finding_more";

    if (!is_number && size == 1) {
        key = difference < 0 ? "finding_one_day_earlier"
                             : "finding_one_day_later";
    }
    else if (!is_number) {
        key = difference < 0 ? "finding_days_earlier" : "finding_days_later";
    }
    return treaty_word_fill(language, key,
                            treaty_language_number(language, size, pool), pool);
}

const char *treaty_claim_finding(const treaty_verdict_t *verdict,
                                 const json_t *recorded,
                                 const treaty_language_t *language,
                                 apr_pool_t *result_pool)
{
    if (strcmp(verdict->name, "exact") == 0) {
        return treaty_word(language, "finding_exact");
    }
    if (strcmp(verdict->name, "not_checkable") == 0) {
        return treaty_word_fill(language, "finding_not_checkable",
                                treaty_word(language, verdict->reason),
                                result_pool);
    }
    if (strcmp(verdict->name, "off") == 0) {
        return difference_text(json_integer_value(verdict->difference),
                               json_is_integer(recorded), language,
                               result_pool);
    }
    return treaty_word(language, json_is_null(recorded) ? "finding_none"
                                                        : "finding_other");
}
