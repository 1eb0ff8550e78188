#include "report.h"

#include <stdio.h>

static json_t *overlay_json(const treaty_overlay_report_t *report,
                            const treaty_findings_t *findings, int applied)
{
    json_t *json = json_pack(
        "{s:b, s:i, s:I, s:I, s:I, s:I, s:I, s:I}", "applied", applied, "files",
        report->files, "lines", (json_int_t)report->lines, "acts",
        (json_int_t)report->acts, "effective_days",
        (json_int_t)report->effective_days, "names", (json_int_t)report->names,
        "coverages", (json_int_t)report->coverages, "idle",
        (json_int_t)report->idle);

    treatyctl_report_findings(json, findings);
    return json;
}

static void print_report(const treaty_overlay_report_t *report)
{
    treatyctl_print_count("", report->files, "file", "files");
    treatyctl_print_count(": ", report->lines, "line", "lines");
    treatyctl_print_count(", ", report->acts, "act", "acts");
    treatyctl_print_count(", ", report->effective_days, "effective day",
                          "effective days");
    treatyctl_print_count(", ", report->names, "name", "names");
    treatyctl_print_count(", ", report->coverages, "coverage", "coverages");
    treatyctl_print_count(", ", report->idle, "line that mends nothing",
                          "lines that mend nothing");
    puts("");
}

int treatyctl_overlay(const treatyctl_call_t *call)
{
    treaty_import_options_t options = {
        .dry_run = treatyctl_option(call, TREATYCTL_DRY_RUN) != NULL,
        .strict = treatyctl_option(call, TREATYCTL_STRICT) != NULL};
    treaty_findings_t *findings = treaty_findings_create(call->pool);
    treaty_overlay_report_t report = {0};
    treaty_db_t *db;
    apr_status_t rv;
    int written;

    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    if (treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_WRITE,
                       call->log, call->pool) != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    rv = treaty_overlay(&report, findings, db, treatyctl_files(call), &options,
                        call->pool);
    treatyctl_print_findings(findings, call->pool);
    written = treatyctl_report_write(
        call,
        overlay_json(&report, findings, rv == APR_SUCCESS && !options.dry_run));
    if (rv != APR_SUCCESS) {
        treatyctl_complain("nothing was mended; the database is as before");
        return rv == TREATY_EINPUT ? TREATYCTL_FINDINGS : TREATYCTL_FAILURE;
    }
    if (!treatyctl_report_is_json(call)) {
        print_report(&report);
    }
    return written;
}
