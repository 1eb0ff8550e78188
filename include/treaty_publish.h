/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_publish.h
 * @brief From the authoring database to the file that httpd serves.
 */
#ifndef TREATY_PUBLISH_H
#define TREATY_PUBLISH_H

#include "treaty_log.h"

/**
 * Makes a published file of an authoring database and puts it in the place of
 * @p target: a copy beside it, spans and tallies worked out by the rules of
 * treaty_rule.h and treaty_status.h, a new revision, integrity checked,
 * synced, renamed. At every moment there is either the old file or the new
 * one at @p target; a failure leaves the old one and nothing beside it.
 *
 * The new file has the target's owner and mode; without one, mode 0644.
 *
 * @param revision the new revision, in @p result_pool
 * @return what failed, already logged with the file's name
 */
apr_status_t treaty_publish(const char **revision, const char *database,
                            const char *target, const treaty_log_t *log,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool);

#endif
