/* Elements by way of the cache. */
#include "keep.h"

#include <apr_strings.h>
#include <string.h>

/* Made, and kept where it could be. */
static apr_status_t make(treaty_answer_t *made, const char **trouble,
                         const treaty_site_t *site,
                         const treaty_element_t *element, apr_pool_t *pool)
{
    const char *text = "";
    apr_status_t rv = treaty_element_make(&text, trouble, site, element, pool);

    memset(made, 0, sizeof(*made));
    made->body = text;
    made->len = strlen(text);
    return rv;
}

/* Attributes that weren't given differ from empty ones. */
static void list(const char **texts, const treaty_element_t *element,
                 apr_pool_t *pool)
{
    const char *given[] = {
        element->id,     element->factsheet, element->participant,
        element->view,   element->fact,      element->beside,
        element->format, element->heading,   element->lang,
        element->sort,   element->state};
    apr_size_t count = sizeof(given) / sizeof(given[0]);
    apr_size_t i;

    for (i = 0; i < count; i++) {
        texts[i] = given[i] ? given[i] : "\1";
    }
    texts[count] = element->is_value ? "v" : "";
    texts[count + 1] = element->use ? apr_itoa(pool, element->use) : "";
    texts[count + 2] = NULL;
}

apr_status_t treaty_element_get(const char **text, apr_size_t *len,
                                treaty_block_t **block, const char **trouble,
                                const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool)
{
    const char *texts[16];
    const treaty_answer_t *kept;
    treaty_answer_t made;
    treaty_cache_key_t key;
    treaty_stamp_t stamp;
    apr_status_t found = APR_EBUSY;
    apr_status_t rv = APR_SUCCESS;

    *block = NULL;
    *trouble = NULL;
    if (site->cache && treaty_keep_stamp(&stamp, site, element->now)) {
        list(texts, element, result_pool);
        treaty_keep_key(&key, site, 'e', 0, texts, result_pool);
        found = treaty_cache_get(block, site->cache, &key, &stamp);
    }
    if (found != APR_SUCCESS) {
        rv = make(&made, trouble, site, element, result_pool);
    }
    if (found == TREATY_ENOTFOUND) {
        *block = rv == APR_SUCCESS ? treaty_keep_pack(&made) : NULL;
        treaty_cache_put(site->cache, &key, &stamp, *block);
    }
    if (*block) {
        treaty_keep_bind(*block, result_pool);
    }
    kept = *block ? treaty_block_data(*block) : &made;
    *text = kept->body;
    *len = kept->len;
    return rv;
}
