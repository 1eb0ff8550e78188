#include "document.h"

#include <string.h>

/* The first title of each kind, those in the language first; a short one in
 * a third language would help nobody. */
static void set_titles(json_t *document, json_t *titles,
                       const treaty_reading_t *reading)
{
    const char *asked = treaty_language_tag(reading->language);
    const char *title = treaty_json_text(titles, "title");
    const char *language = treaty_json_text(titles, "language");
    const char *own = treaty_json_text(titles, "short_language");

    treaty_json_set_text(document, "title",
                         title ? title : treaty_json_text(document, "id"));
    treaty_json_set_text(document, "language", language);
    if (own &&
        (!language || strcmp(own, language) == 0 || strcmp(own, asked) == 0)) {
        treaty_json_set_text(document, "short_title",
                             treaty_json_text(titles, "short_title"));
    }
}

/* One in the language that is asked for takes the place of another. */
static void take_title(json_t *titles, treaty_stmt_t *stmt, const char *asked)
{
    int is_short = strcmp(treaty_stmt_string(stmt, 0), "short") == 0;
    const char *member = is_short ? "short_title" : "title";
    const char *language = is_short ? "short_language" : "language";
    const char *had = treaty_json_text(titles, language);

    if (!had || (strcmp(had, asked) != 0 &&
                 strcmp(treaty_stmt_string(stmt, 1), asked) == 0)) {
        treaty_reading_set_column(titles, language, stmt, 1);
        treaty_reading_set_column(titles, member, stmt, 2);
    }
}

apr_status_t treaty_document_titles(json_t *document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key)
{
    json_t *titles = treaty_json_bind(json_object(), reading->pool);
    const char *asked = treaty_language_tag(reading->language);
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_TITLES, "i", key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        take_title(titles, stmt, asked);
        rv = treaty_stmt_step(&row, stmt);
    }
    set_titles(document, titles, reading);
    return rv;
}
