#include "template_names.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

#define BYTES (TREATY_TEMPLATE_NAMES_MAX / 8)

struct treaty_template_names_t {
    apr_pool_t *pool;
    /** Name => its number + 1. */
    apr_hash_t *numbers;
    apr_uintptr_t count;
};

struct treaty_template_spoken_t {
    /** Names that stand in a tag as they are. */
    unsigned char whole[BYTES];
    /** Those, and what a longer name begins with: "urls" of "urls.html". */
    unsigned char begun[BYTES];
    int is_everything;
};

/* One walk through a template and what it includes. */
typedef struct {
    treaty_template_names_t *names;
    treaty_template_spoken_t *spoken;
    treaty_template_partial_fn_t *partial;
    void *partial_baton;
    apr_hash_t *seen;
} walk_t;

treaty_template_names_t *treaty_template_names_create(apr_pool_t *pool)
{
    treaty_template_names_t *names = apr_pcalloc(pool, sizeof(*names));

    names->pool = pool;
    names->numbers = apr_hash_make(pool);
    return names;
}

/* The number of a name that is new, or 0 where there are too many. */
static apr_uintptr_t add(treaty_template_names_t *names, const char *name,
                         apr_size_t len)
{
    if (names->count == TREATY_TEMPLATE_NAMES_MAX) {
        return 0;
    }
    names->count++;
    apr_hash_set(names->numbers, apr_pstrmemdup(names->pool, name, len),
                 (apr_ssize_t)len, (void *)names->count);
    return names->count;
}

static apr_uintptr_t number_of(const treaty_template_names_t *names,
                               const char *name, apr_size_t len)
{
    return (apr_uintptr_t)apr_hash_get(names->numbers, name, (apr_ssize_t)len);
}

static void set_bit(unsigned char *bits, apr_uintptr_t number)
{
    bits[(number - 1) / 8] |= (unsigned char)(1u << (number - 1) % 8);
}

static int has_bit(const unsigned char *bits, apr_uintptr_t number)
{
    return number && bits[(number - 1) / 8] & 1u << (number - 1) % 8;
}

/* A name, and what it begins with. */
static void take_name(walk_t *walk, const char *name)
{
    treaty_template_spoken_t *spoken = walk->spoken;
    apr_size_t len;

    for (len = strcspn(name, ".");; len += 1 + strcspn(name + len + 1, ".")) {
        apr_uintptr_t number = number_of(walk->names, name, len);

        if (!number) {
            number = add(walk->names, name, len);
        }
        if (!number) {
            spoken->is_everything = 1;
            return;
        }
        set_bit(spoken->begun, number);
        if (name[len] == '\0') {
            set_bit(spoken->whole, number);
            return;
        }
    }
}

static void take_template(walk_t *walk, const treaty_template_t *tmpl);

static apr_status_t take_tag(void *baton, const treaty_template_tag_t *tag)
{
    walk_t *walk = baton;

    if (tag->kind == TREATY_TAG_PARTIAL || tag->kind == TREATY_TAG_PARENT) {
        take_template(walk, walk->partial(walk->partial_baton, tag->name));
    }
    else if (tag->kind != TREATY_TAG_BLOCK) {
        take_name(walk, tag->name);
    }
    return APR_SUCCESS;
}

static void take_template(walk_t *walk, const treaty_template_t *tmpl)
{
    if (tmpl && !apr_hash_get(walk->seen, &tmpl, sizeof(tmpl))) {
        const treaty_template_t **key =
            apr_palloc(apr_hash_pool_get(walk->seen), sizeof(*key));

        *key = tmpl;
        apr_hash_set(walk->seen, key, sizeof(*key), tmpl);
        (void)treaty_template_walk(tmpl, take_tag, walk);
    }
}

treaty_template_spoken_t *treaty_template_names_take(
    treaty_template_names_t *names, const treaty_template_t *tmpl,
    treaty_template_partial_fn_t *partial, void *partial_baton,
    apr_pool_t *scratch_pool)
{
    walk_t walk = {names, apr_pcalloc(names->pool, sizeof(*walk.spoken)),
                   partial, partial_baton, apr_hash_make(scratch_pool)};

    take_template(&walk, tmpl);
    return walk.spoken;
}

int treaty_template_names_has(const treaty_template_names_t *names,
                              const treaty_template_spoken_t *spoken,
                              const char *path)
{
    apr_size_t len = strlen(path);

    if (spoken->is_everything ||
        has_bit(spoken->begun, number_of(names, path, len))) {
        return 1;
    }
    while (len > 0) {
        len--;
        if (path[len] == '.' &&
            has_bit(spoken->whole, number_of(names, path, len))) {
            return 1;
        }
    }
    return 0;
}
