#include "mod_treaty.h"

#include <http_request.h>

/* Of the outermost request, which lives as long as all parts. */
static mod_treaty_page_t *page_of(request_rec *r)
{
    mod_treaty_page_t *page =
        ap_get_module_config(r->request_config, &treaty_module);

    if (!page) {
        page = apr_pcalloc(r->pool, sizeof(*page));
        page->sites = apr_array_make(r->pool, 1, sizeof(treaty_site_t));
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
    mod_treaty_page_t *page;
    const treaty_site_t *held;
    request_rec *outermost = r;

    while (outermost->main) {
        outermost = outermost->main;
    }
    page = page_of(outermost);
    held = find(page, site);
    if (held) {
        site->snapshot = held->snapshot;
        site->set = held->set;
    }
    else {
        treaty_site_hold(site, outermost->request_time, outermost->pool);
        APR_ARRAY_PUSH(page->sites, treaty_site_t) = *site;
    }
}
