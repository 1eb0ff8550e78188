#include "list.h"

#include <apr_strings.h>

apr_status_t treaty_list_page_read(treaty_list_page_t *page,
                                   treaty_course_t *course, const char *sort)
{
    const char *cursor = treaty_query_value(course->query, TREATY_PARAM_CURSOR);

    page->limit = treaty_query_number(course->query, TREATY_PARAM_LIMIT,
                                      course->site->page_size);
    page->cursor.sort = sort;
    page->cursor.is_back = 0;
    page->cursor.key = NULL;
    page->cursor.id = NULL;
    if (cursor && treaty_cursor_read(&page->cursor, cursor, sort,
                                     course->pool) != APR_SUCCESS) {
        return treaty_course_refuse(course, TREATY_PARAM_CURSOR,
                                    "This list gave no such cursor.");
    }
    return APR_SUCCESS;
}

apr_int64_t treaty_list_page_wanted(const treaty_list_page_t *page)
{
    return (apr_int64_t)page->limit + 1;
}

static void reverse(json_t *items)
{
    json_t *turned = json_array();
    size_t i;

    for (i = json_array_size(items); i > 0; i--) {
        json_array_append(turned, json_array_get(items, i - 1));
    }
    json_array_clear(items);
    json_array_extend(items, turned);
    json_decref(turned);
}

/* The address of the page beside a place, or null. */
static void set_page(treaty_course_t *course, const treaty_list_page_t *page,
                     const char *member, int is_back,
                     const treaty_cursor_t *place)
{
    const treaty_query_t *query = course->query;
    treaty_cursor_t cursor = {page->cursor.sort, is_back, NULL, NULL};
    const char *args;

    if (!place) {
        json_object_set_new(course->document, member, json_null());
        return;
    }
    cursor.key = place->key;
    cursor.id = place->id;
    args = treaty_query_args(query, TREATY_PARAM_CURSOR,
                             treaty_cursor_write(&cursor, course->pool),
                             course->pool);
    treaty_json_set_text(
        course->document, member,
        treaty_course_url(
            course, apr_pstrcat(course->pool,
                                treaty_query_path(query, course->slug,
                                                  query->form, course->pool),
                                args, NULL)));
}

/* The place of the item that was read as the nth. */
static const treaty_cursor_t *place_of(const apr_array_header_t *places, int n)
{
    return n >= 0 && n < places->nelts
               ? &APR_ARRAY_IDX(places, n, treaty_cursor_t)
               : NULL;
}

void treaty_list_page_finish(treaty_course_t *course,
                             const treaty_list_page_t *page,
                             const apr_array_header_t *places)
{
    json_t *items = json_object_get(course->document, "items");
    int is_back = page->cursor.is_back;
    int has_more = places->nelts > page->limit;
    int count = has_more ? page->limit : places->nelts;
    const treaty_cursor_t *nearest = place_of(places, count > 0 ? 0 : -1);
    const treaty_cursor_t *furthest = place_of(places, count - 1);

    while ((int)json_array_size(items) > count) {
        json_array_remove(items, (size_t)count);
    }
    if (is_back) {
        reverse(items);
    }
    /* Where we came from there is a page, and on the other side if there was
     * one more. */
    set_page(course, page, "next", 0,
             is_back ? nearest : (has_more ? furthest : NULL));
    set_page(course, page, "prev", 1,
             is_back ? (has_more ? furthest : NULL)
                     : (page->cursor.key ? nearest : NULL));
}
