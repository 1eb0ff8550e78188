/*
 * The files that a revision can be downloaded as. They are written into a
 * folder beside the target, under a name of its own, and the folder takes its
 * name before the published file does: a file that is served has its downloads
 * whole, or none.
 */
#ifndef TREATY_PUBLISH_DOWNLOADS_H
#define TREATY_PUBLISH_DOWNLOADS_H

#include "treaty_db.h"
#include "treaty_publish.h"

typedef struct treaty_publish_downloads_t treaty_publish_downloads_t;

/**
 * Makes the folder that the files are collected in.
 * @param folder where; nothing may be there
 */
apr_status_t treaty_publish_downloads_begin(
    treaty_publish_downloads_t **downloads, const char *folder,
    const treaty_publish_options_t *options, apr_pool_t *pool);

/** Writes the record file, from a copy that hasn't been filled yet: what
 * publishing works out is no part of the record. */
apr_status_t treaty_publish_downloads_record(
    treaty_publish_downloads_t *downloads, treaty_db_t *db);

/** Takes the record file of another folder for it. */
apr_status_t treaty_publish_downloads_record_of(
    treaty_publish_downloads_t *downloads, const char *path);

/** Writes tables, dictionary and README, from a copy that has been filled. */
apr_status_t treaty_publish_downloads_tables(
    treaty_publish_downloads_t *downloads, treaty_db_t *db);

/**
 * Adds the published file, which nothing changes any more, and the manifest;
 * gives all of it the owner and mode of that file, syncs it and renames the
 * folder.
 */
apr_status_t treaty_publish_downloads_finish(
    treaty_publish_downloads_t *downloads, const char *published,
    const char *target);

/** Removes the folder under whichever name it has by now. */
void treaty_publish_downloads_abandon(treaty_publish_downloads_t *downloads);

/** Removes what publishing puts into a folder, and the folder where that was
 * all: nothing of anybody else's. */
void treaty_publish_folder_remove(const char *folder, apr_pool_t *scratch_pool);

/**
 * Removes what publications that are no more have left beside @p target: the
 * copies and folders of processes that have ended.
 */
void treaty_publish_sweep(const char *target, apr_pool_t *scratch_pool);

/** Removes the downloads of all revisions but two, either of which may be NULL,
 * and those whose files are kept. */
void treaty_publish_sweep_revisions(const char *target, const char *revision,
                                    const char *previous,
                                    apr_pool_t *scratch_pool);

#endif
