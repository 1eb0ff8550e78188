/* Collects the text of an element with its marks: white space collapsed, line
 * breaks kept. */
#ifndef TREATY_IMPORT_HTML_RUNS_H
#define TREATY_IMPORT_HTML_RUNS_H

#include "treaty_json.h"
#include "treaty_text.h"

#include <apr_tables.h>

/** What text is marked with; NULL or 0 where it isn't. */
typedef struct treaty_marks_t {
    const char *href;
    const char *abbr;
    const char *datetime;
    int strong;
    int em;
} treaty_marks_t;

typedef struct treaty_collector_t {
    treaty_text_t *text;
    /** Of pieces of the text, in order. */
    apr_array_header_t *pieces;
    /** White space was met since the last character. */
    int has_space;
    /** Line breaks were met since the last character. */
    int breaks;
    apr_pool_t *pool;
} treaty_collector_t;

/** An empty collector; what it gives lives in @p result_pool. */
treaty_collector_t *treaty_collector_create(apr_pool_t *result_pool);

/** Forgets what was collected. */
void treaty_collector_clear(treaty_collector_t *collector);

/** Appends text; any white space counts as one blank. */
void treaty_collector_add(treaty_collector_t *collector, const char *text,
                          const treaty_marks_t *marks);

/** Appends a line break; several in a row are one, and none begins or ends a
 * text. */
void treaty_collector_break(treaty_collector_t *collector);

/** The text; "" where there is none. */
const char *treaty_collector_text(const treaty_collector_t *collector);

/** The runs as a new list, NULL where nothing is marked or there are too
 * many. */
json_t *treaty_collector_runs(const treaty_collector_t *collector);

/** Whether all of a text that isn't empty is strong, or a link. */
int treaty_collector_is_strong(const treaty_collector_t *collector);
int treaty_collector_is_link(const treaty_collector_t *collector);

/** The first link's address, or NULL. */
const char *treaty_collector_href(const treaty_collector_t *collector);

#endif
