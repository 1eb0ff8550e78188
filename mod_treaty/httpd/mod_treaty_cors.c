#include "mod_treaty.h"

#include <apr_lib.h>
#include <apr_strings.h>

/* Seconds that a browser may remember the answer to its preflight; none keeps
 * it longer than a day. */
#define PREFLIGHT_MAX_AGE "86400"

int mod_treaty_cors_origin_is_valid(const char *origin)
{
    const char *host = strncmp(origin, "https://", 8) == 0  ? origin + 8
                       : strncmp(origin, "http://", 7) == 0 ? origin + 7
                                                            : "";

    if (strcmp(origin, "*") == 0) {
        return 1;
    }
    if (*host == '\0') {
        return 0;
    }
    for (; *host; host++) {
        if (!apr_isalnum(*host) && !strchr(".-:[]", *host)) {
            return 0;
        }
    }
    return 1;
}

static int is_for_all(const mod_treaty_conf_t *conf)
{
    int i;

    for (i = 0; i < conf->origins->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(conf->origins, i, const char *), "*") == 0) {
            return 1;
        }
    }
    return 0;
}

/* The listed origin that the request comes from; what is sent back is ours. */
static const char *allowed_origin(request_rec *r, const mod_treaty_conf_t *conf)
{
    const char *origin = apr_table_get(r->headers_in, "Origin");
    int i;

    if (is_for_all(conf)) {
        return "*";
    }
    for (i = 0; origin && i < conf->origins->nelts; i++) {
        const char *listed = APR_ARRAY_IDX(conf->origins, i, const char *);

        if (strcasecmp(listed, origin) == 0) {
            return listed;
        }
    }
    return NULL;
}

void mod_treaty_cors_set(request_rec *r, const mod_treaty_conf_t *conf,
                         int is_preflight)
{
    apr_table_t *headers = r->err_headers_out;
    const char *origin;

    if (!conf->origins || conf->origins->nelts == 0) {
        return;
    }
    origin = allowed_origin(r, conf);
    if (!is_for_all(conf)) {
        /* What one origin is told must not reach another from a cache. */
        apr_table_mergen(headers, "Vary", "Origin");
    }
    if (!origin) {
        return;
    }
    apr_table_setn(headers, "Access-Control-Allow-Origin", origin);
    apr_table_setn(headers, "Access-Control-Expose-Headers",
                   "ETag, Last-Modified, Link, Retry-After, Content-Length, "
                   "Content-Range, Accept-Ranges, Content-Disposition, "
                   "Repr-Digest");
    if (is_preflight) {
        apr_table_setn(headers, "Access-Control-Allow-Methods",
                       "GET, HEAD, OPTIONS");
        apr_table_setn(headers, "Access-Control-Allow-Headers",
                       "If-None-Match, If-Modified-Since, Range, If-Range, "
                       "Accept-Language");
        apr_table_setn(headers, "Access-Control-Max-Age", PREFLIGHT_MAX_AGE);
    }
}
