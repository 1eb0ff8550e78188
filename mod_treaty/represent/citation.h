/* A treaty's document as what a citation says, for the formats of citations. */
#ifndef TREATY_CITATION_H
#define TREATY_CITATION_H

#include "treaty_json.h"

#include <apr_tables.h>

/**
 * Members that aren't known are NULL. Each text is one line: control
 * characters and line ends of any kind are blanks, none at either end.
 */
typedef struct treaty_citation_t {
    /** Letters, digits and hyphens: the entry's key. */
    const char *key;
    const char *title;
    const char *short_title;
    /** The depositary's number; without one, the registration number. */
    const char *number;
    /** "2171 UNTS 227", and its parts where it is of that form. */
    const char *printed;
    const char *volume;
    const char *series;
    const char *page;
    const char *place;
    const char *depositary;
    const char *language;
    /** An address that works outside the site. */
    const char *url;
    /** Days that exist. */
    const char *adopted_on;
    const char *in_force_on;
    const char *as_of;
    /** As of which day, recorded to which, of which revision. */
    const char *note;
    /** Of const char *. */
    const apr_array_header_t *subjects;
} treaty_citation_t;

/**
 * Reads a treaty's document.
 * @return TREATY_EINPUT where it has no id that can be a key
 */
apr_status_t treaty_citation_read(treaty_citation_t *citation,
                                  const json_t *document,
                                  apr_pool_t *result_pool);

#endif
