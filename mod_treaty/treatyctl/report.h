/* What the verbs that read files tell: findings, reports, progress. */
#ifndef TREATYCTL_REPORT_H
#define TREATYCTL_REPORT_H

#include "treaty_json.h"
#include "treatyctl.h"

#include "treaty_import.h"

/** An import that has run. */
typedef struct treatyctl_import_t {
    const treaty_import_options_t *options;
    treaty_findings_t *findings;
    treaty_import_report_t report;
    apr_status_t status;
} treatyctl_import_t;

/** The arguments after the database. */
apr_array_header_t *treatyctl_files(const treatyctl_call_t *call);

/** What draws a bar on standard error; NULL where that is no terminal. */
treaty_import_progress_fn_t *treatyctl_progress(void);

/** What the options say to an import. */
void treatyctl_import_options(treaty_import_options_t *options,
                              const treatyctl_call_t *call);
/** Whether these options have values as they have to be; tells what they take.
 */
int treatyctl_import_check(const treatyctl_call_t *call);
/** The same of what publishing takes, and whether @p target is another file
 * than the database, which is the first argument. */
int treatyctl_publish_check(const treatyctl_call_t *call, const char *target);

/** The most revisions that --keep takes. */
#define TREATYCTL_KEEP_MOST 1000

/** Whether --report has a value that there is; tells what it takes. */
int treatyctl_report_check(const treatyctl_call_t *call);

/** Whether the report is to go to standard output as JSON. */
int treatyctl_report_is_json(const treatyctl_call_t *call);

/** Writes findings to standard error, a line each. */
void treatyctl_print_findings(const treaty_findings_t *findings,
                              apr_pool_t *pool);

/** Writes how many findings there are of each kind, on one line. */
void treatyctl_print_kinds(const treaty_findings_t *findings);

/** Writes "12 words", or "1 word". */
void treatyctl_print_count(const char *before, apr_int64_t count,
                           const char *singular, const char *plural);

/**
 * Sets "warnings", "errors", "kinds" and "findings" in @p report.
 */
void treatyctl_report_findings(json_t *report,
                               const treaty_findings_t *findings);

/**
 * Writes a report where the options want it as JSON. Takes the caller's
 * reference.
 * @return TREATYCTL_FAILURE, told, where it can't be written
 */
int treatyctl_report_write(const treatyctl_call_t *call, json_t *report);

/** Findings each with its kind, place and message, for a report where no file
 * has them. @param findings of treaty_finding_t; NULL: none. @return a new
 * reference */
json_t *treatyctl_places_json(const apr_array_header_t *findings);

/** What an import has read, and its findings; a new reference. */
json_t *treatyctl_import_json(const treatyctl_import_t *import);

/** Writes what an import has read, on two lines. */
void treatyctl_print_import(const treaty_import_report_t *report,
                            const treaty_findings_t *findings);

/** Tells how an import went. @return an exit status */
int treatyctl_finish_import(const treatyctl_call_t *call,
                            const treatyctl_import_t *import);

#endif
