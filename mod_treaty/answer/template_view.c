/* What templates see, by the description of the API: for their check. */
#include "course.h"
#include "view.h"

#include "query_private.h"
#include "treaty_template_check.h"

#include <apr_strings.h>
#include <string.h>

typedef struct {
    const json_t *openapi;
    /** What stands beside each document. */
    json_t *extras;
    apr_pool_t *pool;
} views_t;

/* A schema that allows what a value is: a new reference. */
static json_t *schema_of(json_t *value)
{
    json_t *properties;
    const char *key;
    json_t *member;

    if (json_is_array(value)) {
        return json_pack("{s:s, s:o}", "type", "array", "items",
                         schema_of(json_array_get(value, 0)));
    }
    if (!json_is_object(value)) {
        return json_pack("{s:O}", "const", value);
    }
    properties = json_object();
    json_object_foreach(value, key, member)
    {
        json_object_set_new(properties, key, schema_of(member));
    }
    return json_pack("{s:s, s:o}", "type", "object", "properties", properties);
}

/* The query of the address that shows a template; NULL where none does. */
static const treaty_query_t *query_of(const char *name, apr_pool_t *pool)
{
    const char *slash = strrchr(name, '/');
    const char *view = slash ? slash + 1 : name;
    const char *folder =
        slash ? apr_pstrmemdup(pool, name, (apr_size_t)(slash - name)) : "";
    const char *ending = strcmp(view, "list") == 0   ? ""
                         : strcmp(view, "page") == 0 ? "/id"
                                                     : "/id/";
    treaty_query_t *query;
    treaty_problem_t problem;

    if (!slash) {
        return NULL;
    }
    if (treaty_query_parse(&query, &problem,
                           apr_pstrcat(pool, "/", folder, ending,
                                       strcmp(ending, "/id/") == 0 ? view : "",
                                       NULL),
                           NULL, pool) != APR_SUCCESS) {
        return NULL;
    }
    return query->form == TREATY_FORM_HTML && !query->is_moved &&
                   strcmp(query->collection, folder) == 0 &&
                   strcmp(query->view, view) == 0
               ? query
               : NULL;
}

/* The schema of what an address answers as JSON. */
static json_t *answer_of(const views_t *views, const char *path)
{
    json_t *paths = json_object_get(views->openapi, "paths");

    return json_object_get(treaty_json_at(json_object_get(paths, path),
                                          "get.responses.200.content"),
                           "application/json");
}

static json_t *named_schema(const views_t *views, const char *name)
{
    return json_object_get(treaty_json_at(views->openapi, "components.schemas"),
                           name);
}

/* A schema, what of its document templates alone see, and the extras. */
static json_t *with_extras(const views_t *views, json_t *schema)
{
    const char *ref = treaty_json_text(schema, "$ref");
    const char *slash = ref ? strrchr(ref, '/') : NULL;
    json_t *named = slash ? named_schema(views, slash + 1) : schema;
    json_t *more = json_object_get(named, "x-template");
    json_t *list = json_array();

    /* What it says of a member holds, and what it says beside. */
    if (more) {
        json_array_append(list, more);
    }
    json_array_append(list, named);
    json_array_append(list, views->extras);
    return treaty_json_bind(list, views->pool);
}

static json_t *view_of(void *baton, const char *name)
{
    const views_t *views = baton;
    const treaty_query_t *query;
    json_t *answer;

    if (strcmp(name, "index") == 0) {
        return with_extras(views, named_schema(views, "Index"));
    }
    if (strcmp(name, "missing") == 0 || strcmp(name, "problem") == 0) {
        return with_extras(views, named_schema(views, "Problem"));
    }
    if (strcmp(name, "svg/timeline") == 0) {
        return with_extras(views, named_schema(views, "Treaty"));
    }
    if (strcmp(name, "api/list") == 0) {
        return with_extras(views,
                           json_object_get(views->openapi, "x-api-page"));
    }
    query = query_of(name, views->pool);
    answer = query ? answer_of(views, treaty_route_json_path(query->resource,
                                                             views->pool))
                   : NULL;
    return answer ? with_extras(views, json_object_get(answer, "schema"))
                  : NULL;
}

apr_status_t treaty_answer_check_templates(apr_array_header_t **findings,
                                           const treaty_site_t *site,
                                           const char *directory,
                                           apr_pool_t *result_pool)
{
    treaty_reading_t reading = {0};
    treaty_view_t view = {.collection = "treaties", .name = "page"};
    treaty_template_check_t check = {0};
    json_t *extras;
    views_t views;

    reading.site = site;
    reading.pool = result_pool;
    views.openapi = treaty_json_bind(treaty_openapi(), result_pool);
    extras = treaty_view_extras(&reading, &view, NULL);
    json_object_set_new(extras, "recorded_to", json_string("2000-01"));
    json_object_set_new(extras, "languages",
                        json_pack("{s:[{s:s, s:s, s:s, s:s, s:b}]}", "items",
                                  "tag", "en", "name", "English", "dir", "ltr",
                                  "url", "/", "is_current", 1));
    views.extras = treaty_json_bind(schema_of(extras), result_pool);
    /* What pages have around them; a view is none. */
    json_object_set(json_object_get(views.extras, "properties"), "page",
                    json_object_get(views.openapi, "x-page"));
    views.pool = result_pool;
    check.directory = directory;
    check.view = view_of;
    check.view_baton = &views;
    check.root = views.openapi;
    return treaty_templates_check(findings, &check, result_pool, result_pool);
}
