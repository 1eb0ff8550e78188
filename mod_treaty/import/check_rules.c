#include "check_rules.h"

#include "treaty_acts.h"
#include "treaty_rule.h"

#include <apr_strings.h>
#include <string.h>

/* A treaty with a rule, from the columns of check_entries. */
typedef struct {
    apr_int64_t id;
    const char *place;
    treaty_day_t stated;
    treaty_rule_t rule;
    treaty_entry_t entry;
    /** A succession stands among the acts: a predecessor's may be missing. */
    int has_succession;
    apr_pool_t *pool;
} ruled_t;

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    treaty_day_t day = TREATY_DAY_NONE;

    if (!treaty_stmt_is_null(stmt, column)) {
        treaty_day_parse(&day, treaty_stmt_string(stmt, column));
    }
    return day;
}

static ruled_t read_ruled(treaty_stmt_t *stmt, apr_pool_t *pool)
{
    ruled_t ruled = {0};

    ruled.id = treaty_stmt_int(stmt, 0);
    ruled.place =
        apr_pstrcat(pool, "treaties/", treaty_stmt_string(stmt, 1), NULL);
    ruled.stated = day_column(stmt, 2);
    ruled.rule.threshold = (int)treaty_stmt_int(stmt, 3);
    ruled.rule.organisations_count = (int)treaty_stmt_int(stmt, 4);
    treaty_delay_kind_parse(&ruled.rule.delay.kind,
                            treaty_stmt_string(stmt, 5));
    ruled.rule.delay.count = (int)treaty_stmt_int(stmt, 6);
    treaty_delay_kind_parse(&ruled.rule.later.kind,
                            treaty_stmt_string(stmt, 7));
    ruled.rule.later.count = (int)treaty_stmt_int(stmt, 8);
    ruled.rule.later.on = day_column(stmt, 9);
    ruled.rule.later_after =
        strcmp(treaty_stmt_string(stmt, 10), "threshold") == 0
            ? TREATY_LATER_THRESHOLD
            : TREATY_LATER_ENTRY_INTO_FORCE;
    if (!treaty_stmt_int(stmt, 11)) {
        /* A threshold can't be counted from a part of the acts. */
        ruled.rule.threshold = 0;
    }
    ruled.pool = pool;
    return ruled;
}

static apr_status_t read_entry(ruled_t *ruled, treaty_db_t *db)
{
    apr_array_header_t *acts =
        apr_array_make(ruled->pool, 256, sizeof(treaty_act_t));
    apr_status_t rv = treaty_acts_read(acts, ruled->id, db);
    int i;

    treaty_rule_entry(&ruled->entry, (const treaty_act_t *)acts->elts,
                      acts->nelts, &ruled->rule, ruled->stated);
    for (i = 0; i < acts->nelts; i++) {
        ruled->has_succession |=
            APR_ARRAY_IDX(acts, i, treaty_act_t).kind == TREATY_ACT_SUCCESSION;
    }
    return rv;
}

static void compare_entry(treaty_findings_t *findings, const ruled_t *ruled)
{
    const treaty_entry_t *entry = &ruled->entry;

    if (entry->derived == TREATY_DAY_NONE || ruled->stated == TREATY_DAY_NONE ||
        entry->derived == ruled->stated) {
        return;
    }
    treaty_findings_add(
        findings, TREATY_FINDING_WARNING, ruled->place, 0, "entry-into-force",
        "the entry into force is stated as %s; by the rule it would be "
        "%s, counted from the deposit of %s that reached the threshold%s",
        treaty_day_text(ruled->stated, ruled->pool),
        treaty_day_text(entry->derived, ruled->pool),
        treaty_day_text(entry->threshold, ruled->pool),
        ruled->has_succession ? "; deposits of predecessors may be missing "
                                "among those that are recorded"
                              : "");
}

/* The day of effect that the rule gives to a deposit. */
static treaty_day_t derived_effect(const ruled_t *ruled, treaty_day_t deposit)
{
    treaty_day_t later;

    if (!treaty_rule_is_later(deposit, &ruled->rule, &ruled->entry)) {
        return ruled->entry.entry;
    }
    later = treaty_delay_apply(&ruled->rule.later, deposit);
    return later > ruled->entry.entry ? later : ruled->entry.entry;
}

/* From the columns of check_effects. */
static void compare_effect(treaty_findings_t *findings, const ruled_t *ruled,
                           treaty_stmt_t *stmt)
{
    treaty_day_t derived = derived_effect(ruled, day_column(stmt, 2));

    if (derived != day_column(stmt, 3)) {
        treaty_findings_add(
            findings, TREATY_FINDING_WARNING, ruled->place, 0, "effective-day",
            "%s: the effect of its %s of %s is stated as %s; by the rule it "
            "would be %s",
            treaty_stmt_string(stmt, 0), treaty_stmt_string(stmt, 1),
            treaty_stmt_string(stmt, 2), treaty_stmt_string(stmt, 3),
            treaty_day_text(derived, ruled->pool));
    }
}

static apr_status_t check_effects(treaty_findings_t *findings,
                                  const ruled_t *ruled, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    if (ruled->entry.entry == TREATY_DAY_NONE) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_CHECK_EFFECTS, "i", ruled->id);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        compare_effect(findings, ruled, stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t check_treaty(treaty_findings_t *findings,
                                 treaty_stmt_t *stmt, treaty_db_t *db,
                                 apr_pool_t *pool)
{
    ruled_t ruled = read_ruled(stmt, pool);
    apr_status_t rv = read_entry(&ruled, db);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    compare_entry(findings, &ruled);
    return check_effects(findings, &ruled, db);
}

apr_status_t treaty_check_rules(treaty_findings_t *findings, treaty_db_t *db,
                                apr_pool_t *scratch_pool)
{
    apr_pool_t *iterpool;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_CHECK_ENTRIES);

    apr_pool_create(&iterpool, scratch_pool);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        apr_pool_clear(iterpool);
        rv = check_treaty(findings, stmt, db, iterpool);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_step(&row, stmt);
        }
    }
    apr_pool_destroy(iterpool);
    return rv;
}
