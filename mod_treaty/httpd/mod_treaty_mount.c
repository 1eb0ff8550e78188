#include "mod_treaty_metrics.h"

#include <ap_expr.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>

APLOG_USE_MODULE(treaty);

/* What stands in r->filename of a claimed request. It names no file, and has
 * no ending that mod_mime could take for a type or a coding. */
#define CLAIMED "treaty:"

/* What SetHandler says for the place of the request, which is an expression
 * that may have to be evaluated. */
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

/* The path below the mount, or NULL for one that isn't below it. */
static const char *path_below(const char *uri, const char *base)
{
    apr_size_t len = strlen(base);

    if (strncmp(uri, base, len) != 0 || (uri[len] != '/' && uri[len] != '\0')) {
        return NULL;
    }
    return uri + len;
}

/*
 * The mount is claimed before httpd looks for a file, as mod_proxy claims its
 * own: without a walk through directories, while <Location>, authorisation
 * and filters hold. At this time the locations have been walked once.
 */
int mod_treaty_mount_translate(request_rec *r)
{
    const mod_treaty_conf_t *conf =
        ap_get_module_config(r->per_dir_config, &treaty_module);
    const char *base = conf->base ? conf->base : MOD_TREATY_BASE;

    /* A rewriting before us may have left the mount, while the configuration
     * is still that of the old address. */
    if (strcmp(handler_of(r), MOD_TREATY_HANDLER) != 0 ||
        !path_below(r->uri, base)) {
        return DECLINED;
    }
    r->filename = apr_pstrdup(r->pool, CLAIMED);
    return OK;
}

int mod_treaty_mount_map(request_rec *r)
{
    return r->filename && strcmp(r->filename, CLAIMED) == 0 ? OK : DECLINED;
}

/* What the one who asked can't mend, and who keeps the site must know of. */
static void complain(request_rec *r, const treaty_answer_t *answer)
{
    if (answer->trouble && r->main) {
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r,
                      TREATYNO(0401) "%s, taken in by %s: %s Mend the page's "
                                     "include",
                      r->unparsed_uri, r->main->uri, answer->trouble);
    }
    else if (answer->is_beyond_bounds) {
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r,
                      TREATYNO(0404) "%s is larger than an answer may be, or "
                                     "its templates include each other without "
                                     "end; have its template show less",
                      r->unparsed_uri);
    }
}

/* What is counted of a request, where it is known. */
typedef struct {
    mod_treaty_counts_t *counts;
    /** NULL: nothing was asked of the record. */
    const treaty_answer_t *answer;
    treaty_cached_t kept;
} told_t;

/* For who looks for what takes long. */
static void trace(request_rec *r, const told_t *told)
{
    const treaty_made_t *made = &told->answer->made;

    ap_log_rerror(
        APLOG_MARK, APLOG_TRACE1, 0, r,
        TREATYNO(0430) "%s: status %d, cache %s, record %s, view %s, "
                       "revision %s, read in %" APR_TIME_T_FMT
                       " us, written in %" APR_TIME_T_FMT " us",
        r->uri, told->answer->status, mod_treaty_kept_names[told->kept],
        made->record ? made->record : "-", made->view ? made->view : "-",
        made->revision ? made->revision : "-", made->reading, made->writing);
}

static int answer_request(request_rec *r, const mod_treaty_conf_t *conf,
                          treaty_site_t *site, const char *path, told_t *told)
{
    treaty_request_t request = {0};

    request.path = path;
    request.args = r->args;
    request.now = r->request_time;
    request.included = r->main != NULL;
    /* Elements have the uneven numbers, includes the even ones, from 0. */
    request.use = r->main ? mod_treaty_page_use(r, path) * 2 : 0;
    if (r->main) {
        mod_treaty_page_part(r, site);
    }
    if (!mod_treaty_send_is_for_error(r)) {
        request.accept_encoding =
            apr_table_get(r->headers_in, "Accept-Encoding");
    }
    treaty_answer_get(&told->answer, &told->kept, site, &request, r->pool);
    mod_treaty_note_request(r, &told->answer->made, told->kept);
    if (r->main) {
        mod_treaty_page_note(r, site, told->kept);
    }
    if (APLOGrtrace1(r)) {
        trace(r, told);
    }
    complain(r, told->answer);
    return mod_treaty_send(r, told->answer, conf);
}

/* What a page takes in is a part of that, and no request. */
static void count(request_rec *r, const told_t *told, int result)
{
    const treaty_answer_t *answer = told->answer;
    treaty_resource_t resource =
        answer ? answer->made.resource : TREATY_RESOURCE__COUNT;

    if (answer && told->kept != TREATY_CACHED_HIT) {
        mod_treaty_metrics_made(told->counts, &answer->made);
    }
    if (r->main) {
        mod_treaty_metrics_part(told->counts, MOD_TREATY_WAY_INCLUDE,
                                !answer || answer->trouble != NULL ||
                                    answer->status >= HTTP_BAD_REQUEST,
                                told->kept);
    }
    else {
        mod_treaty_metrics_request(
            told->counts, resource, result >= HTTP_OK ? result : r->status,
            told->kept, apr_time_now() - r->request_time);
    }
}

static int refuse_method(request_rec *r, const mod_treaty_conf_t *conf)
{
    static const char body[] =
        "{\n  \"type\": \"about:blank\",\n  \"title\": \"Method not allowed\","
        "\n  \"status\": 405,\n  \"detail\": \"Only GET, HEAD and OPTIONS are "
        "answered here.\"\n}\n";
    treaty_answer_t answer = {0};

    apr_table_setn(r->headers_out, "Allow", "GET, HEAD, OPTIONS");
    ap_discard_request_body(r);
    answer.status = HTTP_METHOD_NOT_ALLOWED;
    answer.content_type = "application/problem+json";
    answer.body = body;
    answer.len = sizeof(body) - 1;
    answer.max_age = -1;
    return mod_treaty_send(r, &answer, conf);
}

static int give_options(request_rec *r, const mod_treaty_conf_t *conf)
{
    treaty_answer_t answer = {0};

    apr_table_setn(r->headers_out, "Allow", "GET, HEAD, OPTIONS");
    mod_treaty_cors_set(r, conf, 1);
    answer.status = HTTP_NO_CONTENT;
    answer.body = "";
    answer.max_age = -1;
    return mod_treaty_send(r, &answer, conf);
}

/* The configuration doesn't fit together; the one who asks can't mend it. */
static int misconfigured(request_rec *r, const char *what)
{
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                  TREATYNO(0402) "%s is handled by treaty, but %s", r->uri,
                  what);
    return HTTP_INTERNAL_SERVER_ERROR;
}

static int answer(request_rec *r, told_t *told)
{
    const mod_treaty_conf_t *conf =
        ap_get_module_config(r->per_dir_config, &treaty_module);
    treaty_site_t site;
    int is_set_up = mod_treaty_child_site(&site, &told->counts, conf);
    const char *path;

    if (r->method_number == M_OPTIONS) {
        return give_options(r, conf);
    }
    if (r->method_number != M_GET) {
        return refuse_method(r, conf);
    }
    if (!conf->database) {
        return misconfigured(r, "no TreatyDatabase is set for it");
    }
    if (!is_set_up) {
        return misconfigured(r, "this process could not prepare its files; "
                                "restart the server");
    }
    path = path_below(r->uri, site.base);
    if (!path) {
        return misconfigured(
            r, apr_pstrcat(r->pool, "TreatyBase says that the mount is ",
                           site.base, "; set it to the path of the <Location>",
                           NULL));
    }
    return answer_request(r, conf, &site, path, told);
}

int mod_treaty_mount_handler(request_rec *r)
{
    told_t told = {NULL, NULL, TREATY_CACHED_NOT};
    int result;

    if (!r->handler || strcmp(r->handler, MOD_TREATY_HANDLER) != 0) {
        return DECLINED;
    }
    result = answer(r, &told);
    count(r, &told, result);
    if (told.kept == TREATY_CACHED_MISS) {
        mod_treaty_child_count();
    }
    return result;
}
