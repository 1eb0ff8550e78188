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

static void set_counts(json_t *object, treaty_stmt_t *stmt, int first)
{
    static const char *const names[] = {
        "signatures", "consents",    "in_force",  "in_force_unknown",
        "pending",    "provisional", "withdrawn", "undated"};
    int i;

    for (i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
        treaty_reading_set_number(object, names[i], stmt, first + i);
    }
}

/* From the columns of timeline_steps. */
static void step_row(json_t *list, treaty_stmt_t *stmt,
                     const treaty_reading_t *reading)
{
    json_t *step = json_object();
    json_t *states = json_object();

    (void)reading;
    treaty_reading_set_column(step, "from", stmt, 0);
    treaty_reading_set_column(step, "to", stmt, 1);
    set_counts(step, stmt, 2);
    set_counts(states, stmt, 10);
    json_object_set_new(step, "states", states);
    json_array_append_new(list, step);
}

static void add_milestone(json_t *milestones, const char *kind, const char *day)
{
    json_t *milestone = json_object();

    treaty_json_set_text(milestone, "kind", kind);
    treaty_json_set_text(milestone, "on", day);
    json_array_append_new(milestones, milestone);
}

/* The days of the treaty itself, up to the one that is asked about. */
static json_t *milestones_of(const json_t *treaty,
                             const treaty_reading_t *reading)
{
    static const struct {
        const char *kind;
        const char *member;
    } days[] = {{"adopted", "adopted_on"},
                {"entry_into_force", "entry_into_force_on"},
                {"ended", "ended_on"}};
    json_t *milestones = json_array();
    size_t i;

    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        const char *day = treaty_json_text(treaty, days[i].member);

        if (day && strcmp(day, reading->on) <= 0) {
            add_milestone(milestones, days[i].kind, day);
        }
    }
    add_milestone(milestones, "as_of", reading->on);
    return milestones;
}

apr_status_t treaty_course_timeline(treaty_course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    treaty_stmt_t *stmt;
    json_t *whole;
    apr_status_t rv = treaty_list_begin_of_treaty(&whole, course, NULL, 0);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    json_object_set(course->document, "status",
                    json_object_get(whole, "status"));
    json_object_set_new(course->document, "milestones",
                        milestones_of(whole, reading));
    rv = treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TIMELINE_STEPS, "is",
                         course->key, reading->on);
    return rv == APR_SUCCESS
               ? treaty_reading_set_list(course->document, "steps", stmt,
                                         step_row, reading)
               : rv;
}

/* ------------------------------------------------------------- subjects */

static const char *subject_url(const char *subject, const char *ending,
                               const treaty_reading_t *reading)
{
    return apr_pstrcat(
        reading->pool, reading->site->origin, reading->site->base, "/treaties",
        ending, "?subject=", apr_pescape_urlencoded(reading->pool, subject),
        reading->is_dated ? "&on=" : "", reading->is_dated ? reading->on : "",
        NULL);
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
