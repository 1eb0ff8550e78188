/* What publishing does with files beside its target. */
#ifndef TREATY_PUBLISH_FILES_H
#define TREATY_PUBLISH_FILES_H

#include "treaty.h"

/** Syncs a file to the disk. */
apr_status_t treaty_file_sync(const char *path);
/** Syncs a folder to the disk: the names in it. */
apr_status_t treaty_folder_sync(const char *path);

/** The folder of a path, in @p result_pool or constant. */
const char *treaty_file_folder(const char *path, apr_pool_t *result_pool);

/**
 * Who may read @p model may read a file or a folder; where there is no model,
 * everybody.
 */
apr_status_t treaty_file_own(const char *path, const char *model);

/** Called with each name in a folder that begins with a prefix. */
typedef void treaty_name_fn_t(void *baton, const char *rest, const char *path,
                              apr_pool_t *scratch_pool);

/**
 * Calls @p fn with what lies beside a file and is named after it: "file.rest".
 * What can't be read isn't there.
 */
void treaty_file_beside(const char *path, treaty_name_fn_t *fn, void *baton,
                        apr_pool_t *scratch_pool);

#endif
