/*
 * mod_noop: what any module has to do that sends bytes from its own place, and
 * nothing else. It claims its mount in the same hooks as mod_treaty, and sends
 * bytes that lie ready with headers that lie ready: the yardstick for a kept
 * answer. Under valgrind the handler `callgrind` writes down what has been
 * counted since it was last asked.
 *
 *   <Location /noop>
 *       SetHandler noop
 *       NoopBody    FILE
 *       NoopType    text/html
 *       NoopCaching ETag "\"x\""
 *       NoopHeader  Link "<y>"
 *   </Location>
 */
#include <httpd.h>
#include <http_config.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>

#include <ap_expr.h>
#include <apr_strings.h>
#include <util_filter.h>

#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif
#endif
#ifndef CALLGRIND_DUMP_STATS
#define CALLGRIND_DUMP_STATS
#endif

#define HANDLER "noop"
#define COUNTER "callgrind"
#define CLAIMED "noop:"

typedef struct conf_t {
    const char *body;
    apr_size_t len;
    const char *type;
    apr_time_t modified;
    /** Names and values by turns: of a 304 as well, and of a body alone. */
    apr_array_header_t *caching;
    apr_array_header_t *headers;
} conf_t;

extern module AP_MODULE_DECLARE_DATA noop_module;

static void *create(apr_pool_t *pool, char *directory)
{
    (void)directory;
    return apr_pcalloc(pool, sizeof(conf_t));
}

static const char *set_body(cmd_parms *cmd, void *data, const char *path)
{
    conf_t *conf = data;
    apr_file_t *file;
    apr_finfo_t info;
    char *body;

    if (apr_file_open(&file, path, APR_READ, 0, cmd->pool) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_MTIME, file) !=
            APR_SUCCESS) {
        return "NoopBody: the file can't be read";
    }
    conf->len = (apr_size_t)info.size;
    conf->modified = info.mtime;
    body = apr_palloc(cmd->pool, conf->len + 1);
    if (apr_file_read_full(file, body, conf->len, NULL) != APR_SUCCESS) {
        return "NoopBody: the file can't be read";
    }
    body[conf->len] = '\0';
    conf->body = body;
    apr_file_close(file);
    return NULL;
}

/* To the list that cmd->info is the offset of. */
static const char *add_header(cmd_parms *cmd, void *data, const char *name,
                              const char *value)
{
    apr_array_header_t **list = (void *)((char *)data + (apr_size_t)cmd->info);

    if (!*list) {
        *list = apr_array_make(cmd->pool, 8, sizeof(const char *));
    }
    APR_ARRAY_PUSH(*list, const char *) = name;
    APR_ARRAY_PUSH(*list, const char *) = value;
    return NULL;
}

/* As mod_treaty finds it, for what SetHandler says may be an expression. */
static const char *handler_of(request_rec *r)
{
    const core_dir_config *core = ap_get_core_module_config(r->per_dir_config);
    const char *error = NULL;
    const char *handler = core->handler;

    if (core->expr_handler) {
        handler = ap_expr_str_exec(r, core->expr_handler, &error);
    }
    return handler && !error ? handler : "";
}

static int translate(request_rec *r)
{
    if (strcmp(handler_of(r), HANDLER) != 0) {
        return DECLINED;
    }
    r->filename = apr_pstrdup(r->pool, CLAIMED);
    return OK;
}

static int map(request_rec *r)
{
    return r->filename && strcmp(r->filename, CLAIMED) == 0 ? OK : DECLINED;
}

static void set_headers(request_rec *r, const apr_array_header_t *list)
{
    int i;

    for (i = 0; list && i < list->nelts; i += 2) {
        apr_table_setn(r->headers_out, APR_ARRAY_IDX(list, i, const char *),
                       APR_ARRAY_IDX(list, i + 1, const char *));
    }
}

static int handle(request_rec *r)
{
    const conf_t *conf = ap_get_module_config(r->per_dir_config, &noop_module);
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade;
    int status;

    if (!r->handler || strcmp(r->handler, HANDLER) != 0) {
        return DECLINED;
    }
    if (r->method_number != M_GET) {
        return HTTP_METHOD_NOT_ALLOWED;
    }
    ap_set_content_type(r, conf->type);
    set_headers(r, conf->caching);
    ap_update_mtime(r, conf->modified);
    ap_set_last_modified(r);
    status = ap_meets_conditions(r);
    if (status != OK) {
        return status;
    }
    set_headers(r, conf->headers);
    ap_set_content_length(r, (apr_off_t)conf->len);
    brigade = apr_brigade_create(r->pool, alloc);
    APR_BRIGADE_INSERT_TAIL(
        brigade, apr_bucket_immortal_create(conf->body, conf->len, alloc));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
    return ap_pass_brigade(r->output_filters, brigade) == APR_SUCCESS
               ? OK
               : AP_FILTER_ERROR;
}

static int handle_counter(request_rec *r)
{
    if (!r->handler || strcmp(r->handler, COUNTER) != 0) {
        return DECLINED;
    }
    CALLGRIND_DUMP_STATS;
    ap_set_content_length(r, 0);
    return OK;
}

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_translate_name(translate, NULL, NULL, APR_HOOK_LAST);
    ap_hook_map_to_storage(map, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(handle_counter, NULL, NULL, APR_HOOK_MIDDLE);
}

static const command_rec commands[] = {
    AP_INIT_TAKE1("NoopBody", set_body, NULL, ACCESS_CONF, "a file to send"),
    AP_INIT_TAKE1("NoopType", ap_set_string_slot,
                  (void *)APR_OFFSETOF(conf_t, type), ACCESS_CONF,
                  "its media type"),
    AP_INIT_TAKE2("NoopCaching", add_header,
                  (void *)APR_OFFSETOF(conf_t, caching), ACCESS_CONF,
                  "a header to send always"),
    AP_INIT_TAKE2("NoopHeader", add_header,
                  (void *)APR_OFFSETOF(conf_t, headers), ACCESS_CONF,
                  "a header to send with it"),
    {0}};

AP_DECLARE_MODULE(noop) = {
    STANDARD20_MODULE_STUFF, create, NULL, NULL, NULL, commands,
    register_hooks,          0};
