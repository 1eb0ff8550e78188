#include "treaty_represent.h"

#include "embedded.h"

#include <apr_escape.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <string.h>

/* Digits of a digest that a name holds. */
#define NAME_DIGITS 16

const char *treaty_digest(const char *data, apr_size_t len,
                          apr_pool_t *result_pool)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char *text = apr_palloc(result_pool, sizeof(digest) * 2 + 1);
    apr_sha1_ctx_t context;

    apr_sha1_init(&context);
    apr_sha1_update_binary(&context, (const unsigned char *)data,
                           (unsigned int)len);
    apr_sha1_final(digest, &context);
    apr_escape_hex(text, digest, sizeof(digest), 0, NULL);
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

static const char *digest_name(const treaty_embedded_t *asset, apr_pool_t *pool)
{
    const char *dot = strrchr(asset->name, '.');
    const char *digest = treaty_digest(asset->data, asset->len, pool);

    if (!dot) {
        dot = asset->name + strlen(asset->name);
    }
    return apr_psprintf(pool, "%.*s-%.*s%s", (int)(dot - asset->name),
                        asset->name, NAME_DIGITS, digest, dot);
}

const char *treaty_asset_digest_name(const char *name, apr_pool_t *result_pool)
{
    const treaty_embedded_t *asset = find(name);

    return asset ? digest_name(asset, result_pool) : name;
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

apr_status_t treaty_asset_find(treaty_asset_t *asset, const char *name,
                               apr_pool_t *scratch_pool)
{
    const treaty_embedded_t *found = find(name);
    apr_size_t i;

    asset->immutable = !found;
    for (i = 0; !found && i < treaty_embedded_assets_count; i++) {
        const treaty_embedded_t *candidate = &treaty_embedded_assets[i];

        if (strcmp(digest_name(candidate, scratch_pool), name) == 0) {
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
