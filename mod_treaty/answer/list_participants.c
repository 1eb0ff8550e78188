#include "list.h"

#include "browse.h"
#include "document.h"
#include "list_names.h"
#include "rows.h"

#include "treaty_name.h"

#include <apr_strings.h>
#include <string.h>

/* Sorts behind every name. */
#define HIGHEST "\xf4\x8f\xbf\xbf"

static const treaty_csv_column_t row_columns[] = {
    {"participant_id", "participant.id"},
    {"participant_name", "participant.name"},
    {"participant_kind", "participant.kind"},
    {"participant_name_is_current", "participant.name_is_current"},
    {"state", "state"},
    {"signed_on", "signed_on"},
    {"consented_on", "consented_on"},
    {"consent_kind", "consent_kind"},
    {"in_force_on", "in_force_on"},
    {"in_force_basis", "in_force_basis"},
    {"withdrawal_date_unknown", "withdrawal_date_unknown"},
    {NULL, NULL}};

int treaty_list_has_state(const json_t *row, const apr_array_header_t *states)
{
    const char *state = treaty_json_text(row, "state");
    int i;

    for (i = 0; i < states->nelts; i++) {
        if (state &&
            strcmp(APR_ARRAY_IDX(states, i, const char *), state) == 0) {
            return 1;
        }
    }
    return states->nelts == 0;
}

/* One row a participant, as the treaty's own document has them. */
apr_status_t treaty_course_list_treaty_participants(treaty_course_t *course)
{
    apr_array_header_t *states =
        treaty_query_list(course->query, TREATY_PARAM_STATE, course->pool);
    json_t *items;
    json_t *whole;
    apr_status_t rv = treaty_list_begin_of_treaty(&whole, course, row_columns,
                                                  TREATY_SECTION_PARTICIPANTS);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    json_object_set(course->document, "status",
                    json_object_get(whole, "status"));
    treaty_rows_by_name(whole, "participants", "participant.name",
                        course->reading);
    items = treaty_rows_arrange(
        json_object_get(whole, "participants"), states,
        treaty_query_value(course->query, TREATY_PARAM_ROW_SORT), course->pool);
    treaty_list_set_whole(course, treaty_json_bind(items, course->pool));
    return APR_SUCCESS;
}

/* ------------------------------------------------------------------------ */

static const treaty_csv_column_t columns[] = {{"id", "id"},
                                              {"name", "name"},
                                              {"kind", "kind"},
                                              {"iso_alpha2", "iso_alpha2"},
                                              {"iso_alpha3", "iso_alpha3"},
                                              {"ended_on", "ended_on"},
                                              {"url", "url"},
                                              {NULL, NULL}};

/* From the columns of participant_items. */
static void item_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    treaty_list_append(list, stmt, reading, columns, "participants");
}

static apr_status_t read_items(json_t *object, const char *keys,
                               const void *baton,
                               const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_ITEMS, "ss",
                        keys, reading->on);

    (void)baton;
    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(object, "items", stmt,
                                                       item_row, reading);
}

/* Which participants are asked for. */
typedef struct {
    /** Surrounded by commas, or NULL for any. */
    const char *kinds;
    /** Keys of the order: from the first up to, and without, the last. */
    const char *first;
    const char *last;
    /** In the order of another language than English, where that is wanted. */
    apr_array_header_t *names;
} wanted_t;

/* The baton is a wanted_t. */
static apr_status_t read_places(apr_array_header_t *places, const char **keys,
                                const void *baton,
                                const treaty_cursor_t *cursor,
                                apr_int64_t limit,
                                const treaty_reading_t *reading)
{
    const wanted_t *wanted = baton;
    int is_back = cursor->is_back;
    /* Behind a key comes the same with an id. */
    const char *end = is_back ? wanted->last : wanted->first;
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (wanted->names) {
        treaty_list_names_places(places, keys, wanted->names, cursor, limit);
        return APR_SUCCESS;
    }
    rv =
        treaty_stmt_ask(&stmt, reading->db,
                        is_back ? TREATY_SQL_PARTICIPANT_WALK_DOWN
                                : TREATY_SQL_PARTICIPANT_WALK_UP,
                        "sssis", wanted->kinds, cursor->key ? cursor->key : end,
                        cursor->id ? cursor->id : "", limit,
                        is_back ? wanted->first : wanted->last);

    return rv == APR_SUCCESS ? treaty_list_places_read(places, keys, stmt) : rv;
}

static apr_status_t set_total(json_t *document, const wanted_t *wanted,
                              const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (wanted->names) {
        json_object_set_new(document, "total",
                            json_integer(wanted->names->nelts));
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_COUNT,
                         "sss", wanted->kinds, wanted->first, wanted->last);

    return rv == APR_SUCCESS ? treaty_document_number(document, "total", stmt)
                             : rv;
}

static const char *const kinds[] = {"state", "organisation", "territory",
                                    "other", NULL};

/* Names are in the order of their folded forms, and so are found by them. */
static apr_status_t read_wanted(wanted_t *wanted, treaty_course_t *course)
{
    const char *kind = treaty_query_value(course->query, TREATY_PARAM_KIND);
    const char *initial =
        treaty_query_value(course->query, TREATY_PARAM_INITIAL);
    char *folded;

    wanted->kinds =
        kind ? apr_pstrcat(course->pool, ",", kind, ",", NULL) : NULL;
    wanted->first = "";
    wanted->last = HIGHEST;
    if (!initial) {
        return APR_SUCCESS;
    }
    folded = apr_palloc(course->pool, TREATY_NAME_FOLDED_SIZE(strlen(initial)));
    treaty_name_fold(folded, initial);
    if (!treaty_browse_is_initial(folded)) {
        return treaty_course_refuse(course, TREATY_PARAM_INITIAL,
                                    "No name begins with this.");
    }
    wanted->first = folded;
    wanted->last = apr_pstrcat(course->pool, folded, HIGHEST, NULL);
    return APR_SUCCESS;
}

apr_status_t treaty_course_list_participants(treaty_course_t *course)
{
    wanted_t *wanted = apr_pcalloc(course->pool, sizeof(*wanted));
    treaty_list_source_t source = {read_places, read_items, wanted};
    treaty_list_page_t page;
    apr_status_t rv = treaty_list_check_kinds(course, "participant", kinds);

    if (rv == APR_SUCCESS) {
        rv = read_wanted(wanted, course);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_list_begin(course, columns);
    if (treaty_list_is_stream(course)) {
        course->rows = treaty_list_rows(&source, course->pool);
        return APR_SUCCESS;
    }
    rv = treaty_list_names_read(&wanted->names, wanted->kinds, wanted->first,
                                course->reading);
    if (rv == APR_SUCCESS) {
        rv = set_total(course->document, wanted, course->reading);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_list_page_read(&page, course, "name");
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_list_page(course, &page, &source);
    }
    return rv == APR_SUCCESS && course->query->form == TREATY_FORM_HTML
               ? treaty_browse_letters(course->document, course)
               : rv;
}
