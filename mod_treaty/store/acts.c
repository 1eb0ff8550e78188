#include "treaty_acts.h"

#include <string.h>

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

/* From the columns of publish_acts. */
static treaty_act_t read_act(treaty_stmt_t *stmt)
{
    treaty_act_t act = {0};
    const char *participant_kind = treaty_stmt_string(stmt, 1);
    const char *scope = treaty_stmt_text(stmt, 5);

    act.id = treaty_stmt_int(stmt, 8);
    act.participant = treaty_stmt_int(stmt, 0);
    act.is_state = strcmp(participant_kind, "state") == 0;
    act.is_organisation = strcmp(participant_kind, "organisation") == 0;
    act.kind = TREATY_ACT_OTHER;
    treaty_act_kind_parse(&act.kind, treaty_stmt_string(stmt, 2));
    act.deposited_on = day_column(stmt, 3);
    act.effective_on = day_column(stmt, 4);
    act.scope = scope && strcmp(scope, "consent") == 0 ? TREATY_SCOPE_CONSENT
                                                       : TREATY_SCOPE_TREATY;
    act.is_day_unknown = (int)treaty_stmt_int(stmt, 6);
    act.is_deposit_unknown = (int)treaty_stmt_int(stmt, 7);
    return act;
}

apr_status_t treaty_acts_read(apr_array_header_t *acts, apr_int64_t treaty,
                              treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_PUBLISH_ACTS, "i", treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        APR_ARRAY_PUSH(acts, treaty_act_t) = read_act(stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}
