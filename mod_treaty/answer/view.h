/*
 * A view of a record: its document with the parts that a template speaks of,
 * in the order and with the choice that were asked for. What an address and an
 * element of a page have in common.
 */
#ifndef TREATY_VIEW_H
#define TREATY_VIEW_H

#include "answer.h"

/** What is asked for. */
typedef struct treaty_view_t {
    /** The folder of its templates: "treaties", "participants" or
     * "fact-sheets". */
    const char *collection;
    /** The record as it was asked for, without its day. */
    const char *id;
    /** The template below it: "box", "page". */
    const char *name;
    int heading;
    /** Of the rows of a table; NULL for as they come, and for any. */
    const char *sort;
    const char *state;
    /** Where a list of acts goes on; NULL from the newest on. */
    const char *cursor;
    /** Tells it from other uses of the same in a page. */
    int use;
} treaty_view_t;

/**
 * Reads the record's document as the view shows it.
 * @param problem filled in where sort, state or cursor aren't ones
 * @return TREATY_EINPUT, TREATY_ENOTFOUND, or what the store says
 */
apr_status_t treaty_view_document(json_t **document, treaty_problem_t *problem,
                                  treaty_reading_t *reading, apr_int64_t key,
                                  const treaty_view_t *view);

/** What templates see beside the document; bound to the reading's pool. */
json_t *treaty_view_extras(const treaty_reading_t *reading,
                           const treaty_view_t *view, const json_t *document);

/**
 * Adds `table` to a document: what its rows can be ordered and chosen by, each
 * with the address of the record's page that shows it so. The member @p member
 * is then the rows that are shown.
 */
void treaty_view_table(json_t *document, const char *member,
                       const treaty_reading_t *reading,
                       const treaty_view_t *view);

/**
 * Adds `acts` to a treaty's document: the newest ones up to the day, or those
 * behind the view's cursor, and in `older` the address of the page that goes
 * on.
 * @return TREATY_EINPUT with the problem told, for a cursor that isn't one
 */
apr_status_t treaty_view_acts(json_t *document, treaty_problem_t *problem,
                              const treaty_reading_t *reading, apr_int64_t key,
                              const treaty_view_t *view);

#endif
