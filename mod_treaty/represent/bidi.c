/* Characters that change the direction of a text, by the bidirectional
 * algorithm of Unicode (UAX 9): what one text opens would otherwise go on over
 * all that stands behind it. */
#include "treaty_text.h"

#include <apr_tables.h>
#include <string.h>

#define POP_EMBEDDING "\xe2\x80\xac"
#define POP_ISOLATE "\xe2\x81\xa9"
#define CONTROL_LEN 3

/*
 * What is open, of char: 'e' for an embedding or override, 'i' for an isolate;
 * NULL until something is. All of it is kept: what is too deep to have an
 * effect is counted all the same, and takes a closing one for itself (UAX 9, X5
 * to X7).
 */
typedef struct {
    apr_array_header_t *kinds;
    /** How many of them are isolates. */
    int isolates;
    apr_pool_t *pool;
} open_t;

static void push(open_t *open, char kind)
{
    if (!open->kinds) {
        open->kinds = apr_array_make(open->pool, 16, sizeof(char));
    }
    APR_ARRAY_PUSH(open->kinds, char) = kind;
    open->isolates += kind == 'i';
}

static char kind_at(const open_t *open, int depth)
{
    return APR_ARRAY_IDX(open->kinds, depth - 1, char);
}

static int depth_of(const open_t *open)
{
    return open->kinds ? open->kinds->nelts : 0;
}

static void pop_embedding(open_t *open)
{
    if (depth_of(open) > 0 && kind_at(open, depth_of(open)) == 'e') {
        open->kinds->nelts--;
    }
}

/* An isolate ends with the embeddings in it. */
static void pop_isolate(open_t *open)
{
    if (open->isolates > 0) {
        while (kind_at(open, depth_of(open)) != 'i') {
            open->kinds->nelts--;
        }
        open->kinds->nelts--;
        open->isolates--;
    }
}

/* @param code the two bytes behind 0xe2 */
static void take(open_t *open, const unsigned char *code)
{
    int is_embedding = code[0] == 0x80;

    if (is_embedding && code[1] == 0xac) {
        pop_embedding(open);
    }
    else if (is_embedding && code[1] >= 0xaa && code[1] <= 0xae) {
        push(open, 'e');
    }
    else if (code[0] == 0x81 && code[1] == 0xa9) {
        pop_isolate(open);
    }
    else if (code[0] == 0x81 && code[1] >= 0xa6 && code[1] <= 0xa8) {
        push(open, 'i');
    }
}

static void scan(open_t *open, const char *data, apr_size_t len)
{
    const char *end = data + len;

    while ((data = memchr(data, 0xe2, (apr_size_t)(end - data))) != NULL) {
        if (end - data >= CONTROL_LEN) {
            take(open, (const unsigned char *)data + 1);
        }
        data++;
    }
}

const char *treaty_text_closers(const char *data, apr_size_t len,
                                apr_pool_t *result_pool)
{
    open_t open = {NULL, 0, result_pool};
    char *closers;
    char *to;
    int depth;

    if (!memchr(data, 0xe2, len)) {
        return "";
    }
    scan(&open, data, len);
    depth = depth_of(&open);
    if (depth == 0) {
        return "";
    }
    closers = to = apr_palloc(result_pool, (apr_size_t)depth * CONTROL_LEN + 1);
    for (; depth > 0; depth--, to += CONTROL_LEN) {
        memcpy(to, kind_at(&open, depth) == 'e' ? POP_EMBEDDING : POP_ISOLATE,
               CONTROL_LEN);
    }
    *to = '\0';
    return closers;
}
