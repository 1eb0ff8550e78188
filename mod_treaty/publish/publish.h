/*
 * What the files of this directory share. Nobody else includes this.
 */
#ifndef TREATY_PUBLISH_PRIVATE_H
#define TREATY_PUBLISH_PRIVATE_H

#include "treaty_db.h"

/**
 * Fills the tables of a copy that are filled by publishing only, in one
 * transaction: spans, tallies, the sources of each treaty, the publication.
 * @param revision in @p result_pool
 */
apr_status_t treaty_publish_materialise(const char **revision, treaty_db_t *db,
                                        apr_pool_t *result_pool,
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
