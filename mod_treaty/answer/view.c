#include "answer.h"

#include <apr_hash.h>
#include <string.h>

/* One that the record's .json doesn't have stands in docs/openapi.json below
 * the schema's x-template. */
static const struct {
    const char *name;
    unsigned section;
} sections[] = {{"participants", TREATY_SECTION_PARTICIPANTS},
                {"statements", TREATY_SECTION_STATEMENTS},
                {"milestones", TREATY_SECTION_TIMELINE},
                {"steps", TREATY_SECTION_TIMELINE},
                {"chart", TREATY_SECTION_TIMELINE | TREATY_SECTION_CHART}};

json_t *treaty_answer_extras(const treaty_reading_t *reading, int heading)
{
    json_t *extras = treaty_json_bind(json_object(), reading->pool);

    treaty_json_set_text(extras, "base", reading->site->base);
    treaty_json_set_text(extras, "origin", reading->site->origin);
    treaty_json_set_text(extras, "lang_asked", reading->lang);
    treaty_json_set_text(extras, "lang_first",
                         treaty_reading_lang_args(reading, '?'));
    treaty_json_set_text(extras, "lang_next",
                         treaty_reading_lang_args(reading, '&'));
    json_object_set_new(extras, "heading", json_integer(heading));
    json_object_set_new(extras, "is_today", json_boolean(!reading->is_dated));
    treaty_json_set_text(extras, "stylesheet",
                         treaty_asset_digest_name("treaty.css", reading->pool));
    return extras;
}

/* What a template and its partials speak of; each is looked at once. */
typedef struct {
    const treaty_template_set_t *set;
    apr_hash_t *seen;
    unsigned sections;
} need_t;

static apr_status_t look_at_tag(void *baton, const treaty_template_tag_t *tag);

static void look_at(need_t *need, const char *name)
{
    const treaty_template_t *tmpl;

    if (!apr_hash_get(need->seen, name, APR_HASH_KEY_STRING) &&
        treaty_template_set_find(&tmpl, need->set, name) == APR_SUCCESS) {
        apr_hash_set(need->seen, name, APR_HASH_KEY_STRING, tmpl);
        (void)treaty_template_walk(tmpl, look_at_tag, need);
    }
}

static apr_status_t look_at_tag(void *baton, const treaty_template_tag_t *tag)
{
    need_t *need = baton;
    apr_size_t i;

    if (tag->kind == TREATY_TAG_PARTIAL || tag->kind == TREATY_TAG_PARENT) {
        look_at(need, tag->name);
        return APR_SUCCESS;
    }
    for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strncmp(tag->name, sections[i].name, strlen(sections[i].name)) ==
            0) {
            need->sections |= sections[i].section;
        }
    }
    return APR_SUCCESS;
}

unsigned treaty_answer_sections(const treaty_reading_t *reading,
                                const char *name)
{
    need_t need = {reading->templates, apr_hash_make(reading->pool), 0};

    look_at(&need, name);
    return need.sections;
}
