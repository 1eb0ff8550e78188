#include "mod_treaty_metrics.h"

#include <apr_buckets.h>
#include <apr_optional.h>
#include <apr_strings.h>
#include <http_log.h>
#include <util_filter.h>

#include <mod_include.h>

APLOG_USE_MODULE(treaty);

/* The longest value of an attribute. */
#define VALUE_MAX 512

static APR_OPTIONAL_FN_TYPE(ap_ssi_get_tag_and_value) * get_tag_and_value;
static APR_OPTIONAL_FN_TYPE(ap_ssi_parse_string) * parse_string;

/* An element's attributes: the library's, and the name of a variable. */
typedef struct {
    treaty_element_t element;
    const char *var;
} attributes_t;

/* Where an attribute's value goes; NULL for a name that isn't one. */
static const char **place_of(attributes_t *attributes, const char *name)
{
    return strcmp(name, "var") == 0
               ? &attributes->var
               : treaty_element_attribute(&attributes->element, name);
}

/* @return NULL, or what is wrong with an attribute */
static const char *take(attributes_t *attributes, include_ctx_t *ctx,
                        const char *name, char *value, apr_pool_t *pool)
{
    const char **place = place_of(attributes, name);

    if (!place) {
        return apr_psprintf(pool, "It takes no attribute %.40s.", name);
    }
    if (!value) {
        return apr_psprintf(pool, "The attribute %.40s has no value.", name);
    }
    value = parse_string(ctx, value, NULL, 0, SSI_EXPAND_DROP_NAME);
    if (strlen(value) > VALUE_MAX) {
        return apr_psprintf(pool, "The attribute %.40s is too long.", name);
    }
    *place = apr_pstrdup(pool, value);
    return NULL;
}

/* Reads all attributes, wrong ones too: a variable is to be set, if only to
 * nothing, wherever it stands. @return NULL, or the first fault */
static const char *read_attributes(attributes_t *attributes, include_ctx_t *ctx,
                                   apr_pool_t *pool)
{
    const char *first = NULL;

    for (;;) {
        const char *fault;
        char *name = NULL;
        char *value = NULL;

        get_tag_and_value(ctx, &name, &value, SSI_VALUE_DECODED);
        if (!name) {
            return first;
        }
        fault = take(attributes, ctx, name, value, pool);
        first = first ? first : fault;
    }
}

static void set_text(treaty_piece_t *piece, const char *text)
{
    piece->text = text;
    piece->len = strlen(text);
    piece->block = NULL;
}

/* The variables of a page live with its outermost request. */
static void set_variable(request_rec *r, const char *name,
                         const treaty_piece_t *value)
{
    request_rec *outermost = r;

    while (outermost->main) {
        outermost = outermost->main;
    }
    apr_table_setn(r->subprocess_env, apr_pstrdup(outermost->pool, name),
                   apr_pstrmemdup(outermost->pool, value->text, value->len));
}

static void put(apr_bucket_brigade *brigade, const treaty_piece_t *piece,
                ap_filter_t *filter)
{
    apr_bucket_alloc_t *alloc = filter->c->bucket_alloc;

    if (piece->len > 0) {
        APR_BRIGADE_INSERT_TAIL(
            brigade,
            piece->block
                ? mod_treaty_bucket_create(piece->block, piece->text,
                                           piece->len, alloc)
                : apr_bucket_heap_create(piece->text, piece->len, NULL, alloc));
    }
}

/* How often the page has had this view of this record. */
static int use_of(request_rec *r, const treaty_element_t *element,
                  apr_pool_t *pool)
{
    const char *view =
        apr_pstrcat(pool, element->id ? element->id : "", "/",
                    element->factsheet ? element->factsheet : "", "/",
                    element->participant ? element->participant : "", "/",
                    element->view, NULL);

    return mod_treaty_page_use(r, view);
}

/* For who looks for what takes long. */
static void trace(request_rec *r, const treaty_piece_t *piece)
{
    ap_log_rerror(
        APLOG_MARK, APLOG_TRACE2, 0, r,
        TREATYNO(0431) "an element of %s: cache %s, read in %" APR_TIME_T_FMT
                       " us, written in %" APR_TIME_T_FMT " us",
        r->uri, mod_treaty_kept_names[piece->kept], piece->made.reading,
        piece->made.writing);
}

static void get(treaty_piece_t *piece, request_rec *r, treaty_site_t *site,
                mod_treaty_counts_t *counts, const treaty_element_t *element,
                apr_pool_t *pool)
{
    mod_treaty_page_part(r, site);
    (void)treaty_element_get(piece, site, element, pool);
    mod_treaty_page_note(r, site, piece->kept);
    if (piece->kept != TREATY_CACHED_HIT) {
        mod_treaty_metrics_made(counts, &piece->made);
    }
    if (piece->kept == TREATY_CACHED_MISS) {
        mod_treaty_child_count();
    }
    if (APLOGrtrace2(r)) {
        trace(r, piece);
    }
}

/* @param fault what is wrong with how the element is written, or NULL */
static void make(treaty_piece_t *piece, const char *fault,
                 attributes_t *attributes, request_rec *r,
                 const mod_treaty_conf_t *conf, apr_pool_t *pool)
{
    treaty_element_t *element = &attributes->element;
    treaty_site_t site = {0};
    mod_treaty_counts_t *counts;
    int is_set_up = mod_treaty_child_site(&site, &counts, conf);

    element->is_value = attributes->var != NULL;
    /* What the page's place says needn't hold for the mount. */
    site.names_language = conf->language != NULL;
    if (fault) {
        set_text(piece, treaty_element_refuse(
                            &site, element,
                            "This element isn't written as it must be.", pool));
        piece->trouble = fault;
    }
    else if (!is_set_up) {
        set_text(piece,
                 treaty_element_refuse(
                     &site, element,
                     "The treaty record isn't set up for this page.", pool));
        piece->trouble = "No TreatyDatabase is set for the page's place.";
    }
    else {
        get(piece, r, &site, counts, element, pool);
    }
    mod_treaty_metrics_part(counts, MOD_TREATY_WAY_ELEMENT,
                            piece->trouble != NULL, piece->kept);
}

static void complain(request_rec *r, const char *trouble)
{
    ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r,
                  TREATYNO(0410) "<!--#treaty --> in %s: %s Mend the element",
                  r->filename ? r->filename : r->uri, trouble);
}

static apr_status_t insert(include_ctx_t *ctx, ap_filter_t *filter,
                           apr_bucket_brigade *brigade, apr_pool_t *pool)
{
    request_rec *r = filter->r;
    const mod_treaty_conf_t *conf =
        ap_get_module_config(r->per_dir_config, &treaty_module);
    attributes_t attributes = {{0}, NULL};
    treaty_piece_t piece = {0};
    const char *fault = read_attributes(&attributes, ctx, pool);

    attributes.element.now = r->request_time;
    if (attributes.element.view) {
        attributes.element.use = use_of(r, &attributes.element, pool) * 2 + 1;
    }
    make(&piece, fault, &attributes, r, conf, pool);
    if (piece.trouble) {
        complain(r, piece.trouble);
        if (conf->strict == 1) {
            SSI_CREATE_ERROR_BUCKET(ctx, filter, brigade);
            return APR_SUCCESS;
        }
    }
    if (attributes.var) {
        if (piece.trouble) {
            set_text(&piece, "");
        }
        set_variable(r, attributes.var, &piece);
    }
    else {
        put(brigade, &piece, filter);
    }
    return APR_SUCCESS;
}

/* <!--#treaty … -->: mod_include calls this for each. What the element needs
 * is gone before the next one, however many a page has. */
static apr_status_t handle_element(include_ctx_t *ctx, ap_filter_t *filter,
                                   apr_bucket_brigade *brigade)
{
    apr_pool_t *pool;
    apr_status_t rv;

    if (!(ctx->flags & SSI_FLAG_PRINTING)) {
        return APR_SUCCESS;
    }
    rv = apr_pool_create(&pool, filter->r->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = insert(ctx, filter, brigade, pool);
    apr_pool_destroy(pool);
    return rv;
}

void mod_treaty_ssi_register(void)
{
    APR_OPTIONAL_FN_TYPE(ap_register_include_handler) *register_handler =
        APR_RETRIEVE_OPTIONAL_FN(ap_register_include_handler);

    get_tag_and_value = APR_RETRIEVE_OPTIONAL_FN(ap_ssi_get_tag_and_value);
    parse_string = APR_RETRIEVE_OPTIONAL_FN(ap_ssi_parse_string);
    if (register_handler && get_tag_and_value && parse_string) {
        register_handler("treaty", handle_element);
    }
}
