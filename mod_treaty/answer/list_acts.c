#include "list_acts.h"

#include "document.h"

#include <apr_strings.h>
#include <string.h>

/* The columns of act_items. */
enum {
    COLUMN_ID,
    COLUMN_TREATY,
    COLUMN_TITLE,
    COLUMN_PARTICIPANT,
    COLUMN_NAME,
    COLUMN_PARTICIPANT_KIND,
    COLUMN_KIND,
    COLUMN_DEPOSITED,
    COLUMN_EFFECTIVE,
    COLUMN_BASIS,
    COLUMN_PENDING,
    COLUMN_SCOPE,
    COLUMN_NAME_LANGUAGE = 17,
    COLUMN_TITLE_LANGUAGE
};

static const treaty_csv_column_t columns[] = {
    {"id", "id"},
    {"treaty_id", "treaty.id"},
    {"treaty_title", "treaty.title"},
    {"participant_id", "participant.id"},
    {"participant_name", "participant.name"},
    {"participant_kind", "participant.kind"},
    {"kind", "kind"},
    {"label", "label"},
    {"deposited_on", "deposited_on"},
    {"effective_on", "effective_on"},
    {"effective_basis", "effective_basis"},
    {"pending", "pending"},
    {"scope", "scope"},
    {"column", "column"},
    {"raw", "raw"},
    {"listed", "listed"},
    {"note", "note"},
    {"source", "source"},
    {"url", "url"},
    {NULL, NULL}};

/* Where it is explained what the act is to the state of the day. */
static const char *why_url(const json_t *treaty, const json_t *participant,
                           const treaty_reading_t *reading)
{
    return apr_pstrcat(reading->pool,
                       treaty_reading_url(reading, "treaties",
                                          treaty_json_text(treaty, "id"),
                                          "/why.json?participant="),
                       treaty_json_text(participant, "id"), NULL);
}

/* From the columns of act_items. */
static void act_row(json_t *list, treaty_stmt_t *stmt,
                    const treaty_reading_t *reading)
{
    static const char *const last[] = {"scope",  "column", "raw",
                                       "listed", "note",   "source"};
    const char *kind = treaty_stmt_string(stmt, COLUMN_KIND);
    const char *label = treaty_word(reading->language, kind);
    json_t *act = json_object();
    json_t *treaty = json_object();
    json_t *participant = json_object();
    int i;

    treaty_reading_set_column(act, "id", stmt, COLUMN_ID);
    treaty_reading_set_column(treaty, "id", stmt, COLUMN_TREATY);
    treaty_reading_set_column(treaty, "title", stmt, COLUMN_TITLE);
    treaty_reading_set_column(treaty, "language", stmt, COLUMN_TITLE_LANGUAGE);
    json_object_set_new(act, "treaty", treaty);
    treaty_reading_set_column(participant, "id", stmt, COLUMN_PARTICIPANT);
    treaty_reading_set_column(participant, "name", stmt, COLUMN_NAME);
    treaty_reading_set_column(participant, "language", stmt,
                              COLUMN_NAME_LANGUAGE);
    treaty_reading_set_column(participant, "kind", stmt,
                              COLUMN_PARTICIPANT_KIND);
    json_object_set_new(act, "participant", participant);
    treaty_json_set_text(act, "kind", kind);
    treaty_json_set_text(act, "label", label ? label : kind);
    treaty_reading_set_column(act, "deposited_on", stmt, COLUMN_DEPOSITED);
    treaty_reading_set_column(act, "effective_on", stmt, COLUMN_EFFECTIVE);
    treaty_reading_set_column(act, "effective_basis", stmt, COLUMN_BASIS);
    json_object_set_new(act, "pending",
                        json_boolean(treaty_stmt_int(stmt, COLUMN_PENDING)));
    for (i = 0; i < (int)(sizeof(last) / sizeof(last[0])); i++) {
        treaty_reading_set_column(act, last[i], stmt, COLUMN_SCOPE + i);
    }
    treaty_json_set_text(act, "url", why_url(treaty, participant, reading));
    json_array_append_new(list, act);
}

apr_status_t treaty_acts_items(json_t *object, const char *ranks,
                               const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_ACT_ITEMS,
                                      "ss", ranks, reading->on);

    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(object, "items", stmt,
                                                       act_row, reading);
}

static apr_status_t read_items(json_t *object, const char *ranks,
                               const void *baton,
                               const treaty_reading_t *reading)
{
    (void)baton;
    return treaty_acts_items(object, ranks, reading);
}

/* A list that belongs to a record says whose it is. */
static apr_status_t begin(treaty_course_t *course)
{
    json_t *whole;
    apr_status_t rv = APR_SUCCESS;

    switch (course->query->resource) {
    case TREATY_RESOURCE_TREATY_ACTS:
        return treaty_list_begin_of_treaty(&whole, course, columns, 0);
    case TREATY_RESOURCE_PARTICIPANT_ACTS:
        treaty_list_begin(course, columns);
        rv = treaty_document_participant_name(&whole, course->reading,
                                              course->key);
        json_object_set(course->document, "participant", whole);
        return rv;
    default:
        treaty_list_begin(course, columns);
        return APR_SUCCESS;
    }
}

static apr_status_t read_page(treaty_course_t *course,
                              const treaty_acts_t *acts,
                              const treaty_list_source_t *source)
{
    treaty_list_page_t page;
    apr_status_t rv =
        treaty_list_page_read(&page, course, treaty_acts_order(acts));

    if (course->query->form == TREATY_FORM_ATOM) {
        page.limit = treaty_query_number(course->query, TREATY_PARAM_LIMIT,
                                         TREATY_FEED_SIZE);
    }
    return rv == APR_SUCCESS ? treaty_list_page(course, &page, source) : rv;
}

apr_status_t treaty_course_list_acts(treaty_course_t *course)
{
    treaty_acts_t *acts = apr_pcalloc(course->pool, sizeof(*acts));
    treaty_list_source_t source = {treaty_acts_places, read_items, acts};
    apr_int64_t total = 0;
    apr_status_t rv = treaty_acts_select(acts, course);

    if (rv == APR_SUCCESS) {
        rv = begin(course);
    }
    if (rv == APR_SUCCESS && treaty_list_is_stream(course)) {
        course->rows = treaty_list_rows(&source, course->pool);
        return APR_SUCCESS;
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_acts_count(&total, acts, course->reading);
    }
    json_object_set_new(course->document, "total",
                        json_integer((json_int_t)total));
    if (rv == APR_SUCCESS) {
        rv = read_page(course, acts, &source);
    }
    if (rv == APR_SUCCESS && course->query->form == TREATY_FORM_ATOM) {
        treaty_acts_feed(course, acts);
    }
    return rv;
}
