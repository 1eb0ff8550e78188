#include "element.h"
#include "view.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEADING_DEFAULT 3
#define FACT_MAX 1048576

typedef treaty_element_course_t course_t;
typedef treaty_element_target_t target_t;

apr_status_t treaty_element_wrong(course_t *course, const char *detail,
                                  const char *parameter, const char *expected)
{
    course->problem.status = 400;
    course->problem.detail = detail;
    course->problem.parameter = parameter;
    course->problem.expected = expected;
    return TREATY_EINPUT;
}

/* Looks a record up and remembers what to say when there is none. */
static apr_status_t resolve(course_t *course, apr_int64_t *key,
                            treaty_sql_t sql, const treaty_missing_t *missing)
{
    const char *slug;
    apr_status_t rv =
        treaty_reading_resolve(key, &slug, course->reading, sql, missing->id);

    if (rv == TREATY_ENOTFOUND) {
        treaty_problem_of_missing(&course->problem, missing, course->pool);
        if (missing->near != TREATY_SQL__COUNT) {
            course->suggestions = treaty_document_suggestions(
                course->reading, missing->near, missing->id);
        }
    }
    return rv;
}

static apr_status_t resolve_treaty(course_t *course, target_t *target,
                                   const char *id)
{
    const char *participant = course->element->participant;
    treaty_missing_t missing = {"treaty", id, TREATY_SQL_TREATY_NEAR};
    treaty_missing_t nobody = {"participant", participant,
                               TREATY_SQL_PARTICIPANT_NEAR};
    apr_status_t rv =
        resolve(course, &target->treaty, TREATY_SQL_TREATY_RESOLVE, &missing);

    return rv == APR_SUCCESS && participant
               ? resolve(course, &target->participant,
                         TREATY_SQL_PARTICIPANT_RESOLVE, &nobody)
               : rv;
}

/* Finds the record that the element names. @param id without its day */
static apr_status_t resolve_target(course_t *course, target_t *target,
                                   const char *id)
{
    treaty_missing_t sheet = {"fact sheet", id, TREATY_SQL_FACT_SHEET_NEAR};
    treaty_missing_t participant = {"participant", id,
                                    TREATY_SQL_PARTICIPANT_NEAR};

    if (course->element->id) {
        return resolve_treaty(course, target, id);
    }
    return course->element->factsheet
               ? resolve(course, &target->fact_sheet,
                         TREATY_SQL_FACT_SHEET_RESOLVE, &sheet)
               : resolve(course, &target->participant,
                         TREATY_SQL_PARTICIPANT_RESOLVE, &participant);
}

static apr_status_t no_such_view(course_t *course)
{
    return treaty_element_wrong(
        course,
        apr_psprintf(course->pool,
                     "There is no view \xe2\x80\x9c%s\xe2\x80\x9d "
                     "for this record.",
                     course->element->view),
        "view", "the name of a template, for example box");
}

static void describe_view(treaty_view_t *view, const treaty_element_t *element,
                          const target_t *target, const char *id)
{
    memset(view, 0, sizeof(*view));
    view->collection = target->treaty       ? "treaties"
                       : target->fact_sheet ? "fact-sheets"
                                            : "participants";
    view->id = id;
    view->name = element->view;
    view->heading = element->heading ? atoi(element->heading) : HEADING_DEFAULT;
    view->sort = element->sort;
    view->state = element->state;
    view->use = element->use;
}

static apr_status_t make_view(course_t *course, const target_t *target,
                              const char *id)
{
    apr_int64_t key = target->treaty       ? target->treaty
                      : target->fact_sheet ? target->fact_sheet
                                           : target->participant;
    treaty_view_t view;
    json_t *document;
    apr_status_t rv;

    if (!treaty_query_is_view(course->element->view)) {
        return no_such_view(course);
    }
    describe_view(&view, course->element, target, id);
    rv = treaty_view_document(&document, &course->problem, course->reading, key,
                              &view);
    course->read = apr_time_now();
    if (rv == APR_SUCCESS) {
        rv = treaty_html_represent(
            course->text, course->reading->templates,
            apr_pstrcat(course->pool, view.collection, "/", view.name, NULL),
            document, treaty_view_extras(course->reading, &view, document),
            course->reading->language, course->pool);
    }
    return rv == TREATY_ENOTFOUND ? no_such_view(course) : rv;
}

static apr_status_t check_language(course_t *course)
{
    const char *lang = course->element->lang;

    if (!lang ||
        treaty_template_set_language(course->reading->templates, lang)) {
        return APR_SUCCESS;
    }
    return treaty_element_wrong(course, "There is no such language here.",
                                "lang", treaty_reading_tags(course->reading));
}

static apr_status_t make_target(course_t *course, const char *id)
{
    target_t target = {0, 0, 0};
    apr_status_t rv = resolve_target(course, &target, id);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    return course->element->fact ? treaty_element_write_fact(course, &target)
                                 : make_view(course, &target, id);
}

/* Which attributes stand together. */
static apr_status_t check_record(course_t *course)
{
    const treaty_element_t *element = course->element;

    if ((element->id && element->factsheet) ||
        (element->factsheet && element->participant)) {
        return treaty_element_wrong(course, "The element names two records.",
                                    "id",
                                    "id=, factsheet= or participant=; or id= "
                                    "and participant= with a fact=");
    }
    if (!element->id && !element->factsheet && !element->participant) {
        return treaty_element_wrong(course, "The element names no record.",
                                    "id", "id=, factsheet= or participant=");
    }
    if (!element->view == !element->fact) {
        return treaty_element_wrong(course,
                                    "The element names neither a view nor a "
                                    "fact, or both.",
                                    "view", "view= or fact=");
    }
    if (element->id && element->participant && element->view) {
        return treaty_element_wrong(
            course, "A participant's part in a treaty is told by a fact.",
            "participant", "fact= beside id= and participant=");
    }
    return APR_SUCCESS;
}

static int is_format(const char *format)
{
    return strcasecmp(format, "long") == 0 ||
           strcasecmp(format, "plain") == 0 || strcasecmp(format, "iso") == 0;
}

/* What the attributes must be before anything is read. */
static apr_status_t check(course_t *course)
{
    const treaty_element_t *element = course->element;
    const char *heading = element->heading;
    apr_status_t rv = check_record(course);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!treaty_query_name_is_valid(element->view ? element->view
                                                  : element->fact)) {
        return treaty_element_wrong(
            course, "The name of the view or fact isn't one.", "view",
            "letters, digits, '-', '_' and '.'");
    }
    if (element->participant &&
        (strlen(element->participant) > TREATY_ID_MAX ||
         !treaty_query_text_is_valid(element->participant))) {
        return treaty_element_wrong(
            course, "The participant's name is no text, or too long.",
            "participant", "at most 200 bytes of UTF-8");
    }
    if (heading && (heading[0] < '2' || heading[0] > '6' || heading[1])) {
        return treaty_element_wrong(course, "The heading's level isn't one.",
                                    "heading", "a digit from 2 to 6");
    }
    if (element->format && !is_format(element->format)) {
        return treaty_element_wrong(course, "There is no such format.",
                                    "format", "long, plain or iso");
    }
    if (element->beside && strcmp(element->beside, "today") != 0) {
        return treaty_element_wrong(
            course, "There is nothing of this name to set beside.", "beside",
            "today");
    }
    return APR_SUCCESS;
}

/* What a view's table is ordered and chosen by. */
static apr_status_t check_table(course_t *course)
{
    const treaty_element_t *element = course->element;
    treaty_param_t sort =
        element->id ? TREATY_PARAM_ROW_SORT : TREATY_PARAM_STATE_SORT;

    if (element->sort && !treaty_param_is_valid(sort, element->sort)) {
        return treaty_element_wrong(course, "The table has no such order.",
                                    "sort", treaty_param_expected(sort));
    }
    if (element->state &&
        !treaty_param_is_valid(TREATY_PARAM_STATE, element->state)) {
        return treaty_element_wrong(course, "There is no such state.", "state",
                                    treaty_param_expected(TREATY_PARAM_STATE));
    }
    return APR_SUCCESS;
}

/* Reads and writes what has been found to be well asked. */
static apr_status_t read_and_write(course_t *course, const char *id,
                                   treaty_day_t day)
{
    const treaty_element_t *element = course->element;
    apr_status_t verified;
    apr_status_t rv =
        treaty_reading_begin(&course->reading, course->site, day, element->lang,
                             element->now, course->pool);

    if (rv == APR_SUCCESS) {
        rv = check_language(course);
    }
    if (rv == APR_SUCCESS) {
        rv = make_target(course, id);
    }
    verified = treaty_reading_verify(course->reading);
    if (verified != APR_SUCCESS) {
        memset(&course->problem, 0, sizeof(course->problem));
        rv = verified;
    }
    treaty_reading_end(course->reading);
    return rv;
}

/* A fact is written while it is read. */
static void tell_times(const course_t *course, apr_time_t began)
{
    apr_time_t end = apr_time_now();
    apr_time_t read = course->read ? course->read : end;

    /* The clock may have been set meanwhile. */
    course->made->reading = read > began ? read - began : 0;
    course->made->writing = end > read ? end - read : 0;
}

static apr_status_t make(course_t *course)
{
    const treaty_element_t *element = course->element;
    const char *named = element->id          ? element->id
                        : element->factsheet ? element->factsheet
                                             : element->participant;
    apr_time_t began = apr_time_now();
    const char *id;
    treaty_day_t day;
    apr_status_t rv = check(course);

    if (rv == APR_SUCCESS) {
        rv = check_table(course);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_query_split_id(&id, &day, &course->problem, named,
                                   course->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = read_and_write(course, id, day);
        tell_times(course, began);
    }
    return rv;
}

/* The stylesheet's link, for a page's head. */
static const char *head(const treaty_site_t *site, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "<link rel=\"stylesheet\" href=\"", site->origin,
                       site->base, "/assets/",
                       treaty_asset_digest_name("treaty.css"), "\">", NULL);
}

static const treaty_language_t *language_of(const course_t *course,
                                            const treaty_template_set_t *set)
{
    const char *lang = course->element->lang;

    return set ? treaty_reading_language(&lang, set, course->site) : NULL;
}

static int has_format(const course_t *course, const char *format)
{
    return course->element->format &&
           strcasecmp(course->element->format, format) == 0;
}

/* In the place of bare text there is no room to say more. */
static const char *unknown(const course_t *course,
                           const treaty_language_t *language)
{
    const char *word = language ? treaty_word(language, "unknown") : "unknown";
    treaty_text_t *text = treaty_text_create(FACT_MAX, course->pool);

    (void)treaty_text_escape(text, word, strlen(word));
    return text->data;
}

static const char *fragment(const course_t *course, int is_inline)
{
    const treaty_language_t *language;
    treaty_template_set_t *set = NULL;
    const char *text;

    if (course->element->is_value || has_format(course, "iso")) {
        return "";
    }
    if (course->site->templates) {
        (void)treaty_site_templates(&set, course->site, course->element->now);
    }
    language = language_of(course, set);
    text =
        course->element->format && !has_format(course, "long")
            ? unknown(course, language)
            : treaty_problem_fragment(&course->problem, course->suggestions,
                                      set, language, is_inline, course->pool);
    if (set) {
        treaty_template_set_release(set);
    }
    return text;
}

const char *treaty_element_refuse(const treaty_site_t *site,
                                  const treaty_element_t *element,
                                  const char *detail, apr_pool_t *result_pool)
{
    course_t course = {0};

    course.site = site;
    course.element = element;
    course.pool = result_pool;
    course.problem.status = 400;
    course.problem.detail = detail;
    /* Nobody knows where it stands: this fits everywhere. */
    return fragment(&course, 1);
}

apr_status_t treaty_element_run(const char **text, const char **trouble,
                                treaty_made_t *made, const treaty_site_t *site,
                                const treaty_element_t *element,
                                apr_pool_t *result_pool)
{
    course_t course = {0};
    apr_status_t rv;

    memset(made, 0, sizeof(*made));
    made->resource = TREATY_RESOURCE__COUNT;
    made->reading = -1;
    made->writing = -1;
    *trouble = NULL;
    if (element->view && strcmp(element->view, "head") == 0) {
        *text = head(site, result_pool);
        return APR_SUCCESS;
    }
    course.site = site;
    course.element = element;
    course.pool = result_pool;
    course.made = made;
    course.text = treaty_text_create(
        element->fact ? FACT_MAX : TREATY_REPRESENTATION_MAX, result_pool);
    rv = make(&course);
    *text = course.text->data;
    if (rv != APR_SUCCESS) {
        if (course.problem.status == 0) {
            treaty_problem_of_status(&course.problem, rv);
        }
        *trouble = course.problem.detail;
        *text = fragment(&course, element->fact != NULL);
    }
    return rv;
}

apr_status_t treaty_element_make(const char **text, const char **trouble,
                                 const treaty_site_t *site,
                                 const treaty_element_t *element,
                                 apr_pool_t *result_pool)
{
    treaty_made_t made;

    return treaty_element_run(text, trouble, &made, site, element, result_pool);
}
