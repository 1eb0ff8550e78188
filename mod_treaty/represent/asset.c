#include "treaty_represent.h"

#include "embedded.h"

#include <apr_escape.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <pthread.h>
#include <string.h>

/* Digits of a digest that a name holds. */
#define NAME_DIGITS 16
/* The most assets, and the longest name of one with its digest. */
#define ASSETS_MAX 16
#define NAME_SIZE 64

/* The assets' names with their digests, by their places: worked out once, for
 * every page names the stylesheet. */
static char digest_names[ASSETS_MAX][NAME_SIZE];
static pthread_once_t named = PTHREAD_ONCE_INIT;

static void hex_digest(char *text, const char *data, apr_size_t len)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    apr_sha1_ctx_t context;

    apr_sha1_init(&context);
    apr_sha1_update_binary(&context, (const unsigned char *)data,
                           (unsigned int)len);
    apr_sha1_final(digest, &context);
    apr_escape_hex(text, digest, sizeof(digest), 0, NULL);
}

const char *treaty_digest(const char *data, apr_size_t len,
                          apr_pool_t *result_pool)
{
    char *text = apr_palloc(result_pool, APR_SHA1_DIGESTSIZE * 2 + 1);

    hex_digest(text, data, len);
    return text;
}

static const treaty_embedded_t *find(const char *name)
{
    apr_size_t i;

    for (i = 0; i < treaty_embedded_assets_count; i++) {
        if (strcmp(treaty_embedded_assets[i].name, name) == 0) {
            return &treaty_embedded_assets[i];
        }
    }
    return NULL;
}

/* "treaty.css" is "treaty-0123456789abcdef.css". */
static void name_all(void)
{
    apr_size_t i;

    for (i = 0; i < treaty_embedded_assets_count && i < ASSETS_MAX; i++) {
        const treaty_embedded_t *asset = &treaty_embedded_assets[i];
        char digest[APR_SHA1_DIGESTSIZE * 2 + 1];
        const char *dot = strrchr(asset->name, '.');

        if (!dot) {
            dot = asset->name + strlen(asset->name);
        }
        hex_digest(digest, asset->data, asset->len);
        apr_snprintf(digest_names[i], NAME_SIZE, "%.*s-%.*s%s",
                     (int)(dot - asset->name), asset->name, NAME_DIGITS, digest,
                     dot);
    }
}

static const char *digest_name(const treaty_embedded_t *asset)
{
    (void)pthread_once(&named, name_all);
    return digest_names[asset - treaty_embedded_assets];
}

const char *treaty_asset_digest_name(const char *name)
{
    const treaty_embedded_t *asset = find(name);

    return asset ? digest_name(asset) : name;
}

static const char *content_type(const char *name)
{
    static const struct {
        const char *ending;
        const char *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    const char *dot = strrchr(name, '.');
    apr_size_t i;

    for (i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(dot, types[i].ending) == 0) {
            return types[i].type;
        }
    }
    return "text/plain; charset=utf-8";
}

apr_status_t treaty_asset_find(treaty_asset_t *asset, const char *name)
{
    const treaty_embedded_t *found = find(name);
    apr_size_t i;

    asset->immutable = !found;
    for (i = 0; !found && i < treaty_embedded_assets_count; i++) {
        const treaty_embedded_t *candidate = &treaty_embedded_assets[i];

        if (strcmp(digest_name(candidate), name) == 0) {
            found = candidate;
        }
    }
    if (!found) {
        return TREATY_ENOTFOUND;
    }
    asset->data = found->data;
    asset->len = found->len;
    asset->content_type = content_type(found->name);
    return APR_SUCCESS;
}
