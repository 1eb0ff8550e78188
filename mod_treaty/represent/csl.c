#include "citation.h"
#include "pen.h"

#include "treaty_formats.h"

#include <stdlib.h>

/* {"date-parts": [[2000, 5, 25]]} of a day that exists. */
static void set_day(json_t *item, const char *key, const char *day)
{
    json_t *parts;

    if (day) {
        parts = json_pack("[[i,i,i]]", atoi(day), atoi(day + 5), atoi(day + 8));
        json_object_set_new(item, key, json_pack("{s:o}", "date-parts", parts));
    }
}

/* "A,B": CSL has one text for all keywords. */
static const char *joined(const apr_array_header_t *subjects, apr_pool_t *pool)
{
    return subjects->nelts > 0 ? apr_array_pstrcat(pool, subjects, ',') : NULL;
}

apr_status_t treaty_csl_represent(treaty_text_t *out, const json_t *document)
{
    treaty_citation_t citation;
    treaty_pen_t pen = treaty_pen_take(out);
    json_t *list;
    json_t *item;
    apr_status_t rv = treaty_citation_read(&citation, document, out->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    list = json_pack("[{}]");
    item = json_array_get(list, 0);
    treaty_json_put_text(item, "id", citation.key);
    treaty_json_put_text(item, "type", "treaty");
    treaty_json_put_text(item, "title", citation.title);
    treaty_json_put_text(item, "title-short", citation.short_title);
    set_day(item, "issued", citation.adopted_on);
    treaty_json_put_text(item, "container-title", citation.series);
    treaty_json_put_text(item, "volume", citation.volume);
    treaty_json_put_text(item, "page", citation.page);
    treaty_json_put_text(item, "number", citation.number);
    treaty_json_put_text(item, "event-place", citation.place);
    treaty_json_put_text(item, "publisher", citation.depositary);
    treaty_json_put_text(item, "language", citation.language);
    treaty_json_put_text(item, "keyword", joined(citation.subjects, out->pool));
    treaty_json_put_text(item, "URL", citation.url);
    set_day(item, "accessed", citation.as_of);
    treaty_json_put_text(item, "note", citation.note);
    treaty_pen_json(&pen, list, JSON_INDENT(2));
    json_decref(list);
    treaty_pen_put(&pen, "\n");
    return treaty_pen_lay(&pen);
}
