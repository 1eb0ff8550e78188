#include "page.h"
#include "view.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

#define OEMBED_TYPE "application/json+oembed"
/* A picture that somebody opens as a page has its own style, and can do
 * nothing else. */
#define SVG_POLICY "default-src 'none'; style-src 'unsafe-inline'; sandbox"
/* What citation processors read. */
#define CSL_TYPE "application/vnd.citationstyles.csl+json"

static void set_ages(const treaty_course_t *course)
{
    course->answer->max_age = course->site->max_age;
    course->answer->ends_with_day = course->query->day == TREATY_DAY_NONE;
}

static apr_time_t last_modified_of(const treaty_course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    apr_time_t latest = treaty_snapshot_published_time(reading->snapshot);
    apr_time_t changed = treaty_template_set_changed(reading->templates);

    /* The words of the languages are in data, too. */
    if (changed > latest) {
        latest = changed;
    }
    /* A day that has come isn't projected any more, also where it was named. */
    if (!reading->is_future && treaty_day_start(reading->day) > latest) {
        latest = treaty_day_start(reading->day);
    }
    return latest;
}

static const char *etag_of(const char *data, apr_size_t len, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "\"", treaty_fingerprint(data, len, pool), "\"",
                       NULL);
}

void treaty_course_set_body(const treaty_course_t *course, const char *data,
                            apr_size_t len, const char *content_type)
{
    treaty_answer_t *answer = course->answer;

    answer->status = 200;
    answer->content_type = content_type;
    answer->body = data;
    answer->len = len;
    answer->etag = etag_of(data, len, course->pool);
    answer->last_modified = last_modified_of(course);
    if (course->query->form == TREATY_FORM_HTML) {
        /* It is copied, for it goes with the templates. */
        answer->language = apr_pstrdup(
            course->pool, treaty_language_tag(course->reading->language));
    }
    set_ages(course);
}

/* The folder that a collection's templates are in; the mount has none. */
const char *treaty_course_template(const treaty_course_t *course)
{
    const treaty_query_t *query = course->query;

    return *query->collection ? apr_pstrcat(course->pool, query->collection,
                                            "/", query->view, NULL)
                              : "index";
}

/* A view is a piece of other pages, and has nothing around it. */
static apr_status_t write_html(treaty_text_t *text, treaty_course_t *course)
{
    treaty_view_t view;
    json_t *extras;

    treaty_course_view(&view, course);
    extras = treaty_view_extras(course->reading, &view, course->document);
    if (*course->query->part == '\0' && !course->request->included) {
        json_object_set_new(extras, "languages", treaty_page_languages(course));
        json_object_set(extras, "page", treaty_page_make(course, NULL));
    }
    return treaty_html_represent(
        text, course->reading->templates, treaty_course_template(course),
        course->document, extras, course->reading->language, course->pool);
}

/* A picture is drawn by a template, too. */
static apr_status_t write_svg(treaty_text_t *text, treaty_course_t *course)
{
    course->answer->policy = SVG_POLICY;
    return treaty_html_represent(
        text, course->reading->templates,
        apr_pstrcat(course->pool, "svg/", course->query->part, NULL),
        course->document,
        treaty_answer_extras(course->reading, 0, course->document),
        course->reading->language, course->pool);
}

/* Whether a member is asked for, by its dotted path: fields= names it, or what
 * it is a member of. */
static int is_wanted(const char *path, const apr_array_header_t *fields)
{
    int i;

    for (i = 0; i < fields->nelts; i++) {
        const char *field = APR_ARRAY_IDX(fields, i, const char *);
        apr_size_t len = strlen(field);

        if (strncmp(path, field, len) == 0 &&
            (path[len] == '\0' || path[len] == '.')) {
            return 1;
        }
    }
    return fields->nelts == 0;
}

static const treaty_csv_column_t *columns_of(const treaty_course_t *course)
{
    static const treaty_csv_column_t end = {NULL, NULL};
    apr_array_header_t *fields =
        treaty_query_list(course->query, TREATY_PARAM_FIELDS, course->pool);
    apr_array_header_t *wanted =
        apr_array_make(course->pool, 16, sizeof(treaty_csv_column_t));
    const treaty_csv_column_t *column;

    for (column = course->columns; column && column->header; column++) {
        if (is_wanted(column->path, fields)) {
            APR_ARRAY_PUSH(wanted, treaty_csv_column_t) = *column;
        }
    }
    APR_ARRAY_PUSH(wanted, treaty_csv_column_t) = end;
    return (const treaty_csv_column_t *)wanted->elts;
}

static apr_status_t write_csv(treaty_text_t *text, treaty_course_t *course)
{
    const treaty_csv_column_t *columns = columns_of(course);
    apr_status_t rv = treaty_csv_header_represent(text, columns);
    json_t *row;
    size_t i;

    json_array_foreach(json_object_get(course->document, "items"), i, row)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_csv_row_represent(text, columns, row);
        }
    }
    return rv;
}

/* Whether a member of this one is asked for. */
static int holds_wanted(const char *path, const apr_array_header_t *fields)
{
    apr_size_t len = strlen(path);
    int i;

    for (i = 0; i < fields->nelts; i++) {
        const char *field = APR_ARRAY_IDX(fields, i, const char *);

        if (strncmp(field, path, len) == 0 && field[len] == '.') {
            return 1;
        }
    }
    return 0;
}

static void trim_member(json_t *object, const char *key, json_t *value,
                        const apr_array_header_t *fields)
{
    const char *name;
    json_t *member;
    void *next;

    if (is_wanted(key, fields)) {
        return;
    }
    if (!holds_wanted(key, fields)) {
        json_object_del(object, key);
        return;
    }
    json_object_foreach_safe(value, next, name, member)
    {
        if (!is_wanted(apr_pstrcat(fields->pool, key, ".", name, NULL),
                       fields)) {
            json_object_del(value, name);
        }
    }
}

/* Leaves in each item what fields= names. */
static void trim(json_t *document, const apr_array_header_t *fields)
{
    json_t *item;
    size_t i;

    json_array_foreach(json_object_get(document, "items"), i, item)
    {
        const char *key;
        json_t *value;
        void *next;

        json_object_foreach_safe(item, next, key, value)
        {
            trim_member(item, key, value, fields);
        }
    }
}

static apr_status_t write_json(treaty_text_t *text, treaty_course_t *course)
{
    trim(course->document,
         treaty_query_list(course->query, TREATY_PARAM_FIELDS, course->pool));
    return treaty_json_represent(text, course->document);
}

static int is_citation(const treaty_course_t *course)
{
    return course->query->resource == TREATY_RESOURCE_TREATY_CITATION;
}

static apr_status_t write_document(treaty_text_t *text, treaty_course_t *course)
{
    switch (course->query->form) {
    case TREATY_FORM_HTML:
        return write_html(text, course);
    case TREATY_FORM_SVG:
        return write_svg(text, course);
    case TREATY_FORM_CSV:
        return write_csv(text, course);
    case TREATY_FORM_ATOM:
        return treaty_atom_represent(text, course->document);
    case TREATY_FORM_JSONLD:
        return treaty_jsonld_represent(text, course->document,
                                       course->reading->language);
    case TREATY_FORM_BIBTEX:
        return treaty_bibtex_represent(text, course->document);
    case TREATY_FORM_RIS:
        return treaty_ris_represent(text, course->document);
    case TREATY_FORM_XML:
        return treaty_opensearch_represent(text, course->document);
    default:
        return is_citation(course)
                   ? treaty_csl_represent(text, course->document)
                   : write_json(text, course);
    }
}

static const char *content_type(const treaty_course_t *course)
{
    return is_citation(course) && course->query->form == TREATY_FORM_JSON
               ? CSL_TYPE
               : treaty_form_type(course->query->form);
}

/* A stream isn't read before it is sent, so its validator stands for what it
 * is made of. */
static void promise_rows(treaty_course_t *course)
{
    const treaty_query_t *query = course->query;
    treaty_answer_t *answer = course->answer;
    const char *made_of = apr_pstrcat(
        course->pool, treaty_snapshot_revision(course->reading->snapshot), " ",
        course->reading->on, " ", treaty_version(), " ",
        /* Rows have addresses in them. */
        treaty_course_url(course, ""), " ",
        treaty_language_tag(course->reading->language), " ",
        treaty_query_path(query, course->slug, query->form, course->pool),
        treaty_query_args(query, TREATY_PARAM__COUNT, NULL, course->pool),
        NULL);

    answer->status = 200;
    answer->content_type = treaty_form_type(query->form);
    answer->stream = treaty_stream_create(course->reading, course->rows,
                                          columns_of(course), course->pool);
    answer->etag = etag_of(made_of, strlen(made_of), course->pool);
    answer->last_modified = last_modified_of(course);
    set_ages(course);
}

/* The names that `fields` takes are those of the columns' first parts. */
static apr_status_t check_fields(treaty_course_t *course)
{
    apr_array_header_t *fields =
        treaty_query_list(course->query, TREATY_PARAM_FIELDS, course->pool);
    int i;

    for (i = 0; i < fields->nelts; i++) {
        apr_array_header_t one = *fields;
        const treaty_csv_column_t *column = course->columns;

        one.elts = fields->elts + (apr_size_t)i * sizeof(const char *);
        one.nelts = 1;
        while (column->header && !is_wanted(column->path, &one)) {
            column++;
        }
        if (!column->header) {
            return treaty_course_refuse(course, TREATY_PARAM_FIELDS,
                                        "An item has no such member.");
        }
    }
    return APR_SUCCESS;
}

static void append_link(const treaty_course_t *course, const char *path,
                        const char *rel, const char *type)
{
    treaty_answer_t *answer = course->answer;

    answer->link = apr_pstrcat(course->pool, answer->link ? answer->link : "",
                               answer->link ? ", " : "", "<",
                               treaty_course_url(course, path), ">; rel=\"",
                               rel, "\"", type ? "; type=\"" : "",
                               type ? type : "", type ? "\"" : "", NULL);
}

/* A media type without its parameters, as a Link header has it. */
static const char *bare_type(treaty_form_t form, apr_pool_t *pool)
{
    const char *type = treaty_form_type(form);

    return apr_pstrmemdup(pool, type, strcspn(type, ";"));
}

/* The pages before and after this one, which the document has as addresses. */
static void link_pages(const treaty_course_t *course)
{
    static const char *const pages[] = {"prev", "next"};
    apr_size_t base = strlen(course->site->origin) + strlen(course->site->base);
    int i;

    for (i = 0; i < 2; i++) {
        const char *url = treaty_json_text(course->document, pages[i]);

        if (url && strlen(url) > base) {
            append_link(course, url + base, pages[i], NULL);
        }
    }
}

static void link_form(const treaty_course_t *course,
                      const treaty_query_t *query, treaty_form_t form,
                      const char *rel)
{
    treaty_query_t other = treaty_course_in_form(query, form);

    append_link(
        course,
        apr_pstrcat(
            course->pool,
            treaty_query_path(&other, course->slug, form, course->pool),
            treaty_query_args(&other, TREATY_PARAM__COUNT, NULL, course->pool),
            NULL),
        rel, form == query->form ? NULL : bare_type(form, course->pool));
}

/* A page of a record can be embedded: where to ask for what. */
static void link_oembed(const treaty_course_t *course)
{
    const char *page = treaty_course_url(
        course,
        apr_pstrcat(course->pool,
                    treaty_query_path(course->query, course->slug,
                                      TREATY_FORM_HTML, course->pool),
                    treaty_reading_lang_args(course->reading, '?'), NULL));

    if (*course->site->origin && course->slug && !*course->query->part) {
        append_link(course,
                    apr_pstrcat(course->pool, "/oembed?url=",
                                apr_pescape_urlencoded(course->pool, page),
                                NULL),
                    "alternate", OEMBED_TYPE);
    }
}

static void set_links(const treaty_course_t *course)
{
    treaty_query_t query = *course->query;
    /* One that speaks JSON without an ending has no other form. */
    int has_others = (query.forms & 1u << query.form) != 0;
    int i;

    link_form(course, &query, query.form, "self");
    for (i = 0; i < TREATY_FORM__COUNT; i++) {
        if (has_others && query.forms & 1u << i && i != (int)query.form) {
            link_form(course, &query, (treaty_form_t)i, "alternate");
        }
    }
    if (query.form == TREATY_FORM_HTML) {
        link_oembed(course);
    }
    if (query.form == TREATY_FORM_HTML && *query.part &&
        query.forms == 1u << TREATY_FORM_HTML) {
        /* What a view shows is the record's document. */
        query.part = "";
        link_form(course, &query, TREATY_FORM_JSON, "alternate");
    }
    link_pages(course);
    if (query.form != TREATY_FORM_HTML) {
        append_link(course, "/openapi.json", "describedby", "application/json");
    }
}

apr_status_t treaty_course_write(treaty_course_t *course)
{
    treaty_text_t *text;
    apr_status_t rv = course->columns ? check_fields(course) : APR_SUCCESS;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (course->rows && course->query->form == TREATY_FORM_CSV) {
        promise_rows(course);
    }
    else {
        text = treaty_text_create(TREATY_REPRESENTATION_MAX, course->pool);
        rv = write_document(text, course);
        if (rv != APR_SUCCESS) {
            return rv;
        }
        treaty_course_set_body(course, text->data, text->len,
                               content_type(course));
    }
    set_links(course);
    return APR_SUCCESS;
}
