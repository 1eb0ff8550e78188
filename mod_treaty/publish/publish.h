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

#endif
