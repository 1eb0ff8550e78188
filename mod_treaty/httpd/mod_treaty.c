/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

#include "mod_treaty_metrics.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_request.h>

/* Into the Server header, as far as ServerTokens lets it, and into the line
 * that httpd logs at its start. */
static int tell_version(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                        server_rec *server)
{
    (void)plog;
    (void)server;
    ap_add_version_component(
        pconf, apr_pstrcat(ptemp, "mod_treaty/", treaty_version(), NULL));
    return OK;
}

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    mod_treaty_gather_register();
    ap_hook_pre_config(mod_treaty_conf_forget, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(mod_treaty_metrics_prepare, NULL, NULL,
                        APR_HOOK_MIDDLE);
    ap_hook_child_status(mod_treaty_metrics_child, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_error_log(mod_treaty_metrics_log, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(mod_treaty_child_init, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(tell_version, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_test_config(mod_treaty_dump, NULL, NULL, APR_HOOK_MIDDLE);
    /* Behind mod_rewrite and mod_alias, before core looks for a file. */
    ap_hook_translate_name(mod_treaty_mount_translate, NULL, NULL,
                           APR_HOOK_LAST);
    ap_hook_map_to_storage(mod_treaty_mount_map, NULL, NULL, APR_HOOK_FIRST);
    /* Behind all that may add mod_include's. */
    ap_hook_insert_filter(mod_treaty_page_begin, NULL, NULL, APR_HOOK_LAST);
    ap_hook_handler(mod_treaty_mount_handler, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(mod_treaty_metrics_handler, NULL, NULL, APR_HOOK_MIDDLE);
    mod_treaty_status_register();
    ap_hook_optional_fn_retrieve(mod_treaty_ssi_register, NULL, NULL,
                                 APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(treaty) = {
    STANDARD20_MODULE_STUFF,
    mod_treaty_conf_create,
    mod_treaty_conf_merge,
    NULL,
    NULL,
    mod_treaty_commands,
    register_hooks,
#if defined(AP_MODULE_FLAG_NONE)
    AP_MODULE_FLAG_NONE,
#endif
};
