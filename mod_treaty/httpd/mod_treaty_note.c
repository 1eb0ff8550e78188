#include "mod_treaty_metrics.h"

/*
 * What LogFormat can write of a request: %{treaty-record}n and its like. All
 * of it is ours: ids of the record, names of templates that there are, digits.
 * As httpd's own notes they stand with the request whether or not they are
 * written.
 */
#define RECORD "treaty-record"
#define VIEW "treaty-view"
#define CACHE "treaty-cache"
#define REVISION "treaty-revision"

/* A request is answered once. That it has no such note yet needn't be found
 * out: with names that begin alike that takes as long as all else here. */
static void note(request_rec *r, const char *name, const char *value)
{
    if (value) {
        apr_table_addn(r->notes, name, value);
    }
}

void mod_treaty_note_request(request_rec *r, const treaty_made_t *made,
                             treaty_cached_t kept)
{
    note(r, CACHE, mod_treaty_kept_names[kept]);
    note(r, RECORD, made->record);
    note(r, VIEW, made->view);
    note(r, REVISION, made->revision);
}

void mod_treaty_note_page(request_rec *r, const treaty_site_t *site,
                          treaty_cached_t kept)
{
    apr_table_setn(r->notes, CACHE, mod_treaty_kept_names[kept]);
    if (site->snapshot) {
        apr_table_setn(r->notes, REVISION,
                       treaty_snapshot_revision(site->snapshot));
    }
}
