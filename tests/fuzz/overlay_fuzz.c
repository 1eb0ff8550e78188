/* An overlay, as JSON or CSV, applied to the sample record and taken back. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static const treaty_import_options_t options = {.dry_run = 1};
    treaty_db_t *db = fuzz_authoring();
    apr_pool_t *pool = fuzz_pool();
    treaty_findings_t *findings = treaty_findings_create(pool);
    apr_array_header_t *paths = apr_array_make(pool, 1, sizeof(char *));
    treaty_overlay_report_t report;

    APR_ARRAY_PUSH(paths, const char *) = fuzz_file("input", data, size);
    fuzz_findings(treaty_overlay(&report, findings, db, paths, &options, pool),
                  findings, pool);
    apr_pool_destroy(pool);
    return 0;
}
