#include "mo.h"
#include "utf8.h"

#include <apr_file_io.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>
#include <strings.h>

#define MAGIC 0x950412deu
/* Bytes of the header, and of an entry of a table: a length and a place. */
#define HEADER_SIZE 28
#define ENTRY_SIZE 8
#define COUNT_AT 8
#define TEXTS_AT 12
#define TRANSLATIONS_AT 16

struct treaty_mo_t {
    /** From text to translation, both within the file. */
    apr_hash_t *texts;
};

/* The bytes of a file, and in which order its numbers are. */
typedef struct {
    const unsigned char *data;
    apr_size_t len;
    int is_swapped;
} file_t;

static apr_uint32_t number_at(const file_t *file, apr_size_t at)
{
    const unsigned char *b = file->data + at;

    return file->is_swapped
               ? (apr_uint32_t)b[0] << 24 | (apr_uint32_t)b[1] << 16 |
                     (apr_uint32_t)b[2] << 8 | b[3]
               : (apr_uint32_t)b[3] << 24 | (apr_uint32_t)b[2] << 16 |
                     (apr_uint32_t)b[1] << 8 | b[0];
}

/* Whether @p size bytes from @p at on lie within the file. */
static int is_within(const file_t *file, apr_uint64_t at, apr_uint64_t size)
{
    return at <= file->len && size <= file->len - at;
}

/* The text of an entry, which has a NUL behind it; or NULL. */
static const char *text_at(const file_t *file, apr_size_t entry)
{
    apr_uint32_t len = number_at(file, entry);
    apr_uint32_t at = number_at(file, entry + 4);

    return is_within(file, at, (apr_uint64_t)len + 1) &&
                   file->data[(apr_size_t)at + len] == '\0'
               ? (const char *)file->data + at
               : NULL;
}

/* The translation of the empty text tells of the file. */
static int is_utf8(const char *header)
{
    const char *charset = strstr(header, "charset=");

    return charset && strncasecmp(charset + 8, "utf-8", 5) == 0;
}

/* Neither control characters, nor marks that turn the direction of what
 * follows: U+202A to U+202E, U+2066 to U+2069. */
static int is_plain(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    for (; *at; at++) {
        if (*at < ' ' || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0) ||
            (*at == 0xe2 && at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
            (*at == 0xe2 && at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9)) {
            return 0;
        }
    }
    return treaty_utf8_valid(text, strlen(text));
}

static int read_header(file_t *file)
{
    apr_uint32_t magic;

    if (file->len < HEADER_SIZE) {
        return 0;
    }
    magic = number_at(file, 0);
    file->is_swapped = magic != MAGIC;
    return number_at(file, 0) == MAGIC;
}

apr_status_t treaty_mo_read(treaty_mo_t **result, const char *data,
                            apr_size_t len, apr_pool_t *result_pool)
{
    file_t file = {(const unsigned char *)data, len, 0};
    treaty_mo_t *mo = apr_pcalloc(result_pool, sizeof(*mo));
    apr_uint32_t count;
    apr_uint32_t texts;
    apr_uint32_t translations;
    int is_known = 0;
    apr_uint32_t i;

    *result = NULL;
    if (!read_header(&file)) {
        return TREATY_EINPUT;
    }
    count = number_at(&file, COUNT_AT);
    texts = number_at(&file, TEXTS_AT);
    translations = number_at(&file, TRANSLATIONS_AT);
    if (!is_within(&file, texts, (apr_uint64_t)count * ENTRY_SIZE) ||
        !is_within(&file, translations, (apr_uint64_t)count * ENTRY_SIZE)) {
        return TREATY_EINPUT;
    }
    mo->texts = apr_hash_make(result_pool);
    for (i = 0; i < count; i++) {
        const char *text = text_at(&file, texts + (apr_size_t)i * ENTRY_SIZE);
        const char *translation =
            text_at(&file, translations + (apr_size_t)i * ENTRY_SIZE);

        if (!text || !translation) {
            return TREATY_EINPUT;
        }
        if (*text == '\0') {
            is_known = is_utf8(translation);
        }
        else if (*translation && is_plain(translation)) {
            apr_hash_set(mo->texts, text, APR_HASH_KEY_STRING, translation);
        }
    }
    *result = is_known ? mo : NULL;
    return is_known ? APR_SUCCESS : TREATY_EINPUT;
}

apr_status_t treaty_mo_load(treaty_mo_t **mo, const char *path,
                            apr_pool_t *result_pool)
{
    apr_finfo_t info;
    apr_file_t *file;
    apr_size_t len;
    char *data;
    apr_status_t rv = apr_file_open(&file, path, APR_FOPEN_READ,
                                    APR_FPROT_OS_DEFAULT, result_pool);

    *mo = NULL;
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = apr_file_info_get(&info, APR_FINFO_SIZE, file);
    if (rv == APR_SUCCESS &&
        (info.size < HEADER_SIZE || info.size > TREATY_MO_SIZE_MAX)) {
        rv = TREATY_EINPUT;
    }
    if (rv == APR_SUCCESS) {
        data = apr_palloc(result_pool, (apr_size_t)info.size);
        rv = apr_file_read_full(file, data, (apr_size_t)info.size, &len);
    }
    apr_file_close(file);
    return rv != APR_SUCCESS ? rv : treaty_mo_read(mo, data, len, result_pool);
}

const char *treaty_mo_find(const treaty_mo_t *mo, const char *text)
{
    return mo ? apr_hash_get(mo->texts, text, APR_HASH_KEY_STRING) : NULL;
}
