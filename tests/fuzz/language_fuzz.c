/*
 * A language's catalogue, over the shipped English and by itself. One that is
 * taken is used; one that isn't is told with its line.
 */
#include "fuzz.h"

#include <string.h>

typedef struct {
    const treaty_language_t *language;
    apr_pool_t *pool;
} user_t;

static apr_status_t release(void *set)
{
    treaty_template_set_release(set);
    return APR_SUCCESS;
}

/* The shipped one, of a set that is held until the process ends. */
static const treaty_language_t *english(void)
{
    static treaty_template_set_t *set;
    apr_pool_t *pool;

    if (!set) {
        if (treaty_templates_acquire(&set, fuzz_sample_site()->templates, 0,
                                     FUZZ_NOW) != APR_SUCCESS) {
            fuzz_fail("no templates", NULL);
        }
        pool = fuzz_pool();
        apr_pool_cleanup_register(apr_pool_parent_get(pool), set, release,
                                  apr_pool_cleanup_null);
        apr_pool_destroy(pool);
    }
    return treaty_template_set_language(set, TREATY_LANGUAGE_DEFAULT);
}

static void use_word(void *baton, const char *key, const char *text)
{
    user_t *user = baton;
    const char *before;
    const char *after;

    if (!treaty_word_parts(&before, &after, user->language, key) ||
        strlen(before) + strlen(after) > strlen(text)) {
        fuzz_fail("a word lacks its parts", key);
    }
    treaty_word_fill(user->language, key, "x", user->pool);
}

static void use(const treaty_language_t *language, apr_pool_t *pool)
{
    static const char *const days[] = {"2002-12-24", "2002-01-01", "2002-05",
                                       "2002"};
    user_t user = {language, pool};
    size_t i;

    treaty_words_walk(language, use_word, &user, pool);
    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        if (!treaty_language_day(language, days[i], pool)) {
            fuzz_fail("a day isn't written", days[i]);
        }
    }
    treaty_language_number(language, 1234567, pool);
    treaty_language_number(language, APR_INT64_MIN, pool);
    treaty_sentence(language, "The attribute id has no value.", pool);
    if (strcmp(treaty_language_dir(language), "ltr") != 0 &&
        strcmp(treaty_language_dir(language), "rtl") != 0) {
        fuzz_fail("no direction", treaty_language_dir(language));
    }
}

static void read_over(const treaty_language_t *beneath,
                      const unsigned char *data, size_t size, apr_pool_t *pool)
{
    const treaty_language_t *language;
    treaty_language_error_t error;

    if (treaty_language_read(&language, &error, "fr", beneath,
                             (const char *)data, size, pool) == APR_SUCCESS) {
        use(language, pool);
    }
    else if (!error.message || error.line < 0) {
        fuzz_fail("an error says nothing", error.message);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const treaty_language_t *beneath = english();
    apr_pool_t *pool = fuzz_pool();

    read_over(beneath, data, size, pool);
    read_over(NULL, data, size, pool);
    apr_pool_destroy(pool);
    return 0;
}
