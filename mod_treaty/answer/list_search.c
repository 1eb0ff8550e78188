#include "list.h"

#include "document.h"
#include "search.h"

#include <apr_strings.h>
#include <stdlib.h>

#define SORT "relevance"
/* A page of matches: each costs a look into its record. */
#define PAGE_DEFAULT 20
#define PAGE_MAX 100

static apr_status_t read_kinds(unsigned *kinds, treaty_course_t *course)
{
    const char *kind = treaty_query_value(course->query, TREATY_PARAM_KIND);

    *kinds = kind ? treaty_search_kind(kind) : TREATY_SEARCH_ALL;
    return *kinds ? APR_SUCCESS
                  : treaty_course_refuse(course, TREATY_PARAM_KIND,
                                         "What is searched is of the kinds "
                                         "treaty, participant, fact_sheet and "
                                         "statement.");
}

/* A cursor is the number of matches before the page. There is no value that a
 * page could go on behind, as in other lists: relevance is of one revision. */
static int skip_of(const treaty_list_page_t *page)
{
    int skip = page->cursor.key ? atoi(page->cursor.key) : 0;

    return skip > 0 ? skip : 0;
}

static void set_page(treaty_course_t *course, const char *member, int skip)
{
    const treaty_query_t *query = course->query;
    treaty_cursor_t cursor = {SORT, 0, apr_itoa(course->pool, skip), ""};
    const char *args;

    if (skip < 0) {
        json_object_set_new(course->document, member, json_null());
        return;
    }
    args = treaty_query_args(
        query, TREATY_PARAM_CURSOR,
        skip > 0 ? treaty_cursor_write(&cursor, course->pool) : NULL,
        course->pool);
    treaty_json_set_text(
        course->document, member,
        treaty_course_url(
            course, apr_pstrcat(course->pool,
                                treaty_query_path(query, NULL, query->form,
                                                  course->pool),
                                args, NULL)));
}

apr_status_t treaty_course_search(treaty_course_t *course)
{
    const char *q = treaty_query_value(course->query, TREATY_PARAM_Q);
    treaty_list_page_t page;
    unsigned kinds;
    int found;
    int skip;
    apr_status_t rv = treaty_list_page_read(&page, course, SORT);

    if (rv == APR_SUCCESS) {
        rv = read_kinds(&kinds, course);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    page.limit =
        treaty_query_number(course->query, TREATY_PARAM_LIMIT, PAGE_DEFAULT);
    page.limit = page.limit > PAGE_MAX ? PAGE_MAX : page.limit;
    skip = skip_of(&page);
    rv = treaty_document_search(&course->document, &found, course->reading,
                                q ? q : "", kinds, skip, page.limit);
    set_page(course, "next",
             found - page.limit > skip ? skip + page.limit : -1);
    set_page(course, "prev",
             skip == 0           ? -1
             : skip > page.limit ? skip - page.limit
                                 : 0);
    return rv;
}
