#include "status_table.h"

#include "treaty_json.h"

#include <string.h>

apr_status_t treaty_keep_listed(json_t *acts, size_t first,
                                const treaty_table_context_t *context,
                                const char *slug, const char *listed,
                                apr_pool_t *scratch_pool)
{
    const char *shown;
    apr_status_t rv = treaty_writer_shown_name(&shown, context->writer, slug,
                                               context->source, scratch_pool);

    if (rv != APR_SUCCESS || (shown && strcmp(shown, listed) == 0)) {
        return rv;
    }
    for (; first < json_array_size(acts); first++) {
        treaty_json_set_text(json_array_get(acts, first), "listed", listed);
    }
    return rv;
}
