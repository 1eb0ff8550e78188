/*
 * Participants by the names that a language shows. The order of English names
 * stands in the file; those of another language are put into theirs here, for
 * there are few participants.
 */
#ifndef TREATY_LIST_NAMES_H
#define TREATY_LIST_NAMES_H

#include "cursor.h"
#include "reading.h"

#include <apr_tables.h>

typedef struct treaty_list_name_t {
    /** The participant's key in the store. */
    apr_int64_t participant;
    /** What it is ordered by; code points are. */
    const char *folded;
    const char *slug;
} treaty_list_name_t;

/**
 * Reads the names of the reading's language and day, in their order.
 * @param names treaty_list_name_t, in the reading's pool; NULL for English, and
 * where there are more than are put into order for one answer
 * @param kinds of participants, surrounded by commas; NULL for any
 * @param initial a folded beginning of the names, "" for any
 */
apr_status_t treaty_list_names_read(apr_array_header_t **names,
                                    const char *kinds, const char *initial,
                                    const treaty_reading_t *reading);

/** Where the next names stand behind a cursor: as the `places` of a
 * treaty_list_source_t. */
void treaty_list_names_places(apr_array_header_t *places, const char **keys,
                              const apr_array_header_t *names,
                              const treaty_cursor_t *cursor, apr_int64_t limit);

/** The capital letter that a folded name begins with. */
const char *treaty_list_names_letter(const char *folded,
                                     apr_pool_t *result_pool);

#endif
