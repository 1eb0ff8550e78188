/*
 * What the files of this directory share. Nobody else includes this.
 */
#ifndef TREATY_PUBLISH_PRIVATE_H
#define TREATY_PUBLISH_PRIVATE_H

#include "treaty_db.h"
#include "treaty_publish.h"

/**
 * Fills the tables of a copy that are filled by publishing only, in one
 * transaction: spans, tallies, the sources of each treaty, the publication.
 * @param revision in @p result_pool
 */
apr_status_t treaty_publish_materialise(const char **revision, treaty_db_t *db,
                                        apr_pool_t *result_pool,
                                        apr_pool_t *scratch_pool);

/** Gives a copy a revision, and the time of now. @param revision in
 * @p result_pool */
apr_status_t treaty_publish_stamp(const char **revision, treaty_db_t *db,
                                  apr_pool_t *result_pool);

/** What is published. */
typedef struct treaty_publish_job_t {
    /** An authoring database; or with @c is_again a published file. */
    const char *source;
    const char *target;
    int is_again;
    /** Of a published file: its record as a file to download. */
    const char *record;
} treaty_publish_job_t;

/** publish.c: as treaty_publish. */
apr_status_t treaty_publish_do(const char **revision,
                               const treaty_publish_job_t *job,
                               const treaty_publish_options_t *options,
                               const treaty_log_t *log, apr_pool_t *result_pool,
                               apr_pool_t *scratch_pool);

/** kept.c: gives a published file, which is about to be replaced, its second
 * name. */
apr_status_t treaty_kept_add(const char *target, const char *revision,
                             apr_pool_t *scratch_pool);

/** kept.c: lets the oldest of those kept, and of those withdrawn, go beyond
 * @p most each. */
void treaty_kept_sweep(const char *target, int most, apr_pool_t *scratch_pool);

/** kept.c: whether the file of a revision is kept, withdrawn or not. */
int treaty_kept_has(const char *target, const char *revision,
                    apr_pool_t *scratch_pool);

/** search_index.c: fills what searching asks for, as a part of that. */
apr_status_t treaty_publish_search(treaty_db_t *db);

/** Runs statements that take no values, up to the first that fails. */
apr_status_t treaty_publish_run_all(treaty_db_t *db,
                                    const treaty_sql_t *statements,
                                    size_t count);

/**
 * Writes the log of changes into a copy that has been filled: the log of the
 * published file @p old that is to be replaced, and what the copy changes. A
 * file that can't be compared doesn't stop a publication: the log begins anew,
 * with a warning unless there is no file at all.
 * @return TREATY_ESTORE, logged
 */
apr_status_t treaty_publish_changes(treaty_db_t *db, const char *old,
                                    apr_pool_t *scratch_pool);

#endif
