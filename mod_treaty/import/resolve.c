#include "status_table.h"
#include "title.h"

#include "treaty_json.h"

#include <apr_strings.h>

/* The first of "name", "name-2", … that nobody bears. */
static apr_status_t free_slug(const char **slug, treaty_writer_t *writer,
                              const char *listed, apr_pool_t *pool)
{
    const char *base = treaty_slug_make(listed, pool);
    apr_int64_t id = 0;
    int number = 1;
    apr_status_t rv;

    base = *base ? base : "participant";
    *slug = base;
    rv = treaty_writer_participant(&id, writer, *slug);
    while (rv == APR_SUCCESS && id != 0) {
        *slug = apr_psprintf(pool, "%.70s-%d", base, ++number);
        rv = treaty_writer_participant(&id, writer, *slug);
    }
    return rv;
}

/* The source of the codes is written with the first participant that names
 * it. */
static apr_status_t write_names_source(treaty_writer_t *writer,
                                       const treaty_place_t *place,
                                       apr_pool_t *pool)
{
    apr_int64_t id;
    apr_status_t rv = treaty_writer_source(&id, writer, TREATY_NAMES_SOURCE);

    if (rv == APR_SUCCESS && id == 0) {
        rv =
            treaty_write_source(writer, treaty_names_source(pool), place, pool);
    }
    return rv;
}

static apr_status_t write_known(const treaty_table_context_t *context,
                                const char *slug, const char *listed,
                                const treaty_place_t *place, apr_pool_t *pool)
{
    json_t *record = treaty_names_record(context->names, slug, listed,
                                         context->source, pool);
    apr_status_t rv = APR_SUCCESS;

    if (treaty_json_text(record, "iso_alpha3")) {
        rv = write_names_source(context->writer, place, pool);
    }
    return rv == APR_SUCCESS
               ? treaty_write_participant(context->writer, record, place, pool)
               : rv;
}

static apr_status_t write_unknown(const char **slug,
                                  const treaty_table_context_t *context,
                                  const char *listed,
                                  const treaty_place_t *place, apr_pool_t *pool)
{
    apr_status_t rv = free_slug(slug, context->writer, listed, pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_findings_add(context->writer->findings, TREATY_FINDING_WARNING,
                        place->file, place->line, "participant",
                        "\"%s\" is no name that is known; kept as the "
                        "participant %s of kind other. If it is one that is "
                        "there already, add the name to it as an alias",
                        listed, *slug);
    return treaty_write_participant(
        context->writer,
        treaty_names_unknown(*slug, listed, context->source, pool), place,
        pool);
}

apr_status_t treaty_resolve_known(const char **slug,
                                  const treaty_table_context_t *context,
                                  const char *listed,
                                  const treaty_place_t *place,
                                  apr_pool_t *result_pool)
{
    apr_int64_t id = 0;
    apr_status_t rv =
        treaty_writer_by_name(slug, context->writer, listed, result_pool);

    if (rv != APR_SUCCESS || *slug) {
        return rv;
    }
    if (!treaty_names_find(slug, context->names, listed, result_pool)) {
        *slug = NULL;
        return APR_SUCCESS;
    }
    rv = treaty_writer_participant(&id, context->writer, *slug);
    return rv == APR_SUCCESS && id == 0
               ? write_known(context, *slug, listed, place, result_pool)
               : rv;
}

apr_status_t treaty_resolve_participant(const char **slug,
                                        const treaty_table_context_t *context,
                                        const char *listed,
                                        const treaty_place_t *place,
                                        apr_pool_t *result_pool)
{
    apr_status_t rv =
        treaty_resolve_known(slug, context, listed, place, result_pool);

    return rv == APR_SUCCESS && !*slug
               ? write_unknown(slug, context, listed, place, result_pool)
               : rv;
}
