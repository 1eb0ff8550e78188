/* A file that is written from its start to its end, with its digest. */
#ifndef TREATY_PUBLISH_OUT_H
#define TREATY_PUBLISH_OUT_H

#include "treaty.h"

#include "import/sha256.h"

#include <apr_file_io.h>

typedef struct treaty_out_t {
    apr_file_t *file;
    treaty_sha256_t sha;
    apr_off_t bytes;
} treaty_out_t;

/** Makes a file that isn't there yet. */
apr_status_t treaty_out_open(treaty_out_t **out, const char *path,
                             apr_pool_t *pool);

/** Appends; as treaty_export_fn_t, @p out is a treaty_out_t. */
apr_status_t treaty_out_write(void *out, const char *data, apr_size_t len);

/** Closes the file, with all of it on the disk. */
apr_status_t treaty_out_close(treaty_out_t *out);

/** The size and digest of a file that is there. */
apr_status_t treaty_out_measure(apr_off_t *bytes, const char **sha256,
                                const char *path, apr_pool_t *result_pool);

#endif
