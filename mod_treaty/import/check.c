#include "check_rules.h"

#include "treaty_check.h"

/* Kinds of findings, and what finds them: a row is a place and a sentence. */
static const struct {
    const char *kind;
    treaty_sql_t sql;
} checks[] = {
    {"reference", TREATY_SQL_CHECK_REFERENCES},
    {"treaty-dates", TREATY_SQL_CHECK_DATES_OF_TREATY},
    {"act-before-adoption", TREATY_SQL_CHECK_ACT_BEFORE_ADOPTION},
    {"effective-before-deposit", TREATY_SQL_CHECK_EFFECTIVE_BEFORE_DEPOSIT},
    {"signature-after-consent", TREATY_SQL_CHECK_SIGNATURE_AFTER_CONSENT},
    {"consent-without-signature", TREATY_SQL_CHECK_CONSENT_WITHOUT_SIGNATURE},
    {"duplicate-act", TREATY_SQL_CHECK_DUPLICATE_ACT},
    {"consent-twice", TREATY_SQL_CHECK_CONSENT_TWICE},
    {"withdrawal-of-nothing", TREATY_SQL_CHECK_WITHDRAWAL_OF_NOTHING},
    {"act-after-source", TREATY_SQL_CHECK_ACT_AFTER_KNOWN_THROUGH},
    {"act-after-end", TREATY_SQL_CHECK_ACT_AFTER_END},
    {"amendment-of-nothing", TREATY_SQL_CHECK_AMENDMENT_OF_NOTHING},
    {"relation", TREATY_SQL_CHECK_RELATION},
    {"claim", TREATY_SQL_CHECK_CLAIM},
    {"participant-code", TREATY_SQL_CHECK_PARTICIPANT_CODE},
    {"name-period", TREATY_SQL_CHECK_NAME_PERIOD},
};

static apr_status_t run_check(treaty_findings_t *findings, treaty_db_t *db,
                              const char *kind, treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        treaty_findings_add(findings, TREATY_FINDING_WARNING,
                            treaty_stmt_string(stmt, 0), 0, kind, "%s",
                            treaty_stmt_string(stmt, 1));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

apr_status_t treaty_check(treaty_findings_t *findings, treaty_db_t *db,
                          apr_pool_t *scratch_pool)
{
    apr_status_t rv = treaty_db_run(db, TREATY_SQL_EXPORT_BEGIN);
    apr_size_t i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    for (i = 0; rv == APR_SUCCESS && i < sizeof(checks) / sizeof(checks[0]);
         i++) {
        rv = run_check(findings, db, checks[i].kind, checks[i].sql);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_check_rules(findings, db, scratch_pool);
    }
    treaty_db_rollback(db);
    return rv;
}

apr_status_t treaty_check_counts(treaty_findings_t *findings, treaty_db_t *db)
{
    return run_check(findings, db, "total", TREATY_SQL_CHECK_TOTALS);
}
