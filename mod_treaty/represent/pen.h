/*
 * What a formatter writes with: it remembers the first failure, and in the end
 * takes back what was written before it.
 */
#ifndef TREATY_PEN_H
#define TREATY_PEN_H

#include "treaty_json.h"
#include "treaty_text.h"

typedef struct treaty_pen_t {
    treaty_text_t *out;
    /** The text's length before. */
    apr_size_t start;
    apr_status_t status;
} treaty_pen_t;

/** A pen at the end of a text. */
treaty_pen_t treaty_pen_take(treaty_text_t *out);

void treaty_pen_put(treaty_pen_t *pen, const char *string);

void treaty_pen_append(treaty_pen_t *pen, const char *data, apr_size_t len);

/** Escaped for HTML, as treaty_text_escape. */
void treaty_pen_escape(treaty_pen_t *pen, const char *data, apr_size_t len);

/** JSON, with flags of jansson's. A "<!" is escaped: a server that reads
 * answers for directives of pages finds none. */
void treaty_pen_json(treaty_pen_t *pen, const json_t *value, size_t flags);

/**
 * Ends the writing.
 * @return the first failure, with the text as it was before; or APR_SUCCESS
 */
apr_status_t treaty_pen_lay(treaty_pen_t *pen);

#endif
