/* Characters that change the direction of a text, by the bidirectional
 * algorithm of Unicode (UAX 9): what one text opens would otherwise go on over
 * all that stands behind it. */
#include "treaty_text.h"

#include <string.h>

/* Deeper levels have no effect, says UAX 9. */
#define DEPTH_MAX 125
#define POP_EMBEDDING "\xe2\x80\xac"
#define POP_ISOLATE "\xe2\x81\xa9"
#define CONTROL_LEN 3

/* What is open: 'e' for an embedding or override, 'i' for an isolate. */
typedef struct {
    char kinds[DEPTH_MAX];
    int depth;
} open_t;

static void push(open_t *open, char kind)
{
    if (open->depth < DEPTH_MAX) {
        open->kinds[open->depth++] = kind;
    }
}

static void pop_embedding(open_t *open)
{
    if (open->depth > 0 && open->kinds[open->depth - 1] == 'e') {
        open->depth--;
    }
}

/* An isolate ends with the embeddings in it. */
static void pop_isolate(open_t *open)
{
    int depth = open->depth;

    while (depth > 0 && open->kinds[depth - 1] != 'i') {
        depth--;
    }
    if (depth > 0) {
        open->depth = depth - 1;
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
    open_t open;
    char *closers;
    int i;

    if (!memchr(data, 0xe2, len)) {
        return "";
    }
    open.depth = 0;
    scan(&open, data, len);
    if (open.depth == 0) {
        return "";
    }
    closers = apr_palloc(result_pool, (apr_size_t)open.depth * CONTROL_LEN + 1);
    for (i = 0; i < open.depth; i++) {
        memcpy(closers + (apr_size_t)i * CONTROL_LEN,
               open.kinds[open.depth - 1 - i] == 'e' ? POP_EMBEDDING
                                                     : POP_ISOLATE,
               CONTROL_LEN);
    }
    closers[(apr_size_t)open.depth * CONTROL_LEN] = '\0';
    return closers;
}
