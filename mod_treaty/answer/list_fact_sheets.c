#include "list.h"

#include "document.h"

/* Sorts behind every day. */
#define HIGHEST "~"

static const treaty_csv_column_t columns[] = {
    {"id", "id"},         {"kind", "kind"},   {"title", "title"},
    {"office", "office"}, {"place", "place"}, {"released_on", "released_on"},
    {"url", "url"},       {NULL, NULL}};

/* From the columns of fact_sheet_list. */
static void fact_sheet_row(json_t *list, treaty_stmt_t *stmt,
                           const treaty_reading_t *reading)
{
    treaty_list_append(list, stmt, reading, columns, "fact-sheets");
}

static apr_status_t ask(treaty_stmt_t **stmt, const treaty_list_page_t *page,
                        const treaty_reading_t *reading)
{
    const treaty_cursor_t *cursor = &page->cursor;

    return treaty_stmt_ask(stmt, reading->db,
                           cursor->is_back ? TREATY_SQL_FACT_SHEET_LIST_BACK
                                           : TREATY_SQL_FACT_SHEET_LIST,
                           "ssi", cursor->key ? cursor->key : HIGHEST,
                           cursor->id ? cursor->id : HIGHEST,
                           treaty_list_page_wanted(page));
}

static apr_array_header_t *places_of(const json_t *items, apr_pool_t *pool)
{
    apr_array_header_t *places =
        apr_array_make(pool, 128, sizeof(treaty_cursor_t));
    json_t *item;
    size_t i;

    json_array_foreach(items, i, item)
    {
        treaty_cursor_t *place = apr_array_push(places);
        const char *day = treaty_json_text(item, "released_on");

        place->key = day ? day : "";
        place->id = treaty_json_text(item, "id");
    }
    return places;
}

apr_status_t treaty_course_list_fact_sheets(treaty_course_t *course)
{
    treaty_list_page_t page;
    treaty_stmt_t *stmt;
    json_t *items;
    apr_status_t rv = treaty_list_page_read(&page, course, "-released_on");

    if (rv != APR_SUCCESS) {
        return rv;
    }
    course->columns = columns;
    course->document = treaty_json_bind(json_object(), course->pool);
    treaty_document_head(course->document, course->reading);
    rv = treaty_document_total(course->document, course->reading,
                               TREATY_SQL_FACT_SHEET_COUNT);
    if (rv == APR_SUCCESS) {
        rv = ask(&stmt, &page, course->reading);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(course->document, "items", stmt,
                                     fact_sheet_row, course->reading);
    }
    if (rv == APR_SUCCESS) {
        items = json_object_get(course->document, "items");
        treaty_list_page_finish(course, &page, places_of(items, course->pool));
    }
    return rv;
}
