/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_publish.h
 * @brief From the authoring database to the file that httpd serves.
 */
#ifndef TREATY_PUBLISH_H
#define TREATY_PUBLISH_H

#include "treaty_log.h"

#include <apr_tables.h>

/**
 * Asked while a publication is made.
 * @param candidate the file that is to take the target's place, whole
 * @return anything but APR_SUCCESS ends the publication, which then returns it
 * and logs nothing
 */
typedef apr_status_t treaty_publish_fn_t(void *baton, const char *candidate);

typedef struct treaty_publish_options_t {
    /** Whether files to download are made beside the target. */
    int downloads;
    /** What may be done with them, in words; NULL: what their sources say. */
    const char *terms;
    /** How many files of revisions before stay for treaty_rollback; 0: what is
     * kept stays, and nothing more. */
    int keep;
    /** Each may be NULL: whether the candidate may be served, and what is to be
     * done at the last moment before it is, when nothing is left that could
     * fail but the renaming. */
    treaty_publish_fn_t *judge;
    treaty_publish_fn_t *commit;
    void *baton;
} treaty_publish_options_t;

/**
 * Makes a published file of an authoring database and puts it in the place of
 * @p target: a copy beside it, spans and tallies worked out by the rules of
 * treaty_rule.h and treaty_status.h, what it changes against the file at
 * @p target, a new revision, integrity checked, synced, renamed. At every
 * moment there is either the old file or the new one at @p target; a failure
 * leaves the old one and nothing beside it. What a publication that was killed
 * has left beside it, the next one removes.
 *
 * The new file has the target's owner and mode; without one, mode 0644.
 *
 * With downloads, the folder "target.REVISION" holds the files of
 * treaty_downloads.h; it is there before the file is. Those of the revision
 * before stay, for who still reads it, and older ones go.
 *
 * The file that is replaced stays as "target.kept.REVISION" where the options
 * want that: a second name, which takes no room until the first one goes.
 *
 * @param revision the new revision, in @p result_pool
 * @param options NULL: without downloads
 * @return what failed, already logged with the file's name
 */
apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target,
                            const treaty_publish_options_t *options,
                            const treaty_log_t *log, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool);

/** The revision of a published file, in @p result_pool; NULL, without a word,
 * for what this version can't serve, which may be anything. */
const char *treaty_publish_revision(const char *path, apr_pool_t *result_pool);

/** A file of a revision that was served before. */
typedef struct treaty_kept_t {
    const char *path;
    const char *revision;
    /** As ISO 8601 in UTC; "" for a file that this version can't read. */
    const char *published_at;
    /** Which publication of a row it was: tells the order of those of one
     * second. */
    apr_int64_t number;
    /** The last day that it covers; NULL where that isn't known. */
    const char *known_through;
    /** Whether a rollback has taken it away. */
    int is_withdrawn;
} treaty_kept_t;

/**
 * The files that are kept beside @p target.
 * @param kept of treaty_kept_t, the latest first, in @p result_pool
 */
void treaty_kept_list(apr_array_header_t **kept, const char *target,
                      apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/**
 * Serves a revision from before once more: a copy of its file takes the place
 * of @p target as a publication would, under a new revision and with the time
 * of now, so that whoever has kept an answer of the one that goes asks anew.
 * That one, and those between the two, are kept as withdrawn; where @p to was
 * withdrawn itself the one that goes is only kept.
 *
 * @param revision the new revision, in @p result_pool
 * @param to which of those that are kept
 * @param options NULL: without downloads. Downloads are made where those of
 * @p to are still there
 * @return what failed, already logged with the file's name
 */
apr_status_t treaty_rollback(const char **revision, const char *target,
                             const treaty_kept_t *to,
                             const treaty_publish_options_t *options,
                             const treaty_log_t *log, apr_pool_t *result_pool,
                             apr_pool_t *scratch_pool);

#endif
