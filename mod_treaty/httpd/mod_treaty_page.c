#include "mod_treaty_metrics.h"

#include <apr_strings.h>
#include <http_request.h>
#include <strings.h>
#include <util_filter.h>

/* The outermost request, which lives as long as all parts of the page. */
static request_rec *outermost_of(request_rec *r)
{
    while (r->main) {
        r = r->main;
    }
    return r;
}

/* @param r an outermost request */
static mod_treaty_page_t *page_of(request_rec *r)
{
    mod_treaty_page_t *page =
        ap_get_module_config(r->request_config, &treaty_module);

    if (!page) {
        page = apr_pcalloc(r->pool, sizeof(*page));
        page->sites = apr_array_make(r->pool, 1, sizeof(treaty_site_t));
        page->uses = apr_hash_make(r->pool);
        page->kept = -1;
        ap_set_module_config(r->request_config, &treaty_module, page);
        mod_treaty_gather_add(r, page);
    }
    return page;
}

static const treaty_site_t *find(const mod_treaty_page_t *page,
                                 const treaty_site_t *site)
{
    int i;

    for (i = 0; i < page->sites->nelts; i++) {
        const treaty_site_t *held =
            &APR_ARRAY_IDX(page->sites, i, treaty_site_t);

        if (held->database == site->database &&
            held->templates == site->templates) {
            return held;
        }
    }
    return NULL;
}

void mod_treaty_page_part(request_rec *r, treaty_site_t *site)
{
    request_rec *outermost = outermost_of(r);
    mod_treaty_page_t *page = page_of(outermost);
    const treaty_site_t *held = find(page, site);

    if (held) {
        site->snapshot = held->snapshot;
        site->set = held->set;
    }
    else {
        treaty_site_hold(site, outermost->request_time, outermost->pool);
        APR_ARRAY_PUSH(page->sites, treaty_site_t) = *site;
    }
}

/* A page is as the part that fared worst: one that isn't in the cache, or else
 * one that isn't kept. */
static int is_worse(int kept, int than)
{
    return than < 0 || (than == TREATY_CACHED_HIT && kept != than) ||
           (kept == TREATY_CACHED_MISS && kept != than);
}

void mod_treaty_page_note(request_rec *r, const treaty_site_t *site,
                          treaty_cached_t kept)
{
    request_rec *outermost = outermost_of(r);
    mod_treaty_page_t *page = page_of(outermost);

    if (is_worse((int)kept, page->kept)) {
        page->kept = (int)kept;
        mod_treaty_note_page(outermost, site, kept);
    }
}

int mod_treaty_page_use(request_rec *r, const char *view)
{
    request_rec *outermost = outermost_of(r);
    mod_treaty_page_t *page = page_of(outermost);
    int *use = apr_hash_get(page->uses, view, APR_HASH_KEY_STRING);

    if (!use) {
        use = apr_pcalloc(outermost->pool, sizeof(*use));
        apr_hash_set(page->uses, apr_pstrdup(outermost->pool, view),
                     APR_HASH_KEY_STRING, use);
    }
    return (*use)++;
}

static int has_includes(const request_rec *r)
{
    const ap_filter_t *filter = r->output_filters;

    while (filter && strcasecmp(filter->frec->name, "INCLUDES") != 0) {
        filter = filter->next;
    }
    return filter != NULL;
}

void mod_treaty_page_begin(request_rec *r)
{
    const mod_treaty_conf_t *conf =
        ap_get_module_config(r->per_dir_config, &treaty_module);

    if (!r->main && conf->database && has_includes(r)) {
        (void)page_of(r);
    }
}
