/*
 * The Mustache engine with any template and any view. The data are a template
 * up to the first NUL byte, then a JSON text. The template is its own partial
 * under every name, and any suffix formats.
 */
#include "treaty_mustache.h"

#include <apr_general.h>
#include <string.h>

#define OUTPUT_MAX (64 * 1024)
#define STEPS 20000

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const treaty_template_t *itself(void *baton, const char *name)
{
    return strcmp(name, "none") == 0 ? NULL : baton;
}

static json_t *brackets(void *baton, json_t *value, const char *suffix)
{
    (void)baton;
    return strcmp(suffix, "none") == 0
               ? NULL
               : json_sprintf("<%s %d>", suffix, (int)json_typeof(value));
}

static apr_status_t count(void *baton, const treaty_template_tag_t *tag)
{
    *(size_t *)baton += strlen(tag->name) + (size_t)tag->depth;
    return APR_SUCCESS;
}

static void render(treaty_template_t *tmpl, json_t *view, apr_pool_t *pool)
{
    treaty_template_env_t env = {.partial = itself,
                                 .partial_baton = tmpl,
                                 .format = brackets,
                                 .steps = STEPS};
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, pool);
    size_t total = 0;

    treaty_template_render(out, tmpl, view, &env, pool);
    treaty_template_walk(tmpl, count, &total);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static apr_pool_t *parent;
    const unsigned char *end = memchr(data, 0, size);
    size_t len = end ? (size_t)(end - data) : size;
    treaty_template_error_t error;
    treaty_template_t *tmpl;
    apr_pool_t *pool;
    json_t *view = NULL;

    if (!parent) {
        apr_initialize();
        apr_pool_create(&parent, NULL);
    }
    apr_pool_create(&pool, parent);
    if (end) {
        view = json_loadb((const char *)end + 1, size - len - 1,
                          JSON_DECODE_ANY, NULL);
    }
    if (treaty_template_compile(&tmpl, &error, "fuzz", (const char *)data, len,
                                pool, pool) == APR_SUCCESS) {
        render(tmpl, view, pool);
    }
    json_decref(view);
    apr_pool_destroy(pool);
    return 0;
}
