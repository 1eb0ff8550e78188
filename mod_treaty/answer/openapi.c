#include "course.h"

/* docs/openapi.json, made into C at build time. */
extern const char treaty_openapi_json[];

json_t *treaty_openapi(void)
{
    return json_loads(treaty_openapi_json, JSON_REJECT_DUPLICATES, NULL);
}

apr_status_t treaty_course_openapi(treaty_course_t *course)
{
    json_t *document = treaty_json_bind(treaty_openapi(), course->pool);
    json_t *servers = json_object_get(document, "servers");

    /* The description is one for all sites: where it is served is filled in. */
    treaty_json_set_text(json_array_get(servers, 0), "url",
                         treaty_course_url(course, ""));
    treaty_json_set_text(json_object_get(document, "info"), "version",
                         treaty_version());
    course->document = document;
    return document ? APR_SUCCESS : APR_ENOMEM;
}
