#include "mustache.h"

#include <apr_strings.h>
#include <string.h>

/* How many bytes the UTF-8 character at text takes; 0 when it is none. */
static apr_size_t character_length(const unsigned char *text, apr_size_t len)
{
    /* The least code point of each length: a shorter form is required. */
    static const apr_uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    apr_size_t count = text[0] < 0x80             ? 1
                       : (text[0] & 0xe0) == 0xc0 ? 2
                       : (text[0] & 0xf0) == 0xe0 ? 3
                       : (text[0] & 0xf8) == 0xf0 ? 4
                                                  : 0;
    apr_uint32_t code;
    apr_size_t i;

    if (count <= 1 || count > len) {
        return count == 1;
    }
    code = text[0] & (0xffU >> (count + 1));
    for (i = 1; i < count; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
        code = code << 6 | (text[i] & 0x3fU);
    }
    return code < least[count] || code > 0x10ffff ||
                   (code >= 0xd800 && code <= 0xdfff)
               ? 0
               : count;
}

static apr_status_t check_bytes(treaty_template_error_t *error,
                                const char *text, apr_size_t len)
{
    apr_size_t i = 0;

    error->line = 1;
    if (len > TREATY_TEMPLATE_SIZE_MAX) {
        error->message = "the template is longer than 256 KB; divide it with "
                         "{{>partials}}";
        return TREATY_ETEMPLATE;
    }
    while (i < len && text[i] != '\0') {
        apr_size_t count =
            character_length((const unsigned char *)text + i, len - i);

        if (count == 0) {
            error->message = "the text isn't UTF-8; save it as UTF-8";
            return TREATY_ETEMPLATE;
        }
        error->line += text[i] == '\n';
        i += count;
    }
    if (i < len) {
        error->message = "the text has a NUL byte in it; save it as UTF-8";
        return TREATY_ETEMPLATE;
    }
    return APR_SUCCESS;
}

/* Editors on Windows put one in front; it is no part of the template. */
static void skip_byte_order_mark(const char **text, apr_size_t *len)
{
    if (*len >= 3 && memcmp(*text, "\xef\xbb\xbf", 3) == 0) {
        *text += 3;
        *len -= 3;
    }
}

apr_status_t treaty_template_compile(treaty_template_t **tmpl,
                                     treaty_template_error_t *error,
                                     const char *name, const char *text,
                                     apr_size_t len, apr_pool_t *result_pool,
                                     apr_pool_t *scratch_pool)
{
    apr_array_header_t *tags;
    treaty_template_t *made;
    apr_status_t rv;
    const char *copy;

    *tmpl = NULL;
    skip_byte_order_mark(&text, &len);
    rv = check_bytes(error, text, len);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    copy = apr_pstrmemdup(result_pool, text, len);
    rv = treaty_mustache_scan(&tags, error, copy, result_pool, scratch_pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    made = apr_palloc(result_pool, sizeof(*made));
    made->name = apr_pstrdup(result_pool, name);
    treaty_mustache_build(made, copy, len, tags, result_pool, scratch_pool);
    *tmpl = made;
    error->line = 0;
    error->message = NULL;
    return APR_SUCCESS;
}

const char *treaty_template_name(const treaty_template_t *tmpl)
{
    return tmpl->name;
}

apr_status_t treaty_template_walk(const treaty_template_t *tmpl,
                                  treaty_template_walk_fn_t *fn, void *baton)
{
    /* ends[i] is where the i-th of the nodes around the present one ends. */
    int ends[TREATY_TEMPLATE_NESTING_MAX + 1] = {0};
    treaty_template_tag_t tag = {.depth = 0};
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; i < tmpl->count && rv == APR_SUCCESS; i++) {
        const mustache_node_t *node = &tmpl->nodes[i];

        while (tag.depth > 0 && ends[tag.depth - 1] <= i) {
            tag.depth--;
        }
        if (node->kind == TAG_TEXT) {
            continue;
        }
        tag.kind = (treaty_tag_kind_t)node->kind;
        tag.name = node->span.text;
        tag.line = node->line;
        rv = fn(baton, &tag);
        if (node->end > i + 1) {
            ends[tag.depth++] = node->end;
        }
    }
    return rv;
}
