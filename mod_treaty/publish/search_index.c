#include "publish.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

apr_status_t treaty_publish_search(treaty_db_t *db)
{
    /* The order is that of the kinds: treaties get the low numbers. */
    static const treaty_sql_t steps[] = {
        TREATY_SQL_PUBLISH_SEARCH_TREATY_RECORDS,
        TREATY_SQL_PUBLISH_SEARCH_PARTICIPANT_RECORDS,
        TREATY_SQL_PUBLISH_SEARCH_FACT_SHEET_RECORDS,
        TREATY_SQL_PUBLISH_SEARCH_STATEMENT_RECORDS,
        TREATY_SQL_PUBLISH_SEARCH_KINDS,
        TREATY_SQL_PUBLISH_SEARCH_TREATIES,
        TREATY_SQL_PUBLISH_SEARCH_PARTICIPANTS,
        TREATY_SQL_PUBLISH_SEARCH_FACT_SHEETS,
        TREATY_SQL_PUBLISH_SEARCH_STATEMENTS,
        TREATY_SQL_PUBLISH_SEARCH_TREATY_KEYS,
        TREATY_SQL_PUBLISH_SEARCH_PARTICIPANT_KEYS,
        TREATY_SQL_PUBLISH_SEARCH_FACT_SHEET_KEYS,
        TREATY_SQL_PUBLISH_SEARCH_SETTLE,
        TREATY_SQL_PUBLISH_SEARCH_WORDS};

    return treaty_publish_run_all(db, steps, LENGTH(steps));
}
