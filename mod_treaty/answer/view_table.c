#include "rows.h"
#include "view.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* What a table can be ordered by. */
static const char *const row_columns[] = {
    "name", "signed_on", "consented_on", "in_force_on", "state", NULL};
static const char *const state_columns[] = {
    "title",       "adopted_on", "signed_on", "consented_on",
    "in_force_on", "state",      NULL};

/* An address with one more parameter. */
static const char *with_arg(const char *address, const char *name,
                            const char *value, apr_pool_t *pool)
{
    return value ? apr_pstrcat(pool, address, strchr(address, '?') ? "&" : "?",
                               name, "=", apr_pescape_urlencoded(pool, value),
                               NULL)
                 : address;
}

/* The record's page, which shows the table so. */
static const char *address(const json_t *document, const char *member,
                           const char *state, const char *sort,
                           apr_pool_t *pool)
{
    const char *page =
        treaty_json_text(json_object_get(document, "urls"), "html");

    page = with_arg(page ? page : "", "state", state, pool);
    page = with_arg(page, "sort", sort, pool);
    return apr_pstrcat(pool, page, "#treaty-", member, NULL);
}

/* In which the rows come. */
static const char *natural_order(const char *member)
{
    return strcmp(member, "participants") == 0 ? "name" : "title";
}

/* Who asks for the order that a table is in gets the other direction. */
static json_t *column_of(const json_t *document, const char *member,
                         const char *name, const treaty_view_t *view,
                         apr_pool_t *pool)
{
    json_t *column = json_object();
    const char *sort = view->sort ? view->sort : natural_order(member);
    int is_down = *sort == '-' && strcmp(sort + 1, name) == 0;
    int is_up = strcmp(sort, name) == 0;

    treaty_json_set_text(column, "direction",
                         is_up     ? "ascending"
                         : is_down ? "descending"
                                   : NULL);
    treaty_json_set_text(
        column, "url",
        address(document, member, view->state,
                is_up ? apr_pstrcat(pool, "-", name, NULL) : name, pool));
    return column;
}

static json_t *columns_of(const json_t *document, const char *member,
                          const treaty_view_t *view, apr_pool_t *pool)
{
    const char *const *names =
        strcmp(member, "participants") == 0 ? row_columns : state_columns;
    json_t *columns = json_object();

    for (; *names; names++) {
        json_object_set_new(columns, *names,
                            column_of(document, member, *names, view, pool));
    }
    return columns;
}

static json_t *states_of(const json_t *document, const char *member,
                         const treaty_view_t *view, apr_pool_t *pool)
{
    json_t *states = treaty_rows_states(json_object_get(document, member));
    json_t *one;
    size_t i;

    json_array_foreach(states, i, one)
    {
        const char *state = treaty_json_text(one, "state");

        json_object_set_new(
            one, "is_shown",
            json_boolean(view->state && strcmp(view->state, state) == 0));
        treaty_json_set_text(
            one, "url", address(document, member, state, view->sort, pool));
    }
    return states;
}

/* The states that are asked for, apart by commas. */
static apr_array_header_t *wanted_states(const char *text, apr_pool_t *pool)
{
    apr_array_header_t *states = apr_array_make(pool, 4, sizeof(const char *));
    char *rest;
    char *one;

    if (!text) {
        return states;
    }
    for (one = apr_strtok(apr_pstrdup(pool, text), ",", &rest); one;
         one = apr_strtok(NULL, ",", &rest)) {
        APR_ARRAY_PUSH(states, const char *) = one;
    }
    return states;
}

/* Who isn't a State is marked as what it is. */
static void mark_rows(json_t *rows)
{
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *kind =
            treaty_json_text(json_object_get(row, "participant"), "kind");

        treaty_json_set_text(row, "mark",
                             kind && strcmp(kind, "state") != 0 ? kind : NULL);
    }
}

void treaty_view_table(json_t *document, const char *member,
                       const treaty_reading_t *reading,
                       const treaty_view_t *view)
{
    const json_t *rows;
    json_t *table = json_object();
    json_t *shown;

    if (strcmp(member, "participants") == 0) {
        treaty_rows_by_name(document, member, "participant.name", reading);
    }
    rows = json_object_get(document, member);
    json_object_set_new(table, "total",
                        json_integer((json_int_t)json_array_size(rows)));
    json_object_set_new(table, "columns",
                        columns_of(document, member, view, reading->pool));
    json_object_set_new(table, "states",
                        states_of(document, member, view, reading->pool));
    treaty_json_set_text(
        table, "all_url",
        address(document, member, NULL, view->sort, reading->pool));
    json_object_set_new(table, "is_chosen", json_boolean(view->state != NULL));
    shown = treaty_rows_arrange(rows, wanted_states(view->state, reading->pool),
                                view->sort, reading->pool);
    mark_rows(shown);
    json_object_set_new(table, "shown",
                        json_integer((json_int_t)json_array_size(shown)));
    json_object_set_new(document, member, shown);
    json_object_set_new(document, "table", table);
}
