/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_database.h
 * @brief A published file as a process serves it: always one whole revision,
 * followed when another file takes its place.
 *
 * A snapshot is one revision with its bounded set of handles. Who acquires one
 * sees that revision until it releases it, whatever happens to the file. All
 * functions may be called from any thread.
 */
#ifndef TREATY_DATABASE_H
#define TREATY_DATABASE_H

#include "treaty_db.h"

#include <apr_file_info.h>
#include <apr_time.h>

typedef struct treaty_database_t treaty_database_t;
typedef struct treaty_snapshot_t treaty_snapshot_t;

typedef struct treaty_database_settings_t {
    const char *path;
    /** The most handles of one snapshot. */
    int handles;
    const treaty_log_t *log;
} treaty_database_settings_t;

/**
 * Prepares a database for serving; the file isn't looked at yet, and need not
 * exist. To be called in the process that serves, after fork: SQLite's
 * handles don't survive one. Snapshots are given back with @p pool.
 * @param settings copied; what it points to must live as long as @p pool
 */
apr_status_t treaty_database_create(treaty_database_t **database,
                                    const treaty_database_settings_t *settings,
                                    apr_pool_t *pool);

/**
 * The current snapshot. Where the file has changed since it was last looked
 * at, it is opened; where the new one can't be served, the last good one goes
 * on. One that is written over where it stands isn't served until it has been
 * found unchanged for a second. Every change of state is logged once.
 * @param refresh how long what was seen of the file is taken as known
 * @return TREATY_EDATABASE when there is nothing to serve
 */
apr_status_t treaty_database_acquire(treaty_snapshot_t **snapshot,
                                     treaty_database_t *database,
                                     apr_interval_time_t refresh,
                                     apr_time_t now);

/**
 * Logs that what is served has become too old, or is so no longer, once a
 * change. Places may bound its age differently: each is told of its own bound.
 * @param bound the age that it may have
 * @param is_over whether it is older
 */
void treaty_database_tell_age(treaty_database_t *database,
                              apr_interval_time_t bound, int is_over);

/**
 * Is told which revision is served from now on.
 * @param snapshot as long as the call; NULL: none
 */
typedef void treaty_database_watch_fn_t(void *baton,
                                        const treaty_snapshot_t *snapshot);

/**
 * Has a function called whenever another revision is served, or none any more;
 * one call at a time. To be set before the database is used.
 * @param baton must live as long as the database
 */
void treaty_database_watch(treaty_database_t *database,
                           treaty_database_watch_fn_t *fn, void *baton);

/** Has the file looked at when it is asked for next, however soon that is. */
void treaty_database_suspect(treaty_database_t *database);

/**
 * Which snapshot treaty_database_acquire would give, without holding it.
 * @return as treaty_snapshot_generation; 0 when there is nothing to serve
 */
apr_uint32_t treaty_database_generation(treaty_database_t *database,
                                        apr_interval_time_t refresh,
                                        apr_time_t now);

/** Holds a snapshot once more, to be released once more. */
void treaty_snapshot_hold(treaty_snapshot_t *snapshot);

/** Lets go of a snapshot; the last one to do so closes what it replaced. */
void treaty_snapshot_release(treaty_snapshot_t *snapshot);

/** Which of all snapshots that this process has opened it is; never 0. */
apr_uint32_t treaty_snapshot_generation(const treaty_snapshot_t *snapshot);
/** 32 hexadecimal digits. */
const char *treaty_snapshot_revision(const treaty_snapshot_t *snapshot);
/** When it was published, as ISO 8601 in UTC. */
const char *treaty_snapshot_published_at(const treaty_snapshot_t *snapshot);
/** The same as a time; 0 where the file has no time that can be read. */
apr_time_t treaty_snapshot_published_time(const treaty_snapshot_t *snapshot);
/** The last day that any source covers, ISO, or NULL. */
const char *treaty_snapshot_known_through(const treaty_snapshot_t *snapshot);
/** The same as readers are told it: no more precise than when the source was
 * fetched, so that it may be a month or a year. */
const char *treaty_snapshot_recorded_to(const treaty_snapshot_t *snapshot);

/** The path that it was opened by; another file may be there by now. */
const char *treaty_snapshot_path(const treaty_snapshot_t *snapshot);

/**
 * Whether the file is as it was when it was opened, whatever name it has by
 * now. What was read of one that isn't may be of two revisions.
 */
int treaty_snapshot_is_intact(const treaty_snapshot_t *snapshot);

/**
 * Whether a file is the one that the snapshot was opened from.
 * @param info of the open file, with APR_FINFO_IDENT
 */
int treaty_snapshot_is_of(const treaty_snapshot_t *snapshot,
                          const apr_finfo_t *info);

/**
 * Takes a handle of the snapshot, waiting up to a second for a free one.
 * @return APR_TIMEUP when none became free
 */
apr_status_t treaty_snapshot_borrow(treaty_db_t **db,
                                    treaty_snapshot_t *snapshot);

/** Gives a handle back. All its statements must have been reset. */
void treaty_snapshot_give_back(treaty_snapshot_t *snapshot, treaty_db_t *db);

#endif
