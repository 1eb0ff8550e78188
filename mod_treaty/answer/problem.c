#include "page.h"

#include <apr_strings.h>
#include <string.h>

/* The most bytes of a fragment that tells a problem. */
#define FRAGMENT_MAX TREATY_REPRESENTATION_MAX
/* Seconds that a cache may keep what is told of a wrong request. */
#define PROBLEM_MAX_AGE 60

/* A problem without a template, and without a catalogue. */
#define UNTOLD "The treaty record can't be read at the moment."

/* What tells a problem to those who read the language. */
typedef struct {
    const char *title;
    const char *detail;
    /** NULL where it can't be said in the language of a page. */
    const char *expected;
} told_t;

static const char *title_key(int status)
{
    switch (status) {
    case 400:
        return "problem_wrong";
    case 404:
        return "problem_not_found";
    case 410:
        return "problem_gone";
    case 414:
        return "problem_too_long";
    case 501:
        return "problem_not_implemented";
    case 503:
        return "problem_unavailable";
    default:
        return "problem_internal";
    }
}

static void tell(told_t *told, const treaty_problem_t *problem,
                 const treaty_language_t *language, apr_pool_t *pool)
{
    told->title = treaty_word(language, title_key(problem->status));
    told->detail = treaty_sentence(language, problem->detail, pool);
    told->expected = problem->expected;
}

/* What a parameter takes is told in English alone: a reader of another
 * language isn't shown it. */
static int is_english(const treaty_language_t *language)
{
    const char *tag = treaty_language_tag(language);

    return strncmp(tag, TREATY_LANGUAGE_DEFAULT, 2) == 0 &&
           (tag[2] == '\0' || tag[2] == '-');
}

void treaty_problem_of_status(treaty_problem_t *problem, apr_status_t status)
{
    memset(problem, 0, sizeof(*problem));
    if (status == TREATY_ENOTFOUND) {
        problem->status = 404;
        problem->detail = "There is nothing at this address.";
        return;
    }
    problem->status = 503;
    if (status == TREATY_ETEMPLATE) {
        problem->detail = "This view can't be shown until its template is "
                          "mended.";
    }
    else if (status == TREATY_ELIMIT) {
        problem->detail = "This view is larger than a page may be.";
    }
    else if (APR_STATUS_IS_TIMEUP(status)) {
        problem->detail = "Answering took too long; try again, or ask for "
                          "less.";
    }
    else {
        problem->detail = "The treaty record can't be read at the moment.";
    }
}

void treaty_problem_of_missing(treaty_problem_t *problem,
                               const treaty_missing_t *missing,
                               apr_pool_t *result_pool)
{
    memset(problem, 0, sizeof(*problem));
    problem->status = 404;
    problem->parameter = "id";
    problem->detail =
        apr_psprintf(result_pool, "There is no %s \xe2\x80\x9c%s\xe2\x80\x9d.",
                     missing->noun, missing->id);
}

static const char *plain_fragment(const treaty_problem_t *problem,
                                  const treaty_language_t *language,
                                  int is_inline, apr_pool_t *pool)
{
    const char *element = is_inline ? "span" : "p";
    const char *detail =
        language ? treaty_sentence(language, problem->detail, pool) : UNTOLD;
    treaty_text_t *text = treaty_text_create(FRAGMENT_MAX, pool);

    (void)treaty_text_printf(
        text, "<%s class=\"treaty-missing\" lang=\"%s\" dir=\"%s\">", element,
        language ? treaty_language_tag(language) : TREATY_LANGUAGE_DEFAULT,
        language ? treaty_language_dir(language) : "ltr");
    (void)treaty_text_escape(text, detail, strlen(detail));
    (void)treaty_text_printf(text, "</%s>", element);
    return text->data;
}

/* What the templates of a problem see. */
static json_t *view_of(const treaty_problem_t *problem, json_t *suggestions,
                       const treaty_language_t *language, apr_pool_t *pool)
{
    json_t *view = treaty_json_bind(json_object(), pool);
    told_t told;

    tell(&told, problem, language, pool);
    treaty_json_set_text(view, "title", told.title);
    treaty_json_set_text(view, "detail", told.detail);
    treaty_json_set_text(view, "parameter", problem->parameter);
    treaty_json_set_text(view, "expected",
                         is_english(language) ? told.expected : NULL);
    json_object_set_new(view, "suggestions",
                        suggestions ? json_incref(suggestions) : json_array());
    return view;
}

const char *treaty_problem_fragment(const treaty_problem_t *problem,
                                    json_t *suggestions,
                                    treaty_template_set_t *set,
                                    const treaty_language_t *language,
                                    int is_inline, apr_pool_t *result_pool)
{
    treaty_text_t *text = treaty_text_create(FRAGMENT_MAX, result_pool);
    apr_status_t rv = TREATY_ENOTFOUND;

    if (set) {
        json_t *view = view_of(problem, suggestions, language, result_pool);

        json_object_set_new(view, "inline", json_boolean(is_inline));
        rv = treaty_html_represent(text, set, "missing", view, NULL, language,
                                   result_pool);
    }
    return rv == APR_SUCCESS
               ? text->data
               : plain_fragment(problem, language, is_inline, result_pool);
}

static const char *problem_json(const treaty_problem_t *problem,
                                json_t *suggestions,
                                const treaty_language_t *language,
                                apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(FRAGMENT_MAX, pool);
    json_t *document = treaty_json_bind(json_object(), pool);
    told_t told = {NULL, UNTOLD, problem->expected};

    if (language) {
        tell(&told, problem, language, pool);
    }
    treaty_json_set_text(document, "type", "about:blank");
    treaty_json_set_text(document, "title", told.title);
    json_object_set_new(document, "status", json_integer(problem->status));
    treaty_json_set_text(document, "detail", told.detail);
    treaty_json_put_text(document, "parameter", problem->parameter);
    treaty_json_put_text(document, "expected", told.expected);
    if (json_array_size(suggestions) > 0) {
        json_object_set(document, "suggestions", suggestions);
    }
    (void)treaty_json_represent(text, document);
    return text->data;
}

/* The collection that a problem's suggestions are of. */
static const char *collection_of(const treaty_problem_t *problem,
                                 const treaty_query_t *query)
{
    if (!problem->parameter || strcmp(problem->parameter, "id") == 0) {
        return query->collection;
    }
    return strcmp(problem->parameter, "participant") == 0 ? "participants"
                                                          : "treaties";
}

/* The page of a record that may have been meant, on the day and in the language
 * that were asked for. */
static const char *suggested_url(const treaty_course_t *course,
                                 const char *collection, const char *id)
{
    const treaty_query_t *query = course->query;
    int is_dated = query->day != TREATY_DAY_NONE;

    return treaty_course_url(
        course,
        apr_pstrcat(course->pool, "/", collection, "/", id, is_dated ? "@" : "",
                    is_dated ? treaty_day_text(query->day, course->pool) : "",
                    treaty_lang_args(query->values[TREATY_PARAM_LANG], '?',
                                     course->pool),
                    NULL));
}

/* A page leads on to what it suggests. */
static void link_suggestions(json_t *view, const treaty_course_t *course,
                             const char *collection)
{
    json_t *suggestions = json_deep_copy(json_object_get(view, "suggestions"));
    json_t *one;
    size_t i;

    json_array_foreach(suggestions, i, one)
    {
        const char *id = treaty_json_text(one, "id");

        treaty_json_set_text(
            one, "html_url",
            id && collection ? suggested_url(course, collection, id) : NULL);
    }
    json_object_set_new(view, "has_suggested",
                        json_boolean(json_array_size(suggestions) > 0));
    json_object_set_new(view, "suggested", suggestions);
}

/* A course as far as a page of a problem has one: nothing is read.
 * @param lang that addresses name, or NULL */
static treaty_course_t *course_of(const treaty_site_t *site,
                                  const treaty_request_t *request,
                                  const treaty_query_t *query, const char *lang,
                                  apr_pool_t *pool)
{
    treaty_course_t *course = apr_pcalloc(pool, sizeof(*course));

    course->site = site;
    course->request = request;
    course->query = apr_pmemdup(pool, query, sizeof(*query));
    course->query->values[TREATY_PARAM_LANG] = lang;
    course->pool = pool;
    return course;
}

/* @return NULL without a usable template */
static const char *problem_page(const treaty_problem_t *problem,
                                json_t *suggestions,
                                const treaty_template_set_t *set,
                                const treaty_language_t *language,
                                treaty_course_t *course)
{
    apr_pool_t *pool = course->pool;
    treaty_text_t *text = treaty_text_create(FRAGMENT_MAX, pool);
    json_t *view = view_of(problem, suggestions, language, pool);

    treaty_answer_set_place(view, course->site,
                            course->query->values[TREATY_PARAM_LANG], pool);
    link_suggestions(view, course, collection_of(problem, course->query));
    json_object_set(
        view, "page",
        treaty_page_make(course,
                         treaty_word(language, title_key(problem->status))));
    return treaty_html_represent(text, set, "problem", view, NULL, language,
                                 pool) == APR_SUCCESS
               ? text->data
               : NULL;
}

/* Where a reader comes to: not a view, and not a part of another page. */
static int is_page(const treaty_request_t *request, const treaty_query_t *query)
{
    return !request->included && query->form == TREATY_FORM_HTML &&
           *query->part == '\0';
}

/* Tells the problem in a language that is asked for, if only by the address
 * that went wrong. */
static void tell_in_form(treaty_answer_t *answer,
                         const treaty_problem_t *problem, json_t *suggestions,
                         const treaty_site_t *site,
                         const treaty_request_t *request,
                         const treaty_query_t *query, apr_pool_t *pool)
{
    int is_data =
        query->form != TREATY_FORM_HTML && query->form != TREATY_FORM_FILE;
    treaty_template_set_t *set = NULL;
    const treaty_language_t *language = NULL;
    const char *lang = query->values[TREATY_PARAM_LANG];
    const char *text = NULL;

    (void)treaty_site_templates(&set, site, request->now);
    if (set) {
        language = treaty_reading_language(&lang, set, site);
        answer->language =
            is_data ? NULL : apr_pstrdup(pool, treaty_language_tag(language));
    }
    if (is_data) {
        text = problem_json(problem, suggestions, language, pool);
    }
    else if (set && is_page(request, query)) {
        text = problem_page(problem, suggestions, set, language,
                            course_of(site, request, query, lang, pool));
    }
    if (!text) {
        text = treaty_problem_fragment(problem, suggestions, set, language, 0,
                                       pool);
    }
    if (set) {
        treaty_template_set_release(set);
    }
    answer->content_type =
        is_data ? "application/problem+json" : "text/html; charset=utf-8";
    answer->body = text;
    answer->len = strlen(text);
}

void treaty_problem_answer(treaty_answer_t *answer, const treaty_site_t *site,
                           const treaty_request_t *request,
                           const treaty_query_t *query,
                           const treaty_problem_t *problem, json_t *suggestions,
                           apr_pool_t *result_pool)
{
    answer->status = problem->status;
    answer->max_age =
        PROBLEM_MAX_AGE < site->max_age ? PROBLEM_MAX_AGE : site->max_age;
    if (problem->status >= 500 && problem->status != 501) {
        answer->max_age = -1;
    }
    answer->retry_after = problem->status == 503 ? TREATY_RETRY_AFTER : 0;
    tell_in_form(answer, problem, suggestions, site, request, query,
                 result_pool);
    if (strcmp(answer->content_type, "application/problem+json") != 0) {
        answer->trouble = problem->detail;
        /* mod_include would print its own text in the place of a page's. */
        answer->status = request->included ? 200 : problem->status;
    }
}
