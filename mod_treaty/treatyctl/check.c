#include "check_claims.h"
#include "report.h"

#include "treaty_check.h"

#include <stdio.h>
#include <string.h>

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

        treatyctl_say("%s: %s [%s]\n", finding->file, finding->message,
                      finding->kind);
    }
    if (rest > 0) {
        treatyctl_say("and %" APR_INT64_T_FMT " more\n", rest);
    }
    treatyctl_print_count("", findings->warnings, "finding", "findings");
    puts("");
    treatyctl_print_kinds(findings);
}

/* What can be read from the record as it stands. */
static int check_record(treaty_findings_t *findings,
                        const treatyctl_call_t *call)
{
    treaty_db_t *db;

    return treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_READ,
                          call->log, call->pool) == APR_SUCCESS &&
                   treaty_check(findings, db, call->pool) == APR_SUCCESS
               ? TREATYCTL_OK
               : TREATYCTL_FAILURE;
}

int treatyctl_check_published(treaty_findings_t *findings,
                              const treatyctl_call_t *call,
                              const char *database)
{
    treatyctl_served_t served;
    treaty_db_t *db;
    int status = TREATYCTL_FAILURE;

    if (treatyctl_serve(&served, call, database) == APR_SUCCESS &&
        treaty_db_open(&db, served.path, TREATY_DB_READ, call->log,
                       served.pool) == APR_SUCCESS &&
        treaty_check_counts(findings, db) == APR_SUCCESS) {
        status = treatyctl_check_claims(findings, &served);
    }
    treatyctl_serve_close(&served);
    return status == TREATYCTL_OK ? TREATYCTL_OK : TREATYCTL_FAILURE;
}

/* What refers to nothing can't be published. */
static int is_publishable(const treaty_findings_t *findings)
{
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        if (strcmp(
                APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t).kind,
                "reference") == 0) {
            return 0;
        }
    }
    return 1;
}

int treatyctl_check(const treatyctl_call_t *call)
{
    treaty_findings_t *findings = treaty_findings_create(call->pool);
    int written;

    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    if (check_record(findings, call) != TREATYCTL_OK ||
        (is_publishable(findings) &&
         treatyctl_check_published(
             findings, call, treatyctl_argument(call, 0)) != TREATYCTL_OK)) {
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
