/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_publish.h
 * @brief From the authoring database to the file that httpd serves.
 */
#ifndef TREATY_PUBLISH_H
#define TREATY_PUBLISH_H

#include "treaty_log.h"

typedef struct treaty_publish_options_t {
    /** Whether files to download are made beside the target. */
    int downloads;
    /** What may be done with them, in words; NULL: what their sources say. */
    const char *terms;
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
 * @param revision the new revision, in @p result_pool
 * @param options NULL: without downloads
 * @return what failed, already logged with the file's name
 */
apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target,
                            const treaty_publish_options_t *options,
                            const treaty_log_t *log, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool);

#endif
