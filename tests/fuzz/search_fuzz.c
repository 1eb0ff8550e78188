/*
 * Searching with any text, in the published sample: taking it apart, finding,
 * mending, showing. The data are the text up to the first NUL byte, then
 * another text that a snippet is made of. No text may be an error.
 */
#include "fuzz.h"

#include "answer/document.h"
#include "answer/search.h"

#include <apr_strings.h>
#include <string.h>

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
        fuzz_fail("no snippet", q);
    }
    json_decref(pieces);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const treaty_site_t *site = fuzz_sample_site();
    const unsigned char *end = memchr(data, 0, size);
    size_t len = end ? (size_t)(end - data) : size;
    treaty_reading_t *reading;
    json_t *document;
    apr_pool_t *pool = fuzz_pool();
    const char *q;
    int found;

    q = apr_pstrmemdup(pool, (const char *)data, len);
    if (treaty_reading_begin(&reading, site, TREATY_DAY_NONE, NULL, FUZZ_NOW,
                             pool) != APR_SUCCESS ||
        treaty_document_search(&document, &found, reading, q, TREATY_SEARCH_ALL,
                               0, 20) != APR_SUCCESS) {
        fuzz_fail("a text is an error", q);
    }
    if (end) {
        show(reading, q,
             apr_pstrmemdup(pool, (const char *)end + 1, size - len - 1));
    }
    treaty_reading_end(reading);
    apr_pool_destroy(pool);
    return 0;
}
