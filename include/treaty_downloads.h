/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_downloads.h
 * @brief The files that a revision can be downloaded as: what publishing
 * writes beside a published file, and what serving opens there. Other names
 * than these are never opened.
 */
#ifndef TREATY_DOWNLOADS_H
#define TREATY_DOWNLOADS_H

#include "treaty.h"

/** The published file itself. */
#define TREATY_DOWNLOAD_DATABASE "treaty.db"
/** The record as import reads it. */
#define TREATY_DOWNLOAD_RECORD "record.json"
/** What tells of the others; not offered itself. */
#define TREATY_DOWNLOAD_MANIFEST "manifest.json"
/** The most bytes of a manifest. */
#define TREATY_DOWNLOAD_MANIFEST_MAX 262144

typedef struct treaty_download_kind_t {
    const char *name;
    const char *content_type;
    /** One sentence. */
    const char *description;
} treaty_download_kind_t;

/** All kinds; the last has no name. */
extern const treaty_download_kind_t treaty_download_kinds[];

/** The kind of a name, or NULL for a name that nothing bears. */
const treaty_download_kind_t *treaty_download_kind(const char *name);

/** The folder of a revision's files: the database's path, a dot, the id. */
const char *treaty_download_folder(const char *database, const char *revision,
                                   apr_pool_t *result_pool);

#endif
