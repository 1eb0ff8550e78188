/*
 * The Mustache engine with any template and any view. The data are a template
 * up to the first NUL byte, then a JSON text; without one the view is the
 * document of a real record. The template is its own partial under every name,
 * and any suffix formats.
 */
#include "fuzz.h"

#include "treaty_json.h"
#include "treaty_mustache.h"

#include <string.h>

#define OUTPUT_MAX (64 * 1024)
#define STEPS 20000

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

static json_t *document(void)
{
    static json_t *record;
    treaty_request_t request = {
        "/treaties/opsc.json", NULL, FUZZ_NOW, NULL, 0, 0};
    treaty_answer_t *answer;
    apr_pool_t *pool;

    if (!record) {
        pool = fuzz_pool();
        treaty_answer_make(&answer, fuzz_sample_site(), &request, pool);
        record =
            treaty_json_bind(json_loadb(answer->body, answer->len, 0, NULL),
                             apr_pool_parent_get(pool));
        apr_pool_destroy(pool);
    }
    return json_incref(record);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const unsigned char *end = memchr(data, 0, size);
    size_t len = end ? (size_t)(end - data) : size;
    apr_pool_t *pool = fuzz_pool();
    treaty_template_error_t error;
    treaty_template_t *tmpl;
    json_t *view = end ? json_loadb((const char *)end + 1, size - len - 1,
                                    JSON_DECODE_ANY, NULL)
                       : document();

    if (treaty_template_compile(&tmpl, &error, "fuzz", (const char *)data, len,
                                pool, pool) == APR_SUCCESS) {
        render(tmpl, view, pool);
    }
    else if (!error.message) {
        fuzz_fail("an error says nothing", NULL);
    }
    json_decref(view);
    apr_pool_destroy(pool);
    return 0;
}
