#include "list_acts.h"
#include "view.h"

#include <apr_strings.h>
#include <string.h>

/* So many acts stand in a history. */
#define ACTS_SIZE 50

static void set_older(json_t *acts, const json_t *document, const char *order,
                      const treaty_cursor_t *last, apr_pool_t *pool)
{
    const char *page =
        treaty_json_text(json_object_get(document, "urls"), "html");
    treaty_cursor_t cursor = {order, 0, NULL, NULL};

    if (!last || !page) {
        json_object_set_new(acts, "older", json_null());
        return;
    }
    cursor.key = last->key;
    cursor.id = last->id;
    treaty_json_set_text(
        acts, "older",
        apr_pstrcat(pool, page, strchr(page, '?') ? "&" : "?",
                    "cursor=", treaty_cursor_write(&cursor, pool),
                    "#treaty-history", NULL));
}

static apr_status_t read_page(json_t *document, json_t *acts,
                              const treaty_acts_t *selected,
                              const treaty_cursor_t *cursor,
                              const treaty_reading_t *reading)
{
    apr_array_header_t *places =
        apr_array_make(reading->pool, ACTS_SIZE + 1, sizeof(treaty_cursor_t));
    const char *ranks;
    json_t *items;
    apr_status_t rv = treaty_acts_places(places, &ranks, selected, cursor,
                                         ACTS_SIZE + 1, reading);

    if (rv == APR_SUCCESS) {
        rv = treaty_acts_items(acts, ranks, reading);
    }
    items = json_object_get(acts, "items");
    if (json_array_size(items) > ACTS_SIZE) {
        json_array_remove(items, ACTS_SIZE);
    }
    set_older(acts, document, cursor->sort,
              places->nelts > ACTS_SIZE
                  ? &APR_ARRAY_IDX(places, ACTS_SIZE - 1, treaty_cursor_t)
                  : NULL,
              reading->pool);
    return rv;
}

apr_status_t treaty_view_acts(json_t *document, treaty_problem_t *problem,
                              const treaty_reading_t *reading, apr_int64_t key,
                              const treaty_view_t *view)
{
    treaty_acts_t selected;
    treaty_cursor_t cursor = {NULL, 0, NULL, NULL};
    json_t *acts = json_object();
    apr_int64_t total = 0;
    apr_status_t rv = treaty_acts_of_treaty(&selected, key, reading);

    json_object_set_new(document, "acts", acts);
    cursor.sort = treaty_acts_order(&selected);
    if (view->cursor && (treaty_cursor_read(&cursor, view->cursor, cursor.sort,
                                            reading->pool) != APR_SUCCESS ||
                         cursor.is_back)) {
        problem->status = 400;
        problem->detail = "This list gave no such cursor.";
        problem->parameter = treaty_param_name(TREATY_PARAM_CURSOR);
        problem->expected = treaty_param_expected(TREATY_PARAM_CURSOR);
        return TREATY_EINPUT;
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_acts_count(&total, &selected, reading);
    }
    json_object_set_new(acts, "total", json_integer((json_int_t)total));
    json_object_set_new(acts, "is_first", json_boolean(view->cursor == NULL));
    return rv == APR_SUCCESS
               ? read_page(document, acts, &selected, &cursor, reading)
               : rv;
}
