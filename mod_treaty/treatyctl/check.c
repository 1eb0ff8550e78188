#include "report.h"

#include "treaty_check.h"

#include <stdio.h>

static json_t *finding_json(const treaty_finding_t *finding)
{
    return json_pack("{s:s, s:s, s:s}", "kind", finding->kind, "place",
                     finding->file, "message", finding->message);
}

static json_t *check_json(const treaty_findings_t *findings)
{
    json_t *kinds = json_object();
    json_t *all = json_array();
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        const treaty_finding_count_t *kind =
            &APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t);

        json_object_set_new(kinds, kind->kind, json_integer(kind->count));
    }
    for (i = 0; i < findings->kept->nelts; i++) {
        json_array_append_new(all, finding_json(&APR_ARRAY_IDX(
                                       findings->kept, i, treaty_finding_t)));
    }
    return json_pack("{s:I, s:o, s:o}", "total", (json_int_t)findings->warnings,
                     "kinds", kinds, "findings", all);
}

static void print_text(const treaty_findings_t *findings)
{
    apr_int64_t rest = findings->warnings - findings->kept->nelts;
    int i;

    for (i = 0; i < findings->kept->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(findings->kept, i, treaty_finding_t);

        printf("%s: %s [%s]\n", finding->file, finding->message, finding->kind);
    }
    if (rest > 0) {
        printf("and %" APR_INT64_T_FMT " more\n", rest);
    }
    treatyctl_print_count("", findings->warnings, "finding", "findings");
    puts("");
    treatyctl_print_kinds(findings);
}

int treatyctl_check(const treatyctl_call_t *call)
{
    treaty_findings_t *findings = treaty_findings_create(call->pool);
    treaty_db_t *db;
    int written;

    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    if (treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_READ,
                       call->log, call->pool) != APR_SUCCESS ||
        treaty_check(findings, db, call->pool) != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    written = treatyctl_report_write(call, check_json(findings));
    if (!treatyctl_report_is_json(call)) {
        print_text(findings);
    }
    if (written != TREATYCTL_OK) {
        return written;
    }
    return findings->warnings > 0 ? TREATYCTL_FINDINGS : TREATYCTL_OK;
}
