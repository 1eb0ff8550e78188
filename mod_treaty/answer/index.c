/* The mount itself: what there is, and how it is asked for. */
#include "course.h"

#include "document.h"

#include <apr_strings.h>
#include <string.h>

static void set_urls(json_t *document, const treaty_course_t *course)
{
    static const struct {
        const char *name;
        const char *path;
    } addresses[] = {{"self", "/index.json"},
                     {"html", "/"},
                     {"openapi", "/openapi.json"},
                     {"treaties", "/treaties.json"},
                     {"participants", "/participants.json"},
                     {"acts", "/acts.json"},
                     {"feed", "/acts.atom"},
                     {"status", "/status.json"},
                     {"fact_sheets", "/fact-sheets.json"},
                     {"subjects", "/subjects.json"},
                     {"search", "/search.json"},
                     {"changes", "/changes.json"},
                     {"download", "/download.json"},
                     {"opensearch", "/opensearch.xml"},
                     {"health", "/health"}};
    json_t *urls = json_object();
    size_t i;

    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        treaty_json_set_text(urls, addresses[i].name,
                             treaty_course_url(course, addresses[i].path));
    }
    json_object_set_new(document, "urls", urls);
}

static apr_status_t set_counts(json_t *document, const treaty_course_t *course)
{
    static const char *const names[] = {"treaties", "participants", "acts",
                                        "fact_sheets"};
    json_t *counts = json_object();
    treaty_stmt_t *stmt;
    int row = 0;
    int i;
    apr_status_t rv =
        treaty_stmt_get(&stmt, course->reading->db, TREATY_SQL_INDEX_COUNTS);

    json_object_set_new(document, "counts", counts);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        for (i = 0; i < 4; i++) {
            treaty_reading_set_number(counts, names[i], stmt, i);
        }
        treaty_stmt_reset(stmt);
    }
    return rv;
}

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

/* A line of the documentation for each address of the description. */
static json_t *api_of(const json_t *openapi, const treaty_course_t *course)
{
    const json_t *components = json_object_get(openapi, "components");
    json_t *list = json_array();
    const char *path;
    json_t *item;

    json_object_foreach(json_object_get(openapi, "paths"), path, item)
    {
        const json_t *operation = json_object_get(item, "get");
        const char *example = treaty_json_text(operation, "x-example");
        json_t *one = json_object();

        treaty_json_set_text(one, "path", path);
        treaty_json_set_text(one, "summary",
                             treaty_json_text(operation, "summary"));
        treaty_json_set_text(one, "description",
                             treaty_json_text(operation, "description"));
        treaty_json_set_text(one, "example",
                             example ? treaty_course_url(course, example)
                                     : NULL);
        json_object_set_new(one, "parameters",
                            parameters_of(operation, components));
        json_array_append_new(list, one);
    }
    return list;
}

apr_status_t treaty_course_index(treaty_course_t *course)
{
    json_t *document = treaty_json_bind(json_object(), course->pool);
    apr_status_t rv;

    course->document = document;
    treaty_json_set_text(document, "title", "Treaty reference");
    treaty_document_head(document, course->reading);
    treaty_json_set_text(
        document, "published_at",
        treaty_snapshot_published_at(course->reading->snapshot));
    treaty_json_set_text(document, "version", treaty_version());
    rv = set_counts(document, course);
    set_urls(document, course);
    if (rv == APR_SUCCESS && course->query->form == TREATY_FORM_HTML) {
        json_object_set_new(
            document, "api",
            api_of(treaty_json_bind(treaty_openapi(), course->pool), course));
    }
    return rv;
}
