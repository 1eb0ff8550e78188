/* What importers ask of files, whatever their format. */
#ifndef TREATY_IMPORT_SOURCE_FILE_H
#define TREATY_IMPORT_SOURCE_FILE_H

#include "treaty_import.h"

typedef enum {
    TREATY_FORMAT_UNKNOWN,
    /** White space at most. */
    TREATY_FORMAT_EMPTY,
    /** It holds NUL bytes: UTF-16, or no text. */
    TREATY_FORMAT_BINARY,
    TREATY_FORMAT_RECORD,
    TREATY_FORMAT_STATUS_TABLE,
    /** An index.csv, which is read with the tables beside it. */
    TREATY_FORMAT_CATALOGUE,
    /** The depositary's own XML. */
    TREATY_FORMAT_MTDSG,
    TREATY_FORMAT_PAGE,
    /** A page saved as HTML. */
    TREATY_FORMAT_HTML
} treaty_format_t;

/*
 * Each returns an error of APR, told as a finding, where the file can't be
 * read.
 */

/** Tells a file's format by its content. */
apr_status_t treaty_file_recognise(treaty_format_t *format, const char *path,
                                   treaty_findings_t *findings,
                                   apr_pool_t *scratch_pool);

/** A file's SHA-256 in hexadecimal digits. */
apr_status_t treaty_file_sha256(const char **hex, const char *path,
                                treaty_findings_t *findings,
                                apr_pool_t *result_pool);

/**
 * Reads a whole file, in whatever encoding.
 * @param data NUL-terminated; @p len leaves the NUL out
 * @return TREATY_EINPUT where it is larger than @p limit, with a finding
 */
apr_status_t treaty_file_bytes(const char **data, apr_size_t *len,
                               const char *path, apr_size_t limit,
                               treaty_findings_t *findings,
                               apr_pool_t *result_pool);

/**
 * Reads a whole text.
 * @return TREATY_EINPUT where it is larger than @p limit or no UTF-8, with a
 * finding
 */
apr_status_t treaty_file_read(const char **text, const char *path,
                              apr_size_t limit, treaty_findings_t *findings,
                              apr_pool_t *result_pool);

#endif
