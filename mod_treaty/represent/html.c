#include "treaty_represent.h"

apr_status_t treaty_html_represent(treaty_text_t *out,
                                   const treaty_template_set_t *set,
                                   const char *name, json_t *document,
                                   json_t *extras, apr_pool_t *scratch_pool)
{
    const treaty_template_t *tmpl;
    treaty_template_env_t env = {0};
    json_t *view;
    apr_status_t rv = treaty_template_set_find(&tmpl, set, name);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    view = json_copy(document);
    if (!view || (extras && json_object_update_missing(view, extras) != 0)) {
        json_decref(view);
        return APR_ENOMEM;
    }
    env.partial = treaty_template_set_partial;
    env.partial_baton = (void *)set;
    env.format = treaty_format;
    env.format_baton = scratch_pool;
    rv = treaty_template_render(out, tmpl, view, &env, scratch_pool);
    json_decref(view);
    return rv;
}
