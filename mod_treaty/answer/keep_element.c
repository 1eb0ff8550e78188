/* Elements by way of the cache. */
#include "element.h"
#include "keep.h"

#include <apr_strings.h>
#include <string.h>

/* Makes it in the pool. */
static apr_status_t make(treaty_piece_t *piece, const treaty_site_t *site,
                         const treaty_element_t *element, apr_pool_t *pool)
{
    apr_status_t rv = treaty_element_run(&piece->text, &piece->trouble,
                                         &piece->made, site, element, pool);

    piece->len = strlen(piece->text);
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

/* Shows a block's text, which is held as long as the pool. */
static void show(treaty_piece_t *piece, treaty_block_t *block, apr_pool_t *pool)
{
    const treaty_answer_t *kept = treaty_block_data(block);

    treaty_keep_bind(block, pool);
    piece->block = block;
    piece->text = kept->body;
    piece->len = kept->len;
}

static treaty_block_t *pack(const treaty_piece_t *piece)
{
    treaty_answer_t kept = {0};

    kept.body = piece->text;
    kept.len = piece->len;
    return treaty_keep_pack(&kept);
}

/* Makes what others may be waiting for, and puts it, or word that it isn't
 * kept. */
static apr_status_t keep(treaty_piece_t *piece, const treaty_site_t *site,
                         const treaty_element_t *element,
                         const treaty_cache_key_t *key,
                         const treaty_stamp_t *stamp, apr_pool_t *pool)
{
    apr_pool_t *scratch = treaty_keep_scratch(pool);
    apr_status_t rv = make(piece, site, element, scratch ? scratch : pool);
    treaty_block_t *block = rv == APR_SUCCESS ? pack(piece) : NULL;

    piece->kept = block ? TREATY_CACHED_MISS : TREATY_CACHED_NOT;
    treaty_cache_put(site->cache, key, stamp, block);
    if (block) {
        show(piece, block, pool);
        if (scratch) {
            apr_pool_destroy(scratch);
        }
    }
    return rv;
}

/* By way of the cache, or past it where it has another revision by now. */
static apr_status_t look_up(treaty_piece_t *piece, const treaty_site_t *site,
                            const treaty_element_t *element,
                            const treaty_stamp_t *stamp, apr_pool_t *pool)
{
    const char *texts[ATTRIBUTES + 2];
    int given = list(texts, element, pool);
    treaty_cache_key_t key;
    treaty_block_t *block;
    apr_status_t rv;

    treaty_keep_key(&key, site, 'e', given, texts, pool);
    rv = treaty_cache_get(&block, site->cache, &key, stamp);
    if (rv == APR_SUCCESS) {
        piece->kept = TREATY_CACHED_HIT;
        show(piece, block, pool);
        return APR_SUCCESS;
    }
    piece->kept = TREATY_CACHED_MISS;
    return rv == TREATY_ENOTFOUND
               ? keep(piece, site, element, &key, stamp, pool)
               : make(piece, site, element, pool);
}

apr_status_t treaty_element_get(treaty_piece_t *piece,
                                const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool)
{
    treaty_stamp_t stamp;

    memset(piece, 0, sizeof(*piece));
    return site->cache && treaty_keep_stamp(&stamp, site, element->now)
               ? look_up(piece, site, element, &stamp, result_pool)
               : make(piece, site, element, result_pool);
}
