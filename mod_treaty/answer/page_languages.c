/* The same page in other languages. */
#include "course.h"

#include <apr_strings.h>

json_t *treaty_page_language(const treaty_language_t *language, const char *url,
                             int is_current)
{
    json_t *item = json_object();

    treaty_json_set_text(item, "tag", treaty_language_tag(language));
    treaty_json_set_text(item, "name", treaty_language_name(language));
    treaty_json_set_text(item, "dir", treaty_language_dir(language));
    treaty_json_set_text(item, "url", url);
    json_object_set_new(item, "is_current", json_boolean(is_current));
    return item;
}

json_t *treaty_page_languages(const treaty_course_t *course)
{
    const treaty_reading_t *reading = course->reading;
    const treaty_query_t *query = course->query;
    const apr_array_header_t *all =
        treaty_template_set_languages(reading->templates);
    const char *path =
        treaty_query_path(query, course->slug, TREATY_FORM_HTML, course->pool);
    json_t *items = json_array();
    int i;

    for (i = 0; i < all->nelts; i++) {
        const treaty_language_t *language =
            APR_ARRAY_IDX(all, i, const treaty_language_t *);
        const char *args =
            treaty_query_args(query, TREATY_PARAM_LANG,
                              treaty_language_tag(language), course->pool);

        json_array_append_new(
            items, treaty_page_language(
                       language,
                       treaty_course_url(
                           course, apr_pstrcat(course->pool, path, args, NULL)),
                       language == reading->language));
    }
    return json_pack("{s:o}", "items", items);
}
