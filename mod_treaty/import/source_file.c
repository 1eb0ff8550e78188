#include "source_file.h"
#include "fact_sheet.h"
#include "mtdsg_parse.h"
#include "html_text.h"
#include "sha256.h"
#include "utf8.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

#define PIECE 65536
/* A format is told within so many bytes. */
#define HEAD 65536

static apr_status_t unreadable(const char *path, apr_status_t status,
                               treaty_findings_t *findings)
{
    char buffer[128];

    treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "unreadable",
                        "the file can't be read (%s)",
                        treaty_strerror(status, buffer, sizeof(buffer)));
    return status;
}

/* Opens a file, tells what went wrong, and closes it with the pool. */
static apr_status_t open_file(apr_file_t **file, const char *path,
                              treaty_findings_t *findings, apr_pool_t *pool)
{
    apr_status_t rv =
        apr_file_open(file, path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                      APR_FPROT_OS_DEFAULT, pool);

    return rv == APR_SUCCESS ? rv : unreadable(path, rv, findings);
}

/* The first bytes of a file, at most size - 1. */
static apr_status_t read_head(char *head, apr_size_t size, apr_size_t *read,
                              const char *path, treaty_findings_t *findings,
                              apr_pool_t *pool)
{
    apr_size_t len = 0;
    apr_file_t *file;
    apr_status_t rv = open_file(&file, path, findings, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = apr_file_read_full(file, head, size - 1, &len);
    apr_file_close(file);
    head[len] = '\0';
    *read = len;
    return rv == APR_SUCCESS || APR_STATUS_IS_EOF(rv)
               ? APR_SUCCESS
               : unreadable(path, rv, findings);
}

/* Whether a text begins with a CSV's first header cell. */
static int begins_with_cell(const char *text, const char *cell)
{
    apr_size_t len = strlen(cell);
    int is_quoted = *text == '"';

    text = treaty_skip_space(text + is_quoted);
    if (strncmp(text, cell, len) != 0) {
        return 0;
    }
    text += len;
    text += strspn(text, " \t");
    return is_quoted ? *text == '"' : strchr(",\r\n", *text) != NULL;
}

apr_status_t treaty_file_recognise(treaty_format_t *format, const char *path,
                                   treaty_findings_t *findings,
                                   apr_pool_t *scratch_pool)
{
    char *head = apr_palloc(scratch_pool, HEAD);
    const char *text = head;
    apr_size_t len = 0;
    apr_status_t rv = read_head(head, HEAD, &len, path, findings, scratch_pool);

    *format = TREATY_FORMAT_UNKNOWN;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
    }
    if (treaty_mtdsg_recognise(head, len)) {
        *format = TREATY_FORMAT_MTDSG;
    }
    else if (*treaty_skip_space(text) == '{') {
        *format = TREATY_FORMAT_RECORD;
    }
    else if (begins_with_cell(text, "Participant")) {
        *format = TREATY_FORMAT_STATUS_TABLE;
    }
    else if (begins_with_cell(text, "chapter_no")) {
        *format = TREATY_FORMAT_CATALOGUE;
    }
    else if (treaty_html_recognise(text)) {
        *format = TREATY_FORMAT_HTML;
    }
    else if (*treaty_skip_space(text) != '<' && treaty_page_recognise(text)) {
        *format = TREATY_FORMAT_PAGE;
    }
    else if (memchr(head, '\0', len)) {
        *format = TREATY_FORMAT_BINARY;
    }
    else if (*treaty_skip_space(text) == '\0') {
        *format = TREATY_FORMAT_EMPTY;
    }
    return APR_SUCCESS;
}

apr_status_t treaty_file_sha256(const char **hex, const char *path,
                                treaty_findings_t *findings,
                                apr_pool_t *result_pool)
{
    treaty_sha256_t sha;
    char piece[PIECE];
    apr_size_t len;
    apr_file_t *file;
    apr_status_t rv = open_file(&file, path, findings, result_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_sha256_start(&sha);
    do {
        len = sizeof(piece);
        rv = apr_file_read(file, piece, &len);
        if (rv == APR_SUCCESS) {
            treaty_sha256_add(&sha, piece, len);
        }
    } while (rv == APR_SUCCESS);
    apr_file_close(file);
    *hex = treaty_sha256_hex(&sha, result_pool);
    return APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : unreadable(path, rv, findings);
}

static apr_status_t too_large(const char *path, apr_size_t limit,
                              treaty_findings_t *findings)
{
    treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "size",
                        "the file is larger than %lu MB",
                        (unsigned long)(limit >> 20));
    return TREATY_EINPUT;
}

apr_status_t treaty_file_bytes(const char **data, apr_size_t *len,
                               const char *path, apr_size_t limit,
                               treaty_findings_t *findings,
                               apr_pool_t *result_pool)
{
    apr_finfo_t info;
    apr_file_t *file;
    char *bytes;
    apr_status_t rv = open_file(&file, path, findings, result_pool);

    *len = 0;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = apr_file_info_get(&info, APR_FINFO_SIZE, file);
    if (rv == APR_SUCCESS && info.size > (apr_off_t)limit) {
        apr_file_close(file);
        return too_large(path, limit, findings);
    }
    /* One more than may be, for a file that grows while it is read. */
    bytes = apr_palloc(result_pool, limit + 2);
    if (rv == APR_SUCCESS) {
        rv = apr_file_read_full(file, bytes, limit + 1, len);
    }
    apr_file_close(file);
    bytes[*len] = '\0';
    *data = bytes;
    if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
        return unreadable(path, rv, findings);
    }
    return *len > limit ? too_large(path, limit, findings) : APR_SUCCESS;
}

apr_status_t treaty_file_read(const char **text, const char *path,
                              apr_size_t limit, treaty_findings_t *findings,
                              apr_pool_t *result_pool)
{
    apr_size_t len;
    apr_status_t rv =
        treaty_file_bytes(text, &len, path, limit, findings, result_pool);

    if (rv == APR_SUCCESS && !treaty_utf8_valid(*text, len)) {
        treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "encoding",
                            "the file isn't UTF-8; convert it first, for "
                            "example with iconv -f WINDOWS-1252 -t UTF-8");
        rv = TREATY_EINPUT;
    }
    return rv;
}
