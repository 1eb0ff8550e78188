/* The page of the API, told from its description. */
#include "course.h"

#include "document.h"
#include "download.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

/* A parameter as the page tells of it; one that is told once for all stands
 * among the description's components. */
static json_t *parameter_of(const json_t *parameter, const json_t *components)
{
    const char *ref = treaty_json_text(parameter, "$ref");
    const char *name = ref ? strrchr(ref, '/') : NULL;

    return name ? json_object_get(json_object_get(components, "parameters"),
                                  name + 1)
                : (json_t *)parameter;
}

static json_t *parameters_of(const json_t *operation, const json_t *components)
{
    json_t *list = json_array();
    json_t *parameter;
    size_t i;

    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        json_t *of = parameter_of(parameter, components);
        json_t *one = json_object();

        treaty_json_set_text(one, "name", treaty_json_text(of, "name"));
        treaty_json_set_text(one, "description",
                             treaty_json_text(of, "description"));
        json_object_set_new(
            one, "required",
            json_boolean(json_is_true(json_object_get(of, "required"))));
        json_array_append_new(list, one);
    }
    return list;
}

/* The text with a mark in it replaced. */
static const char *filled(const char *text, const char *mark, const char *value,
                          apr_pool_t *pool)
{
    const char *at = strstr(text, mark);

    return at ? apr_pstrcat(pool, apr_pstrmemdup(pool, text, at - text), value,
                            at + strlen(mark), NULL)
              : text;
}

/* Whether the record has what a parameter names. */
static int has_named(const treaty_course_t *course, const treaty_query_t *query,
                     treaty_param_t param, treaty_sql_t resolve)
{
    apr_array_header_t *names = treaty_query_list(query, param, course->pool);
    int i;

    for (i = 0; i < names->nelts; i++) {
        const char *slug;
        apr_int64_t key;

        if (treaty_reading_resolve(&key, &slug, course->reading, resolve,
                                   APR_ARRAY_IDX(names, i, const char *)) !=
            APR_SUCCESS) {
            return 0;
        }
    }
    return 1;
}

/* Whether the page that is to be embedded is there; it may be of another day.
 */
static int is_embeddable(const treaty_course_t *course)
{
    treaty_course_t other = *course;
    treaty_reading_t reading = *course->reading;

    other.reading = &reading;
    return treaty_course_oembed(&other) == APR_SUCCESS;
}

/* Whether an example of the description leads somewhere: it was written for the
 * sample, and this may be another record. */
static int is_here(const treaty_course_t *course, const char *example)
{
    apr_size_t len = strcspn(example, "?");
    treaty_course_t other = *course;
    treaty_problem_t problem = {0};
    treaty_download_t *download;

    if (treaty_query_parse(&other.query, &problem,
                           apr_pstrmemdup(course->pool, example, len),
                           example[len] ? example + len + 1 : NULL,
                           course->pool) != APR_SUCCESS) {
        return 0;
    }
    if (other.query->resource == TREATY_RESOURCE_DOWNLOAD) {
        return treaty_download_find(&download, course->reading,
                                    other.query->id) == APR_SUCCESS;
    }
    if (other.query->resource == TREATY_RESOURCE_OEMBED) {
        return is_embeddable(&other);
    }
    return treaty_course_resolve(&other) == APR_SUCCESS &&
           has_named(course, other.query, TREATY_PARAM_TREATY,
                     TREATY_SQL_TREATY_RESOLVE) &&
           has_named(course, other.query, TREATY_PARAM_PARTICIPANT,
                     TREATY_SQL_PARTICIPANT_RESOLVE);
}

/* An example's address, where what it needs is here: its records, a revision,
 * or that the site has an address of its own. */
static const char *example_of(const json_t *operation,
                              const treaty_course_t *course)
{
    const char *text = treaty_json_text(operation, "x-example");
    const char *mount =
        apr_pescape_urlencoded(course->pool, treaty_course_url(course, ""));

    if (!text || (strstr(text, "{mount}") && *course->site->origin == '\0')) {
        return NULL;
    }
    text = filled(text, "{mount}", mount, course->pool);
    text = filled(text, "{revision}",
                  treaty_snapshot_revision(course->reading->snapshot),
                  course->pool);
    return is_here(course, text) ? treaty_course_url(course, text) : NULL;
}

/* The media types that an address is answered with. */
static const char *types_of(const json_t *operation, apr_pool_t *pool)
{
    json_t *good =
        json_object_get(json_object_get(operation, "responses"), "200");
    const char *types = NULL;
    const char *type;
    json_t *media;

    json_object_foreach(json_object_get(good, "content"), type, media)
    {
        types = types ? apr_pstrcat(pool, types, ", ", type, NULL) : type;
    }
    return types;
}

/* An address of the description, as the page tells of it. */
static json_t *line_of(const char *path, const json_t *operation,
                       const json_t *components, const treaty_course_t *course)
{
    json_t *one = json_object();
    json_t *parameters = parameters_of(operation, components);

    treaty_json_set_text(one, "path", path);
    treaty_json_set_text(one, "summary",
                         treaty_json_text(operation, "summary"));
    treaty_json_set_text(one, "description",
                         treaty_json_text(operation, "description"));
    treaty_json_set_text(one, "type", types_of(operation, course->pool));
    treaty_json_set_text(one, "example", example_of(operation, course));
    json_object_set_new(one, "has_parameters",
                        json_boolean(json_array_size(parameters) > 0));
    json_object_set_new(one, "parameters", parameters);
    return one;
}

/* The addresses that a tag of the description is on. */
static json_t *lines_of(const json_t *openapi, const char *tag,
                        const treaty_course_t *course)
{
    const json_t *components = json_object_get(openapi, "components");
    json_t *list = json_array();
    const char *path;
    json_t *item;

    json_object_foreach(json_object_get(openapi, "paths"), path, item)
    {
        const json_t *operation = json_object_get(item, "get");
        const char *its = json_string_value(
            json_array_get(json_object_get(operation, "tags"), 0));

        if (its && strcmp(its, tag) == 0) {
            json_array_append_new(list,
                                  line_of(path, operation, components, course));
        }
    }
    return list;
}

/* The documentation, tag by tag. */
static json_t *api_of(const json_t *openapi, const treaty_course_t *course)
{
    json_t *list = json_array();
    json_t *tag;
    size_t i;

    json_array_foreach(json_object_get(openapi, "tags"), i, tag)
    {
        const char *name = treaty_json_text(tag, "name");
        json_t *one = json_object();

        treaty_json_set_text(one, "name", name);
        treaty_json_set_text(one, "description",
                             treaty_json_text(tag, "description"));
        json_object_set_new(one, "operations", lines_of(openapi, name, course));
        json_array_append_new(list, one);
    }
    return list;
}

apr_status_t treaty_course_api(treaty_course_t *course)
{
    json_t *document = treaty_json_bind(json_object(), course->pool);

    course->document = document;
    treaty_document_head(document, course->reading);
    json_object_set_new(
        document, "api",
        api_of(treaty_json_bind(treaty_openapi(), course->pool), course));
    treaty_json_set_text(document, "openapi",
                         treaty_course_url(course, "/openapi.json"));
    treaty_json_set_text(document, "root",
                         treaty_course_url(course, "/index.json"));
    return APR_SUCCESS;
}
