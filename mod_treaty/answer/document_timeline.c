/* A treaty's counts over time, step by step, and the days of its own. */
#include "document.h"

#include "treaty_chart.h"

#include <string.h>

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

/* The days of the treaty itself, up to the one that is asked about, and that
 * one: today is nobody's day, for no source tells of it. */
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
    if (reading->is_dated) {
        add_milestone(milestones, "as_of", reading->on);
    }
    return milestones;
}

apr_status_t treaty_document_timeline(json_t *document,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_TIMELINE_STEPS, "is", key, reading->on);

    json_object_set_new(document, "milestones",
                        milestones_of(document, reading));
    return rv == APR_SUCCESS ? treaty_reading_set_list(document, "steps", stmt,
                                                       step_row, reading)
                             : rv;
}

void treaty_document_chart(json_t *document, const treaty_reading_t *reading)
{
    json_object_set_new(
        document, "chart",
        treaty_chart_create(document, reading->is_dated, reading->pool));
    json_object_set_new(document, "chart_name",
                        treaty_chart_name(document, reading->pool));
}
