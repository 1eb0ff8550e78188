/*
 * mod_faulty: what a sanitizer is there to see, so that one which sees nothing
 * isn't taken for a clean bill. The handlers `race` and `overrun` do what they
 * are called; no build but for tests has it.
 */
#include <httpd.h>
#include <http_config.h>
#include <http_protocol.h>

#include <stdlib.h>
#include <string.h>

static int racing;

static int race(request_rec *r)
{
    int i;

    /* Long enough for others to be in it too. */
    for (i = 0; i < 20; i++) {
        racing++;
        apr_sleep(500);
    }
    return ap_rprintf(r, "%d\n", racing) < 0 ? HTTP_INTERNAL_SERVER_ERROR : OK;
}

static int overrun(request_rec *r)
{
    /* Whose size no compiler knows, so that it is the sanitizer that sees. */
    char *volatile bytes = calloc(1, 8);
    int byte;

    if (!bytes) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    /* As long as the path, which no compiler knows. */
    byte = bytes[strlen(r->uri)];
    free(bytes);
    return ap_rprintf(r, "%d\n", byte) < 0 ? HTTP_INTERNAL_SERVER_ERROR : OK;
}

static int handle(request_rec *r)
{
    if (r->handler && strcmp(r->handler, "race") == 0) {
        return race(r);
    }
    if (r->handler && strcmp(r->handler, "overrun") == 0) {
        return overrun(r);
    }
    return DECLINED;
}

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(faulty) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0};
