/*
 * Searching with any text, in the published file that TREATY_FUZZ_DB names:
 * taking it apart, finding, mending, showing. The data are the text up to the
 * first NUL byte, then another text that a snippet is made of. No text may be
 * an error.
 */
#include "answer/document.h"
#include "answer/search.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static treaty_site_t *site_of(const char *path, apr_pool_t *pool)
{
    treaty_site_t *site = apr_pcalloc(pool, sizeof(*site));
    treaty_database_settings_t database = {.path = path, .handles = 1};
    treaty_templates_settings_t templates = {0};

    if (!path ||
        treaty_database_create(&site->database, &database, pool) !=
            APR_SUCCESS ||
        treaty_templates_create(&site->templates, &templates, pool) !=
            APR_SUCCESS) {
        abort();
    }
    site->base = "/ref";
    site->origin = "";
    site->refresh = apr_time_from_sec(3600);
    return site;
}

static void show(const treaty_reading_t *reading, const char *q,
                 const char *source)
{
    treaty_search_text_t *text;
    json_t *pieces;
    int terms;

    treaty_search_parse(&text, reading, q);
    pieces =
        treaty_search_snippet(&terms, reading, text, source, reading->pool);
    if (!pieces || terms > text->terms) {
        abort();
    }
    json_decref(pieces);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static apr_pool_t *parent;
    static treaty_site_t *site;
    const unsigned char *end = memchr(data, 0, size);
    size_t len = end ? (size_t)(end - data) : size;
    treaty_reading_t *reading;
    json_t *document;
    apr_pool_t *pool;
    const char *q;
    int found;

    if (!parent) {
        apr_initialize();
        atexit(apr_terminate);
        apr_pool_create(&parent, NULL);
        site = site_of(getenv("TREATY_FUZZ_DB"), parent);
    }
    apr_pool_create(&pool, parent);
    q = apr_pstrmemdup(pool, (const char *)data, len);
    if (treaty_reading_begin(&reading, site, TREATY_DAY_NONE, NULL,
                             apr_time_now(), pool) != APR_SUCCESS ||
        treaty_document_search(&document, &found, reading, q, TREATY_SEARCH_ALL,
                               0, 20) != APR_SUCCESS) {
        abort();
    }
    if (end) {
        show(reading, q,
             apr_pstrmemdup(pool, (const char *)end + 1, size - len - 1));
    }
    treaty_reading_end(reading);
    apr_pool_destroy(pool);
    return 0;
}
