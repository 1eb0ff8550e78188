#include "config.h"

#include "coding.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <zlib.h>
#ifdef HAVE_BROTLI
#include <brotli/encode.h>
#endif

/* A body is compressed once and sent often. */
#define GZIP_LEVEL 9
#define BROTLI_LEVEL 9
/* 15 bits of window, and gzip's header around it. */
#define GZIP_WINDOW (15 + 16)
#define GZIP_MEMORY 9
/* Below this the coding takes more than it saves. */
#define WORTH_FROM 200
/* A weight of 1 in thousandths, as a header has up to three digits of it. */
#define WEIGHT_ONE 1000

const char *treaty_coding_name(treaty_coding_t coding)
{
    static const char *const names[] = {NULL, "gzip", "br"};

    return names[coding];
}

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t");
}

/* "0.25" is 250; what is no weight is 0, so that it isn't taken. */
static int weight_of(const char *at)
{
    int weight = *at == '1' ? WEIGHT_ONE : 0;
    int unit = WEIGHT_ONE / 10;

    if (*at != '0' || at[1] != '.') {
        return weight;
    }
    for (at += 2; apr_isdigit(*at) && unit > 0; at++, unit /= 10) {
        weight += (*at - '0') * unit;
    }
    return weight;
}

/* The weight behind a coding's name, up to the end of the list's member. */
static int weight_behind(const char *at)
{
    const char *end = at + strcspn(at, ",");

    while (at < end && *at == ';') {
        at = skip_spaces(at + 1);
        if ((*at == 'q' || *at == 'Q') && at[1] == '=') {
            return weight_of(at + 2);
        }
        at += strcspn(at, ";,");
    }
    return WEIGHT_ONE;
}

static int is_named(const char *at, apr_size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(at, name, len) == 0;
}

treaty_coding_t treaty_coding_choose(const char *header)
{
    int gzip = -1;
    int brotli = -1;
    int any = 0;

    while (header && *header) {
        const char *at = skip_spaces(header);
        apr_size_t len = strcspn(at, " \t;,");
        int weight = weight_behind(skip_spaces(at + len));

        if (is_named(at, len, "gzip") || is_named(at, len, "x-gzip")) {
            gzip = weight;
        }
        else if (is_named(at, len, "br")) {
            brotli = weight;
        }
        else if (is_named(at, len, "*")) {
            any = weight;
        }
        header = at + strcspn(at, ",");
        header += *header == ',';
    }
    gzip = gzip < 0 ? any : gzip;
#ifdef HAVE_BROTLI
    /* "*" asks for whatever we like: what more readers can take. */
    if (brotli > 0 && brotli >= gzip) {
        return TREATY_CODING_BROTLI;
    }
#else
    (void)brotli;
#endif
    return gzip > 0 ? TREATY_CODING_GZIP : TREATY_CODING_IDENTITY;
}

/* Media types of texts: by themselves, or by the syntax that they end in. */
static int is_text(const char *type)
{
    static const char *const types[] = {"text/", "application/json",
                                        "image/svg+xml"};
    apr_size_t len = strcspn(type, ";");
    apr_size_t i;

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (strncmp(type, types[i], strlen(types[i])) == 0) {
            return 1;
        }
    }
    return (len > 5 && strncmp(type + len - 5, "+json", 5) == 0) ||
           (len > 4 && strncmp(type + len - 4, "+xml", 4) == 0);
}

int treaty_coding_suits(const treaty_answer_t *answer)
{
    return answer->status == 200 && answer->body && answer->len >= WORTH_FROM &&
           answer->content_type && is_text(answer->content_type);
}

static apr_status_t gzip(const char **data, apr_size_t *len, const char *body,
                         apr_size_t body_len, apr_pool_t *pool)
{
    z_stream stream = {0};
    char *out;
    uLong bound;
    int rv = deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW,
                          GZIP_MEMORY, Z_DEFAULT_STRATEGY);

    if (rv != Z_OK) {
        return APR_EGENERAL;
    }
    bound = deflateBound(&stream, (uLong)body_len);
    out = apr_palloc(pool, bound);
    stream.next_in = (Bytef *)body;
    stream.avail_in = (uInt)body_len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)bound;
    rv = deflate(&stream, Z_FINISH);
    *data = out;
    *len = (apr_size_t)stream.total_out;
    deflateEnd(&stream);
    return rv == Z_STREAM_END ? APR_SUCCESS : APR_EGENERAL;
}

#ifdef HAVE_BROTLI
static apr_status_t brotli(const char **data, apr_size_t *len, const char *body,
                           apr_size_t body_len, apr_pool_t *pool)
{
    size_t size = BrotliEncoderMaxCompressedSize(body_len);
    char *out = apr_palloc(pool, size);

    if (!BrotliEncoderCompress(BROTLI_LEVEL, BROTLI_DEFAULT_WINDOW,
                               BROTLI_MODE_TEXT, body_len,
                               (const uint8_t *)body, &size, (uint8_t *)out)) {
        return APR_EGENERAL;
    }
    *data = out;
    *len = size;
    return APR_SUCCESS;
}
#endif

apr_status_t treaty_coding_apply(const char **data, apr_size_t *len,
                                 treaty_coding_t coding, const char *body,
                                 apr_size_t body_len, apr_pool_t *result_pool)
{
    switch (coding) {
    case TREATY_CODING_GZIP:
        return gzip(data, len, body, body_len, result_pool);
#ifdef HAVE_BROTLI
    case TREATY_CODING_BROTLI:
        return brotli(data, len, body, body_len, result_pool);
#endif
    default:
        return APR_EGENERAL;
    }
}
