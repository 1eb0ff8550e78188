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

/** How many rows a statement has to give for the page. */
apr_int64_t treaty_list_page_wanted(const treaty_list_page_t *page);

#endif
