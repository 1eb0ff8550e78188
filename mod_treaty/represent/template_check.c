#include "template_check.h"

#include "embedded.h"
#include "html.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void treaty_template_find_in(treaty_checking_t *checking, const char *path,
                             int line, const char *message)
{
    treaty_template_finding_t *finding =
        &APR_ARRAY_PUSH(checking->findings, treaty_template_finding_t);

    finding->path = apr_pstrdup(checking->result_pool, path);
    finding->line = line;
    finding->message = apr_pstrdup(checking->result_pool, message);
}

void treaty_template_find(treaty_checking_t *checking,
                          const treaty_checked_t *checked, int line,
                          const char *format, ...)
{
    va_list arguments;

    if (!checked->is_told) {
        return;
    }
    va_start(arguments, format);
    treaty_template_find_in(
        checking, checked->path, line,
        apr_pvsprintf(checking->result_pool, format, arguments));
    va_end(arguments);
}

/* Compiles a text under its name; the one before it of the name is gone. */
static void add(treaty_checking_t *checking, treaty_checked_t *checked,
                const char *data, apr_size_t len)
{
    apr_pool_t *pool = checking->shapes.pool;
    treaty_template_error_t error;
    treaty_template_t *tmpl;

    if (treaty_template_compile(&tmpl, &error, checked->name, data, len, pool,
                                pool) != APR_SUCCESS) {
        treaty_template_find(checking, checked, error.line, "%s",
                             error.message);
    }
    checked->tmpl = tmpl;
    apr_hash_set(checking->templates, checked->name, APR_HASH_KEY_STRING,
                 checked);
}

static void add_shipped(treaty_checking_t *checking)
{
    apr_pool_t *pool = checking->shapes.pool;
    apr_size_t i;

    for (i = 0; i < treaty_embedded_templates_count; i++) {
        const treaty_embedded_t *shipped = &treaty_embedded_templates[i];
        treaty_checked_t *checked = apr_pcalloc(pool, sizeof(*checked));

        checked->name = shipped->name;
        checked->path = apr_pstrcat(pool, "shipped:", shipped->name, NULL);
        checked->is_told = checking->check->directory == NULL;
        add(checking, checked, shipped->data, shipped->len);
    }
}

static void add_file(treaty_checking_t *checking, treaty_template_file_t *file)
{
    apr_pool_t *pool = checking->shapes.pool;
    treaty_checked_t *checked = apr_pcalloc(pool, sizeof(*checked));
    char buffer[128];
    const char *data;
    apr_size_t len;
    apr_status_t rv = treaty_template_file_read(&data, &len, file, pool);

    checked->name = file->name;
    checked->path = file->path;
    checked->is_told = 1;
    if (rv == APR_SUCCESS) {
        add(checking, checked, data, len);
        return;
    }
    treaty_template_find(checking, checked, 0, "%s",
                         rv == TREATY_ELIMIT
                             ? "the template is longer than 256 KB; divide it "
                               "with {{>partials}}"
                             : treaty_strerror(rv, buffer, sizeof(buffer)));
    apr_hash_set(checking->templates, checked->name, APR_HASH_KEY_STRING,
                 checked);
}

static void add_files(treaty_checking_t *checking,
                      const apr_array_header_t *files)
{
    int i;

    for (i = 0; i < files->nelts; i++) {
        treaty_template_file_t *file =
            &APR_ARRAY_IDX(files, i, treaty_template_file_t);

        if (!file->is_language) {
            add_file(checking, file);
        }
    }
}

/* Beneath all that the caller knows of stands the language. */
static json_t *with_language(const treaty_checking_t *checking, json_t *view)
{
    static const char *const text = "string";
    json_t *whole = json_copy(view);
    json_t *language = json_object();
    json_t *properties = json_object();
    const char *name;
    json_t *value;

    treaty_html_set_language(language, checking->language);
    json_object_foreach(language, name, value)
    {
        json_object_set_new(properties, name, json_pack("{s:s}", "type", text));
    }
    json_decref(language);
    json_array_append_new(whole, json_pack("{s:s, s:o}", "type", "object",
                                           "properties", properties));
    return treaty_json_bind(whole, checking->shapes.pool);
}

static void walk_all(treaty_checking_t *checking)
{
    const treaty_template_check_t *check = checking->check;
    apr_hash_index_t *i;

    for (i = apr_hash_first(checking->shapes.pool, checking->templates); i;
         i = apr_hash_next(i)) {
        treaty_checked_t *checked = apr_hash_this_val(i);
        json_t *view = check->view(check->view_baton, checked->name);

        if (view) {
            treaty_template_walk_view(checking, checked,
                                      with_language(checking, view));
        }
    }
    treaty_template_judge(checking);
}

static void find_unreached(treaty_checking_t *checking)
{
    apr_hash_index_t *i;

    for (i = apr_hash_first(checking->shapes.pool, checking->templates); i;
         i = apr_hash_next(i)) {
        const treaty_checked_t *checked = apr_hash_this_val(i);

        if (!checked->is_reached) {
            treaty_template_find(checking, checked, 0,
                                 "nothing shows this: it is no view of a "
                                 "collection, and no template that is shown "
                                 "includes it");
        }
    }
}

static int compare(const void *a, const void *b)
{
    const treaty_template_finding_t *left = a;
    const treaty_template_finding_t *right = b;
    int order = strcmp(left->path, right->path);

    if (order == 0) {
        order = (left->line > right->line) - (left->line < right->line);
    }
    return order != 0 ? order : strcmp(left->message, right->message);
}

static apr_status_t list_files(apr_array_header_t **files,
                               const treaty_template_check_t *check,
                               apr_pool_t *pool)
{
    *files = apr_array_make(pool, 1, sizeof(treaty_template_file_t));
    return check->directory
               ? treaty_template_files_list(files, check->directory, pool)
               : APR_SUCCESS;
}

static void check_all(treaty_checking_t *checking,
                      const apr_array_header_t *files)
{
    add_shipped(checking);
    add_files(checking, files);
    walk_all(checking);
    find_unreached(checking);
    treaty_template_check_words(checking, files);
    qsort(checking->findings->elts, (size_t)checking->findings->nelts,
          sizeof(treaty_template_finding_t), compare);
}

apr_status_t treaty_templates_check(apr_array_header_t **findings,
                                    const treaty_template_check_t *check,
                                    apr_pool_t *result_pool,
                                    apr_pool_t *scratch_pool)
{
    treaty_template_env_t env = {0};
    treaty_formatter_t formatter = {NULL, scratch_pool};
    treaty_checking_t checking = {.check = check,
                                  .shapes = {check->root, &env, scratch_pool},
                                  .result_pool = result_pool};
    apr_array_header_t *files;
    apr_status_t rv = list_files(&files, check, scratch_pool);

    checking.words = apr_hash_make(scratch_pool);
    checking.templates = apr_hash_make(scratch_pool);
    checking.verdicts = apr_hash_make(scratch_pool);
    checking.findings =
        apr_array_make(result_pool, 8, sizeof(treaty_template_finding_t));
    *findings = checking.findings;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_template_check_language(&checking, files);
    formatter.language = checking.language;
    treaty_html_env(&env, &formatter);
    check_all(&checking, files);
    return APR_SUCCESS;
}
