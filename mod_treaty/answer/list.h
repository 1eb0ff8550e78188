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

/** Where a list comes from: its order, and what it says of each item. */
typedef struct treaty_list_source_t {
    /** Reads where the next items stand behind a cursor, @p limit at most, in
     * the cursor's direction; and their keys as JSON. */
    apr_status_t (*places)(apr_array_header_t *places, const char **keys,
                           const void *baton, const treaty_cursor_t *cursor,
                           apr_int64_t limit, const treaty_reading_t *reading);
    /** Sets `items` to those of the keys, in their order. */
    apr_status_t (*items)(json_t *object, const char *keys, const void *baton,
                          const treaty_reading_t *reading);
    /** Lives as long as the request. */
    const void *baton;
} treaty_list_source_t;

/** Reads a page into the course's document: items, next, prev. */
apr_status_t treaty_list_page(treaty_course_t *course,
                              const treaty_list_page_t *page,
                              const treaty_list_source_t *source);

/** All of a list as rows of a stream. */
treaty_rows_t *treaty_list_rows(const treaty_list_source_t *source,
                                apr_pool_t *pool);

/**
 * Checks that `kind` names nothing but these.
 * @param noun what has the kinds, "statement"
 * @param words ends with NULL
 * @return TREATY_EINPUT with the course's problem told
 */
apr_status_t treaty_list_check_kinds(treaty_course_t *course, const char *noun,
                                     const char *const *words);

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

/**
 * Appends an item of texts alone: the columns before "url" are those of the
 * statement, in their order, and the last is the record's address.
 */
void treaty_list_append(json_t *list, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading,
                        const treaty_csv_column_t *columns,
                        const char *collection);

/** Sets items, their number, and that there are no other pages. */
void treaty_list_set_whole(treaty_course_t *course, json_t *items);

/** The columns of treaty_list_states. */
extern const treaty_csv_column_t treaty_list_state_columns[];

/**
 * Sets a member to a list of treaties, each with what a participant is to it
 * on the day.
 * @param keys of the treaties, as JSON
 */
apr_status_t treaty_list_states(json_t *object, const char *member,
                                const char *keys, apr_int64_t participant,
                                const treaty_reading_t *reading);

/** Whether a row's `state` is one of these; any is where there are none. */
int treaty_list_has_state(const json_t *row, const apr_array_header_t *states);

/** Whether all of the list is asked for as a stream. */
int treaty_list_is_stream(const treaty_course_t *course);

/** How many rows a statement has to give for the page. */
apr_int64_t treaty_list_page_wanted(const treaty_list_page_t *page);

#endif
