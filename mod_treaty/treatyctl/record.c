#include "treatyctl.h"

#include "treaty_date.h"
#include "treaty_export.h"
#include "treaty_import.h"
#include "treaty_publish.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

int treatyctl_init(const treatyctl_call_t *call)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                                     TREATY_DB_CREATE, call->log, call->pool);

    return rv == APR_SUCCESS ? TREATYCTL_OK : TREATYCTL_FAILURE;
}

static void print_findings(const treaty_findings_t *findings, apr_pool_t *pool)
{
    apr_int64_t rest =
        findings->warnings + findings->errors - findings->kept->nelts;
    int i;

    for (i = 0; i < findings->kept->nelts; i++) {
        treatyctl_complain(
            "%s",
            treaty_finding_text(
                &APR_ARRAY_IDX(findings->kept, i, treaty_finding_t), pool));
    }
    if (rest > 0) {
        treatyctl_complain("and %" APR_INT64_T_FMT " more", rest);
    }
}

static void print_count(const char *before, apr_int64_t count,
                        const char *singular, const char *plural)
{
    printf("%s%" APR_INT64_T_FMT " %s", before, count,
           count == 1 ? singular : plural);
}

static void print_report(const treaty_import_report_t *report,
                         const treaty_findings_t *findings)
{
    print_count("", report->files, "file", "files");
    print_count(": ", report->treaties, "treaty", "treaties");
    print_count(", ", report->acts, "act", "acts");
    if (report->statements > 0) {
        print_count(", ", report->statements, "statement", "statements");
    }
    print_count(", ", report->fact_sheets, "fact sheet", "fact sheets");
    print_count(", ", report->participants_new, "new participant",
                "new participants");
    print_count(", ", findings->warnings, "warning", "warnings");
    puts("");
}

/* Whether an option's value is a date as it has to be. */
static int check_date(const treatyctl_call_t *call, int option,
                      const char *name, int day_only)
{
    static const char rest[] = "0000-01-01";
    const char *value = treatyctl_option(call, option);
    treaty_day_t day;
    apr_size_t len = value ? strlen(value) : 0;

    if (!value) {
        return 1;
    }
    if (!day_only && (len == 4 || len == 7)) {
        value = apr_pstrcat(call->pool, value, rest + len, NULL);
    }
    if (treaty_day_parse(&day, value)) {
        return 1;
    }
    treatyctl_complain("%s takes a day such as 2015-03-12%s", name,
                       day_only ? "" : ", a month or a year");
    return 0;
}

static int finish_import(const treaty_import_report_t *report,
                         const treaty_findings_t *findings, apr_status_t rv)
{
    char buffer[128];

    if (rv == APR_SUCCESS) {
        print_report(report, findings);
        return TREATYCTL_OK;
    }
    if (rv == TREATY_EINPUT) {
        treatyctl_complain("nothing was imported; the database is as before");
        return TREATYCTL_FINDINGS;
    }
    treatyctl_complain("nothing was imported (%s); the database is as before",
                       treaty_strerror(rv, buffer, sizeof(buffer)));
    return TREATYCTL_FAILURE;
}

int treatyctl_import(const treatyctl_call_t *call)
{
    treaty_import_options_t options = {
        treatyctl_option(call, TREATYCTL_KNOWN_THROUGH),
        treatyctl_option(call, TREATYCTL_SOURCE_TITLE),
        treatyctl_option(call, TREATYCTL_RETRIEVED_ON),
        treatyctl_option(call, TREATYCTL_ISO_CODES)};
    treaty_findings_t *findings = treaty_findings_create(call->pool);
    treaty_import_report_t report;
    apr_array_header_t *paths = apr_array_copy(call->pool, call->arguments);
    treaty_db_t *db;
    apr_status_t rv;

    if (!check_date(call, TREATYCTL_KNOWN_THROUGH, "--known-through", 1) ||
        !check_date(call, TREATYCTL_RETRIEVED_ON, "--retrieved-on", 0)) {
        return TREATYCTL_USAGE;
    }
    paths->elts += paths->elt_size;
    paths->nelts--;
    rv = treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_WRITE,
                        call->log, call->pool);
    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    rv = treaty_import(&report, findings, db, paths, &options, call->pool);
    print_findings(findings, call->pool);
    return finish_import(&report, findings, rv);
}

static apr_status_t write_out(void *baton, const char *data, apr_size_t len)
{
    return fwrite(data, 1, len, baton) == len ? APR_SUCCESS : APR_EGENERAL;
}

static int export_to(const treatyctl_call_t *call, treaty_db_t *db, FILE *out,
                     const char *name)
{
    apr_status_t rv = treaty_export(db, write_out, out, call->pool);

    if (rv == APR_EGENERAL || fflush(out) != 0) {
        treatyctl_complain("%s can't be written", name);
        return TREATYCTL_FAILURE;
    }
    return rv == APR_SUCCESS ? TREATYCTL_OK : TREATYCTL_FAILURE;
}

/* Into a file beside it first, so that a failure leaves the old one. */
static int export_to_file(const treatyctl_call_t *call, treaty_db_t *db,
                          const char *path)
{
    const char *new_path = apr_pstrcat(call->pool, path, ".new", NULL);
    FILE *out = fopen(new_path, "wb");
    int status;

    if (!out) {
        treatyctl_complain("%s can't be written", new_path);
        return TREATYCTL_FAILURE;
    }
    status = export_to(call, db, out, new_path);
    if (fclose(out) != 0 && status == TREATYCTL_OK) {
        treatyctl_complain("%s can't be written", new_path);
        status = TREATYCTL_FAILURE;
    }
    if (status == TREATYCTL_OK &&
        apr_file_rename(new_path, path, call->pool) != APR_SUCCESS) {
        treatyctl_complain("%s can't be written", path);
        status = TREATYCTL_FAILURE;
    }
    if (status != TREATYCTL_OK) {
        apr_file_remove(new_path, call->pool);
    }
    return status;
}

int treatyctl_export(const treatyctl_call_t *call)
{
    const char *path = treatyctl_argument(call, 1);
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                                     TREATY_DB_READ, call->log, call->pool);

    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    return path ? export_to_file(call, db, path)
                : export_to(call, db, stdout, "standard output");
}

int treatyctl_publish(const treatyctl_call_t *call)
{
    const char *target = treatyctl_argument(call, 1);
    const char *revision;
    apr_pool_t *pool;
    apr_status_t rv;

    apr_pool_create(&pool, call->pool);
    rv = treaty_publish(&revision, treatyctl_argument(call, 0), target,
                        call->log, call->pool, pool);
    apr_pool_destroy(pool);
    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    printf("%s: revision %s\n", target, revision);
    return TREATYCTL_OK;
}
