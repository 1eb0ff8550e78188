#include "list.h"

#include "browse.h"
#include "caveats.h"
#include "document.h"
#include "filter.h"

#include "treaty_status.h"

#include <apr_strings.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Up to so many members are fetched and sorted; of more the whole order is
 * walked, and the others passed over. */
#define PICK_MAX 2000
#define RELEVANCE "relevance"
#define RANK_DIGITS 8
/* Sorts behind every key of an order. */
#define HIGHEST "\xf4\x8f\xbf\xbf"

/* A list of treaties as it is asked for. */
typedef struct {
    /** As the parameter has it. */
    const char *name;
    /** The rows of treaty_order. */
    const char *sort;
    int is_down;
    /** In the order of relevance instead. */
    int is_ranked;
    treaty_selection_t selection;
    /** Whose states stand beside them; 0: nobody's. */
    apr_int64_t participant;
} list_t;

static const treaty_csv_column_t columns[] = {
    {"id", "id"},
    {"title", "title"},
    {"short_title", "short_title"},
    {"mtdsg_no", "mtdsg_no"},
    {"type", "type"},
    {"adopted_on", "adopted_on"},
    {"entry_into_force_on", "entry_into_force_on"},
    {"depositary", "depositary"},
    {"status", "status"},
    {"signatures", "counts.signatures"},
    {"consents", "counts.consents"},
    {"in_force", "counts.in_force"},
    {"caveat_codes", "caveat_codes"},
    {"subjects", "subjects"},
    {"url", "url"},
    {NULL, NULL}};

/* What the counts and the day of an item can't tell, from the columns of
 * treaty_items: codes, whose words a treaty's own document has. */
static json_t *caveats_of(treaty_stmt_t *stmt)
{
    unsigned covered =
        (treaty_stmt_int(stmt, 12) ? TREATY_COVERS_CONSENTS : 0) |
        (treaty_stmt_int(stmt, 17) ? TREATY_COVERS_WITHDRAWALS : 0);
    unsigned caveats =
        treaty_caveats_of(covered, (int)treaty_stmt_int(stmt, 18), "", NULL);

    caveats |= treaty_stmt_int(stmt, 19) ? TREATY_CAVEAT_WITHDRAWAL_DATE : 0;
    caveats |= treaty_stmt_int(stmt, 20) ? TREATY_CAVEAT_PREDECESSORS : 0;
    caveats |= treaty_stmt_int(stmt, 21) ? TREATY_CAVEAT_ENTRY : 0;
    return treaty_caveats_codes(caveats);
}

/* From the columns of treaty_items. */
static void treaty_row(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading)
{
    static const char *const keys[] = {
        "id",   "title",      "short_title",         "mtdsg_no",
        "type", "adopted_on", "entry_into_force_on", "depositary"};
    static const char *const counted[] = {"signatures", "consents", "in_force"};
    json_t *item = json_object();
    json_t *counts = json_object();
    json_t *subjects;
    treaty_milestones_t milestones;
    int i;

    for (i = 0; i < 8; i++) {
        treaty_reading_set_column(item, keys[i], stmt, i);
    }
    treaty_reading_set_column(item, "language", stmt, 22);
    treaty_milestones_read(&milestones, stmt, 8);
    treaty_json_set_text(item, "status",
                         treaty_status_on(&milestones, reading->day));
    for (i = 0; i < 3; i++) {
        treaty_reading_set_number(counts, counted[i], stmt, 13 + i);
    }
    json_object_set_new(item, "counts", counts);
    json_object_set_new(item, "caveat_codes", caveats_of(stmt));
    subjects = json_loads(treaty_stmt_string(stmt, 16), 0, NULL);
    json_object_set_new(item, "subjects", subjects ? subjects : json_array());
    treaty_json_set_text(item, "url",
                         treaty_reading_url(reading, "treaties",
                                            treaty_json_text(item, "id"),
                                            ".json"));
    json_array_append_new(list, item);
}

/* The members as JSON for SQLite's json_each. */
static const char *keys_of_set(const treaty_id_set_t *set, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create((apr_size_t)PICK_MAX * 12, pool);
    apr_int64_t id = 0;

    (void)treaty_text_puts(text, "[");
    while ((id = treaty_id_set_next(set, id)) > 0) {
        (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT,
                                 text->len > 1 ? "," : "", id);
    }
    (void)treaty_text_puts(text, "]");
    return text->data;
}

static apr_status_t ask_places(treaty_stmt_t **stmt, const list_t *list,
                               const treaty_cursor_t *cursor, apr_int64_t limit,
                               const treaty_reading_t *reading)
{
    const treaty_id_set_t *set = list->selection.set;
    int is_down = list->is_down != cursor->is_back;
    const char *key = cursor->key ? cursor->key : is_down ? HIGHEST : "";
    const char *slug = cursor->id ? cursor->id : is_down ? HIGHEST : "";

    if (set && treaty_id_set_count(set) <= PICK_MAX) {
        return treaty_stmt_ask(stmt, reading->db,
                               is_down ? TREATY_SQL_TREATY_PICK_DOWN
                                       : TREATY_SQL_TREATY_PICK_UP,
                               "sssis", list->sort, key, slug, limit,
                               keys_of_set(set, reading->pool));
    }
    return treaty_stmt_ask(
        stmt, reading->db,
        is_down ? TREATY_SQL_TREATY_WALK_DOWN : TREATY_SQL_TREATY_WALK_UP,
        "sssi", list->sort, key, slug, set ? (apr_int64_t)-1 : limit);
}

/* The place of the nth of those that a text finds: there is no other value
 * that they are ordered by. */
static const char *rank_text(int rank, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%0*d", RANK_DIGITS, rank);
}

/* What no rank_text() wrote is behind all. */
static int rank_of(const char *text)
{
    return strlen(text) == RANK_DIGITS && text[strspn(text, "0123456789")] == 0
               ? atoi(text)
               : INT_MAX - 1;
}

/* The members in the order of relevance. */
static apr_status_t read_ranked(apr_array_header_t *places, const char **keys,
                                const list_t *list,
                                const treaty_cursor_t *cursor,
                                apr_int64_t limit, apr_pool_t *pool)
{
    const treaty_selection_t *selection = &list->selection;
    treaty_text_t *text = treaty_text_create(TREATY_REPRESENTATION_MAX, pool);
    int step = cursor->is_back ? -1 : 1;
    int i = cursor->key ? rank_of(cursor->key) + step : 0;

    for (; i >= 0 && i < selection->ranked->nelts && places->nelts < limit;
         i += step) {
        apr_int64_t id = APR_ARRAY_IDX(selection->ranked, i, apr_int64_t);

        if (treaty_id_set_has(selection->set, id)) {
            treaty_cursor_t *place = apr_array_push(places);

            (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT,
                                     places->nelts > 1 ? "," : "[", id);
            place->key = rank_text(i, places->pool);
            place->id = "";
        }
    }
    (void)treaty_text_puts(text, places->nelts > 0 ? "]" : "[]");
    *keys = text->data;
    return APR_SUCCESS;
}

/* Where the next members stand, and their keys as JSON. */
static apr_status_t read_places(apr_array_header_t *places, const char **keys,
                                const void *baton,
                                const treaty_cursor_t *cursor,
                                apr_int64_t limit,
                                const treaty_reading_t *reading)
{
    const list_t *list = baton;
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, reading->pool);
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    if (list->is_ranked) {
        return read_ranked(places, keys, list, cursor, limit, reading->pool);
    }
    rv = ask_places(&stmt, list, cursor, limit, reading);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row && places->nelts < limit) {
        apr_int64_t id = treaty_stmt_int(stmt, 0);

        if (!list->selection.set ||
            treaty_id_set_has(list->selection.set, id)) {
            treaty_cursor_t *place = apr_array_push(places);

            (void)treaty_text_printf(text, "%s%" APR_INT64_T_FMT,
                                     places->nelts > 1 ? "," : "[", id);
            place->key = treaty_stmt_text_dup(stmt, 1, places->pool);
            place->id = treaty_stmt_text_dup(stmt, 2, places->pool);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_stmt_reset(stmt);
    }
    (void)treaty_text_puts(text, places->nelts > 0 ? "]" : "[]");
    *keys = text->data;
    return rv;
}

static apr_status_t read_items(json_t *object, const char *keys,
                               const void *baton,
                               const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_TREATY_ITEMS, "ss", keys, reading->on);

    (void)baton;
    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(object, "items", stmt,
                                                       treaty_row, reading);
}

/* The same treaties, with what the participant of the address is to them. */
static apr_status_t read_states(json_t *object, const char *keys,
                                const void *baton,
                                const treaty_reading_t *reading)
{
    const list_t *list = baton;

    return treaty_list_states(object, "items", keys, list->participant,
                              reading);
}

/* ------------------------------------------------------------------------ */

/* Unknown days and numbers come last in either direction, so those orders
 * have rows of their own for downwards. What a text finds is best first. */
static apr_status_t set_order(list_t *list, treaty_course_t *course)
{
    const char *sort = treaty_query_value(course->query, TREATY_PARAM_SORT);
    int is_search = list->selection.ranked != NULL;

    list->name = sort                                      ? sort
                 : is_search                               ? RELEVANCE
                 : course->query->form == TREATY_FORM_HTML ? TREATY_PAGE_SORT
                                                           : TREATY_DATA_SORT;
    list->is_ranked = strcmp(list->name, RELEVANCE) == 0;
    if (list->is_ranked && !is_search) {
        return treaty_course_refuse(course, TREATY_PARAM_SORT,
                                    "Relevance is to what q looks for.");
    }
    list->is_down = *list->name == '-';
    list->sort = list->name;
    if (strcmp(list->name, "-id") == 0 || strcmp(list->name, "-title") == 0) {
        list->sort = list->name + 1;
    }
    return APR_SUCCESS;
}

static apr_status_t set_total(const treaty_course_t *course,
                              const treaty_selection_t *selection)
{
    json_t *document = course->document;
    apr_status_t rv = APR_SUCCESS;

    if (selection->set) {
        json_object_set_new(
            document, "total",
            json_integer((json_int_t)treaty_id_set_count(selection->set)));
    }
    else {
        rv = treaty_document_total(document, course->reading,
                                   TREATY_SQL_TREATY_COUNT);
    }
    json_object_set_new(document, "total_is_estimate",
                        json_boolean(selection->is_estimate));
    return rv;
}

static apr_status_t begin_document(treaty_course_t *course, const list_t *list)
{
    json_t *participant;
    apr_status_t rv = APR_SUCCESS;

    treaty_list_begin(course,
                      list->participant ? treaty_list_state_columns : columns);
    if (list->participant) {
        rv = treaty_document_participant_name(&participant, course->reading,
                                              list->participant);
        json_object_set(course->document, "participant", participant);
    }
    return rv;
}

static apr_status_t read_page(treaty_course_t *course, const list_t *list,
                              const treaty_list_source_t *source)
{
    treaty_list_page_t page;
    apr_status_t rv = treaty_list_page_read(&page, course, list->name);

    return rv == APR_SUCCESS ? treaty_list_page(course, &page, source) : rv;
}

static apr_status_t read_list(treaty_course_t *course, const list_t *list)
{
    treaty_list_source_t source = {
        read_places, list->participant ? read_states : read_items, list};
    apr_status_t rv;

    if (treaty_list_is_stream(course)) {
        course->rows = treaty_list_rows(&source, course->pool);
        return APR_SUCCESS;
    }
    rv = set_total(course, &list->selection);
    if (rv == APR_SUCCESS) {
        rv = read_page(course, list, &source);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_filter_facets(course, &list->selection);
    }
    if (rv == APR_SUCCESS && course->query->form == TREATY_FORM_HTML) {
        rv = treaty_browse_chapter(course->document, course);
    }
    return rv;
}

apr_status_t treaty_course_list_treaties(treaty_course_t *course)
{
    list_t *list = apr_pcalloc(course->pool, sizeof(*list));
    apr_status_t rv = treaty_filter_select(&list->selection, course);

    if (course->query->resource == TREATY_RESOURCE_PARTICIPANT_TREATIES) {
        list->participant = course->key;
    }
    if (rv == APR_SUCCESS) {
        rv = set_order(list, course);
    }
    if (rv == APR_SUCCESS) {
        rv = begin_document(course, list);
    }
    return rv == APR_SUCCESS ? read_list(course, list) : rv;
}
