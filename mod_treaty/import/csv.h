/* A strict reader of comma-separated values (RFC 4180). */
#ifndef TREATY_IMPORT_CSV_H
#define TREATY_IMPORT_CSV_H

#include "treaty_import.h"

#define TREATY_CSV_FILE_MAX ((apr_size_t)64 * 1024 * 1024)
#define TREATY_CSV_CELL_MAX 65536
#define TREATY_CSV_COLUMNS_MAX 64

typedef struct treaty_csv_t treaty_csv_t;

typedef struct treaty_csv_row_t {
    /** Where the row begins, from 1. */
    long line;
    int count;
    const char *cells[TREATY_CSV_COLUMNS_MAX];
} treaty_csv_row_t;

/**
 * Opens a file, which is read in pieces and closed with @p pool.
 * @return an error of APR, told as a finding
 */
apr_status_t treaty_csv_open(treaty_csv_t **csv, const char *path,
                             treaty_findings_t *findings, apr_pool_t *pool);

/**
 * Reads the next row that isn't empty. Every row has as many cells as the
 * first; cells are UTF-8.
 * @param row in @p result_pool; NULL at the end of the file
 * @return TREATY_EINPUT where the file breaks the format or a bound, told as a
 * finding; an error of APR, told as well
 */
apr_status_t treaty_csv_next(const treaty_csv_row_t **row, treaty_csv_t *csv,
                             apr_pool_t *result_pool);

#endif
