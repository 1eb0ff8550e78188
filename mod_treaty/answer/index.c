/* The mount itself: what there is, and how it is asked for. */
#include "browse.h"

#include "document.h"
#include "page.h"

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
                     {"status", "/status.json?treaty={treaty}&participant="
                                "{participant}"},
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
                             treaty_page_way(course, addresses[i].path, 0));
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

/* A treaty and a participant for the lines that a page's author copies: those
 * of the newest act; null where there is none. */
static apr_status_t set_sample(json_t *document, const treaty_course_t *course)
{
    json_t *sample = json_object();
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_get(&stmt, course->reading->db, TREATY_SQL_INDEX_SAMPLE);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_reading_set_column(sample, "treaty", stmt, 0);
        treaty_reading_set_column(sample, "participant", stmt, 1);
        treaty_reading_set_column(sample, "day", stmt, 2);
        treaty_stmt_reset(stmt);
    }
    json_object_set_new(document, "sample",
                        json_object_size(sample) > 0 ? json_incref(sample)
                                                     : json_null());
    json_decref(sample);
    return rv;
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
        rv = set_sample(document, course);
        if (rv == APR_SUCCESS) {
            rv = treaty_browse_index(course);
        }
    }
    return rv;
}
