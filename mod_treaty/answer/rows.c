#include "rows.h"

#include "list.h"

#include "treaty_name.h"
#include "treaty_status.h"

#include <stdlib.h>
#include <string.h>

/* A row on its way to its place. */
typedef struct {
    json_t *row;
    /* The value of the order; NULL where it isn't known. */
    const char *key;
    int rank;
    size_t place;
    int is_down;
} item_t;

static int rank_of(const char *state)
{
    int rank = 0;

    while (rank < TREATY_STATE_NONE &&
           (!state ||
            strcmp(treaty_state_name((treaty_state_t)rank), state) != 0)) {
        rank++;
    }
    return rank;
}

static int compare_keys(const item_t *a, const item_t *b)
{
    if (!a->key || !b->key) {
        /* Whatever the direction. */
        return a->key ? -1 : b->key ? 1 : 0;
    }
    return a->is_down ? strcmp(b->key, a->key) : strcmp(a->key, b->key);
}

static int compare(const void *first, const void *second)
{
    const item_t *a = first;
    const item_t *b = second;
    int order = a->is_down ? b->rank - a->rank : a->rank - b->rank;

    if (order == 0) {
        order = compare_keys(a, b);
    }
    return order != 0 ? order : a->place < b->place ? -1 : a->place > b->place;
}

/* Rows come by their names. */
static int is_as_they_come(const char *sort)
{
    return strcmp(sort, "name") == 0 || strcmp(sort, "title") == 0;
}

static void set_key(item_t *item, const char *sort, size_t count)
{
    item->key = "";
    if (strcmp(sort, "state") == 0) {
        item->rank = rank_of(treaty_json_text(item->row, "state"));
    }
    else if (!is_as_they_come(sort)) {
        item->key = json_string_value(treaty_json_at(item->row, sort));
    }
    else if (item->is_down) {
        item->place = count - item->place;
    }
}

static void sort_items(apr_array_header_t *items, const char *sort)
{
    int is_down = *sort == '-';
    int i;

    for (i = 0; i < items->nelts; i++) {
        item_t *item = &APR_ARRAY_IDX(items, i, item_t);

        item->is_down = is_down;
        set_key(item, sort + is_down, (size_t)items->nelts);
    }
    qsort(items->elts, (size_t)items->nelts, sizeof(item_t), compare);
}

static item_t *add_item(apr_array_header_t *items, json_t *row)
{
    item_t *item = apr_array_push(items);

    memset(item, 0, sizeof(*item));
    item->row = row;
    item->place = (size_t)items->nelts - 1;
    return item;
}

static json_t *list_of(const apr_array_header_t *items)
{
    json_t *list = json_array();
    int i;

    for (i = 0; i < items->nelts; i++) {
        json_array_append(list, APR_ARRAY_IDX(items, i, item_t).row);
    }
    return list;
}

json_t *treaty_rows_arrange(const json_t *rows,
                            const apr_array_header_t *states, const char *sort,
                            apr_pool_t *scratch_pool)
{
    apr_array_header_t *items =
        apr_array_make(scratch_pool, 256, sizeof(item_t));
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        if (treaty_list_has_state(row, states)) {
            add_item(items, row);
        }
    }
    if (sort) {
        sort_items(items, sort);
    }
    return list_of(items);
}

static const char *folded(const char *name, apr_pool_t *pool)
{
    char *key = apr_palloc(pool, TREATY_NAME_FOLDED_SIZE(strlen(name)));

    treaty_name_fold(key, name);
    return key;
}

void treaty_rows_by_name(json_t *object, const char *member, const char *path,
                         const treaty_reading_t *reading)
{
    json_t *rows = json_object_get(object, member);
    apr_array_header_t *items =
        apr_array_make(reading->pool, 256, sizeof(item_t));
    json_t *row;
    size_t i;

    if (strcmp(treaty_language_tag(reading->language), "en") == 0) {
        return;
    }
    json_array_foreach(rows, i, row)
    {
        const char *name = json_string_value(treaty_json_at(row, path));

        add_item(items, row)->key = name ? folded(name, reading->pool) : NULL;
    }
    qsort(items->elts, (size_t)items->nelts, sizeof(item_t), compare);
    json_object_set_new(object, member, list_of(items));
}

json_t *treaty_rows_states(const json_t *rows)
{
    int counts[TREATY_STATE_NONE + 1] = {0};
    json_t *states = json_array();
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        counts[rank_of(treaty_json_text(row, "state"))]++;
    }
    for (i = 0; i <= TREATY_STATE_NONE; i++) {
        if (counts[i] > 0) {
            json_t *state = json_object();

            treaty_json_set_text(state, "state",
                                 treaty_state_name((treaty_state_t)i));
            json_object_set_new(state, "count", json_integer(counts[i]));
            json_array_append_new(states, state);
        }
    }
    return states;
}
