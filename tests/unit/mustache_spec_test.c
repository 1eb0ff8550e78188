/*
 * Runs every case of the official Mustache specification, core and
 * inheritance, one TAP line a case. Skips aloud where its data is missing.
 */
#include "treaty_mustache.h"

#include <apr_file_info.h>
#include <apr_general.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_MAX (1024 * 1024)

static const char *const subjects[] = {
    "comments", "delimiters", "interpolation", "inverted",
    "partials", "sections",   "inheritance"};

static int cases;
static int failures;

static void report(int ok, const char *subject, const char *name)
{
    printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", ++cases, subject, name);
    failures += !ok;
}

/* One diagnostic line, with line ends made visible by JSON's escapes. */
static void explain(const char *what, const char *text)
{
    json_t *string = json_string(text);
    char *line = json_dumps(string, JSON_ENCODE_ANY);

    printf("# %s: %s\n", what, line ? line : "(not UTF-8)");
    free(line);
    json_decref(string);
}

static const char *folder(apr_pool_t *pool)
{
    const char *shared = getenv("TREATY_SHARED");
    const char *source = getenv("srcdir");

    if (!shared) {
        shared = apr_pstrcat(pool, source ? source : ".", "/../shared", NULL);
    }
    return apr_pstrcat(pool, shared, "/data/mustache-spec", NULL);
}

static treaty_template_t *compile(const char *name, const char *text,
                                  apr_pool_t *pool)
{
    treaty_template_t *tmpl;
    treaty_template_error_t error;

    if (treaty_template_compile(&tmpl, &error, name, text, strlen(text), pool,
                                pool) != APR_SUCCESS) {
        printf("# %s:%d: %s\n", name, error.line, error.message);
    }
    return tmpl;
}

static const treaty_template_t *partial(void *baton, const char *name)
{
    return apr_hash_get(baton, name, APR_HASH_KEY_STRING);
}

static apr_hash_t *compile_partials(json_t *texts, apr_pool_t *pool)
{
    apr_hash_t *partials = apr_hash_make(pool);
    const char *name;
    json_t *text;

    json_object_foreach(texts, name, text)
    {
        apr_hash_set(partials, name, APR_HASH_KEY_STRING,
                     compile(name, json_string_value(text), pool));
    }
    return partials;
}

static void run_case(const char *subject, json_t *test, apr_pool_t *pool)
{
    const char *name = json_string_value(json_object_get(test, "name"));
    const char *expected = json_string_value(json_object_get(test, "expected"));
    const char *text = json_string_value(json_object_get(test, "template"));
    treaty_template_env_t env = {.partial = partial,
                                 .partial_baton = compile_partials(
                                     json_object_get(test, "partials"), pool)};
    treaty_template_t *tmpl = compile("template", text, pool);
    treaty_text_t *out = treaty_text_create(OUTPUT_MAX, pool);
    apr_status_t rv = TREATY_ETEMPLATE;
    int ok;

    if (tmpl) {
        rv = treaty_template_render(out, tmpl, json_object_get(test, "data"),
                                    &env, pool);
    }
    ok = rv == APR_SUCCESS && strcmp(out->data, expected) == 0;
    report(ok, subject, name);
    if (!ok) {
        explain("template", text);
        explain("expected", expected);
        explain("rendered", out->data);
    }
}

static void run_subject(const char *subject, const char *path, apr_pool_t *pool)
{
    const char *file = apr_pstrcat(pool, path, "/", subject, ".json", NULL);
    json_error_t error;
    json_t *root = json_load_file(file, 0, &error);
    apr_pool_t *case_pool;
    json_t *test;
    size_t i;

    if (!root) {
        report(0, subject, "the file can be read");
        printf("# %s: %s\n", file, error.text);
        return;
    }
    apr_pool_create(&case_pool, pool);
    json_array_foreach(json_object_get(root, "tests"), i, test)
    {
        run_case(subject, test, case_pool);
        apr_pool_clear(case_pool);
    }
    json_decref(root);
}

static int is_missing(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE, pool) != APR_SUCCESS;
}

int main(void)
{
    apr_pool_t *pool;
    const char *path;
    size_t i;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    path = folder(pool);
    if (is_missing(path, pool)) {
        printf("1..0 # SKIP the Mustache specification isn't at %s\n", path);
        apr_terminate();
        return 0;
    }
    for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
        run_subject(subjects[i], path, pool);
    }
    printf("1..%d\n", cases);
    apr_terminate();
    return failures > 0;
}
