#include "report.h"

#include "treaty_json.h"

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR 30
#define CLEAR_LINE "\r\033[K"

apr_array_header_t *treatyctl_files(const treatyctl_call_t *call)
{
    apr_array_header_t *paths = apr_array_copy(call->pool, call->arguments);

    paths->elts += paths->elt_size;
    paths->nelts--;
    return paths;
}

static void draw_bar(void *baton, int done, int total)
{
    static const char bar[] = "##############################";
    static const char rest[] = "..............................";
    int filled = total > 0 ? BAR * done / total : 0;

    (void)baton;
    fprintf(stderr, "\r[%.*s%.*s] %d/%d files", filled, bar, BAR - filled, rest,
            done, total);
    fflush(stderr);
}

treaty_import_progress_fn_t *treatyctl_progress(void)
{
    return isatty(STDERR_FILENO) ? draw_bar : NULL;
}

int treatyctl_report_check(const treatyctl_call_t *call)
{
    const char *form = treatyctl_option(call, TREATYCTL_REPORT);

    if (!form || strcmp(form, "json") == 0) {
        return 1;
    }
    treatyctl_complain("--report takes json; without it the report is text");
    return 0;
}

int treatyctl_report_is_json(const treatyctl_call_t *call)
{
    return treatyctl_option(call, TREATYCTL_REPORT) != NULL;
}

void treatyctl_print_findings(const treaty_findings_t *findings,
                              apr_pool_t *pool)
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

void treatyctl_print_count(const char *before, apr_int64_t count,
                           const char *singular, const char *plural)
{
    printf("%s%" APR_INT64_T_FMT " %s", before, count,
           count == 1 ? singular : plural);
}

static const char *severity_name(treaty_severity_t severity)
{
    return severity == TREATY_FINDING_ERROR ? "error" : "warning";
}

static json_t *finding_json(const treaty_finding_t *finding)
{
    json_t *one = json_object();

    treaty_json_set_text(one, "severity", severity_name(finding->severity));
    treaty_json_set_text(one, "kind", finding->kind);
    treaty_json_set_text(one, "file", finding->file);
    json_object_set_new(one, "line",
                        finding->line > 0 ? json_integer(finding->line)
                                          : json_null());
    treaty_json_set_text(one, "message", finding->message);
    return one;
}

void treatyctl_report_findings(json_t *report,
                               const treaty_findings_t *findings)
{
    json_t *kinds = json_array();
    json_t *all = json_array();
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        const treaty_finding_count_t *kind =
            &APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t);

        json_array_append_new(
            kinds, json_pack("{s:s, s:s, s:I}", "kind", kind->kind, "severity",
                             severity_name(kind->severity), "count",
                             (json_int_t)kind->count));
    }
    for (i = 0; i < findings->kept->nelts; i++) {
        json_array_append_new(all, finding_json(&APR_ARRAY_IDX(
                                       findings->kept, i, treaty_finding_t)));
    }
    json_object_set_new(report, "warnings", json_integer(findings->warnings));
    json_object_set_new(report, "errors", json_integer(findings->errors));
    json_object_set_new(report, "kinds", kinds);
    json_object_set_new(report, "findings", all);
}

json_t *treatyctl_places_json(const apr_array_header_t *findings)
{
    json_t *all = json_array();
    int i;

    for (i = 0; findings && i < findings->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(findings, i, treaty_finding_t);
        json_t *one = json_object();

        treaty_json_set_text(one, "kind", finding->kind);
        treaty_json_set_text(one, "place", finding->file);
        treaty_json_set_text(one, "message", finding->message);
        json_array_append_new(all, one);
    }
    return all;
}

/* A pipe or a terminal can't be replaced. */
static int is_replaceable(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE | APR_FINFO_LINK, pool) !=
               APR_SUCCESS ||
           info.filetype == APR_REG;
}

/* Whoever reads the report of before finds it whole. */
static int write_file(const char *path, const json_t *report, apr_pool_t *pool)
{
    const char *new_path = is_replaceable(path, pool)
                               ? apr_pstrcat(pool, path, ".new", NULL)
                               : path;

    if (json_dump_file(report, new_path, JSON_INDENT(2)) == 0 &&
        (new_path == path ||
         apr_file_rename(new_path, path, pool) == APR_SUCCESS)) {
        return TREATYCTL_OK;
    }
    if (new_path != path) {
        apr_file_remove(new_path, pool);
    }
    treatyctl_complain("%s can't be written", path);
    return TREATYCTL_FAILURE;
}

int treatyctl_report_write(const treatyctl_call_t *call, json_t *report)
{
    const char *path = treatyctl_option(call, TREATYCTL_REPORT_FILE);
    int status = TREATYCTL_OK;

    if (path) {
        status = write_file(path, report, call->pool);
    }
    if (treatyctl_report_is_json(call)) {
        json_dumpf(report, stdout, JSON_INDENT(2));
        puts("");
    }
    json_decref(report);
    return status;
}

json_t *treatyctl_import_json(const treatyctl_import_t *import)
{
    const treaty_import_report_t *report = &import->report;
    int written = import->status == APR_SUCCESS && !import->options->dry_run;
    json_t *json = json_pack(
        "{s:b, s:b, s:i, s:I, s:I, s:I, s:i, s:I, s:I, s:i, s:i, s:i}",
        "imported", written, "dry_run", import->options->dry_run, "files",
        report->files, "rows", (json_int_t)report->rows, "cells",
        (json_int_t)report->cells, "cells_unread",
        (json_int_t)report->cells_unread, "treaties", report->treaties, "acts",
        (json_int_t)report->acts, "statements", (json_int_t)report->statements,
        "fact_sheets", report->fact_sheets, "participants",
        report->participants, "participants_new", report->participants_new);

    treatyctl_report_findings(json, import->findings);
    return json;
}

void treatyctl_print_kinds(const treaty_findings_t *findings)
{
    const char *before = "  ";
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        const treaty_finding_count_t *kind =
            &APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t);

        printf("%s%s: %" APR_INT64_T_FMT, before, kind->kind, kind->count);
        before = ", ";
    }
    if (i > 0) {
        puts("");
    }
}

void treatyctl_print_import(const treaty_import_report_t *report,
                            const treaty_findings_t *findings)
{
    treatyctl_print_count("", report->files, "file", "files");
    treatyctl_print_count(": ", report->treaties, "treaty", "treaties");
    treatyctl_print_count(", ", report->acts, "act", "acts");
    if (report->statements > 0) {
        treatyctl_print_count(", ", report->statements, "statement",
                              "statements");
    }
    treatyctl_print_count(", ", report->fact_sheets, "fact sheet",
                          "fact sheets");
    treatyctl_print_count(", ", report->participants_new, "new participant",
                          "new participants");
    treatyctl_print_count(", ", findings->warnings, "warning", "warnings");
    puts("");
    treatyctl_print_count("  ", report->participants, "participant",
                          "participants");
    treatyctl_print_count(" named; tables: ", report->rows, "row", "rows");
    treatyctl_print_count(", ", report->cells, "cell", "cells");
    printf(", %" APR_INT64_T_FMT " of them kept unread\n",
           report->cells_unread);
    treatyctl_print_kinds(findings);
}

static void complain_of_failure(const treatyctl_import_t *import)
{
    char buffer[128];

    if (import->status != TREATY_EINPUT) {
        treatyctl_complain(
            "nothing was imported (%s); the database is as before",
            treaty_strerror(import->status, buffer, sizeof(buffer)));
    }
    else if (import->findings->errors == 0) {
        treatyctl_complain("--strict takes warnings for errors: nothing was "
                           "imported; the database is as before");
    }
    else {
        treatyctl_complain("nothing was imported; the database is as before");
    }
}

int treatyctl_finish_import(const treatyctl_call_t *call,
                            const treatyctl_import_t *import)
{
    int written;

    if (import->options->progress) {
        fputs(CLEAR_LINE, stderr);
    }
    treatyctl_print_findings(import->findings, call->pool);
    written = treatyctl_report_write(call, treatyctl_import_json(import));
    if (import->status != APR_SUCCESS) {
        complain_of_failure(import);
        return import->status == TREATY_EINPUT ? TREATYCTL_FINDINGS
                                               : TREATYCTL_FAILURE;
    }
    if (!treatyctl_report_is_json(call)) {
        treatyctl_print_import(&import->report, import->findings);
        if (import->options->dry_run) {
            puts("  a dry run: nothing was written");
        }
    }
    return written;
}
