#include "serve.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

#define STATUS_OK 200

/* "treaties/opsc/box?heading=3" is a path below the mount and its query. */
static const char *path_of(const char *address, apr_pool_t *pool)
{
    apr_size_t len = strcspn(address, "?");
    const char *path = apr_pstrcat(pool, *address == '/' ? "" : "/",
                                   apr_pstrmemdup(pool, address, len), NULL);

    return apr_punescape_url(pool, path, NULL, NULL, 0);
}

/* Puts an option behind a query as a parameter of its own. */
static const char *with_option(const char *args, const treatyctl_call_t *call,
                               const char *name, int option)
{
    const char *value = treatyctl_option(call, option);

    return value ? apr_pstrcat(call->pool, args ? args : "", args ? "&" : "",
                               name, "=",
                               apr_pescape_urlencoded(call->pool, value), NULL)
                 : args;
}

static const char *args_of(const treatyctl_call_t *call, const char *address)
{
    const char *query = strchr(address, '?');
    const char *args = query ? query + 1 : NULL;

    args = with_option(args, call, "lang", TREATYCTL_LANG);
    return with_option(args, call, "heading", TREATYCTL_HEADING);
}

static apr_status_t write_file(apr_file_t *file)
{
    char buffer[8192];
    apr_size_t len = sizeof(buffer);
    apr_status_t rv = apr_file_read(file, buffer, &len);

    while (rv == APR_SUCCESS) {
        fwrite(buffer, 1, len, stdout);
        len = sizeof(buffer);
        rv = apr_file_read(file, buffer, &len);
    }
    return APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : rv;
}

static apr_status_t write_body(const treaty_answer_t *answer)
{
    const char *data = answer->body;
    apr_size_t len = answer->len;
    apr_status_t rv = APR_SUCCESS;

    if (answer->file) {
        return write_file(answer->file);
    }
    if (answer->stream) {
        rv = treaty_stream_next(&data, &len, answer->stream);
    }
    while (rv == APR_SUCCESS && len > 0) {
        fwrite(data, 1, len, stdout);
        len = 0;
        if (answer->stream) {
            rv = treaty_stream_next(&data, &len, answer->stream);
        }
    }
    return rv;
}

static int write_answer(const treaty_answer_t *answer, const char *address)
{
    if (write_body(answer) != APR_SUCCESS) {
        treatyctl_complain("%s: broken off, the record can't be read further",
                           address);
        return TREATYCTL_FAILURE;
    }
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
    const char *path = path_of(address, call->pool);
    treaty_answer_t *answer;
    treatyctl_served_t served;
    int status = TREATYCTL_FAILURE;

    if (!path) {
        treatyctl_complain("%s: no address; write %%25 for a \"%%\"", address);
        return TREATYCTL_USAGE;
    }
    if (treatyctl_serve(&served, call, treatyctl_argument(call, 0)) ==
        APR_SUCCESS) {
        treatyctl_ask(&answer, &served, path, args_of(call, address), 0);
        status = write_answer(answer, address);
    }
    treatyctl_serve_close(&served);
    return status;
}
