#include "treatyctl.h"

#include "treaty_answer.h"
#include "treaty_publish.h"

#include <apr_escape.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

#define BASE "/ref"
#define STATUS_OK 200

/* A file to serve from, and whether it is ours to remove. */
typedef struct served_t {
    const char *path;
    int is_temporary;
} served_t;

static apr_status_t is_published(int *published, const treatyctl_call_t *call,
                                 apr_pool_t *pool)
{
    treaty_db_t *db;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_db_open(&db, treatyctl_argument(call, 0),
                                     TREATY_DB_READ, call->log, pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, db, TREATY_SQL_IS_PUBLISHED);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *published = treaty_stmt_int(stmt, 0) != 0;
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* A new name in the folder for temporary files. */
static apr_status_t temporary_name(const char **name, apr_pool_t *pool)
{
    const char *folder;
    char *pattern;
    apr_file_t *file;
    apr_status_t rv = apr_temp_dir_get(&folder, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    pattern = apr_pstrcat(pool, folder, "/treatyctl-XXXXXX", NULL);
    rv = apr_file_mktemp(&file, pattern,
                         APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE |
                             APR_FOPEN_EXCL,
                         pool);
    if (rv == APR_SUCCESS) {
        apr_file_close(file);
        *name = pattern;
    }
    return rv;
}

/* An authoring database has no spans: it is published first. */
static apr_status_t prepare(served_t *served, const treatyctl_call_t *call,
                            apr_pool_t *pool)
{
    const char *revision;
    int published = 0;
    apr_status_t rv = is_published(&published, call, pool);

    served->path = treatyctl_argument(call, 0);
    served->is_temporary = 0;
    if (rv != APR_SUCCESS || published) {
        return rv;
    }
    rv = temporary_name(&served->path, pool);
    if (rv != APR_SUCCESS) {
        treatyctl_complain("no temporary file can be made; set TMPDIR");
        return rv;
    }
    served->is_temporary = 1;
    return treaty_publish(&revision, treatyctl_argument(call, 0), served->path,
                          call->log, pool, pool);
}

static apr_status_t make_site(treaty_site_t *site, const served_t *served,
                              const treatyctl_call_t *call, apr_pool_t *pool)
{
    treaty_database_settings_t database = {
        .path = served->path, .handles = 1, .log = call->log};
    treaty_templates_settings_t templates = {
        .directory = treatyctl_option(call, TREATYCTL_TEMPLATES),
        .log = call->log};
    apr_status_t rv = treaty_database_create(&site->database, &database, pool);

    site->base = BASE;
    site->origin = "";
    site->refresh = 0;
    return rv == APR_SUCCESS
               ? treaty_templates_create(&site->templates, &templates, pool)
               : rv;
}

/* "treaties/opsc/box?heading=3" is a path below the mount and its query. */
static int make_request(treaty_request_t *request, const char *address,
                        apr_pool_t *pool)
{
    const char *query = strchr(address, '?');
    apr_size_t len = query ? (apr_size_t)(query - address) : strlen(address);
    const char *path = apr_pstrcat(pool, *address == '/' ? "" : "/",
                                   apr_pstrmemdup(pool, address, len), NULL);

    request->path = apr_punescape_url(pool, path, NULL, NULL, 0);
    request->args = query ? query + 1 : NULL;
    request->now = apr_time_now();
    request->included = 0;
    return request->path != NULL;
}

static int write_answer(const treaty_answer_t *answer, const char *address)
{
    fwrite(answer->body, 1, answer->len, stdout);
    if (answer->status == STATUS_OK) {
        return TREATYCTL_OK;
    }
    treatyctl_complain("%s: status %d%s%s", address, answer->status,
                       answer->location ? ", see " : "",
                       answer->location ? answer->location : "");
    return TREATYCTL_FINDINGS;
}

int treatyctl_render(const treatyctl_call_t *call)
{
    const char *address = treatyctl_argument(call, 1);
    treaty_request_t request;
    treaty_answer_t *answer;
    treaty_site_t site = {0};
    served_t served;
    apr_pool_t *pool;
    int status = TREATYCTL_FAILURE;

    apr_pool_create(&pool, call->pool);
    if (!make_request(&request, address, pool)) {
        treatyctl_complain("%s: no address; write %%25 for a \"%%\"", address);
        return TREATYCTL_USAGE;
    }
    if (prepare(&served, call, pool) == APR_SUCCESS &&
        make_site(&site, &served, call, pool) == APR_SUCCESS) {
        treaty_answer_make(&answer, &site, &request, pool);
        status = write_answer(answer, address);
    }
    if (served.is_temporary) {
        apr_file_remove(served.path, pool);
    }
    apr_pool_destroy(pool);
    return status;
}
