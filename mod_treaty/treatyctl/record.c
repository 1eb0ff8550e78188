#include "report.h"

#include "treaty_date.h"
#include "treaty_export.h"
#include "treaty_publish.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The most bytes of terms. */
#define TERMS_MAX 4000

int treatyctl_init(const treatyctl_call_t *call)
{
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                                     TREATY_DB_CREATE, call->log, call->pool);

    return rv == APR_SUCCESS ? TREATYCTL_OK : TREATYCTL_FAILURE;
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

int treatyctl_import_check(const treatyctl_call_t *call)
{
    return check_date(call, TREATYCTL_KNOWN_THROUGH, "--known-through", 1) &&
           check_date(call, TREATYCTL_RETRIEVED_ON, "--retrieved-on", 0);
}

void treatyctl_import_options(treaty_import_options_t *options,
                              const treatyctl_call_t *call)
{
    *options = (treaty_import_options_t){
        .known_through = treatyctl_option(call, TREATYCTL_KNOWN_THROUGH),
        .source_title = treatyctl_option(call, TREATYCTL_SOURCE_TITLE),
        .retrieved_on = treatyctl_option(call, TREATYCTL_RETRIEVED_ON),
        .iso_codes = treatyctl_option(call, TREATYCTL_ISO_CODES),
        .dry_run = treatyctl_option(call, TREATYCTL_DRY_RUN) != NULL,
        .strict = treatyctl_option(call, TREATYCTL_STRICT) != NULL,
        .progress = treatyctl_progress()};
}

int treatyctl_import(const treatyctl_call_t *call)
{
    treaty_import_options_t options;
    treatyctl_import_t import = {
        &options, treaty_findings_create(call->pool), {0}, APR_SUCCESS};
    treaty_db_t *db;

    treatyctl_import_options(&options, call);
    if (!treatyctl_import_check(call) || !treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    if (treaty_db_open(&db, treatyctl_argument(call, 0), TREATY_DB_WRITE,
                       call->log, call->pool) != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    import.status = treaty_import(&import.report, import.findings, db,
                                  treatyctl_files(call), &options, call->pool);
    return treatyctl_finish_import(call, &import);
}

/* Where an export goes, and what went wrong there. */
typedef struct sink_t {
    FILE *out;
    apr_status_t status;
} sink_t;

static apr_status_t write_out(void *baton, const char *data, apr_size_t len)
{
    sink_t *sink = baton;

    if (fwrite(data, 1, len, sink->out) != len) {
        sink->status = apr_get_os_error();
    }
    return sink->status;
}

static int is_full(apr_status_t status)
{
    switch (status) {
    case APR_ENOSPC:
    case EFBIG:
    case EDQUOT:
        return 1;
    default:
        return 0;
    }
}

/* Why a file can't be written, and what to do. */
static int cannot_write(const char *name, apr_status_t status)
{
    char buffer[128];

    treatyctl_complain("%s can't be written (%s)%s", name,
                       treaty_strerror(status, buffer, sizeof(buffer)),
                       is_full(status) ? "; make room, and export again" : "");
    return TREATYCTL_FAILURE;
}

static int export_to(const treatyctl_call_t *call, treaty_db_t *db, FILE *out,
                     const char *name)
{
    sink_t sink = {out, APR_SUCCESS};
    apr_status_t rv = treaty_export(db, write_out, &sink, call->pool);

    if (rv == APR_SUCCESS && fflush(out) != 0) {
        sink.status = rv = apr_get_os_error();
    }
    if (sink.status != APR_SUCCESS) {
        return cannot_write(name, sink.status);
    }
    return rv == APR_SUCCESS ? TREATYCTL_OK : TREATYCTL_FAILURE;
}

/* Into a file beside it first, so that a failure leaves the old one. */
static int export_to_file(const treatyctl_call_t *call, treaty_db_t *db,
                          const char *path)
{
    const char *new_path = apr_pstrcat(call->pool, path, ".new", NULL);
    FILE *out = fopen(new_path, "wb");
    apr_status_t rv;
    int status;

    if (!out) {
        return cannot_write(new_path, errno);
    }
    status = export_to(call, db, out, new_path);
    if (status == TREATYCTL_OK && fsync(fileno(out)) != 0) {
        status = cannot_write(new_path, errno);
    }
    if (fclose(out) != 0 && status == TREATYCTL_OK) {
        status = cannot_write(new_path, errno);
    }
    if (status == TREATYCTL_OK) {
        rv = apr_file_rename(new_path, path, call->pool);
        status = rv == APR_SUCCESS ? TREATYCTL_OK : cannot_write(path, rv);
    }
    if (status != TREATYCTL_OK) {
        apr_file_remove(new_path, call->pool);
    }
    return status;
}

static int export_tables(const treatyctl_call_t *call, treaty_db_t *db,
                         const char *directory)
{
    treaty_export_csv_t report;
    const char *failed;
    apr_status_t rv =
        treaty_export_csv(&report, &failed, db, directory, call->pool);

    if (rv != APR_SUCCESS) {
        return failed ? cannot_write(failed, rv) : TREATYCTL_FAILURE;
    }
    treatyctl_print_count("", report.treaties, "table", "tables");
    treatyctl_print_count(": ", report.rows, "row", "rows");
    treatyctl_print_count(", ", report.cells, "cell", "cells");
    treatyctl_print_count("; left out: ", report.treaties_left_out,
                          "treaty without a number",
                          "treaties without a number");
    treatyctl_print_count(", ", report.acts_left_out,
                          "act that is no cell of one",
                          "acts that are no cells of one");
    puts("");
    return TREATYCTL_OK;
}

int treatyctl_export(const treatyctl_call_t *call)
{
    const char *directory = treatyctl_option(call, TREATYCTL_CSV);
    const char *path = treatyctl_argument(call, 1);
    treaty_db_t *db;
    apr_status_t rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                                     TREATY_DB_READ, call->log, call->pool);

    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    if (directory && path) {
        treatyctl_complain("export writes to a FILE or, with --csv, to a "
                           "directory");
        return TREATYCTL_USAGE;
    }
    if (directory) {
        return export_tables(call, db, directory);
    }
    return path ? export_to_file(call, db, path)
                : export_to(call, db, stdout, "standard output");
}

/* They stand in a small file, which is read whole for each list of them. */
static int check_terms(const treatyctl_call_t *call)
{
    const char *terms = treatyctl_option(call, TREATYCTL_TERMS);
    json_t *text = terms ? json_string(terms) : NULL;
    int is_valid = !terms || (text && *terms && strlen(terms) <= TERMS_MAX);

    json_decref(text);
    if (!is_valid) {
        treatyctl_complain("--terms takes a text of up to %d characters, in "
                           "UTF-8",
                           TERMS_MAX);
    }
    return is_valid;
}

/* What is published can't be written to any more. */
static int check_target(const treatyctl_call_t *call, const char *target)
{
    const char *database = treatyctl_argument(call, 0);
    apr_finfo_t from;
    apr_finfo_t to;

    if (apr_stat(&from, database, APR_FINFO_IDENT, call->pool) != APR_SUCCESS ||
        apr_stat(&to, target, APR_FINFO_IDENT, call->pool) != APR_SUCCESS ||
        from.inode != to.inode || from.device != to.device) {
        return 1;
    }
    treatyctl_complain("%s is the database itself, which a published file "
                       "would take the place of; name another TARGET",
                       target);
    return 0;
}

int treatyctl_publish_check(const treatyctl_call_t *call, const char *target)
{
    return check_terms(call) && check_target(call, target);
}

int treatyctl_publish(const treatyctl_call_t *call)
{
    const char *target = treatyctl_argument(call, 1);
    treaty_publish_options_t options = {
        .downloads = treatyctl_option(call, TREATYCTL_NO_DOWNLOADS) == NULL,
        .terms = treatyctl_option(call, TREATYCTL_TERMS)};
    const char *revision;
    apr_pool_t *pool;
    apr_status_t rv;

    if (!treatyctl_publish_check(call, target) ||
        !treatyctl_option_number(&options.keep, call, TREATYCTL_KEEP, "--keep",
                                 0, TREATYCTL_KEEP_MOST, 0)) {
        return TREATYCTL_USAGE;
    }
    apr_pool_create(&pool, call->pool);
    rv = treaty_publish(&revision, treatyctl_argument(call, 0), target,
                        &options, call->log, call->pool, pool);
    apr_pool_destroy(pool);
    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    printf("%s: revision %s\n", target, revision);
    return TREATYCTL_OK;
}
