#include "mod_treaty.h"

#include <util_filter.h>

/*
 * mod_include passes on what it has at nearly each element, and what is more
 * than 4 KB, as a box is, httpd then sends at once: a page of ten boxes took
 * ten calls of the kernel, and ten chunks. Gathered, it takes one, has a
 * Content-Length, and is compressed at a stretch.
 */
#define NAME "TREATY_GATHER"
/* More than this isn't held back, nor what comes from a program. */
#define HELD_MAX 65536
/* As long as a page has had no part of ours, no more is held back than httpd
 * would by itself: what comes next may be slow. */
#define FOREIGN_MAX 4095

static apr_off_t most_of(const mod_treaty_page_t *page)
{
    return page->sites->nelts > 0 ? HELD_MAX : FOREIGN_MAX;
}

/* Whether what is held has to go on with this. */
static int is_enough(mod_treaty_page_t *page, apr_bucket_brigade *brigade)
{
    apr_bucket *bucket = APR_BRIGADE_FIRST(brigade);

    for (; bucket != APR_BRIGADE_SENTINEL(brigade);
         bucket = APR_BUCKET_NEXT(bucket)) {
        if (APR_BUCKET_IS_METADATA(bucket) ||
            bucket->length == (apr_size_t)-1) {
            return 1;
        }
        page->len += (apr_off_t)bucket->length;
    }
    return page->len > most_of(page);
}

static apr_status_t gather(ap_filter_t *filter, apr_bucket_brigade *brigade)
{
    mod_treaty_page_t *page = filter->ctx;

    if (APR_BRIGADE_EMPTY(brigade)) {
        return APR_SUCCESS;
    }
    if (!is_enough(page, brigade)) {
        return ap_save_brigade(filter, &page->held, &brigade, filter->r->pool);
    }
    if (page->held) {
        APR_BRIGADE_PREPEND(brigade, page->held);
    }
    page->len = 0;
    return ap_pass_brigade(filter->next, brigade);
}

void mod_treaty_gather_register(void)
{
    /* Behind mod_include, before what compresses. */
    ap_register_output_filter(NAME, gather, NULL, AP_FTYPE_CONTENT_SET - 1);
}

void mod_treaty_gather_add(request_rec *r, mod_treaty_page_t *page)
{
    ap_add_output_filter(NAME, page, r, r->connection);
}
