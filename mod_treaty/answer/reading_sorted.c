#include "reading.h"

#include <stdlib.h>
#include <string.h>

/* More than any list that is put in order here has. */
#define ROWS_MAX 10000

/* What a row is placed by. */
typedef struct {
    const char *by;
    const char *then;
    json_t *row;
} place_t;

static int compare(const void *a, const void *b)
{
    const place_t *left = a;
    const place_t *right = b;
    int order = 0;

    if (!left->by || !right->by) {
        order = (left->by == NULL) - (right->by == NULL);
    }
    else {
        order = strcmp(left->by, right->by);
    }
    return order ? order : strcmp(left->then, right->then);
}

/* Takes a row into the list, and its place into the places. */
static void take_row(json_t *list, apr_array_header_t *places,
                     treaty_stmt_t *stmt, treaty_row_fn_t *take,
                     const treaty_row_order_t *order,
                     const treaty_reading_t *reading)
{
    place_t *place = &APR_ARRAY_PUSH(places, place_t);

    place->by = treaty_stmt_text_dup(stmt, order->column, reading->pool);
    place->then = treaty_stmt_text_dup(stmt, order->then, reading->pool);
    if (!place->then) {
        place->then = "";
    }
    take(list, stmt, reading);
    place->row = json_array_get(list, json_array_size(list) - 1);
}

static json_t *in_order(const apr_array_header_t *places, int max)
{
    json_t *list = json_array();
    int i;

    qsort(places->elts, (size_t)places->nelts, sizeof(place_t), compare);
    for (i = 0; i < places->nelts && i < max; i++) {
        json_array_append(list, APR_ARRAY_IDX(places, i, place_t).row);
    }
    return list;
}

apr_status_t treaty_reading_set_sorted(json_t *object, const char *key,
                                       treaty_stmt_t *stmt,
                                       treaty_row_fn_t *take,
                                       const treaty_row_order_t *order,
                                       const treaty_reading_t *reading)
{
    json_t *list = json_array();
    apr_array_header_t *places =
        apr_array_make(reading->pool, 4, sizeof(place_t));
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    while (rv == APR_SUCCESS && row && places->nelts < ROWS_MAX) {
        take_row(list, places, stmt, take, order, reading);
        rv = treaty_stmt_step(&row, stmt);
    }
    if (row) {
        treaty_stmt_reset(stmt);
    }
    json_object_set_new(object, key, in_order(places, order->max));
    json_decref(list);
    return rv;
}
