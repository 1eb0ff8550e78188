#include "why.h"

#include "treaty_represent.h"

#include <apr_strings.h>
#include <string.h>

/* As the schema has it. */
#define DELAY_MAX 10000

/* The treaty's rule, and what has come of it. */
typedef struct {
    const treaty_why_t *why;
    /** NULL where none is recorded. */
    const json_t *json;
    const char *article;
    treaty_rule_t rule;
    treaty_entry_t entry;
    /** Whose deposit reached the threshold, or NULL. */
    const char *reached_by;
} effect_t;

static treaty_delay_t delay_of(const json_t *rule, const char *kind,
                               const char *count)
{
    const char *name = treaty_json_text(rule, kind);
    json_int_t value = json_integer_value(json_object_get(rule, count));
    treaty_delay_t delay = {TREATY_DELAY_DAYS, 0, TREATY_DAY_NONE};

    if (name) {
        treaty_delay_kind_parse(&delay.kind, name);
    }
    if (value > 0 && value <= DELAY_MAX) {
        delay.count = (int)value;
    }
    return delay;
}

/* "3 months", with the words that the kind adds. */
static const char *delay_text(const treaty_delay_t *delay, apr_pool_t *pool)
{
    const char *unit = delay->kind == TREATY_DELAY_DAYS ? "day" : "month";
    const char *time = apr_psprintf(pool, "%d %s%s", delay->count, unit,
                                    delay->count == 1 ? "" : "s");

    switch (delay->kind) {
    case TREATY_DELAY_MONTH_FIRST:
        return apr_pstrcat(pool, time, ", on the first day of that month",
                           NULL);
    case TREATY_DELAY_MONTHS_THEN_FIRST:
        return apr_pstrcat(pool, time,
                           ", and on to the first day of the month that "
                           "follows",
                           NULL);
    default:
        return time;
    }
}

/* A step of the arithmetic, as data and as a sentence. */
static treaty_day_t count_on(const effect_t *it, const char *fact,
                             treaty_day_t from, const treaty_delay_t *delay)
{
    const treaty_why_t *why = it->why;
    treaty_day_t to = treaty_delay_apply(delay, from);
    json_t *step = json_object();
    const char *text = delay->kind == TREATY_DELAY_DATE
                           ? apr_psprintf(why->pool, "The rule's own day: %s.",
                                          treaty_why_day(why, to))
                           : apr_psprintf(why->pool, "%s and %s: %s.",
                                          treaty_why_day(why, from),
                                          delay_text(delay, why->pool),
                                          treaty_why_day(why, to));

    treaty_json_set_text(step, "fact", fact);
    treaty_json_set_text(step, "from", treaty_day_text(from, why->pool));
    json_object_set_new(step, "delay",
                        delay->kind == TREATY_DELAY_DATE
                            ? json_null()
                            : json_integer(delay->count));
    treaty_json_set_text(step, "kind", treaty_delay_kind_name(delay->kind));
    treaty_json_set_text(step, "to", treaty_day_text(to, why->pool));
    treaty_json_set_text(step, "text", text);
    json_array_append_new(why->arithmetic, step);
    treaty_why_say(why, "%s", text);
    return to;
}

static void read_rule(effect_t *it, const json_t *rule)
{
    const char *after = treaty_json_text(rule, "later_after");

    it->json = rule;
    it->article = treaty_json_text(rule, "article");
    it->rule.threshold =
        (int)json_integer_value(json_object_get(rule, "threshold"));
    it->rule.organisations_count =
        json_is_true(json_object_get(rule, "organisations_count"));
    it->rule.delay = delay_of(rule, "delay_kind", "delay");
    it->rule.later = delay_of(rule, "later_kind", "later_delay");
    it->rule.later.on = treaty_why_day_of(rule, "later_on");
    it->rule.later_after = after && strcmp(after, "threshold") == 0
                               ? TREATY_LATER_THRESHOLD
                               : TREATY_LATER_ENTRY_INTO_FORCE;
}

/* The treaty's entry into force, from all acts, as publishing found it. */
static apr_status_t read_entry(effect_t *it)
{
    const treaty_why_t *why = it->why;
    const json_t *rule = json_object_get(why->treaty, "rule");
    treaty_rule_t counted;
    json_t *row;
    apr_status_t rv = APR_SUCCESS;

    if (json_is_object(rule)) {
        read_rule(it, rule);
    }
    counted = it->rule;
    if (!(why->covered & TREATY_COVERS_CONSENTS)) {
        /* A threshold can't be counted from a part of the acts. */
        counted.threshold = 0;
    }
    treaty_rule_entry(&it->entry, (const treaty_act_t *)why->all->elts,
                      why->all->nelts, it->json ? &counted : NULL,
                      treaty_why_day_of(why->treaty, "entry_into_force_on"));
    if (it->entry.reached >= 0) {
        rv = treaty_document_participant(
            &row, why->reading, why->treaty_key,
            APR_ARRAY_IDX(why->all, it->entry.reached, treaty_act_t)
                .participant);
        it->reached_by =
            rv == APR_SUCCESS
                ? treaty_json_text(json_object_get(row, "participant"), "name")
                : NULL;
    }
    return rv;
}

static const char *article_text(const effect_t *it)
{
    return it->article ? apr_pstrcat(it->why->pool, "By article ", it->article,
                                     " the treaty", NULL)
                       : "By its rule the treaty";
}

/* What stands, where the rule doesn't lead to it. */
static void tell_stated_entry(const effect_t *it)
{
    if (it->entry.entry != TREATY_DAY_NONE) {
        treaty_why_say(it->why,
                       "A source states that the treaty entered into force on "
                       "%s.",
                       treaty_why_day(it->why, it->entry.entry));
    }
    else {
        treaty_why_unknown(it->why, "entry_into_force_unknown",
                           "No source states when the treaty entered into "
                           "force.");
    }
}

static void tell_threshold(const effect_t *it)
{
    const treaty_why_t *why = it->why;

    treaty_why_say(
        why,
        "%s enters into force after %d consent%s%s; the deposit of "
        "%s (%s) reached that number.",
        article_text(it), it->rule.threshold,
        it->rule.threshold == 1 ? "" : "s",
        it->rule.organisations_count ? ", those of organisations counted" : "",
        treaty_why_day(why, it->entry.threshold),
        it->reached_by ? it->reached_by : "no name recorded");
    count_on(it, "entry_into_force_on", it->entry.threshold, &it->rule.delay);
    if (it->entry.derived == it->entry.entry) {
        treaty_why_say(why, "On that day the treaty entered into force.");
    }
    else {
        treaty_why_say(why,
                       "But a source states %s for the treaty's entry into "
                       "force, and a stated day stands.",
                       treaty_why_day(why, it->entry.entry));
    }
}

/* The treaty's own entry into force. */
static void tell_entry(const effect_t *it)
{
    const treaty_why_t *why = it->why;

    if (it->entry.reached >= 0) {
        tell_threshold(it);
        return;
    }
    if (it->rule.threshold > 0 && why->covered & TREATY_COVERS_CONSENTS) {
        treaty_why_say(why,
                       "%s enters into force after %d consents, which aren't "
                       "reached by those that are recorded.",
                       article_text(it), it->rule.threshold);
        if (it->entry.entry == TREATY_DAY_NONE) {
            return;
        }
    }
    else if (it->rule.threshold > 0) {
        treaty_why_say(why,
                       "%s enters into force after %d consents, which can't "
                       "be counted: not all of them are recorded.",
                       article_text(it), it->rule.threshold);
    }
    tell_stated_entry(it);
}

static int is_later(const effect_t *it, treaty_day_t deposit)
{
    return treaty_rule_is_later(deposit, &it->rule, &it->entry);
}

/* What tells that the deposit is a later one, or isn't. */
static const char *test_text(const effect_t *it, int later)
{
    switch (treaty_rule_later_test(&it->rule, &it->entry)) {
    case TREATY_LATER_TEST_ENTRY:
        return later ? "Its deposit came when the treaty was in force already"
                     : "Its deposit came before the treaty's entry into force";
    case TREATY_LATER_TEST_THRESHOLD:
        return later ? "Its deposit came after the one that reached the "
                       "threshold"
                     : "Its deposit came no later than the one that reached "
                       "the threshold";
    case TREATY_LATER_TEST_DELAY:
    default:
        return later ? "Which deposit reached the threshold isn't known; the "
                       "treaty's own delay, counted from this one, ends "
                       "behind the entry into force, so it came after that"
                     : "Which deposit reached the threshold isn't known; the "
                       "treaty's own delay, counted from this one, ends no "
                       "later than the entry into force, so it came up to "
                       "that";
    }
}

static void tell_with_treaty(const effect_t *it, treaty_day_t deposit)
{
    const treaty_why_t *why = it->why;

    if (it->entry.entry == TREATY_DAY_NONE) {
        treaty_why_say(why, "So it takes effect with the treaty, which isn't "
                            "in force yet.");
        return;
    }
    treaty_why_say(why, "%s.", test_text(it, is_later(it, deposit)));
    if (!is_later(it, deposit)) {
        treaty_why_say(why, "So it takes effect with the treaty itself, on %s.",
                       treaty_why_day(why, it->entry.entry));
        return;
    }
    count_on(it, "in_force_on", deposit, &it->rule.later);
    treaty_why_say(why,
                   "That isn't later than the treaty's own entry into force, "
                   "so it takes effect with the treaty, on %s.",
                   treaty_why_day(why, it->entry.entry));
}

static void tell_later(const effect_t *it, treaty_day_t deposit)
{
    treaty_why_say(it->why, "%s. So the rule for later participants counts:",
                   test_text(it, 1));
    count_on(it, "in_force_on", deposit, &it->rule.later);
}

/* The source of the day of effect, else that of the act itself. */
static const char *stating_source(const treaty_why_t *why)
{
    int i;

    for (i = 0; i < why->acts->nelts; i++) {
        const treaty_why_act_t *item =
            &APR_ARRAY_IDX(why->acts, i, treaty_why_act_t);
        const char *title;

        if (item->part != TREATY_PART_CONSENT) {
            continue;
        }
        title = treaty_json_text(
            json_object_get(item->json, "effective_source"), "title");
        return title ? title
                     : treaty_json_text(json_object_get(item->json, "source"),
                                        "title");
    }
    return NULL;
}

/* What the rule would make of a deposit: see derive in rule.c. */
static treaty_day_t derived_effect(const effect_t *it, treaty_day_t deposit)
{
    treaty_day_t later;

    if (!it->json || it->entry.entry == TREATY_DAY_NONE ||
        !is_later(it, deposit)) {
        return it->json ? it->entry.entry : TREATY_DAY_NONE;
    }
    later = treaty_delay_apply(&it->rule.later, deposit);
    return later > it->entry.entry ? later : it->entry.entry;
}

static void tell_stated(const effect_t *it, treaty_day_t deposit,
                        treaty_day_t effect)
{
    const char *source = stating_source(it->why);
    const char *kind = treaty_json_text(it->why->row, "consent_kind");
    treaty_day_t derived =
        deposit == TREATY_DAY_NONE || (kind && strcmp(kind, "succession") == 0)
            ? TREATY_DAY_NONE
            : derived_effect(it, deposit);

    treaty_why_say(it->why,
                   "A source%s%s%s states that it takes effect on %s; a "
                   "stated day stands over a derived one.",
                   source ? " (" : "", source ? source : "", source ? ")" : "",
                   treaty_why_day(it->why, effect));
    if (derived != TREATY_DAY_NONE && derived != effect) {
        treaty_why_say(it->why, "By the rule it would be %s.",
                       treaty_why_day(it->why, derived));
    }
}

static void tell_unknown(const effect_t *it)
{
    const treaty_why_t *why = it->why;
    const char *kind = treaty_json_text(why->row, "consent_kind");

    if (kind && strcmp(kind, "succession") == 0) {
        treaty_why_unknown(
            why, "succession_not_derived",
            "The effective day of a succession isn't derived: it may lie "
            "before or after the notification. No source states it.");
    }
    else if (!it->json) {
        treaty_why_unknown(why, "rule_not_recorded",
                           "No source states when it takes effect, and the "
                           "treaty's rule isn't recorded.");
    }
    else {
        treaty_why_unknown(why, "in_force_on_unknown",
                           "So it can't be told when it takes effect.");
    }
}

apr_status_t treaty_why_effect(const treaty_why_t *why)
{
    effect_t it = {0};
    const char *basis = treaty_json_text(why->row, "in_force_basis");
    treaty_day_t deposit = treaty_why_day_of(why->row, "consented_on");
    apr_status_t rv;

    if (!basis || strcmp(basis, "none") == 0) {
        return APR_SUCCESS;
    }
    it.why = why;
    rv = read_entry(&it);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (strcmp(basis, "stated") == 0) {
        tell_stated(&it, deposit, treaty_why_day_of(why->row, "in_force_on"));
        return APR_SUCCESS;
    }
    if (it.json) {
        tell_entry(&it);
    }
    if (deposit == TREATY_DAY_NONE) {
        /* Nothing can be counted from it: only a tampered file says so. */
        basis = "unknown";
    }
    if (strcmp(basis, "with_treaty") == 0) {
        tell_with_treaty(&it, deposit);
    }
    else if (strcmp(basis, "after_deposit") == 0) {
        tell_later(&it, deposit);
    }
    else {
        tell_unknown(&it);
    }
    return APR_SUCCESS;
}
