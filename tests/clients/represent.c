/*
 * represent FORMAT < DOCUMENT: a JSON document in a format of
 * treaty_formats.h, on standard output. With it the tests hand hostile
 * documents to readers of other people's. Exit status 1 for a document that is
 * refused, 2 for anything else.
 */
#include "treaty_formats.h"
#include "treaty_templates.h"

#include <apr_general.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT (64 * 1024 * 1024)

/* In English, as the tests read it. */
static apr_status_t jsonld(treaty_text_t *out, const json_t *document)
{
    treaty_templates_settings_t settings = {0};
    treaty_templates_t *templates;
    treaty_template_set_t *set;
    apr_status_t rv = treaty_templates_create(&templates, &settings, out->pool);

    if (rv == APR_SUCCESS) {
        rv = treaty_templates_acquire(&set, templates, 0, 0);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_jsonld_represent(
        out, document,
        treaty_template_set_language(set, TREATY_LANGUAGE_DEFAULT));
    treaty_template_set_release(set);
    return rv;
}

typedef apr_status_t format_fn_t(treaty_text_t *out, const json_t *document);

static const struct {
    const char *name;
    format_fn_t *represent;
} formats[] = {
    {"atom", treaty_atom_represent},
    {"bibtex", treaty_bibtex_represent},
    {"csl", treaty_csl_represent},
    {"jsonld", jsonld},
    {"opensearch", treaty_opensearch_represent},
    {"ris", treaty_ris_represent},
};

static format_fn_t *format_of(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return formats[i].represent;
        }
    }
    return NULL;
}

static int represent(format_fn_t *format, const json_t *document,
                     apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(LIMIT, pool);

    if (format(out, document) != APR_SUCCESS) {
        return 1;
    }
    return fwrite(out->data, 1, out->len, stdout) == out->len ? 0 : 2;
}

int main(int argc, char **argv)
{
    format_fn_t *format = argc == 2 ? format_of(argv[1]) : NULL;
    json_t *document = format ? json_loadf(stdin, 0, NULL) : NULL;
    apr_pool_t *pool;
    int status;

    if (!document) {
        fputs("usage: represent FORMAT < DOCUMENT\n", stderr);
        return 2;
    }
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
    status = represent(format, document, pool);
    json_decref(document);
    return status;
}
