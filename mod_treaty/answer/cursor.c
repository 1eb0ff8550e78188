#include "cursor.h"

#include "query_private.h"

#include <apr_base64.h>
#include <apr_strings.h>
#include <string.h>

/* Stands between the parts; no part holds a control character. */
#define APART "\x1f"
#define PARTS 4

/* Base64 with marks that need no escaping in an address (RFC 4648 §5), and
 * back. */
static void translate(char *text, const char *from, const char *to)
{
    for (; *text; text++) {
        const char *place = strchr(from, *text);

        if (place) {
            *text = to[place - from];
        }
    }
}

static const char *encode(const char *plain, apr_pool_t *pool)
{
    apr_size_t len = strlen(plain);
    char *text = apr_palloc(pool, (apr_size_t)apr_base64_encode_len((int)len));

    apr_base64_encode(text, plain, (int)len);
    translate(text, "+/", "-_");
    text[strcspn(text, "=")] = '\0';
    return text;
}

/* @return NULL where it can't be one of encode's */
static char *decode(const char *encoded, apr_pool_t *pool)
{
    static const char padding[] = "===";
    apr_size_t len = strlen(encoded);
    char *text;
    char *plain;
    int size;

    if (len % 4 == 1 ||
        encoded[strspn(encoded, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-_")]) {
        return NULL;
    }
    text = apr_pstrcat(pool, encoded, padding + 3 - (4 - len % 4) % 4, NULL);
    translate(text, "-_", "+/");
    plain = apr_palloc(pool, (apr_size_t)apr_base64_decode_len(text));
    size = apr_base64_decode(plain, text);
    plain[size] = '\0';
    return (apr_size_t)size == strlen(plain) ? plain : NULL;
}

const char *treaty_cursor_write(const treaty_cursor_t *cursor,
                                apr_pool_t *result_pool)
{
    const char *plain =
        apr_pstrcat(result_pool, cursor->is_back ? "<" : ">", APART,
                    cursor->sort, APART, cursor->key, APART, cursor->id, NULL);

    return encode(plain, result_pool);
}

/* @return how many parts were found, at most PARTS */
static int take_apart(const char **parts, char *plain)
{
    int count = 0;

    while (plain && count < PARTS) {
        char *end = strchr(plain, APART[0]);

        if (end) {
            *end++ = '\0';
        }
        parts[count++] = plain;
        plain = end;
    }
    return plain ? 0 : count;
}

apr_status_t treaty_cursor_read(treaty_cursor_t *cursor, const char *text,
                                const char *sort, apr_pool_t *result_pool)
{
    const char *parts[PARTS];
    char *plain = decode(text, result_pool);
    int i;

    if (!plain || take_apart(parts, plain) != PARTS) {
        return TREATY_EINPUT;
    }
    for (i = 0; i < PARTS; i++) {
        if (!treaty_query_text_is_valid(parts[i])) {
            return TREATY_EINPUT;
        }
    }
    cursor->is_back = strcmp(parts[0], "<") == 0;
    cursor->sort = parts[1];
    cursor->key = parts[2];
    cursor->id = parts[3];
    return strcmp(sort, cursor->sort) == 0 &&
                   (cursor->is_back || strcmp(parts[0], ">") == 0)
               ? APR_SUCCESS
               : TREATY_EINPUT;
}
