#include "page.h"

#include "treaty_act.h"

#include <apr_strings.h>
#include <string.h>

/* The name of a parameter as templates can say it: in_force. */
static const char *member_name(treaty_param_t param, apr_pool_t *pool)
{
    char *name = apr_pstrdup(pool, treaty_param_name(param));
    char *at;

    for (at = name; *at; at++) {
        if (*at == '-') {
            *at = '_';
        }
    }
    return name;
}

/* What fields of forms show again. */
static void set_asked(json_t *page, const treaty_course_t *course)
{
    json_t *asked = json_object();
    int i;

    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        const char *name = member_name((treaty_param_t)i, course->pool);

        /* Orders of different things are asked for by one name. */
        if (!treaty_json_text(asked, name)) {
            treaty_json_set_text(asked, name, course->query->values[i]);
        }
    }
    if (course->query->day != TREATY_DAY_NONE) {
        treaty_json_set_text(asked, "on",
                             treaty_day_text(course->query->day, course->pool));
    }
    json_object_set_new(page, "asked", asked);
}

/* ------------------------------------------------------------------------ */

static const char *const *kinds_of(const treaty_query_t *query,
                                   apr_pool_t *pool)
{
    static const char *const participants[] = {"state", "organisation",
                                               "territory", "other", NULL};
    static const char *const records[] = {"treaty", "participant", "fact_sheet",
                                          "statement", NULL};
    const char **acts;
    int i;

    switch (query->resource) {
    case TREATY_RESOURCE_PARTICIPANTS:
        return participants;
    case TREATY_RESOURCE_SEARCH:
        return records;
    case TREATY_RESOURCE_ACTS:
        acts = apr_pcalloc(pool, (TREATY_ACT__COUNT + 1) * sizeof(*acts));
        for (i = 0; i < TREATY_ACT__COUNT; i++) {
            acts[i] = treaty_act_kind_name((treaty_act_kind_t)i);
        }
        return acts;
    default:
        return NULL;
    }
}

static void add_choice(json_t *list, const char *value, int is_selected)
{
    json_t *choice = json_object();

    treaty_json_set_text(choice, "value", value);
    json_object_set_new(choice, "is_selected", json_boolean(is_selected));
    json_array_append_new(list, choice);
}

/* Several values at once are a choice of their own, so that a form that is
 * sent again doesn't lose them. */
static void set_choices(json_t *choices, const treaty_course_t *course,
                        treaty_param_t param, const char *const *words)
{
    const char *asked = treaty_query_value(course->query, param);
    json_t *list = json_array();
    int is_found = 0;

    for (; words && *words; words++) {
        int is_selected = asked && strcmp(*words, asked) == 0;

        is_found |= is_selected;
        add_choice(list, *words, is_selected);
    }
    if (asked && !is_found) {
        add_choice(list, asked, 1);
    }
    json_object_set_new(choices, member_name(param, course->pool), list);
}

/* What a form carries along unseen. */
static void set_kept(json_t *page, const treaty_course_t *course)
{
    static const treaty_param_t kept[] = {TREATY_PARAM_SORT};
    json_t *list = json_array();
    apr_size_t i;

    for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        const char *value = treaty_query_value(course->query, kept[i]);

        if (value) {
            json_t *one = json_object();

            treaty_json_set_text(one, "name", treaty_param_name(kept[i]));
            treaty_json_set_text(one, "value", value);
            json_array_append_new(list, one);
        }
    }
    json_object_set_new(page, "kept", list);
}

void treaty_page_set_forms(json_t *page, const treaty_course_t *course)
{
    static const treaty_param_t params[] = {
        TREATY_PARAM_TYPE, TREATY_PARAM_STATUS, TREATY_PARAM_STATE};
    json_t *choices = json_object();
    apr_size_t i;

    set_asked(page, course);
    for (i = 0; i < sizeof(params) / sizeof(params[0]); i++) {
        set_choices(choices, course, params[i], treaty_param_words(params[i]));
    }
    set_choices(choices, course, TREATY_PARAM_KIND,
                kinds_of(course->query, course->pool));
    json_object_set_new(page, "choices", choices);
    set_kept(page, course);
}
