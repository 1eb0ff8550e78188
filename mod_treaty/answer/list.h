/*
 * What the lists of records share: how long a page is, and where the pages
 * around it begin.
 */
#ifndef TREATY_LIST_H
#define TREATY_LIST_H

#include "course.h"
#include "cursor.h"

/** A list's page as it is asked for. */
typedef struct treaty_list_page_t {
    int limit;
    /** `sort` is always set; without a cursor `key` is NULL. */
    treaty_cursor_t cursor;
} treaty_list_page_t;

/**
 * Reads limit and cursor of a query.
 * @return TREATY_EINPUT with the course's problem told
 */
apr_status_t treaty_list_page_read(treaty_list_page_t *page,
                                   treaty_course_t *course, const char *sort);

/**
 * Sets the document's next and prev. The items were read as the page asks:
 * one more than its limit where there are more, in the direction of its
 * cursor. They are brought into order and to their length.
 * @param places where each item stands, as it was read: treaty_cursor_t, of
 * which key and id are read
 */
void treaty_list_page_finish(treaty_course_t *course,
                             const treaty_list_page_t *page,
                             const apr_array_header_t *places);

/**
 * Reads where items stand from a bound statement's rows: a key of the store,
 * the value of the order, the id.
 * @param places treaty_cursor_t, appended to
 * @param keys the keys as JSON, for a statement that reads the items
 */
apr_status_t treaty_list_places_read(apr_array_header_t *places,
                                     const char **keys, treaty_stmt_t *stmt);

/** Begins the document of a list: what every one has. */
void treaty_list_begin(treaty_course_t *course,
                       const treaty_csv_column_t *columns);

/**
 * Begins the document of a list that belongs to a treaty: beside what every
 * one has the treaty's {id, title, url} and what its counts can't know.
 * @param whole the treaty's own document, with @p sections
 */
apr_status_t treaty_list_begin_of_treaty(json_t **whole,
                                         treaty_course_t *course,
                                         const treaty_csv_column_t *columns,
                                         unsigned sections);

/** Sets items, their number, and that there are no other pages. */
void treaty_list_set_whole(treaty_course_t *course, json_t *items);

/** Whether a row's `state` is one of these; any is where there are none. */
int treaty_list_has_state(const json_t *row, const apr_array_header_t *states);

/** Whether all of the list is asked for as a stream. */
int treaty_list_is_stream(const treaty_course_t *course);

/** How many rows a statement has to give for the page. */
apr_int64_t treaty_list_page_wanted(const treaty_list_page_t *page);

#endif
