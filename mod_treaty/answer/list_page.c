#include "list.h"

#include "document.h"

#include <apr_strings.h>
#include <string.h>

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

apr_status_t treaty_list_places_read(apr_array_header_t *places,
                                     const char **keys, treaty_stmt_t *stmt)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, places->pool);
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    while (rv == APR_SUCCESS && row) {
        treaty_cursor_t *place = apr_array_push(places);

        (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT,
                                 places->nelts > 1 ? "," : "[",
                                 treaty_stmt_int(stmt, 0));
        place->key = apr_pstrdup(places->pool, treaty_stmt_string(stmt, 1));
        place->id = apr_pstrdup(places->pool, treaty_stmt_string(stmt, 2));
        rv = treaty_stmt_step(&row, stmt);
    }
    (void)treaty_text_puts(text, places->nelts > 0 ? "]" : "[]");
    *keys = text->data;
    return rv;
}

static apr_status_t refuse_kind(treaty_course_t *course, const char *noun,
                                const char *const *words)
{
    const char *expected = apr_pstrcat(course->pool, "kinds of ", noun,
                                       "s, apart by commas", NULL);
    int i;

    for (i = 0; words[i]; i++) {
        expected = apr_pstrcat(course->pool, expected, i ? ", " : ": ",
                               words[i], NULL);
    }
    (void)treaty_course_refuse(course, TREATY_PARAM_KIND,
                               apr_pstrcat(course->pool,
                                           "There is no such kind of ", noun,
                                           ".", NULL));
    course->problem.expected = expected;
    return TREATY_EINPUT;
}

apr_status_t treaty_list_check_kinds(treaty_course_t *course, const char *noun,
                                     const char *const *words)
{
    apr_array_header_t *kinds =
        treaty_query_list(course->query, TREATY_PARAM_KIND, course->pool);
    int is_given = treaty_query_value(course->query, TREATY_PARAM_KIND) != NULL;
    int i;

    for (i = 0; i < kinds->nelts; i++) {
        const char *const *word = words;

        while (*word &&
               strcmp(*word, APR_ARRAY_IDX(kinds, i, const char *)) != 0) {
            word++;
        }
        if (!*word) {
            return refuse_kind(course, noun, words);
        }
    }
    return is_given && kinds->nelts == 0 ? refuse_kind(course, noun, words)
                                         : APR_SUCCESS;
}

void treaty_list_begin(treaty_course_t *course,
                       const treaty_csv_column_t *columns)
{
    course->columns = columns;
    course->document = treaty_json_bind(json_object(), course->pool);
    treaty_document_head(course->document, course->reading);
}

apr_status_t treaty_list_begin_of_treaty(json_t **whole,
                                         treaty_course_t *course,
                                         const treaty_csv_column_t *columns,
                                         unsigned sections)
{
    static const char *const borrowed[] = {
        "as_of", "projected", "known_through", "revision", "caveats"};
    json_t *treaty = json_object();
    int i;
    apr_status_t rv =
        treaty_document_treaty(whole, course->reading, course->key, sections);

    course->columns = columns;
    course->document = treaty_json_bind(json_object(), course->pool);
    json_object_set_new(course->document, "treaty", treaty);
    json_object_set(treaty, "id", json_object_get(*whole, "id"));
    json_object_set(treaty, "title", json_object_get(*whole, "title"));
    json_object_set(treaty, "language", json_object_get(*whole, "language"));
    json_object_set(treaty, "url",
                    json_object_get(json_object_get(*whole, "urls"), "self"));
    for (i = 0; i < (int)(sizeof(borrowed) / sizeof(borrowed[0])); i++) {
        json_object_set(course->document, borrowed[i],
                        json_object_get(*whole, borrowed[i]));
    }
    return rv;
}

void treaty_list_set_whole(treaty_course_t *course, json_t *items)
{
    json_object_set_new(course->document, "total",
                        json_integer((json_int_t)json_array_size(items)));
    json_object_set(course->document, "items", items);
    json_object_set_new(course->document, "next", json_null());
    json_object_set_new(course->document, "prev", json_null());
}

int treaty_list_is_stream(const treaty_course_t *course)
{
    return course->query->form == TREATY_FORM_CSV &&
           !treaty_query_value(course->query, TREATY_PARAM_LIMIT) &&
           !treaty_query_value(course->query, TREATY_PARAM_CURSOR);
}

void treaty_list_append(json_t *list, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading,
                        const treaty_csv_column_t *columns,
                        const char *collection)
{
    json_t *item = json_object();
    int i;

    for (i = 0; strcmp(columns[i].path, "url") != 0; i++) {
        treaty_reading_set_column(item, columns[i].path, stmt, i);
    }
    treaty_reading_set_column(item, "language", stmt, i);
    treaty_json_set_text(item, "url",
                         treaty_reading_url(reading, collection,
                                            treaty_json_text(item, "id"),
                                            ".json"));
    json_array_append_new(list, item);
}
