#include "document.h"

#include "treaty_formats.h"

#include <string.h>

static apr_status_t add_family(json_t *document,
                               const treaty_reading_t *reading, apr_int64_t key)
{
    const char *id = treaty_json_text(document, "id");
    json_t *family;
    json_t *item;
    size_t i;
    apr_status_t rv = treaty_document_family(&family, reading, key);

    json_array_foreach(json_object_get(family, "items"), i, item)
    {
        const char *other = treaty_json_text(item, "id");

        json_object_set_new(item, "is_this",
                            json_boolean(id && other && !strcmp(id, other)));
    }

    json_object_set(document, "family", family);
    return rv;
}

static apr_status_t add_chart(json_t *document, const treaty_reading_t *reading,
                              apr_int64_t key)
{
    (void)key;
    treaty_document_chart(document, reading);
    return APR_SUCCESS;
}

apr_status_t treaty_document_citations(json_t *document,
                                       const treaty_reading_t *reading,
                                       apr_int64_t key)
{
    json_t *citations;
    apr_status_t rv =
        treaty_citation_styles(&citations, document, reading->pool);

    (void)key;
    json_object_set_new(document, "citations", citations);
    return rv;
}

apr_status_t treaty_document_sections(json_t *document,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key, unsigned sections)
{
    static const struct {
        unsigned section;
        apr_status_t (*add)(json_t *document, const treaty_reading_t *reading,
                            apr_int64_t key);
    } parts[] = {{TREATY_SECTION_STATEMENTS, treaty_document_statements},
                 {TREATY_SECTION_TIMELINE, treaty_document_timeline},
                 {TREATY_SECTION_CHART, add_chart},
                 {TREATY_SECTION_FAMILY, add_family},
                 {TREATY_SECTION_EVENTS, treaty_document_events},
                 {TREATY_SECTION_NOTES, treaty_document_notes},
                 {TREATY_SECTION_CITATIONS, treaty_document_citations}};
    apr_status_t rv = APR_SUCCESS;
    size_t i;

    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (rv == APR_SUCCESS && sections & parts[i].section) {
            rv = parts[i].add(document, reading, key);
        }
    }
    return rv;
}
