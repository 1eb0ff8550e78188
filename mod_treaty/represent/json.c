#include "treaty_represent.h"

static int write_bytes(const char *buffer, size_t size, void *out)
{
    return treaty_text_append(out, buffer, size) == APR_SUCCESS ? 0 : -1;
}

apr_status_t treaty_json_represent(treaty_text_t *out, const json_t *document)
{
    if (json_dump_callback(document, write_bytes, out,
                           JSON_INDENT(2) | JSON_ENCODE_ANY) != 0) {
        return TREATY_ELIMIT;
    }
    return treaty_text_append(out, "\n", 1);
}
