#include "publish/out.h"

#define CHUNK 262144

apr_status_t treaty_out_open(treaty_out_t **result, const char *path,
                             apr_pool_t *pool)
{
    treaty_out_t *out = apr_pcalloc(pool, sizeof(*out));

    treaty_sha256_start(&out->sha);
    *result = out;
    return apr_file_open(&out->file, path,
                         APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL |
                             APR_FOPEN_BUFFERED,
                         APR_FPROT_UREAD | APR_FPROT_UWRITE, pool);
}

apr_status_t treaty_out_write(void *baton, const char *data, apr_size_t len)
{
    treaty_out_t *out = baton;

    treaty_sha256_add(&out->sha, data, len);
    out->bytes += (apr_off_t)len;
    return apr_file_write_full(out->file, data, len, NULL);
}

apr_status_t treaty_out_close(treaty_out_t *out)
{
    /* Flushes what is buffered, too. */
    apr_status_t rv = apr_file_sync(out->file);
    apr_status_t closed = apr_file_close(out->file);

    return rv != APR_SUCCESS ? rv : closed;
}

apr_status_t treaty_out_measure(apr_off_t *bytes, const char **sha256,
                                const char *path, apr_pool_t *result_pool)
{
    char *chunk = apr_palloc(result_pool, CHUNK);
    treaty_sha256_t sha;
    apr_file_t *file;
    apr_size_t len;
    apr_status_t rv = apr_file_open(&file, path, APR_FOPEN_READ,
                                    APR_FPROT_OS_DEFAULT, result_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    *bytes = 0;
    treaty_sha256_start(&sha);
    do {
        rv = apr_file_read_full(file, chunk, CHUNK, &len);
        treaty_sha256_add(&sha, chunk, len);
        *bytes += (apr_off_t)len;
    } while (rv == APR_SUCCESS);
    *sha256 = treaty_sha256_hex(&sha, result_pool);
    apr_file_close(file);
    return rv == APR_EOF ? APR_SUCCESS : rv;
}
