/* What a site gives: what there is now, or what is held for a page. */
#include "reading.h"

static apr_status_t release_snapshot(void *snapshot)
{
    treaty_snapshot_release(snapshot);
    return APR_SUCCESS;
}

static apr_status_t release_set(void *set)
{
    treaty_template_set_release(set);
    return APR_SUCCESS;
}

void treaty_site_hold(treaty_site_t *site, apr_time_t now, apr_pool_t *pool)
{
    if (treaty_site_snapshot(&site->snapshot, site, now) == APR_SUCCESS) {
        apr_pool_cleanup_register(pool, site->snapshot, release_snapshot,
                                  apr_pool_cleanup_null);
    }
    if (treaty_site_templates(&site->set, site, now) == APR_SUCCESS) {
        apr_pool_cleanup_register(pool, site->set, release_set,
                                  apr_pool_cleanup_null);
    }
}

apr_status_t treaty_site_snapshot(treaty_snapshot_t **snapshot,
                                  const treaty_site_t *site, apr_time_t now)
{
    if (!site->snapshot) {
        return treaty_database_acquire(snapshot, site->database, site->refresh,
                                       now);
    }
    treaty_snapshot_hold(site->snapshot);
    *snapshot = site->snapshot;
    return APR_SUCCESS;
}

apr_status_t treaty_site_templates(treaty_template_set_t **set,
                                   const treaty_site_t *site, apr_time_t now)
{
    if (!site->set) {
        return treaty_templates_acquire(set, site->templates, site->refresh,
                                        now);
    }
    treaty_template_set_hold(site->set);
    *set = site->set;
    return APR_SUCCESS;
}
