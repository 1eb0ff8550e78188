#include "serve.h"

#include "treaty_publish.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

#define BASE "/ref"
#define STATUS_OK 200
#define STATUS_FAILURE 500

static apr_status_t is_published(int *published, const char *path,
                                 const treatyctl_served_t *served,
                                 const treaty_log_t *log)
{
    treaty_db_t *db;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_db_open(&db, path, TREATY_DB_READ, log, served->pool);

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

static apr_status_t prepare(treatyctl_served_t *served, const char *database,
                            const treaty_log_t *log)
{
    const char *revision;
    int published = 0;
    apr_status_t rv = is_published(&published, database, served, log);

    served->path = database;
    if (rv != APR_SUCCESS || published) {
        return rv;
    }
    rv = temporary_name(&served->path, served->pool);
    if (rv != APR_SUCCESS) {
        treatyctl_complain("no temporary file can be made; set TMPDIR");
        return rv;
    }
    served->is_temporary = 1;
    return treaty_publish(&revision, database, served->path, NULL, log,
                          served->pool, served->pool);
}

static apr_status_t make_site(treatyctl_served_t *served,
                              const treatyctl_call_t *call)
{
    treaty_database_settings_t database = {
        .path = served->path, .handles = 1, .log = call->log};
    treaty_templates_settings_t templates = {
        .directory = treatyctl_option(call, TREATYCTL_TEMPLATES),
        .log = call->log};
    apr_status_t rv =
        treaty_database_create(&served->site.database, &database, served->pool);

    served->site.base = BASE;
    served->site.origin = "";
    served->site.refresh = 0;
    served->site.page_size = TREATY_PAGE_SIZE;
    return rv == APR_SUCCESS ? treaty_templates_create(&served->site.templates,
                                                       &templates, served->pool)
                             : rv;
}

apr_status_t treatyctl_serve(treatyctl_served_t *served,
                             const treatyctl_call_t *call, const char *database)
{
    apr_status_t rv;

    memset(served, 0, sizeof(*served));
    apr_pool_create(&served->pool, call->pool);
    rv = prepare(served, database, call->log);
    return rv == APR_SUCCESS ? make_site(served, call) : rv;
}

void treatyctl_serve_close(treatyctl_served_t *served)
{
    if (served->is_temporary) {
        apr_file_remove(served->path, served->pool);
    }
    apr_pool_destroy(served->pool);
}

void treatyctl_ask(treaty_answer_t **answer, const treatyctl_served_t *served,
                   const char *path, const char *args, int included)
{
    treaty_request_t request = {0};

    request.path = path;
    request.args = args;
    request.now = apr_time_now();
    request.included = included;
    treaty_answer_make(answer, &served->site, &request, served->pool);
}

/* A problem in one line, and the ids that may have been meant. */
static void tell_problem(const json_t *problem)
{
    const char *detail = json_string_value(json_object_get(problem, "detail"));
    const json_t *near = json_object_get(problem, "suggestions");
    const json_t *suggestion;
    size_t i;

    treatyctl_complain("%s", detail ? detail : "there is no answer");
    json_array_foreach(near, i, suggestion)
    {
        const char *id = json_string_value(json_object_get(suggestion, "id"));

        treatyctl_complain("  %s?", id ? id : "");
    }
}

int treatyctl_ask_json(json_t **document, const treatyctl_served_t *served,
                       const char *path, const char *args)
{
    treaty_answer_t *answer;
    json_t *json;

    treatyctl_ask(&answer, served, path, args, 1);
    json = json_loadb(answer->body, answer->len, 0, NULL);
    *document = NULL;
    if (answer->status == STATUS_OK && json) {
        *document = json;
        return TREATYCTL_OK;
    }
    tell_problem(json);
    json_decref(json);
    return answer->status < STATUS_FAILURE ? TREATYCTL_FINDINGS
                                           : TREATYCTL_FAILURE;
}
