/* The pages of a site as files. */
#ifndef TREATYCTL_SITE_FILES_H
#define TREATYCTL_SITE_FILES_H

#include "treaty_import.h"

/** How deep folders are followed. */
#define TREATYCTL_SITE_DEPTH 32

/**
 * All pages at a path: itself where it is a file; below a folder the files
 * whose names are those of pages, in the order of their names. What begins with
 * a full stop is left out, and links are not followed.
 * @param paths of const char *, in @p result_pool
 * @param findings told of folders that can't be read
 * @return an error where @p path isn't there
 */
apr_status_t treatyctl_site_files(apr_array_header_t **paths, const char *path,
                                  treaty_findings_t *findings,
                                  apr_pool_t *result_pool);

#endif
