#include "view.h"

#include <apr_strings.h>
#include <string.h>

#define HEADING_LAST 6

/* Parts that are made from others. */
#define STATEMENT_GROUPS TREATY_SECTION_STATEMENTS
#define NOTES (TREATY_SECTION_NOTES | TREATY_SECTION_PARTICIPANTS)

/* One that the record's .json doesn't have stands in docs/openapi.json below
 * the schema's x-template. */
static const struct {
    const char *name;
    unsigned section;
} sections[] = {{"participants", TREATY_SECTION_PARTICIPANTS},
                {"table", TREATY_SECTION_PARTICIPANTS},
                {"treaties", TREATY_SECTION_TREATIES},
                {"notes", NOTES},
                {"statements", TREATY_SECTION_STATEMENTS},
                {"statement_groups", STATEMENT_GROUPS},
                {"milestones", TREATY_SECTION_TIMELINE},
                {"steps", TREATY_SECTION_TIMELINE},
                {"chart", TREATY_SECTION_TIMELINE | TREATY_SECTION_CHART},
                {"chart_name", TREATY_SECTION_TIMELINE | TREATY_SECTION_CHART},
                {"family", TREATY_SECTION_FAMILY},
                {"events", TREATY_SECTION_EVENTS},
                {"corrections", TREATY_SECTION_EVENTS},
                {"citations", TREATY_SECTION_CITATIONS},
                {"acts", TREATY_SECTION_ACTS}};

static int is_page(const treaty_view_t *view)
{
    return strcmp(view->name, "page") == 0;
}

static const char *template_of(const treaty_reading_t *reading,
                               const treaty_view_t *view)
{
    return apr_pstrcat(reading->pool, view->collection, "/", view->name, NULL);
}

/* The start of every id of this view: plain on a page of the reference, which
 * has each view once, and elsewhere one that no other use of a view has. */
static const char *ids_of(const treaty_reading_t *reading,
                          const treaty_view_t *view)
{
    const char *given[] = {view->collection, view->id,    view->name,
                           view->sort,       view->state, view->cursor,
                           reading->lang};
    const char *what =
        apr_psprintf(reading->pool, "%d %s %d", view->heading,
                     reading->is_dated ? reading->on : "", view->use);
    size_t i;

    if (is_page(view)) {
        return "treaty-";
    }
    for (i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
        what = apr_pstrcat(reading->pool, what, " ", given[i] ? given[i] : "",
                           NULL);
    }
    return apr_psprintf(reading->pool, "treaty-%.10s-",
                        treaty_fingerprint(what, strlen(what), reading->pool));
}

/* A level of heading further down; there is none below the last. */
static int lower(int level, int by)
{
    return level + by < HEADING_LAST ? level + by : HEADING_LAST;
}

json_t *treaty_view_extras(const treaty_reading_t *reading,
                           const treaty_view_t *view, const json_t *document)
{
    json_t *extras = treaty_answer_extras(reading, view->heading, document);
    int level = lower(view->heading, is_page(view));

    json_object_set_new(extras, "view_heading", json_integer(level));
    json_object_set_new(extras, "view_subheading",
                        json_integer(lower(level, 1)));
    json_object_set_new(extras, "is_page", json_boolean(is_page(view)));
    /* Who checks templates has none yet, and sees everything. */
    if (!reading->templates ||
        treaty_template_set_shows(reading->templates,
                                  template_of(reading, view), "ids")) {
        treaty_json_set_text(extras, "ids", ids_of(reading, view));
    }
    return extras;
}

void treaty_answer_set_place(json_t *view, const treaty_site_t *site,
                             const char *lang, apr_pool_t *scratch_pool)
{
    treaty_json_set_text(view, "base", site->base);
    treaty_json_set_text(view, "origin", site->origin);
    treaty_json_set_text(view, "lang_asked", lang);
    treaty_json_set_text(view, "lang_first",
                         treaty_lang_args(lang, '?', scratch_pool));
    treaty_json_set_text(view, "lang_next",
                         treaty_lang_args(lang, '&', scratch_pool));
    treaty_json_set_text(view, "stylesheet",
                         treaty_asset_digest_name("treaty.css"));
    treaty_json_set_text(view, "frame_script",
                         treaty_asset_digest_name("treaty-frame.js"));
    treaty_json_set_text(view, "script",
                         treaty_asset_digest_name("treaty-site.js"));
}

json_t *treaty_answer_extras(const treaty_reading_t *reading, int heading,
                             const json_t *document)
{
    json_t *extras = treaty_json_bind(json_object(), reading->pool);

    treaty_answer_set_place(extras, reading->site, reading->lang,
                            reading->pool);
    json_object_set_new(extras, "heading", json_integer(heading));
    json_object_set_new(extras, "is_today", json_boolean(!reading->is_dated));
    treaty_json_set_text(extras, "recorded_to",
                         treaty_document_recorded_to(document, reading));
    return extras;
}

unsigned treaty_answer_sections(const treaty_reading_t *reading,
                                const char *name)
{
    unsigned wanted = 0;
    apr_size_t i;

    for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (treaty_template_set_shows(reading->templates, name,
                                      sections[i].name)) {
            wanted |= sections[i].section;
        }
    }
    return wanted;
}

/* ------------------------------------------------------------------------ */

/* The notes are of the rows that are shown, and the rest of all. */
static apr_status_t read_treaty(json_t **document, treaty_problem_t *problem,
                                treaty_reading_t *reading, apr_int64_t key,
                                const treaty_view_t *view)
{
    const char *name = template_of(reading, view);
    unsigned asked = treaty_answer_sections(reading, name);
    apr_status_t rv;

    reading->view = name;
    rv = treaty_document_treaty(document, reading, key,
                                asked & ~(unsigned)TREATY_SECTION_NOTES);
    reading->view = NULL;

    if (rv == APR_SUCCESS && asked & TREATY_SECTION_PARTICIPANTS) {
        treaty_view_table(*document, "participants", reading, view);
    }
    if (rv == APR_SUCCESS && asked & TREATY_SECTION_NOTES) {
        rv = treaty_document_notes(*document, reading, key);
    }
    if (rv == APR_SUCCESS && asked & TREATY_SECTION_STATEMENTS) {
        treaty_document_statement_groups(*document);
    }
    if (rv == APR_SUCCESS && asked & TREATY_SECTION_ACTS) {
        rv = treaty_view_acts(*document, problem, reading, key, view);
    }
    return rv;
}

static apr_status_t read_participant(json_t **document,
                                     const treaty_reading_t *reading,
                                     apr_int64_t key, const treaty_view_t *view)
{
    unsigned asked =
        treaty_answer_sections(reading, template_of(reading, view));
    apr_status_t rv =
        treaty_document_one_participant(document, reading, key, asked);

    if (rv == APR_SUCCESS && asked & TREATY_SECTION_TREATIES) {
        treaty_view_table(*document, "treaties", reading, view);
    }
    return rv;
}

apr_status_t treaty_view_document(json_t **document, treaty_problem_t *problem,
                                  treaty_reading_t *reading, apr_int64_t key,
                                  const treaty_view_t *view)
{
    if (strcmp(view->collection, "treaties") == 0) {
        return read_treaty(document, problem, reading, key, view);
    }
    if (strcmp(view->collection, "participants") != 0) {
        return treaty_document_fact_sheet(document, reading, key, 0);
    }
    return read_participant(document, reading, key, view);
}
