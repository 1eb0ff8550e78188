#include "told_cases.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define PICK(array) ((array)[told_roll(LENGTH(array))])

/* Acts begin within these days. */
#define BEGIN 400
#define WIDTH 1300

static apr_uint32_t state;

void told_seed(apr_uint32_t seed)
{
    state = seed;
}

int told_roll(int bound)
{
    state = state * 1664525u + 1013904223u;
    return (int)((state >> 8) % (apr_uint32_t)bound);
}

/* So many times of a hundred. */
static int often(int percent)
{
    return told_roll(100) < percent;
}

static told_delay_t make_delay(int may_be_a_day)
{
    static const char *const kinds[] = {"days", "months", "month_first",
                                        "months_then_first", "date"};
    told_delay_t delay = {NULL, 0, TOLD_UNKNOWN};

    delay.kind = kinds[told_roll(may_be_a_day ? 5 : 4)];
    if (strcmp(delay.kind, "days") == 0) {
        delay.count = told_roll(200);
    }
    else if (strcmp(delay.kind, "date") == 0) {
        delay.on = BEGIN + told_roll(2 * WIDTH);
    }
    else {
        delay.count = told_roll(14);
    }
    return delay;
}

static void make_rule(told_treaty_t *treaty)
{
    treaty->has_rule = often(85);
    if (!treaty->has_rule) {
        return;
    }
    treaty->threshold = often(85) ? 1 + told_roll(7) : 0;
    treaty->organisations_count = often(50);
    treaty->delay = make_delay(0);
    treaty->later = make_delay(1);
    treaty->later_after_threshold = often(50);
}

static told_act_t *add_act(told_treaty_t *treaty, int who, const char *kind,
                           int deposited)
{
    told_act_t *act = &treaty->acts[treaty->count++];

    act->who = who;
    act->kind = kind;
    act->deposited = deposited;
    act->effective = TOLD_UNKNOWN;
    act->scope = NULL;
    act->has_end = often(90);
    act->has_cell = 0;
    return act;
}

static void add_signature(told_treaty_t *treaty, int who, int day)
{
    static const char *const kinds[] = {"signature", "signature",
                                        "signature_ad_referendum",
                                        "succession_to_signature"};
    told_act_t *act = add_act(treaty, who, PICK(kinds), day);

    if (often(3)) {
        act->effective = day;
        act->deposited = TOLD_UNKNOWN;
    }
}

static void add_consent(told_treaty_t *treaty, int who, int day)
{
    static const char *const kinds[] = {
        "ratification",  "ratification",        "acceptance",
        "approval",      "accession",           "accession",
        "succession",    "formal_confirmation", "consent_to_be_bound",
        "participation", "unspecified",         "definitive_signature"};
    told_act_t *act = add_act(treaty, who, PICK(kinds), day);

    if (often(25)) {
        act->effective = day - 60 + told_roll(260);
        if (often(15)) {
            act->deposited = TOLD_UNKNOWN;
        }
    }
}

/* @return the day by which it has taken effect */
static int add_withdrawal(told_treaty_t *treaty, int who, int day)
{
    told_act_t *act = add_act(treaty, who, "withdrawal", day);
    int effect = day + told_roll(300);

    act->scope = often(60) ? "treaty" : "consent";
    switch (told_roll(8)) {
    case 0:
        act->deposited = TOLD_UNKNOWN;
        return day;
    case 1:
    case 2:
        return day;
    case 3:
        act->deposited = TOLD_UNKNOWN;
        act->effective = effect;
        return effect;
    default:
        act->effective = effect;
        return effect;
    }
}

static void add_provisional(told_treaty_t *treaty, int who, int day)
{
    told_act_t *act = add_act(treaty, who, "provisional_application", day);

    if (often(40)) {
        act->effective = day + told_roll(200);
    }
}

/* What is in no count: a row without a cell, a cell, a dated act. */
static void add_other(told_treaty_t *treaty, int who, int day)
{
    told_act_t *act = add_act(treaty, who, "other", TOLD_UNKNOWN);

    switch (told_roll(3)) {
    case 0:
        act->has_cell = 1;
        break;
    case 1:
        act->deposited = day;
        break;
    default:
        break;
    }
}

/* One thing that a participant does. @return when it may do the next */
static int add_some_act(told_treaty_t *treaty, int who, int day)
{
    int kind = told_roll(20);

    if (kind < 6) {
        add_signature(treaty, who, day);
    }
    else if (kind < 13) {
        add_consent(treaty, who, day);
    }
    else if (kind < 17) {
        int effect = add_withdrawal(treaty, who, day);

        /* Some come back before they are out. */
        return often(70) ? effect + told_roll(100) : day + told_roll(100);
    }
    else if (kind < 19) {
        add_provisional(treaty, who, day);
    }
    else {
        add_other(treaty, who, day);
    }
    /* Some do two things on one day. */
    return often(15) ? day : day + told_roll(250);
}

static void add_row(told_treaty_t *treaty, int who)
{
    int day = BEGIN + told_roll(WIDTH);
    int first = treaty->count;
    int acts = told_roll(6);
    int is_undated = often(6);
    int i;

    for (i = 0; i < acts && treaty->count < TOLD_ACTS; i++) {
        day = add_some_act(treaty, who, day);
    }
    for (i = first; is_undated && i < treaty->count; i++) {
        treaty->acts[i].deposited = TOLD_UNKNOWN;
        treaty->acts[i].effective = TOLD_UNKNOWN;
    }
}

/* Sources add acts behind those of others: no order of days. */
static void swap_some(told_treaty_t *treaty)
{
    int i;

    for (i = 1; i < treaty->count; i++) {
        if (often(8)) {
            told_act_t kept = treaty->acts[i];

            treaty->acts[i] = treaty->acts[i - 1];
            treaty->acts[i - 1] = kept;
        }
    }
}

told_treaty_t *told_make_up(int id, told_treaty_t *amended,
                            apr_pool_t *result_pool)
{
    told_treaty_t *treaty = apr_pcalloc(result_pool, sizeof(*treaty));
    int who;

    treaty->id = id;
    treaty->amended = amended;
    treaty->adopted = BEGIN - 50 + told_roll(100);
    treaty->ended = often(10) ? BEGIN + WIDTH + told_roll(WIDTH) : TOLD_UNKNOWN;
    treaty->stated = often(25) ? BEGIN + told_roll(WIDTH + 400) : TOLD_UNKNOWN;
    make_rule(treaty);
    treaty->covers_signatures = often(85);
    treaty->covers_consents = often(90);
    treaty->covers_provisional = often(60);
    treaty->covers_withdrawals = often(60);
    treaty->covers_predecessors = often(30);
    for (who = 0; who < TOLD_PARTICIPANTS; who++) {
        add_row(treaty, who);
    }
    swap_some(treaty);
    return treaty;
}

/* ------------------------------------------------------------------------
 * As SQL. */

static const char *quoted(const char *text, apr_pool_t *pool)
{
    return text ? apr_pstrcat(pool, "'", text, "'", NULL) : "NULL";
}

static const char *quoted_day(int day, apr_pool_t *pool)
{
    return quoted(told_iso(day, pool), pool);
}

static void push(apr_array_header_t *sql, const char *text)
{
    APR_ARRAY_PUSH(sql, const char *) = text;
}

const char *told_world_sql(apr_pool_t *result_pool)
{
    apr_array_header_t *sql = apr_array_make(result_pool, 16, sizeof(char *));
    int who;

    push(sql, apr_psprintf(result_pool,
                           "INSERT INTO source (id, slug, kind, title, "
                           "known_through) VALUES (1, 'table', "
                           "'status_table', 'T', %s), (2, 'desk', 'editor', "
                           "'D', NULL);\n",
                           quoted_day(told_known_through, result_pool)));
    for (who = 0; who < TOLD_PARTICIPANTS; who++) {
        push(sql, apr_psprintf(result_pool,
                               "INSERT INTO participant (id, slug, kind) "
                               "VALUES (%d, 'p%d', '%s');\n",
                               who + 1, who, told_kinds[who]));
    }
    return apr_array_pstrcat(result_pool, sql, 0);
}

static void push_coverage(apr_array_header_t *sql, const told_treaty_t *treaty,
                          apr_pool_t *pool)
{
    const struct {
        int covers;
        const char *name;
    } coverage[] = {{treaty->covers_signatures, "signatures"},
                    {treaty->covers_consents, "consents"},
                    {treaty->covers_provisional, "provisional"},
                    {treaty->covers_withdrawals, "withdrawals"},
                    {treaty->covers_predecessors, "predecessors"}};
    int i;

    for (i = 0; i < LENGTH(coverage); i++) {
        if (coverage[i].covers) {
            push(sql, apr_psprintf(pool,
                                   "INSERT INTO treaty_coverage VALUES (%d, "
                                   "'%s');\n",
                                   treaty->id, coverage[i].name));
        }
    }
}

static void push_rule(apr_array_header_t *sql, const told_treaty_t *treaty,
                      apr_pool_t *pool)
{
    if (!treaty->has_rule) {
        return;
    }
    push(sql,
         apr_psprintf(
             pool,
             "INSERT INTO treaty_rule (treaty_id, threshold, "
             "organisations_count, delay_kind, delay, later_kind, "
             "later_delay, later_on, later_after) VALUES (%d, nullif(%d, 0), "
             "%d, '%s', %d, '%s', %d, %s, '%s');\n",
             treaty->id, treaty->threshold, treaty->organisations_count,
             treaty->delay.kind, treaty->delay.count, treaty->later.kind,
             treaty->later.count, quoted_day(treaty->later.on, pool),
             treaty->later_after_threshold ? "threshold" : "entry_into_force"));
}

static void push_act(apr_array_header_t *sql, const told_treaty_t *treaty,
                     int index, apr_pool_t *pool)
{
    const told_act_t *act = &treaty->acts[index];

    push(sql, apr_psprintf(
                  pool,
                  "INSERT INTO act (treaty_id, position, "
                  "participant_id, kind, deposited_on, effective_on, "
                  "scope, raw, source_id) VALUES (%d, %d, %d, '%s', "
                  "%s, %s, %s, %s, %d);\n",
                  treaty->id, index, act->who + 1, act->kind,
                  quoted_day(act->deposited, pool),
                  quoted_day(act->effective, pool), quoted(act->scope, pool),
                  act->has_cell ? "'N/A'" : "NULL", act->has_end ? 1 : 2));
}

const char *told_treaty_sql(const told_treaty_t *treaty,
                            apr_pool_t *result_pool)
{
    apr_array_header_t *sql = apr_array_make(result_pool, 64, sizeof(char *));
    int i;

    push(sql, apr_psprintf(result_pool,
                           "INSERT INTO treaty (id, slug, type, adopted_on, "
                           "entry_into_force_on, ended_on, binds) VALUES (%d, "
                           "'t%d', 'treaty', %s, %s, %s, %s);\n",
                           treaty->id, treaty->id,
                           quoted_day(treaty->adopted, result_pool),
                           quoted_day(treaty->stated, result_pool),
                           quoted_day(treaty->ended, result_pool),
                           treaty->amended ? "'all'" : "NULL"));
    if (treaty->amended) {
        push(sql, apr_psprintf(result_pool,
                               "INSERT INTO treaty_relation VALUES (%d, 0, "
                               "'amends', 't%d');\n",
                               treaty->id, treaty->amended->id));
    }
    push_coverage(sql, treaty, result_pool);
    push_rule(sql, treaty, result_pool);
    for (i = 0; i < treaty->count; i++) {
        push_act(sql, treaty, i, result_pool);
    }
    return apr_array_pstrcat(result_pool, sql, 0);
}

/* ------------------------------------------------------------------------
 * As text. */

static const char *named(const char *name, int day, apr_pool_t *pool)
{
    return day == TOLD_UNKNOWN
               ? ""
               : apr_psprintf(pool, " %s %s", name, told_iso(day, pool));
}

static const char *rule_text(const told_treaty_t *treaty, apr_pool_t *pool)
{
    return treaty->has_rule
               ? apr_psprintf(
                     pool, "  rule: %d consents%s, %s %d, %s %s %d%s\n",
                     treaty->threshold,
                     treaty->organisations_count ? " (organisations' too)" : "",
                     treaty->delay.kind, treaty->delay.count,
                     treaty->later_after_threshold ? "after the threshold's"
                                                   : "once in force",
                     treaty->later.kind, treaty->later.count,
                     named("on", treaty->later.on, pool))
               : "  no rule\n";
}

static const char *act_text(const told_act_t *act, apr_pool_t *pool)
{
    return apr_psprintf(
        pool, "  p%d (%s) %s%s%s%s%s%s%s\n", act->who, told_kinds[act->who],
        act->kind, act->scope ? " " : "", act->scope ? act->scope : "",
        named("deposited", act->deposited, pool),
        named("effective", act->effective, pool), act->has_end ? "" : " (desk)",
        act->has_cell ? " (cell)" : "");
}

const char *told_text(const told_treaty_t *treaty, apr_pool_t *result_pool)
{
    const char *text = apr_psprintf(
        result_pool, "t%d%s%s%s; covers %d%d%d%d%d; amends t%d\n%s", treaty->id,
        named("adopted", treaty->adopted, result_pool),
        named("in force", treaty->stated, result_pool),
        named("ended", treaty->ended, result_pool), treaty->covers_signatures,
        treaty->covers_consents, treaty->covers_provisional,
        treaty->covers_withdrawals, treaty->covers_predecessors,
        treaty->amended ? treaty->amended->id : 0,
        rule_text(treaty, result_pool));
    int i;

    for (i = 0; i < treaty->count; i++) {
        text = apr_pstrcat(result_pool, text,
                           act_text(&treaty->acts[i], result_pool), NULL);
    }
    return treaty->amended
               ? apr_pstrcat(result_pool, text,
                             told_text(treaty->amended, result_pool), NULL)
               : text;
}
