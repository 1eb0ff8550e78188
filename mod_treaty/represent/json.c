#include "pen.h"

#include "treaty_represent.h"

apr_status_t treaty_json_represent(treaty_text_t *out, const json_t *document)
{
    treaty_pen_t pen = treaty_pen_take(out);

    treaty_pen_json(&pen, document, JSON_INDENT(2) | JSON_ENCODE_ANY);
    treaty_pen_put(&pen, "\n");
    return treaty_pen_lay(&pen);
}
