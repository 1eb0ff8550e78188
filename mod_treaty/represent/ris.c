#include "citation.h"
#include "pen.h"

#include "treaty_formats.h"

#include <apr_strings.h>
#include <string.h>

#define YEAR_LEN 4

/* A line; a text has no line end of its own, so none can begin a tag. */
static void put(treaty_pen_t *pen, const char *tag, const char *text)
{
    if (text) {
        treaty_pen_put(pen, tag);
        treaty_pen_put(pen, "  - ");
        treaty_pen_put(pen, text);
        treaty_pen_put(pen, "\r\n");
    }
}

/* 2000-05-25 is 2000/05/25. */
static const char *slashed(const char *day, apr_pool_t *pool)
{
    return day ? apr_psprintf(pool, "%.4s/%.2s/%.2s", day, day + 5, day + 8)
               : NULL;
}

apr_status_t treaty_ris_represent(treaty_text_t *out, const json_t *document)
{
    treaty_pen_t pen = treaty_pen_take(out);
    treaty_citation_t citation;
    apr_status_t rv = treaty_citation_read(&citation, document, out->pool);
    const char *day;
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    day = slashed(citation.adopted_on, out->pool);
    /* RIS has no type for treaties, and of those near it only the general one
     * keeps volume, page and place. */
    put(&pen, "TY", "GEN");
    put(&pen, "ID", citation.key);
    put(&pen, "TI", citation.title);
    put(&pen, "ST", citation.short_title);
    put(&pen, "DA", day);
    put(&pen, "PY", day ? apr_pstrmemdup(out->pool, day, YEAR_LEN) : NULL);
    put(&pen, "T2", citation.series);
    put(&pen, "VL", citation.volume);
    put(&pen, "SP", citation.page);
    put(&pen, "M1", citation.number);
    put(&pen, "CY", citation.place);
    put(&pen, "PB", citation.depositary);
    put(&pen, "LA", citation.language);
    for (i = 0; i < citation.subjects->nelts; i++) {
        put(&pen, "KW", APR_ARRAY_IDX(citation.subjects, i, const char *));
    }
    put(&pen, "UR", citation.url);
    put(&pen, "Y2", slashed(citation.as_of, out->pool));
    put(&pen, "N1", citation.note);
    put(&pen, "ER", "");
    return treaty_pen_lay(&pen);
}
