#include "csv.h"
#include "utf8.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

#define PIECE 65536
#define END_OF_FILE (-1)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct treaty_csv_t {
    const char *path;
    treaty_findings_t *findings;
    apr_file_t *file;
    char piece[PIECE];
    apr_size_t len;
    apr_size_t at;
    apr_size_t total;
    long line;
    /** Of the first row; 0 before it. */
    int columns;
    /** What stopped the reading. */
    apr_status_t status;
    char cell[TREATY_CSV_CELL_MAX];
    apr_size_t cell_len;
};

static apr_status_t refuse(treaty_csv_t *csv, long line, const char *kind,
                           const char *message)
{
    if (csv->status == APR_SUCCESS) {
        csv->status = TREATY_EINPUT;
        treaty_findings_add(csv->findings, TREATY_FINDING_ERROR, csv->path,
                            line, kind, "%s", message);
    }
    return csv->status;
}

static apr_status_t unreadable(treaty_csv_t *csv, apr_status_t status)
{
    char buffer[128];

    csv->status = status;
    treaty_findings_add(csv->findings, TREATY_FINDING_ERROR, csv->path, 0,
                        "unreadable", "the file can't be read (%s)",
                        treaty_strerror(status, buffer, sizeof(buffer)));
    return status;
}

apr_status_t treaty_csv_open(treaty_csv_t **result, const char *path,
                             treaty_findings_t *findings, apr_pool_t *pool)
{
    treaty_csv_t *csv = apr_pcalloc(pool, sizeof(*csv));
    apr_status_t rv;

    csv->path = path;
    csv->findings = findings;
    csv->line = 1;
    rv = apr_file_open(&csv->file, path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                       APR_FPROT_OS_DEFAULT, pool);
    *result = csv;
    return rv == APR_SUCCESS ? APR_SUCCESS : unreadable(csv, rv);
}

static void read_piece(treaty_csv_t *csv)
{
    apr_status_t rv;

    csv->at = 0;
    csv->len = 0;
    rv = apr_file_read_full(csv->file, csv->piece, PIECE, &csv->len);
    if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
        csv->len = 0;
        unreadable(csv, rv);
    }
    if (csv->total == 0 && csv->len >= 3 &&
        memcmp(csv->piece, BYTE_ORDER_MARK, 3) == 0) {
        csv->at = 3;
    }
    csv->total += csv->len;
    if (csv->total > TREATY_CSV_FILE_MAX) {
        csv->len = 0;
        refuse(csv, 0, "size",
               "the file is larger than 64 MB; split it by treaty");
    }
}

/* The next byte without taking it. */
static int peek(treaty_csv_t *csv)
{
    if (csv->at == csv->len && csv->status == APR_SUCCESS) {
        read_piece(csv);
    }
    return csv->at < csv->len ? (unsigned char)csv->piece[csv->at]
                              : END_OF_FILE;
}

static int take(treaty_csv_t *csv)
{
    int c = peek(csv);

    if (c != END_OF_FILE) {
        csv->at++;
        csv->line += c == '\n';
    }
    return c;
}

static apr_status_t keep(treaty_csv_t *csv, int c)
{
    if (csv->cell_len == TREATY_CSV_CELL_MAX) {
        return refuse(csv, csv->line, "size",
                      "a cell is longer than 64 KB; look for a quote that is "
                      "not closed");
    }
    if (c == '\0') {
        return refuse(csv, csv->line, "encoding",
                      "the file holds a NUL byte, so it is no text; save it "
                      "as CSV in UTF-8");
    }
    csv->cell[csv->cell_len++] = (char)c;
    return APR_SUCCESS;
}

static apr_status_t read_quoted(treaty_csv_t *csv)
{
    long start = csv->line;
    int c;

    take(csv);
    for (;;) {
        c = take(csv);
        if (c == END_OF_FILE) {
            return refuse(csv, start, "quote",
                          "the quoted cell that begins here isn't closed; "
                          "close it with a \"");
        }
        if (c == '"' && peek(csv) != '"') {
            return APR_SUCCESS;
        }
        if (c == '"') {
            take(csv);
        }
        if (keep(csv, c) != APR_SUCCESS) {
            return csv->status;
        }
    }
}

static apr_status_t read_bare(treaty_csv_t *csv)
{
    for (;;) {
        int c = peek(csv);

        if (c == ',' || c == '\n' || c == '\r' || c == END_OF_FILE) {
            return csv->status;
        }
        if (c == '"') {
            return refuse(csv, csv->line, "quote",
                          "a quote stands inside a cell that isn't quoted; "
                          "quote the cell and double the quote inside");
        }
        take(csv);
        if (keep(csv, c) != APR_SUCCESS) {
            return csv->status;
        }
    }
}

/* Takes what ends a cell. last tells whether the row ends too. */
static apr_status_t read_end(int *last, treaty_csv_t *csv)
{
    long line = csv->line;
    int c = take(csv);

    *last = c != ',';
    if (c == '\r' && take(csv) != '\n') {
        return refuse(csv, line, "line-end",
                      "a carriage return stands alone; end lines with LF or "
                      "CRLF");
    }
    if (c != ',' && c != '\r' && c != '\n' && c != END_OF_FILE) {
        return refuse(csv, line, "quote",
                      "text follows a closing quote; put a comma between the "
                      "cells, or double the quote");
    }
    return csv->status;
}

static apr_status_t read_cell(const char **cell, int *last, treaty_csv_t *csv,
                              apr_pool_t *pool)
{
    long line = csv->line;
    apr_status_t rv;

    csv->cell_len = 0;
    rv = peek(csv) == '"' ? read_quoted(csv) : read_bare(csv);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!treaty_utf8_valid(csv->cell, csv->cell_len)) {
        return refuse(csv, line, "encoding",
                      "this line isn't UTF-8; convert the file first, for "
                      "example with iconv -f WINDOWS-1252 -t UTF-8");
    }
    *cell = apr_pstrmemdup(pool, csv->cell, csv->cell_len);
    return read_end(last, csv);
}

static apr_status_t read_row(treaty_csv_row_t *row, treaty_csv_t *csv,
                             apr_pool_t *pool)
{
    int last = 0;
    apr_status_t rv = APR_SUCCESS;

    row->line = csv->line;
    row->count = 0;
    while (rv == APR_SUCCESS && !last) {
        if (row->count == TREATY_CSV_COLUMNS_MAX) {
            return refuse(csv, row->line, "size",
                          "the row has more than 64 cells; a status table has "
                          "a handful");
        }
        rv = read_cell(&row->cells[row->count++], &last, csv, pool);
    }
    return rv;
}

static apr_status_t check_width(treaty_csv_t *csv, const treaty_csv_row_t *row,
                                apr_pool_t *pool)
{
    if (csv->columns == 0) {
        csv->columns = row->count;
    }
    if (row->count == csv->columns) {
        return APR_SUCCESS;
    }
    return refuse(csv, row->line, "columns",
                  apr_psprintf(pool,
                               "the row has %d cell%s where the header has "
                               "%d; %s",
                               row->count, row->count == 1 ? "" : "s",
                               csv->columns,
                               row->count > csv->columns
                                   ? "quote cells that hold a comma"
                                   : "an empty cell needs its comma, too"));
}

apr_status_t treaty_csv_next(const treaty_csv_row_t **result, treaty_csv_t *csv,
                             apr_pool_t *result_pool)
{
    treaty_csv_row_t *row = apr_palloc(result_pool, sizeof(*row));
    apr_status_t rv;

    *result = NULL;
    do {
        if (csv->status != APR_SUCCESS || peek(csv) == END_OF_FILE) {
            return csv->status;
        }
        rv = read_row(row, csv, result_pool);
    } while (rv == APR_SUCCESS && row->count == 1 && row->cells[0][0] == '\0');
    if (rv == APR_SUCCESS) {
        rv = check_width(csv, row, result_pool);
    }
    if (rv == APR_SUCCESS) {
        *result = row;
    }
    return rv;
}
