/* The catalogues of languages in a site's directory, and what they have to do
 * with its templates. */
#include "template_check.h"

#include "languages.h"
#include "treaty_letters.h"

#include <apr_strings.h>
#include <string.h>

const char *treaty_template_perhaps(const apr_array_header_t *names,
                                    const char *wrong, apr_pool_t *pool)
{
    treaty_letters_t given;
    const char *nearest = NULL;
    int most = 1 + (int)strlen(wrong) / 4;
    int i;

    if (!treaty_letters_read(&given, wrong)) {
        return "";
    }
    for (i = 0; i < names->nelts; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);
        treaty_letters_t letters;
        int distance;

        if (!treaty_letters_read(&letters, name)) {
            continue;
        }
        distance = treaty_letters_distance(&given, &letters, most);
        if (distance <= most) {
            nearest = name;
            most = distance - 1;
        }
    }
    return nearest ? apr_psprintf(pool, "; perhaps \"%s\"", nearest) : "";
}

/* Makes the languages as the module does, quietly: faults are told by who
 * reads the files one by one. */
static const treaty_language_t *find_language(const apr_array_header_t *files,
                                              const char *tag, apr_pool_t *pool)
{
    treaty_languages_t *languages;
    const treaty_language_t *language;
    int broken = 0;
    int faults = 0;

    treaty_languages_make(&languages, &broken, &faults, files, NULL, NULL,
                          pool);
    language = treaty_languages_find(languages, tag);
    return language ? language
                    : treaty_languages_find(languages, TREATY_LANGUAGE_DEFAULT);
}

void treaty_template_check_language(treaty_checking_t *checking,
                                    const apr_array_header_t *files)
{
    checking->language =
        find_language(files, TREATY_LANGUAGE_DEFAULT, checking->shapes.pool);
}

/* A key that nobody asks for was meant to be another. */
typedef struct {
    treaty_checking_t *checking;
    const treaty_language_t *shipped;
    const char *path;
    const char *data;
    apr_array_header_t *names;
} keys_t;

static int line_of(const char *data, const char *key, apr_pool_t *pool)
{
    const char *found = strstr(data, apr_pstrcat(pool, "\"", key, "\"", NULL));
    int line = found != NULL;

    for (; found && data < found; data++) {
        line += *data == '\n';
    }
    return line;
}

static void take_key(void *names, const char *key, const char *text)
{
    (void)text;
    APR_ARRAY_PUSH((apr_array_header_t *)names, const char *) = key;
}

static void check_key(const keys_t *keys, const char *key)
{
    treaty_checking_t *checking = keys->checking;
    apr_pool_t *pool = checking->shapes.pool;

    if (treaty_word(keys->shipped, key) ||
        apr_hash_get(checking->words, key, APR_HASH_KEY_STRING)) {
        return;
    }
    treaty_template_find_in(
        checking, keys->path, line_of(keys->data, key, pool),
        apr_psprintf(pool, "no template shows the word \"%s\"%s", key,
                     treaty_template_perhaps(keys->names, key, pool)));
}

static void check_keys(const keys_t *keys)
{
    json_t *catalogue = json_loads(keys->data, JSON_REJECT_DUPLICATES, NULL);
    const char *key;
    json_t *text;

    json_object_foreach(json_object_get(catalogue, "words"), key, text)
    {
        check_key(keys, key);
    }
    json_decref(catalogue);
}

static void check_file(treaty_checking_t *checking,
                       treaty_template_file_t *file)
{
    apr_pool_t *pool = checking->shapes.pool;
    apr_array_header_t none = {0};
    keys_t keys = {checking, NULL, file->path, NULL, NULL};
    treaty_language_error_t error = {0, NULL};
    const treaty_language_t *language;
    const char *data;
    apr_size_t len;
    char buffer[128];
    apr_status_t rv = treaty_template_file_read(&data, &len, file, pool);

    if (rv == APR_SUCCESS && !treaty_language_tag_is_valid(file->name)) {
        rv = TREATY_EINPUT;
        error.message = "the file's name isn't the tag of a language";
    }
    if (rv == APR_SUCCESS) {
        keys.shipped = find_language(&none, file->name, pool);
        rv = treaty_language_read(&language, &error, file->name, keys.shipped,
                                  data, len, pool);
    }
    if (rv != APR_SUCCESS) {
        treaty_template_find_in(
            checking, file->path, error.line,
            error.message ? error.message
                          : treaty_strerror(rv, buffer, sizeof(buffer)));
        return;
    }
    keys.data = apr_pstrmemdup(pool, data, len);
    keys.names = apr_array_make(pool, 256, sizeof(const char *));
    treaty_words_walk(keys.shipped, take_key, keys.names, pool);
    check_keys(&keys);
}

void treaty_template_check_words(treaty_checking_t *checking,
                                 const apr_array_header_t *files)
{
    int i;

    for (i = 0; i < files->nelts; i++) {
        treaty_template_file_t *file =
            &APR_ARRAY_IDX(files, i, treaty_template_file_t);

        if (file->is_language) {
            check_file(checking, file);
        }
    }
}
