/*
 * What of the reading's revision can be downloaded. Files are opened by names
 * that are compiled in alone, in the folder of the revision beside the
 * published file, or as that file itself.
 */
#ifndef TREATY_DOWNLOAD_H
#define TREATY_DOWNLOAD_H

#include "reading.h"

#include "treaty_downloads.h"

#include <apr_file_io.h>

typedef struct treaty_download_t {
    const treaty_download_kind_t *kind;
    const char *path;
    apr_off_t length;
    /** 64 hexadecimal digits; NULL where nobody has written it down. */
    const char *sha256;
    /** The published file by the name that the next one will take. */
    int is_shared;
    const treaty_snapshot_t *snapshot;
} treaty_download_t;

/** The manifest of a revision, as it was found. */
typedef struct treaty_manifest_t {
    /** NULL where there is none that can be believed. */
    const json_t *json;
    const char *folder;
    const treaty_reading_t *reading;
} treaty_manifest_t;

/** Reads the manifest of the reading's revision, if there is one. */
void treaty_manifest_read(treaty_manifest_t *manifest,
                          const treaty_reading_t *reading);

/**
 * Finds a file: one that the manifest knows, and that is there as it says; or
 * the published file, for as long as it is the snapshot's.
 * @return TREATY_ENOTFOUND
 */
apr_status_t treaty_manifest_find(treaty_download_t *download,
                                  const treaty_manifest_t *manifest,
                                  const treaty_download_kind_t *kind);

/**
 * Finds a file of the reading's revision by its name.
 * @param download in the reading's pool
 * @return TREATY_ENOTFOUND for a name that nothing bears, and for a file that
 * isn't there
 */
apr_status_t treaty_download_find(treaty_download_t **download,
                                  const treaty_reading_t *reading,
                                  const char *name);

/**
 * Opens a file for reading, to be sent as it is: it is still the one that was
 * found. It is closed with @p pool.
 * @return TREATY_ENOTFOUND where another one has taken its place
 */
apr_status_t treaty_download_open(apr_file_t **file,
                                  const treaty_download_t *download,
                                  apr_pool_t *pool);

#endif
