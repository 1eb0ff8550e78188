#include "mtdsg_private.h"

#include "treaty_json.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* More texts than these in one reference are no treaty's. */
#define TEXTS_MAX 50
/* A longer address is no record's (shape_check.c): it is left out, and the file
 * isn't refused for it. */
#define ADDRESS_MAX 2048

static const struct {
    const char *name;
    const char *tag;
} languages[] = {{"Arabic", "ar"},  {"Chinese", "zh"},   {"English", "en"},
                 {"French", "fr"},  {"Russian", "ru"},   {"Spanish", "es"},
                 {"German", "de"},  {"Italian", "it"},   {"Portuguese", "pt"},
                 {"Dutch", "nl"},   {"Japanese", "ja"},  {"Greek", "el"},
                 {"Danish", "da"},  {"Norwegian", "no"}, {"Swedish", "sv"},
                 {"Finnish", "fi"}, {"Icelandic", "is"}, {"Polish", "pl"},
                 {"Czech", "cs"},   {"Hungarian", "hu"}, {"Turkish", "tr"},
                 {"Persian", "fa"}, {"Ukrainian", "uk"}, {"Romanian", "ro"}};

static void add(json_t *texts, const char *language, int is_authentic,
                const char *url)
{
    json_t *one;

    if (json_array_size(texts) >= TEXTS_MAX) {
        return;
    }
    one = json_object();
    treaty_json_set_text(one, "language", language);
    if (is_authentic) {
        json_object_set_new(one, "authentic", json_true());
    }
    treaty_json_put_text(one, "url", url);
    json_array_append_new(texts, one);
}

/* The language that a text begins with; its name's length, or 0. */
static apr_size_t language_at(const char **tag, const char *text)
{
    apr_size_t i;

    for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        apr_size_t len = strlen(languages[i].name);

        if (strncmp(text, languages[i].name, len) == 0 &&
            !apr_isalnum(text[len])) {
            *tag = languages[i].tag;
            return len;
        }
    }
    return 0;
}

/* "Authentic texts: Arabic, Chinese and English." up to what is none. */
static void take_languages(json_t *texts, const char *text)
{
    const char *at = strstr(text, "uthentic text");
    const char *tag;
    apr_size_t len;

    at = at ? strchr(at, ':') : NULL;
    if (!at) {
        return;
    }
    at++;
    for (;;) {
        at += strspn(at, " ,");
        if (strncmp(at, "and ", 4) == 0) {
            at += 4;
        }
        len = language_at(&tag, at);
        if (len == 0) {
            return;
        }
        add(texts, tag, 1, NULL);
        at += len;
    }
}

/* Each address of the web, without the full stop of its sentence. */
static void take_addresses(json_t *texts, const char *text, apr_pool_t *pool)
{
    const char *at = text;

    while ((at = strstr(at, "http")) != NULL) {
        apr_size_t scheme = strncmp(at, "https://", 8) == 0  ? 8
                            : strncmp(at, "http://", 7) == 0 ? 7
                                                             : 0;
        apr_size_t len = strcspn(at, " ;,()[]<>\"");

        while (len > scheme && at[len - 1] == '.') {
            len--;
        }
        if (scheme > 0 && len > scheme && len <= ADDRESS_MAX) {
            add(texts, "und", 0, apr_pstrmemdup(pool, at, len));
        }
        at += len > 0 ? len : 1;
    }
}

void treaty_mtdsg_texts(treaty_mtdsg_t *mtdsg, const char *reference)
{
    json_t *texts = json_array();

    take_languages(texts, reference);
    take_addresses(texts, reference, mtdsg->pool);
    if (json_array_size(texts) > 0) {
        json_object_set(mtdsg->record, "texts", texts);
    }
    json_decref(texts);
}
