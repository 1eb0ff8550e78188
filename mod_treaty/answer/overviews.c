#include "list.h"

#include "document.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* ----------------------------------------------------------- statements */

static const char *const statement_kinds[] = {"declaration",
                                              "reservation",
                                              "objection",
                                              "notification",
                                              "territorial_application",
                                              "communication",
                                              "end_note",
                                              "note",
                                              NULL};

static int is_said_by(const json_t *statement, const char *participant)
{
    const char *id =
        treaty_json_text(json_object_get(statement, "participant"), "id");

    return !participant || (id && strcmp(id, participant) == 0);
}

static int is_of_kind(const json_t *statement, const apr_array_header_t *kinds)
{
    const char *kind = treaty_json_text(statement, "kind");
    int i;

    for (i = 0; i < kinds->nelts; i++) {
        if (kind && strcmp(APR_ARRAY_IDX(kinds, i, const char *), kind) == 0) {
            return 1;
        }
    }
    return kinds->nelts == 0;
}

/* The slug of the participant whose statements are meant, or NULL. */
static apr_status_t speaker_of(const char **slug, treaty_course_t *course)
{
    json_t *participant;
    apr_int64_t key;
    apr_status_t rv =
        treaty_course_resolve_param(&key, course, TREATY_PARAM_PARTICIPANT);

    *slug = NULL;
    if (rv != APR_SUCCESS || !key) {
        return rv;
    }
    rv = treaty_document_participant_name(&participant, course->reading, key);
    *slug = treaty_json_text(participant, "id");
    return rv;
}

apr_status_t treaty_course_statements(treaty_course_t *course)
{
    apr_array_header_t *kinds =
        treaty_query_list(course->query, TREATY_PARAM_KIND, course->pool);
    json_t *items = treaty_json_bind(json_array(), course->pool);
    const char *speaker;
    json_t *whole;
    json_t *statement;
    size_t i;
    apr_status_t rv =
        treaty_list_check_kinds(course, "statement", statement_kinds);

    if (rv == APR_SUCCESS) {
        rv = speaker_of(&speaker, course);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_list_begin_of_treaty(&whole, course, NULL,
                                         TREATY_SECTION_STATEMENTS);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    json_array_foreach(json_object_get(whole, "statements"), i, statement)
    {
        if (is_said_by(statement, speaker) && is_of_kind(statement, kinds)) {
            json_array_append(items, statement);
        }
    }
    treaty_list_set_whole(course, items);
    return APR_SUCCESS;
}

/* ------------------------------------------------------------- timeline */

/* As a picture it is the whole treaty's document, for it has a title. */
static apr_status_t draw_timeline(treaty_course_t *course)
{
    return treaty_document_treaty(
        &course->document, course->reading, course->key,
        TREATY_SECTION_TIMELINE | TREATY_SECTION_CHART);
}

apr_status_t treaty_course_timeline(treaty_course_t *course)
{
    static const char *const borrowed[] = {"status", "milestones", "steps"};
    json_t *whole;
    size_t i;
    apr_status_t rv;

    if (course->query->form == TREATY_FORM_SVG) {
        return draw_timeline(course);
    }
    rv = treaty_list_begin_of_treaty(&whole, course, NULL,
                                     TREATY_SECTION_TIMELINE);
    for (i = 0; i < sizeof(borrowed) / sizeof(borrowed[0]); i++) {
        json_object_set(course->document, borrowed[i],
                        json_object_get(whole, borrowed[i]));
    }
    return rv;
}

/* ------------------------------------------------------------- subjects */

static const char *subject_url(const char *subject, const char *ending,
                               const treaty_reading_t *reading)
{
    return apr_pstrcat(
        reading->pool, reading->site->origin, reading->site->base, "/treaties",
        ending, "?subject=", apr_pescape_urlencoded(reading->pool, subject),
        reading->is_dated ? "&on=" : "", reading->is_dated ? reading->on : "",
        treaty_reading_lang_args(reading, '&'), NULL);
}

static void subject_row(json_t *list, treaty_stmt_t *stmt,
                        const treaty_reading_t *reading)
{
    json_t *item = json_object();

    treaty_reading_set_column(item, "subject", stmt, 0);
    treaty_reading_set_number(item, "treaties", stmt, 1);
    treaty_json_set_text(
        item, "url",
        subject_url(treaty_stmt_string(stmt, 0), ".json", reading));
    treaty_json_set_text(item, "html_url",
                         subject_url(treaty_stmt_string(stmt, 0), "", reading));
    json_array_append_new(list, item);
}

apr_status_t treaty_course_subjects(treaty_course_t *course)
{
    json_t *holder = treaty_json_bind(json_object(), course->pool);
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, course->reading->db, TREATY_SQL_SUBJECT_LIST);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(holder, "items", stmt, subject_row,
                                     course->reading);
    }
    treaty_list_begin(course, NULL);
    treaty_list_set_whole(course, json_object_get(holder, "items"));
    return rv;
}
