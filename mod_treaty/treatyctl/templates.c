#include "report.h"

#include "treaty_answer.h"
#include "treaty_json.h"

#include <stdio.h>
#include <string.h>

static json_t *findings_json(const apr_array_header_t *findings)
{
    json_t *all = json_array();
    int i;

    for (i = 0; i < findings->nelts; i++) {
        const treaty_template_finding_t *finding =
            &APR_ARRAY_IDX(findings, i, treaty_template_finding_t);
        json_t *one = json_object();

        treaty_json_set_text(one, "file", finding->path);
        json_object_set_new(one, "line",
                            finding->line > 0 ? json_integer(finding->line)
                                              : json_null());
        treaty_json_set_text(one, "message", finding->message);
        json_array_append_new(all, one);
    }
    return json_pack("{s:i, s:o}", "total", findings->nelts, "findings", all);
}

static void print_text(const apr_array_header_t *findings)
{
    int i;

    for (i = 0; i < findings->nelts; i++) {
        const treaty_template_finding_t *finding =
            &APR_ARRAY_IDX(findings, i, treaty_template_finding_t);

        if (finding->line > 0) {
            treatyctl_say("%s:%d: %s\n", finding->path, finding->line,
                          finding->message);
        }
        else {
            treatyctl_say("%s: %s\n", finding->path, finding->message);
        }
    }
    treatyctl_print_count("", findings->nelts, "finding", "findings");
    puts("");
}

static int tell(const treatyctl_call_t *call,
                const apr_array_header_t *findings)
{
    int written = treatyctl_report_write(call, findings_json(findings));

    if (!treatyctl_report_is_json(call)) {
        print_text(findings);
    }
    if (written != TREATYCTL_OK) {
        return written;
    }
    return findings->nelts > 0 ? TREATYCTL_FINDINGS : TREATYCTL_OK;
}

int treatyctl_templates(const treatyctl_call_t *call)
{
    const char *directory = treatyctl_argument(call, 1);
    treaty_site_t site = {.base = "/ref", .origin = ""};
    apr_array_header_t *findings;
    char buffer[128];
    apr_status_t rv;

    if (strcmp(treatyctl_argument(call, 0), "check") != 0) {
        treatyctl_complain("templates can be checked: treatyctl templates "
                           "check [FOLDER]");
        return TREATYCTL_USAGE;
    }
    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    rv = treaty_answer_check_templates(&findings, &site, directory, call->pool);
    if (rv != APR_SUCCESS) {
        treatyctl_complain("%s can't be read: %s", directory,
                           treaty_strerror(rv, buffer, sizeof(buffer)));
        return TREATYCTL_FAILURE;
    }
    return tell(call, findings);
}
