#include "audit_statement.h"
#include "report.h"
#include "serve.h"
#include "site_files.h"

#include "treaty_date.h"
#include "treaty_json.h"
#include "treaty_site_page.h"

#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

/* An audit while it runs. */
typedef struct audit_t {
    const treatyctl_call_t *call;
    treatyctl_served_t *served;
    treaty_known_t *known;
    treaty_findings_t *findings;
    const char *today;
    /* Of all statements, where a report is wanted: a site may have many. */
    int is_reported;
    json_t *statements;
    apr_int64_t pages;
    apr_int64_t foreign;
    apr_int64_t exact;
    apr_int64_t wrong;
    apr_int64_t open;
    /* Cleared with each page. */
    apr_pool_t *pool;
} audit_t;

static void count(audit_t *audit, const treatyctl_statement_t *statement)
{
    if (statement->is_wrong) {
        audit->wrong++;
    }
    else if (statement->is_exact) {
        audit->exact++;
    }
    else {
        audit->open++;
    }
}

static void tell(audit_t *audit, const char *path, const json_t *claim,
                 const json_t *verdict)
{
    treatyctl_statement_t statement;

    treatyctl_statement_make(&statement, audit->served, path, claim, verdict,
                             audit->pool);
    count(audit, &statement);
    if (audit->is_reported) {
        json_array_append_new(audit->statements,
                              treatyctl_statement_json(&statement));
    }
    if (!treatyctl_report_is_json(audit->call) &&
        (statement.is_wrong || treatyctl_option(audit->call, TREATYCTL_ALL))) {
        treatyctl_statement_print(&statement, audit->pool);
    }
}

static void set_day(json_t *claims, const char *day)
{
    json_t *claim;
    size_t i;

    json_array_foreach(claims, i, claim)
    {
        treaty_json_set_text(claim, "as_of", day);
    }
}

static apr_status_t judge_page(audit_t *audit, const char *path,
                               const treaty_site_page_t *page)
{
    const char *day = treatyctl_option(audit->call, TREATYCTL_AS_OF);
    json_t *verdicts;
    apr_status_t rv;
    size_t i;

    if (day) {
        set_day(page->claims, day);
    }
    rv = treaty_claims_judge(&verdicts, &audit->served->site, page->claims,
                             apr_time_now(), audit->pool);
    for (i = 0; i < json_array_size(verdicts) && rv == APR_SUCCESS; i++) {
        tell(audit, path, json_array_get(page->claims, i),
             json_array_get(verdicts, i));
    }
    return rv;
}

/* A page that can't be read is told of, and the next one is read. */
static apr_status_t audit_page(audit_t *audit, const char *path)
{
    treaty_site_page_t page;

    apr_pool_clear(audit->pool);
    audit->pages++;
    if (treaty_site_page_read(&page, audit->known, path, audit->today,
                              audit->findings, audit->pool) != APR_SUCCESS) {
        return APR_SUCCESS;
    }
    audit->foreign += page.is_foreign;
    return json_array_size(page.claims) > 0 ? judge_page(audit, path, &page)
                                            : APR_SUCCESS;
}

static apr_status_t audit_path(audit_t *audit, const char *path)
{
    apr_array_header_t *files;
    int i;
    apr_status_t rv =
        treatyctl_site_files(&files, path, audit->findings, audit->call->pool);

    if (rv != APR_SUCCESS) {
        treaty_findings_add(audit->findings, TREATY_FINDING_ERROR, path, 0,
                            "file", "there is no such file or folder");
        return APR_SUCCESS;
    }
    for (i = 0; i < files->nelts && rv == APR_SUCCESS; i++) {
        rv = audit_page(audit, APR_ARRAY_IDX(files, i, const char *));
    }
    return rv;
}

static json_t *audit_json(const audit_t *audit)
{
    json_t *report = json_pack(
        "{s:I, s:I, s:I, s:I, s:I}", "pages", (json_int_t)audit->pages,
        "pages_in_other_languages", (json_int_t)audit->foreign, "hold",
        (json_int_t)audit->exact, "contradicted", (json_int_t)audit->wrong,
        "not_checkable", (json_int_t)audit->open);

    json_object_set(report, "statements", audit->statements);
    treatyctl_report_findings(report, audit->findings);
    return report;
}

static void print_summary(const audit_t *audit)
{
    treatyctl_print_count("", audit->pages, "page", "pages");
    treatyctl_print_count(": ", audit->wrong,
                          "statement that the record "
                          "contradicts",
                          "statements that the record "
                          "contradicts");
    treatyctl_print_count(", ", audit->exact, "that holds", "that hold");
    treatyctl_print_count(", ", audit->open, "that it can't tell of",
                          "that it can't tell of");
    puts("");
    if (audit->foreign > 0) {
        treatyctl_print_count("", audit->foreign,
                              "page says that it isn't in "
                              "English and wasn't read",
                              "pages say that they aren't in English and "
                              "weren't read");
        puts("");
    }
}

static int finish(audit_t *audit)
{
    int written;

    treatyctl_print_findings(audit->findings, audit->call->pool);
    written = treatyctl_report_write(audit->call, audit_json(audit));
    json_decref(audit->statements);
    if (!treatyctl_report_is_json(audit->call)) {
        print_summary(audit);
    }
    if (written != TREATYCTL_OK) {
        return written;
    }
    return audit->wrong > 0 || audit->findings->errors > 0 ? TREATYCTL_FINDINGS
                                                           : TREATYCTL_OK;
}

static int run(audit_t *audit)
{
    const apr_array_header_t *paths = treatyctl_files(audit->call);
    treaty_db_t *db;
    int i;
    apr_status_t rv = treaty_db_open(&db, audit->served->path, TREATY_DB_READ,
                                     audit->call->log, audit->served->pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_known_load(&audit->known, db, audit->served->pool);
    }
    for (i = 0; i < paths->nelts && rv == APR_SUCCESS; i++) {
        rv = audit_path(audit, APR_ARRAY_IDX(paths, i, const char *));
    }
    if (rv != APR_SUCCESS) {
        json_decref(audit->statements);
        return TREATYCTL_FAILURE;
    }
    return finish(audit);
}

static int is_day(const char *text)
{
    treaty_day_t day;

    if (!text || treaty_day_parse(&day, text)) {
        return 1;
    }
    treatyctl_complain("--as-of takes a day, YYYY-MM-DD, not \"%s\"", text);
    return 0;
}

int treatyctl_audit(const treatyctl_call_t *call)
{
    audit_t audit = {.call = call};
    treatyctl_served_t served;
    int status = TREATYCTL_FAILURE;

    if (!treatyctl_report_check(call) ||
        !is_day(treatyctl_option(call, TREATYCTL_AS_OF))) {
        return TREATYCTL_USAGE;
    }
    if (treatyctl_serve(&served, call, treatyctl_argument(call, 0)) ==
        APR_SUCCESS) {
        audit.served = &served;
        audit.findings = treaty_findings_create(call->pool);
        audit.today =
            treaty_day_text(treaty_day_of_time(apr_time_now()), call->pool);
        audit.statements = json_array();
        audit.is_reported =
            treatyctl_report_is_json(call) ||
            treatyctl_option(call, TREATYCTL_REPORT_FILE) != NULL;
        apr_pool_create(&audit.pool, call->pool);
        status = run(&audit);
    }
    treatyctl_serve_close(&served);
    return status;
}
