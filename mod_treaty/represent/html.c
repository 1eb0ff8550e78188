#include "html.h"

#include <string.h>

/* words.KEY, words.KEY.before and words.KEY.after. */
static const char *word(void *baton, const char *const *parts, int count)
{
    const treaty_language_t *language = baton;
    const char *before;
    const char *after;

    if (count > 2 || !treaty_word_parts(&before, &after, language, parts[0])) {
        return NULL;
    }
    if (count == 1) {
        return treaty_word(language, parts[0]);
    }
    if (strcmp(parts[1], "before") == 0) {
        return before;
    }
    return strcmp(parts[1], "after") == 0 ? after : NULL;
}

void treaty_html_set_language(json_t *view, const treaty_language_t *language)
{
    treaty_json_set_text(view, "lang", treaty_language_tag(language));
    treaty_json_set_text(view, "dir", treaty_language_dir(language));
    /* For a picture, which has no layout that would turn. */
    json_object_set_new(
        view, "is_rtl",
        json_boolean(strcmp(treaty_language_dir(language), "rtl") == 0));
}

void treaty_html_env(treaty_template_env_t *env, treaty_formatter_t *formatter)
{
    env->format = treaty_format;
    env->format_baton = formatter;
    env->global_word = "words";
    env->global = word;
    env->global_baton = (void *)formatter->language;
}

apr_status_t treaty_html_represent(treaty_text_t *out,
                                   const treaty_template_set_t *set,
                                   const char *name, json_t *document,
                                   json_t *extras,
                                   const treaty_language_t *language,
                                   apr_pool_t *scratch_pool)
{
    const treaty_template_t *tmpl;
    treaty_template_env_t env = {0};
    treaty_formatter_t formatter = {language, scratch_pool};
    apr_status_t rv = treaty_template_set_find(&tmpl, set, name);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    env.outer = extras ? json_incref(extras) : json_object();
    treaty_html_set_language(env.outer, language);
    env.partial = treaty_template_set_partial;
    env.partial_baton = (void *)set;
    treaty_html_env(&env, &formatter);
    rv = treaty_template_render(out, tmpl, document, &env, scratch_pool);
    json_decref(env.outer);
    return rv;
}
