#include "answer.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define HEADING_DEFAULT 3
#define FACT_MAX 65536

/* An element on its way to its text. */
typedef struct {
    const treaty_site_t *site;
    const treaty_element_t *element;
    treaty_reading_t *reading;
    treaty_problem_t problem;
    json_t *suggestions;
    treaty_text_t *text;
    apr_pool_t *pool;
} course_t;

static apr_status_t wrong(course_t *course, const char *detail,
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

static apr_status_t resolve_participant(course_t *course, apr_int64_t *key)
{
    treaty_missing_t missing = {"participant", course->element->participant,
                                TREATY_SQL__COUNT};

    *key = 0;
    return missing.id
               ? resolve(course, key, TREATY_SQL_PARTICIPANT_RESOLVE, &missing)
               : APR_SUCCESS;
}

static const char *source_of(const json_t *document)
{
    json_t *source = json_array_get(json_object_get(document, "sources"), 0);
    const char *publisher = treaty_json_text(source, "publisher");

    return publisher ? publisher : treaty_json_text(source, "title");
}

/* The last part of a dotted name: "counts.signatures" is about signatures. */
static const char *label_of(const treaty_reading_t *reading, const char *fact)
{
    const char *dot = strrchr(fact, '.');
    const char *name = dot ? dot + 1 : fact;
    const char *word = treaty_word(reading->language, name);

    return word ? word : name;
}

static apr_status_t no_such_fact(course_t *course)
{
    return wrong(course,
                 apr_psprintf(course->pool,
                              "There is no fact \xe2\x80\x9c%s\xe2\x80\x9d "
                              "of this record.",
                              course->element->fact),
                 "fact",
                 "a name of the record's JSON, for example signatures or "
                 "counts.states.consents");
}

/* What the text of a fact is made from. */
static json_t *describe_fact(const course_t *course, const json_t *document,
                             json_t *value)
{
    json_t *fact = treaty_json_bind(json_object(), course->pool);
    const char *known = treaty_json_text(document, "known_through");

    json_object_set(fact, "value", value);
    treaty_json_set_text(fact, "label",
                         label_of(course->reading, course->element->fact));
    treaty_json_set_text(fact, "as_of", course->reading->on);
    treaty_json_set_text(fact, "known_through", known);
    treaty_json_set_text(fact, "source", source_of(document));
    if (json_is_integer(value)) {
        json_object_set(fact, "caveats", json_object_get(document, "caveats"));
    }
    return fact;
}

static apr_status_t read_fact(json_t **fact, course_t *course,
                              apr_int64_t treaty, apr_int64_t participant)
{
    json_t *document;
    json_t *row;
    json_t *value;
    apr_status_t rv =
        treaty_document_treaty(&document, course->reading, treaty, 0);

    row = document;
    if (rv == APR_SUCCESS && participant) {
        rv = treaty_document_participant(&row, course->reading, treaty,
                                         participant);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    value = treaty_document_fact(row, course->element->fact, course->pool);
    if (!value) {
        return no_such_fact(course);
    }
    *fact = describe_fact(course, document, value);
    return APR_SUCCESS;
}

static treaty_fact_form_t form_of(const treaty_element_t *element)
{
    if (element->is_value) {
        return TREATY_FACT_VALUE;
    }
    return element->format ? TREATY_FACT_PLAIN : TREATY_FACT_HTML;
}

static apr_status_t write_fact(course_t *course, json_t *fact)
{
    return treaty_fact_represent(course->text, fact, form_of(course->element),
                                 course->reading->language, course->pool);
}

/* "46 on 24 December 2002, 169 as recorded to 12 March 2015" */
static apr_status_t write_beside(course_t *course, apr_int64_t treaty,
                                 apr_int64_t participant)
{
    treaty_reading_t *reading = course->reading;
    const char *known;
    json_t *fact;
    apr_status_t rv = treaty_text_printf(
        course->text, " on %s, ", treaty_day_long(reading->on, course->pool));

    treaty_reading_set_day(reading, treaty_day_of_time(course->element->now),
                           0);
    if (rv == APR_SUCCESS) {
        rv = read_fact(&fact, course, treaty, participant);
    }
    if (rv == APR_SUCCESS) {
        rv = write_fact(course, fact);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    known = treaty_json_text(fact, "known_through");
    known = known ? treaty_day_long(known, course->pool) : NULL;
    return known ? treaty_text_printf(course->text, " as recorded to %s", known)
                 : treaty_text_puts(course->text, " as recorded");
}

static apr_status_t make_fact(course_t *course, apr_int64_t treaty)
{
    const treaty_element_t *element = course->element;
    apr_int64_t participant;
    json_t *fact;
    apr_status_t rv = resolve_participant(course, &participant);

    if (rv == APR_SUCCESS) {
        rv = read_fact(&fact, course, treaty, participant);
    }
    if (rv == APR_SUCCESS) {
        rv = write_fact(course, fact);
    }
    if (rv == APR_SUCCESS && element->beside && course->reading->is_dated &&
        !element->is_value) {
        rv = write_beside(course, treaty, participant);
    }
    return rv;
}

static apr_status_t render(course_t *course, const char *collection,
                           json_t *document)
{
    const treaty_element_t *element = course->element;
    const char *heading = element->heading;
    apr_status_t rv = treaty_html_represent(
        course->text, course->reading->templates,
        apr_pstrcat(course->pool, collection, "/", element->view, NULL),
        document,
        treaty_answer_extras(course->reading,
                             heading ? atoi(heading) : HEADING_DEFAULT),
        course->reading->language, course->pool);

    if (rv == TREATY_ENOTFOUND) {
        return wrong(course,
                     apr_psprintf(course->pool,
                                  "There is no view \xe2\x80\x9c%s\xe2\x80\x9d "
                                  "for this record.",
                                  element->view),
                     "view", "the name of a template, for example box");
    }
    return rv;
}

static apr_status_t make_treaty_view(course_t *course, apr_int64_t treaty)
{
    const char *name =
        apr_pstrcat(course->pool, "treaties/", course->element->view, NULL);
    json_t *document;
    apr_status_t rv =
        treaty_document_treaty(&document, course->reading, treaty,
                               treaty_answer_sections(course->reading, name));

    return rv != APR_SUCCESS ? rv : render(course, "treaties", document);
}

static apr_status_t check_language(course_t *course)
{
    const char *lang = course->element->lang;

    if (!lang ||
        treaty_template_set_language(course->reading->templates, lang)) {
        return APR_SUCCESS;
    }
    return wrong(course, "There is no such language here.", "lang",
                 treaty_reading_tags(course->reading));
}

static apr_status_t make_treaty(course_t *course, const char *id)
{
    treaty_missing_t missing = {"treaty", id, TREATY_SQL_TREATY_NEAR};
    apr_int64_t key;
    apr_status_t rv =
        resolve(course, &key, TREATY_SQL_TREATY_RESOLVE, &missing);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    return course->element->fact ? make_fact(course, key)
                                 : make_treaty_view(course, key);
}

static apr_status_t make_fact_sheet(course_t *course, const char *id)
{
    treaty_missing_t missing = {"fact sheet", id, TREATY_SQL_FACT_SHEET_NEAR};
    json_t *document;
    apr_int64_t key;
    apr_status_t rv =
        resolve(course, &key, TREATY_SQL_FACT_SHEET_RESOLVE, &missing);

    if (rv == APR_SUCCESS) {
        rv = treaty_document_fact_sheet(&document, course->reading, key, 0);
    }
    return rv != APR_SUCCESS ? rv : render(course, "fact-sheets", document);
}

/* What the attributes must be before anything is read. */
static apr_status_t check(course_t *course)
{
    const treaty_element_t *element = course->element;
    const char *heading = element->heading;

    if (!element->id == !element->factsheet) {
        return wrong(course, "The element names no record, or two.", "id",
                     "id= or factsheet=");
    }
    if (!element->view == !element->fact) {
        return wrong(course,
                     "The element names neither a view nor a fact, or "
                     "both.",
                     "view", "view= or fact=");
    }
    if (element->fact && !element->id) {
        return wrong(course, "Facts are told of treaties.", "fact",
                     "id= beside fact=");
    }
    if (element->participant && !element->fact) {
        return wrong(course, "A participant's part is told by a fact.",
                     "participant", "fact= beside participant=");
    }
    if (!treaty_query_name_is_valid(element->view ? element->view
                                                  : element->fact)) {
        return wrong(course, "The name of the view or fact isn't one.", "view",
                     "letters, digits, '-', '_' and '.'");
    }
    if (element->participant &&
        (strlen(element->participant) > TREATY_ID_MAX ||
         !treaty_query_text_is_valid(element->participant))) {
        return wrong(course, "The participant's name is no text, or too long.",
                     "participant", "at most 200 bytes of UTF-8");
    }
    if (heading && (heading[0] < '2' || heading[0] > '6' || heading[1])) {
        return wrong(course, "The heading's level isn't one.", "heading",
                     "a digit from 2 to 6");
    }
    if (element->format && strcmp(element->format, "plain") != 0) {
        return wrong(course, "There is no such format.", "format", "plain");
    }
    if (element->beside && strcmp(element->beside, "today") != 0) {
        return wrong(course, "There is nothing of this name to set beside.",
                     "beside", "today");
    }
    return APR_SUCCESS;
}

static apr_status_t make(course_t *course)
{
    const treaty_element_t *element = course->element;
    const char *named = element->id ? element->id : element->factsheet;
    const char *id;
    treaty_day_t day;
    apr_status_t rv = check(course);

    if (rv == APR_SUCCESS) {
        rv = treaty_query_split_id(&id, &day, &course->problem, named,
                                   course->pool);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_reading_begin(&course->reading, course->site, day,
                              element->lang, element->now, course->pool);
    if (rv == APR_SUCCESS) {
        rv = check_language(course);
    }
    if (rv == APR_SUCCESS) {
        rv =
            element->id ? make_treaty(course, id) : make_fact_sheet(course, id);
    }
    treaty_reading_end(course->reading);
    return rv;
}

/* The stylesheet's link, for a page's head. */
static const char *head(const treaty_site_t *site, apr_pool_t *pool)
{
    return apr_pstrcat(
        pool, "<link rel=\"stylesheet\" href=\"", site->origin, site->base,
        "/assets/", treaty_asset_digest_name("treaty.css", pool), "\">", NULL);
}

static const treaty_language_t *language_of(const course_t *course,
                                            const treaty_template_set_t *set)
{
    const char *lang = course->element->lang;

    return set ? treaty_reading_language(&lang, set, course->site) : NULL;
}

static const char *fragment(const course_t *course)
{
    treaty_template_set_t *set = NULL;
    const char *text;

    if (course->element->is_value) {
        return "";
    }
    if (course->element->format) {
        return "unknown";
    }
    (void)treaty_templates_acquire(&set, course->site->templates,
                                   course->site->refresh, course->element->now);
    text = treaty_problem_fragment(&course->problem, course->suggestions, set,
                                   language_of(course, set),
                                   course->element->fact != NULL, course->pool);
    if (set) {
        treaty_template_set_release(set);
    }
    return text;
}

apr_status_t treaty_element_make(const char **text, const char **trouble,
                                 const treaty_site_t *site,
                                 const treaty_element_t *element,
                                 apr_pool_t *result_pool)
{
    course_t course = {0};
    apr_status_t rv;

    *trouble = NULL;
    if (element->view && strcmp(element->view, "head") == 0) {
        *text = head(site, result_pool);
        return APR_SUCCESS;
    }
    course.site = site;
    course.element = element;
    course.pool = result_pool;
    course.text = treaty_text_create(
        element->fact ? FACT_MAX : TREATY_REPRESENTATION_MAX, result_pool);
    rv = make(&course);
    *text = course.text->data;
    if (rv != APR_SUCCESS) {
        if (course.problem.status == 0) {
            treaty_problem_of_status(&course.problem, rv);
        }
        *trouble = course.problem.detail;
        *text = fragment(&course);
    }
    return rv;
}
