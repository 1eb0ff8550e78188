#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* A count in words: English has another word for one. */
static const char *counted(const char *key, const char *key_of_one, int count,
                           const treaty_reading_t *reading)
{
    return treaty_word_fill(
        reading->language, count == 1 ? key_of_one : key,
        treaty_language_number(reading->language, count, reading->pool),
        reading->pool);
}

/* "10 consents, then 3 months" */
static const char *rule_text(int threshold, const char *kind, int delay,
                             const treaty_reading_t *reading)
{
    const char *first =
        threshold > 0
            ? counted("rule_consents", "rule_one_consent", threshold, reading)
            : "";
    const char *time =
        strcmp(kind, "days") == 0
            ? counted("rule_days", "rule_one_day", delay, reading)
            : counted("rule_months", "rule_one_month", delay, reading);

    if (strcmp(kind, "month_first") == 0) {
        time = treaty_word_fill(reading->language, "rule_month_first", time,
                                reading->pool);
    }
    if (strcmp(kind, "months_then_first") == 0) {
        time = treaty_word_fill(reading->language, "rule_months_then_first",
                                time, reading->pool);
    }
    return apr_pstrcat(reading->pool, first, time, NULL);
}

apr_status_t treaty_document_rule(json_t *document,
                                  const treaty_reading_t *reading,
                                  apr_int64_t key)
{
    json_t *rule;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db,
                                      TREATY_SQL_TREATY_RULE_GET, "i", key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        json_object_set_new(document, "rule", json_null());
        return rv;
    }
    rule = json_object();
    treaty_reading_set_number(rule, "threshold", stmt, 0);
    json_object_set_new(rule, "organisations_count",
                        json_boolean(treaty_stmt_int(stmt, 1)));
    treaty_reading_set_column(rule, "delay_kind", stmt, 2);
    treaty_reading_set_number(rule, "delay", stmt, 3);
    treaty_reading_set_column(rule, "later_kind", stmt, 4);
    treaty_reading_set_number(rule, "later_delay", stmt, 5);
    treaty_reading_set_column(rule, "later_on", stmt, 6);
    treaty_reading_set_column(rule, "later_after", stmt, 7);
    treaty_reading_set_column(rule, "article", stmt, 8);
    treaty_json_set_text(rule, "text",
                         rule_text((int)treaty_stmt_int(stmt, 0),
                                   treaty_stmt_string(stmt, 2),
                                   (int)treaty_stmt_int(stmt, 3), reading));
    json_object_set_new(document, "rule", rule);
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}
