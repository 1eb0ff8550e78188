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

/* What an element of a page can have. */
#define ATTRIBUTES 11

_Static_assert(ATTRIBUTES + 1 <= TREATY_KEEP_TEXTS_MAX,
               "a key has room for all attributes and the use");

const char **treaty_element_attribute(treaty_element_t *element,
                                      const char *name)
{
    const struct {
        const char *name;
        const char **place;
    } places[] = {
        {"id", &element->id},
        {"factsheet", &element->factsheet},
        {"participant", &element->participant},
        {"view", &element->view},
        {"fact", &element->fact},
        {"beside", &element->beside},
        {"format", &element->format},
        {"heading", &element->heading},
        {"lang", &element->lang},
        {"sort", &element->sort},
        {"state", &element->state},
    };
    apr_size_t i;

    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (strcmp(places[i].name, name) == 0) {
            return places[i].place;
        }
    }
    return NULL;
}

/* Lists the attributes that were given. @return a bit for each: which they are,
 * and whether it is for a variable */
static int list(const char **texts, const treaty_element_t *element,
                apr_pool_t *pool)
{
    const char *const all[ATTRIBUTES] = {
        element->id,     element->factsheet, element->participant,
        element->view,   element->fact,      element->beside,
        element->format, element->heading,   element->lang,
        element->sort,   element->state};
    int given = element->is_value ? 1 << ATTRIBUTES : 0;
    int i;

    for (i = 0; i < ATTRIBUTES; i++) {
        if (all[i]) {
            *texts++ = all[i];
            given |= 1 << i;
        }
    }
    if (element->use) {
        *texts++ = apr_itoa(pool, element->use);
    }
    *texts = NULL;
    return given;
}

/* Makes what others may be waiting for, and puts it, or word that it isn't
 * kept. @return as make; with a block, `made` is to be forgotten */
static apr_status_t keep(treaty_answer_t *made, treaty_block_t **block,
                         const char **trouble, const treaty_site_t *site,
                         const treaty_element_t *element,
                         const treaty_cache_key_t *key,
                         const treaty_stamp_t *stamp, apr_pool_t *pool)
{
    apr_pool_t *scratch = treaty_keep_scratch(pool);
    apr_status_t rv =
        make(made, trouble, site, element, scratch ? scratch : pool);

    *block = rv == APR_SUCCESS ? treaty_keep_pack(made) : NULL;
    treaty_cache_put(site->cache, key, stamp, *block);
    if (*block && scratch) {
        apr_pool_destroy(scratch);
    }
    return rv;
}

apr_status_t treaty_element_get(const char **text, apr_size_t *len,
                                treaty_block_t **block, const char **trouble,
                                const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool)
{
    const char *texts[ATTRIBUTES + 2];
    const treaty_answer_t *kept;
    treaty_answer_t made = {0};
    treaty_cache_key_t key;
    treaty_stamp_t stamp;
    apr_status_t found = APR_EBUSY;
    apr_status_t rv = APR_SUCCESS;

    *block = NULL;
    *trouble = NULL;
    if (site->cache && treaty_keep_stamp(&stamp, site, element->now)) {
        int given = list(texts, element, result_pool);

        treaty_keep_key(&key, site, 'e', given, texts, result_pool);
        found = treaty_cache_get(block, site->cache, &key, &stamp);
    }
    if (found == TREATY_ENOTFOUND) {
        rv = keep(&made, block, trouble, site, element, &key, &stamp,
                  result_pool);
    }
    else if (found != APR_SUCCESS) {
        rv = make(&made, trouble, site, element, result_pool);
    }
    if (*block) {
        treaty_keep_bind(*block, result_pool);
    }
    kept = *block ? treaty_block_data(*block) : &made;
    *text = kept->body;
    *len = kept->len;
    return rv;
}
