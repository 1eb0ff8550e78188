/*
 * Lists of acts: which, in which order. Shared by list_acts.c, which makes the
 * document, select_acts.c, which finds the acts, and feed_acts.c, which makes a
 * feed of the document.
 */
#ifndef TREATY_LIST_ACTS_H
#define TREATY_LIST_ACTS_H

#include "list.h"

/** How many acts a feed has unless it is asked otherwise. */
#define TREATY_FEED_SIZE 50

/** Which acts are asked for. */
typedef struct treaty_acts_t {
    /** A list of the table act_list, and whose it is. */
    const char *list;
    apr_int64_t owner;
    /** Whose acts under a treaty; 0: anybody's. */
    apr_int64_t participant;
    /** Those with ranks from the first up to the last; none where there are
     * none in between. */
    apr_int64_t first;
    apr_int64_t last;
    /** ",ratification,accession,", or NULL for any; and the same as JSON. */
    const char *kinds;
    const char *kinds_json;
    /** The kind, where it is one. */
    const char *one_kind;
    /** "true", "false" or NULL for either. */
    const char *pending;
    /** Pending ones come in the order of their effect. */
    int is_by_effect;
} treaty_acts_t;

/**
 * Reads what a query asks for.
 * @return TREATY_EINPUT with the course's problem told
 */
apr_status_t treaty_acts_select(treaty_acts_t *acts, treaty_course_t *course);

/** The name of the order, for cursors. */
const char *treaty_acts_order(const treaty_acts_t *acts);

/** How many there are. */
apr_status_t treaty_acts_count(apr_int64_t *count, const treaty_acts_t *acts,
                               const treaty_reading_t *reading);

/** As treaty_list_source_t has it; the baton is a treaty_acts_t. */
apr_status_t treaty_acts_places(apr_array_header_t *places, const char **ranks,
                                const void *baton,
                                const treaty_cursor_t *cursor,
                                apr_int64_t limit,
                                const treaty_reading_t *reading);

/** Selects all acts of a treaty up to the day, the newest first. */
apr_status_t treaty_acts_of_treaty(treaty_acts_t *acts, apr_int64_t treaty,
                                   const treaty_reading_t *reading);

/** Sets `items` to the acts of the ranks, which are JSON, in their order. */
apr_status_t treaty_acts_items(json_t *object, const char *ranks,
                               const treaty_reading_t *reading);

/** Makes the course's document, a list of acts, that of a feed. */
void treaty_acts_feed(treaty_course_t *course, const treaty_acts_t *acts);

#endif
