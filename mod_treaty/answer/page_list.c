#include "page.h"

#include <apr_strings.h>
#include <string.h>

/* So many values of a facet are shown at once, the others on demand. */
#define SHOWN_MAX 6

/* The same list from its start, for some values to be changed. */
static treaty_query_t start_of(const treaty_course_t *course)
{
    treaty_query_t query = *course->query;

    query.values[TREATY_PARAM_CURSOR] = NULL;
    return query;
}

static void set_adopted(treaty_query_t *query, const char *from, const char *to)
{
    query->values[TREATY_PARAM_ADOPTED_FROM] = from;
    query->values[TREATY_PARAM_ADOPTED_TO] = to;
}

/* ------------------------------------------------------------- filters */

/* How the value of a parameter is said. */
typedef enum { TEXT, CODE, DAY } value_t;

static const struct {
    treaty_param_t param;
    const char *word;
    value_t value;
} filters[] = {
    {TREATY_PARAM_Q, "field_words", TEXT},
    {TREATY_PARAM_TREATY, "field_treaty", TEXT},
    {TREATY_PARAM_PARTICIPANT, "field_participant", TEXT},
    {TREATY_PARAM_STATE, "field_state", CODE},
    {TREATY_PARAM_SUBJECT, "field_subject", TEXT},
    {TREATY_PARAM_CHAPTER, "field_chapter", TEXT},
    {TREATY_PARAM_FAMILY, "field_family", TEXT},
    {TREATY_PARAM_TYPE, "field_type", CODE},
    {TREATY_PARAM_STATUS, "field_status", CODE},
    {TREATY_PARAM_IN_FORCE, "field_in_force", CODE},
    {TREATY_PARAM_ADOPTED_FROM, "field_adopted_from", DAY},
    {TREATY_PARAM_ADOPTED_TO, "field_adopted_to", DAY},
    {TREATY_PARAM_DEPOSITARY, "field_depositary", TEXT},
    {TREATY_PARAM_KIND, "field_kind", CODE},
    {TREATY_PARAM_INITIAL, "field_initial", TEXT},
    {TREATY_PARAM_PENDING, "field_pending", CODE},
    {TREATY_PARAM_FROM, "field_from", DAY},
    {TREATY_PARAM_TO, "field_to", DAY},
};

static void add_filter(json_t *list, const char *word, value_t kind,
                       const char *value, const char *url)
{
    json_t *filter = treaty_page_link(word, kind == TEXT ? value : NULL, url);

    treaty_json_set_text(filter, "code", kind == CODE ? value : NULL);
    treaty_json_set_text(filter, "day", kind == DAY ? value : NULL);
    json_array_append_new(list, filter);
}

/* The values of a list without one of them. */
static const char *but(const apr_array_header_t *values, int which)
{
    const char *text = NULL;
    int i;

    for (i = 0; i < values->nelts; i++) {
        const char *value = APR_ARRAY_IDX(values, i, const char *);

        if (i != which) {
            text = text ? apr_pstrcat(values->pool, text, ",", value, NULL)
                        : value;
        }
    }
    return text;
}

/* Each of the codes can be taken away by itself. */
static void add_codes(json_t *list, const treaty_course_t *course,
                      treaty_param_t param, const char *word)
{
    apr_array_header_t *values =
        treaty_query_list(course->query, param, course->pool);
    int i;

    for (i = 0; i < values->nelts; i++) {
        treaty_query_t query = start_of(course);

        query.values[param] = but(values, i);
        add_filter(list, word, CODE, APR_ARRAY_IDX(values, i, const char *),
                   treaty_page_url(course, &query));
    }
}

/* A state is of a participant, and goes with it. */
static const char *url_without(const treaty_course_t *course,
                               treaty_param_t param)
{
    treaty_query_t query = start_of(course);

    query.values[param] = NULL;
    if (param == TREATY_PARAM_PARTICIPANT) {
        query.values[TREATY_PARAM_STATE] = NULL;
    }
    return treaty_page_url(course, &query);
}

/* A list without any of its filters. */
static const char *url_of_all(const treaty_course_t *course)
{
    treaty_query_t query = start_of(course);
    apr_size_t i;

    for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        query.values[filters[i].param] = NULL;
    }
    return treaty_page_url(course, &query);
}

/* Whole years are said in one. */
static int add_years(json_t *list, const treaty_course_t *course)
{
    treaty_query_t query = {0};
    const char *word;
    const char *text;
    int i;

    for (i = TREATY_PARAM_ADOPTED_FROM; i <= TREATY_PARAM_ADOPTED_TO; i++) {
        query.values[i] = course->query->values[i];
    }
    if (!treaty_page_about(&word, &text, &query, course->pool)) {
        return 0;
    }
    query = start_of(course);
    set_adopted(&query, NULL, NULL);
    add_filter(list, word, TEXT, text, treaty_page_url(course, &query));
    return 1;
}

static void set_filters(json_t *page, const treaty_course_t *course)
{
    json_t *list = json_array();
    int has_years = add_years(list, course);
    apr_size_t i;

    for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        treaty_param_t param = filters[i].param;
        const char *value = treaty_query_value(course->query, param);

        if (!value || (has_years && (param == TREATY_PARAM_ADOPTED_FROM ||
                                     param == TREATY_PARAM_ADOPTED_TO))) {
            continue;
        }
        if (filters[i].value == CODE) {
            add_codes(list, course, param, filters[i].word);
        }
        else {
            add_filter(list, filters[i].word, filters[i].value, value,
                       url_without(course, param));
        }
    }
    json_object_set_new(page, "has_filters",
                        json_boolean(json_array_size(list) > 0));
    json_object_set_new(page, "filters", list);
    treaty_json_set_text(page, "unfiltered", url_of_all(course));
}

/* --------------------------------------------------------------- orders */

/* A page's own order is that of titles, or of relevance. */
static void set_sorts(json_t *page, const treaty_course_t *course)
{
    static const struct {
        const char *word;
        const char *sort;
    } sorts[] = {{"sort_relevance", "relevance"},
                 {"sort_title", "title"},
                 {"sort_number", "mtdsg_no"},
                 {"sort_latest", "-adopted_on"},
                 {"sort_earliest", "adopted_on"},
                 {"sort_in_force", "-entry_into_force_on"}};
    int is_search = treaty_query_value(course->query, TREATY_PARAM_Q) != NULL;
    const char *now = treaty_query_value(course->query, TREATY_PARAM_SORT);
    json_t *list = json_array();
    apr_size_t i;

    now = now ? now : sorts[is_search ? 0 : 1].sort;
    for (i = is_search ? 0 : 1; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
        treaty_query_t query = start_of(course);
        int is_default = i == (is_search ? 0 : 1);
        json_t *link;

        query.values[TREATY_PARAM_SORT] = is_default ? NULL : sorts[i].sort;
        link = treaty_page_link(sorts[i].word, NULL,
                                treaty_page_url(course, &query));
        json_object_set_new(link, "is_current",
                            json_boolean(strcmp(now, sorts[i].sort) == 0));
        json_array_append_new(list, link);
    }
    json_object_set_new(page, "sorts", list);
}

/* --------------------------------------------------------------- facets */

static const struct {
    const char *name;
    const char *word;
    /** TREATY_PARAM__COUNT for a time of adoption. */
    treaty_param_t param;
    value_t value;
} facets[] = {{"subject", "field_subject", TREATY_PARAM_SUBJECT, TEXT},
              {"type", "field_type", TREATY_PARAM_TYPE, CODE},
              {"status", "field_status", TREATY_PARAM_STATUS, CODE},
              {"chapter", "field_chapter", TREATY_PARAM_CHAPTER, TEXT},
              {"depositary", "field_depositary", TREATY_PARAM_DEPOSITARY, TEXT},
              {"decade", "field_adopted", TREATY_PARAM__COUNT, TEXT},
              {"year", "field_adopted", TREATY_PARAM__COUNT, TEXT}};

int treaty_page_years(const char **from, const char **to, const char *value,
                      apr_pool_t *pool)
{
    const char *behind = value + strspn(value, "0123456789");

    if (behind - value != 4 || (*behind && strcmp(behind, "s") != 0)) {
        return 0;
    }
    *from = apr_psprintf(pool, "%.4s-01-01", value);
    *to = *behind ? apr_psprintf(pool, "%.3s9-12-31", value)
                  : apr_psprintf(pool, "%.4s-12-31", value);
    return 1;
}

const char *treaty_page_said(const char *value, apr_pool_t *pool)
{
    const char *from;
    const char *to;

    return treaty_page_years(&from, &to, value, pool) && value[4] == 's'
               ? apr_psprintf(pool, "%.4s\xe2\x80\x93%.4s", from, to)
               : value;
}

static int equal(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Sets what a value selects, or what it doesn't any more where it does so. */
static int choose(treaty_query_t *query, apr_size_t facet, const char *value,
                  apr_pool_t *pool)
{
    treaty_param_t param = facets[facet].param;
    const char *from;
    const char *to;
    int is_selected;

    if (param != TREATY_PARAM__COUNT) {
        is_selected = equal(query->values[param], value);
        query->values[param] = is_selected ? NULL : value;
        return is_selected;
    }
    if (!treaty_page_years(&from, &to, value, pool)) {
        return 0;
    }
    is_selected = equal(query->values[TREATY_PARAM_ADOPTED_FROM], from) &&
                  equal(query->values[TREATY_PARAM_ADOPTED_TO], to);
    set_adopted(query, is_selected ? NULL : from, is_selected ? NULL : to);
    return is_selected;
}

static json_t *value_of(const treaty_course_t *course, apr_size_t facet,
                        const json_t *counted)
{
    const char *value = treaty_json_text(counted, "value");
    treaty_query_t query = start_of(course);
    json_t *link;
    int is_selected;

    if (!value) {
        return NULL;
    }
    is_selected = choose(&query, facet, value, course->pool);
    link = treaty_page_link(NULL,
                            facets[facet].value == TEXT
                                ? treaty_page_said(value, course->pool)
                                : NULL,
                            treaty_page_url(course, &query));
    treaty_json_set_text(link, "code",
                         facets[facet].value == CODE ? value : NULL);
    json_object_set(link, "count", json_object_get(counted, "count"));
    json_object_set_new(link, "is_selected", json_boolean(is_selected));
    return link;
}

static void add_facet(json_t *list, const treaty_course_t *course,
                      apr_size_t facet, const json_t *values)
{
    json_t *one = json_object();
    json_t *shown = json_array();
    json_t *more = json_array();
    json_t *counted;
    size_t i;

    json_array_foreach(values, i, counted)
    {
        json_t *link = value_of(course, facet, counted);

        if (link) {
            json_array_append_new(i < SHOWN_MAX ? shown : more, link);
        }
    }
    treaty_json_set_text(one, "word", facets[facet].word);
    json_object_set_new(one, "values", shown);
    json_object_set_new(one, "has_more",
                        json_boolean(json_array_size(more) > 0));
    json_object_set_new(one, "more", more);
    json_array_append_new(list, one);
}

/* A facet of one value narrows nothing, unless it can be taken away. */
static void set_facets(json_t *page, const treaty_course_t *course)
{
    const json_t *counted = json_object_get(course->document, "facets");
    json_t *list = json_array();
    apr_size_t i;

    for (i = 0; i < sizeof(facets) / sizeof(facets[0]); i++) {
        const json_t *values = json_object_get(counted, facets[i].name);

        if (json_array_size(values) > 1 ||
            (json_array_size(values) == 1 &&
             facets[i].param != TREATY_PARAM__COUNT &&
             course->query->values[facets[i].param])) {
            add_facet(list, course, i, values);
        }
    }
    json_object_set_new(page, "has_facets",
                        json_boolean(json_array_size(list) > 0));
    json_object_set_new(page, "facets", list);
}

void treaty_page_set_list(json_t *page, const treaty_course_t *course)
{
    const char *pending =
        treaty_query_value(course->query, TREATY_PARAM_PENDING);

    set_filters(page, course);
    json_object_set_new(
        page, "has_pages",
        json_boolean(treaty_json_text(course->document, "prev") ||
                     treaty_json_text(course->document, "next")));
    json_object_set_new(page, "is_pending",
                        json_boolean(equal(pending, "true")));
    if (course->query->resource == TREATY_RESOURCE_TREATIES) {
        set_sorts(page, course);
        set_facets(page, course);
    }
}
