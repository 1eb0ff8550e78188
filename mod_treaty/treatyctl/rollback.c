#include "lock.h"
#include "report.h"

#include "treaty_publish.h"

#include <stdio.h>
#include <string.h>

/* So many letters of a revision say which one is meant. */
#define LEAST_LETTERS 4

static void print_list(const apr_array_header_t *kept, const char *target)
{
    int i;

    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        treatyctl_say("%s  published %s, known through %s%s\n", one->revision,
                      *one->published_at ? one->published_at
                                         : "by another version",
                      one->known_through ? one->known_through : "no day",
                      one->is_withdrawn ? ", withdrawn" : "");
    }
    if (kept->nelts == 0) {
        treatyctl_say("%s: no revision from before is kept\n", target);
    }
}

static const treaty_kept_t *latest(const apr_array_header_t *kept,
                                   const char *target)
{
    int i;

    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        if (!one->is_withdrawn) {
            return one;
        }
    }
    treatyctl_complain(
        "%s: no revision from before is kept; publish the record "
        "once more from a backup of the authoring database, and "
        "with --keep from now on",
        target);
    return NULL;
}

static const treaty_kept_t *named(const apr_array_header_t *kept,
                                  const char *target, const char *letters)
{
    const treaty_kept_t *found = NULL;
    int i;

    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        if (strncmp(one->revision, letters, strlen(letters)) == 0) {
            if (found) {
                treatyctl_complain("--to %s: several revisions begin so; give "
                                   "more of it",
                                   letters);
                return NULL;
            }
            found = one;
        }
    }
    if (!found) {
        treatyctl_complain("%s: no revision %s is kept; --list tells which are",
                           target, letters);
    }
    return found;
}

static int roll_back(const treatyctl_call_t *call, const char *target,
                     const treaty_kept_t *to)
{
    treaty_publish_options_t options = {
        .downloads = treatyctl_option(call, TREATYCTL_NO_DOWNLOADS) == NULL,
        .terms = treatyctl_option(call, TREATYCTL_TERMS)};
    const char *revision;
    apr_status_t rv = treaty_rollback(&revision, target, to, &options,
                                      call->log, call->pool, call->pool);

    if (rv != APR_SUCCESS) {
        return TREATYCTL_FAILURE;
    }
    treatyctl_say("%s: revision %s, which says what %s of %s said\n", target,
                  revision, to->revision, to->published_at);
    return TREATYCTL_OK;
}

int treatyctl_rollback(const treatyctl_call_t *call)
{
    const char *target = treatyctl_argument(call, 0);
    const char *letters = treatyctl_option(call, TREATYCTL_TO);
    apr_array_header_t *kept;
    const treaty_kept_t *to;
    treatyctl_lock_t *lock;
    int status;

    if (letters && strlen(letters) < LEAST_LETTERS) {
        treatyctl_complain("--to takes a revision, or at least %d letters of "
                           "it",
                           LEAST_LETTERS);
        return TREATYCTL_USAGE;
    }
    if (treatyctl_option(call, TREATYCTL_LIST)) {
        treaty_kept_list(&kept, target, call->pool, call->pool);
        print_list(kept, target);
        return TREATYCTL_OK;
    }
    status = treatyctl_lock(&lock, target, call->pool);
    if (status != TREATYCTL_OK) {
        return status;
    }
    treaty_kept_list(&kept, target, call->pool, call->pool);
    to = letters ? named(kept, target, letters) : latest(kept, target);
    status = to ? roll_back(call, target, to) : TREATYCTL_FINDINGS;
    treatyctl_unlock(lock);
    return status;
}
