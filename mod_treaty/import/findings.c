#include "treaty_import.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

treaty_findings_t *treaty_findings_create(apr_pool_t *result_pool)
{
    treaty_findings_t *findings = apr_pcalloc(result_pool, sizeof(*findings));

    findings->pool = result_pool;
    findings->kept = apr_array_make(result_pool, 8, sizeof(treaty_finding_t));
    findings->kinds =
        apr_array_make(result_pool, 8, sizeof(treaty_finding_count_t));
    return findings;
}

static void count_kind(treaty_findings_t *findings, treaty_severity_t severity,
                       const char *kind)
{
    treaty_finding_count_t *count;
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        count = &APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t);
        if (count->severity == severity && strcmp(count->kind, kind) == 0) {
            count->count++;
            return;
        }
    }
    count = apr_array_push(findings->kinds);
    count->severity = severity;
    count->kind = apr_pstrdup(findings->pool, kind);
    count->count = 1;
}

void treaty_findings_add(treaty_findings_t *findings,
                         treaty_severity_t severity, const char *file,
                         long line, const char *kind, const char *format, ...)
{
    apr_int64_t *count = severity == TREATY_FINDING_ERROR ? &findings->errors
                                                          : &findings->warnings;
    treaty_finding_t *finding;
    va_list arguments;

    count_kind(findings, severity, kind);
    if ((*count)++ >= TREATY_FINDINGS_KEPT) {
        return;
    }
    finding = apr_array_push(findings->kept);
    finding->severity = severity;
    finding->file = apr_pstrdup(findings->pool, file);
    finding->line = line;
    finding->kind = apr_pstrdup(findings->pool, kind);
    va_start(arguments, format);
    finding->message = apr_pvsprintf(findings->pool, format, arguments);
    va_end(arguments);
}

const char *treaty_finding_text(const treaty_finding_t *finding,
                                apr_pool_t *result_pool)
{
    const char *severity =
        finding->severity == TREATY_FINDING_ERROR ? "error" : "warning";

    if (finding->line > 0) {
        return apr_psprintf(result_pool, "%s:%ld: %s: %s [%s]", finding->file,
                            finding->line, severity, finding->message,
                            finding->kind);
    }
    return apr_psprintf(result_pool, "%s: %s: %s [%s]", finding->file, severity,
                        finding->message, finding->kind);
}
