#include "list.h"

#include <apr_strings.h>
#include <string.h>

/* Rows of a stream that are made at once. */
#define BATCH 400

apr_status_t treaty_list_page(treaty_course_t *course,
                              const treaty_list_page_t *page,
                              const treaty_list_source_t *source)
{
    apr_array_header_t *places =
        apr_array_make(course->pool, 128, sizeof(treaty_cursor_t));
    const char *keys;
    apr_status_t rv =
        source->places(places, &keys, source->baton, &page->cursor,
                       treaty_list_page_wanted(page), course->reading);

    if (rv == APR_SUCCESS) {
        rv = source->items(course->document, keys, source->baton,
                           course->reading);
    }
    if (rv == APR_SUCCESS) {
        treaty_list_page_finish(course, page, places);
    }
    return rv;
}

/* All of a list, in batches. */
typedef struct {
    treaty_list_source_t source;
    treaty_cursor_t last;
    int has_begun;
    apr_pool_t *pool;
} walk_t;

static int is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Whether a batch ends where the one before it did: a key that is no text, in
 * a file that was tampered with, would have the walk go on for ever. */
static int stands_still(const walk_t *walk, const treaty_cursor_t *last)
{
    return walk->has_begun && is_same(walk->last.key, last->key) &&
           is_same(walk->last.id, last->id);
}

static apr_status_t read_batch(json_t *batch, treaty_rows_t *rows,
                               const treaty_reading_t *reading)
{
    walk_t *walk = rows->baton;
    apr_array_header_t *places =
        apr_array_make(reading->pool, BATCH, sizeof(treaty_cursor_t));
    json_t *page = treaty_json_bind(json_object(), reading->pool);
    const treaty_cursor_t *last;
    const char *keys;
    apr_status_t rv = walk->source.places(places, &keys, walk->source.baton,
                                          &walk->last, BATCH, reading);

    if (rv != APR_SUCCESS || places->nelts == 0) {
        return rv;
    }
    last = &APR_ARRAY_IDX(places, places->nelts - 1, treaty_cursor_t);
    if (stands_still(walk, last)) {
        return TREATY_EDATABASE;
    }
    rv = walk->source.items(page, keys, walk->source.baton, reading);
    json_array_extend(batch, json_object_get(page, "items"));
    walk->has_begun = 1;
    apr_pool_clear(walk->pool);
    walk->last.key = apr_pstrdup(walk->pool, last->key);
    walk->last.id = apr_pstrdup(walk->pool, last->id);
    return rv;
}

treaty_rows_t *treaty_list_rows(const treaty_list_source_t *source,
                                apr_pool_t *pool)
{
    treaty_rows_t *rows = apr_pcalloc(pool, sizeof(*rows));
    walk_t *walk = apr_pcalloc(pool, sizeof(*walk));

    walk->source = *source;
    apr_pool_create(&walk->pool, pool);
    rows->read = read_batch;
    rows->baton = walk;
    return rows;
}
