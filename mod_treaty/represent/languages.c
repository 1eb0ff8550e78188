#include "languages.h"

#include "language.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A language of the set. */
typedef struct {
    const treaty_language_t *language;
    /** The site's catalogue that is in use, kept so that a later set can go on
     * with it when the file breaks; NULL: none. */
    const char *data;
    apr_size_t len;
} entry_t;

struct treaty_languages_t {
    /** entry_t, in the order in which they were read: English first. */
    apr_array_header_t *entries;
    /** const treaty_language_t *, by tag. */
    apr_array_header_t *all;
};

/* What one reading of all catalogues works with. */
typedef struct {
    treaty_languages_t *languages;
    const treaty_languages_t *last;
    const treaty_log_t *log;
    int broken;
    int faults;
    apr_pool_t *pool;
} maker_t;

static entry_t *entry_of(const treaty_languages_t *languages, const char *tag)
{
    int i;

    for (i = 0; languages && i < languages->entries->nelts; i++) {
        entry_t *entry = &APR_ARRAY_IDX(languages->entries, i, entry_t);

        if (strcasecmp(treaty_language_tag(entry->language), tag) == 0) {
            return entry;
        }
    }
    return NULL;
}

/* As RFC 4647 looks up: the tag, or what is left of it from its end on. */
static const entry_t *nearest(const treaty_languages_t *languages,
                              const char *tag)
{
    const entry_t *entry = entry_of(languages, tag);
    char shorter[TREATY_LANGUAGE_TAG_MAX + 1];
    char *dash;

    apr_cpystrn(shorter, tag, sizeof(shorter));
    while (!entry && (dash = strrchr(shorter, '-')) != NULL) {
        *dash = '\0';
        entry = entry_of(languages, shorter);
    }
    return entry;
}

const treaty_language_t *treaty_languages_find(
    const treaty_languages_t *languages, const char *tag)
{
    const entry_t *entry = nearest(languages, tag);

    return entry ? entry->language : NULL;
}

const apr_array_header_t *treaty_languages_all(
    const treaty_languages_t *languages)
{
    return languages->all;
}

/* "fr" lies beneath "fr-CA"; English beneath all that have no other. */
static const treaty_language_t *beneath_of(const maker_t *maker,
                                           const char *tag)
{
    const entry_t *entry = nearest(maker->languages, tag);

    if (!entry) {
        entry = entry_of(maker->languages, TREATY_LANGUAGE_DEFAULT);
    }
    return entry ? entry->language : NULL;
}

/* Puts a language in the place of what the set has of it. */
static entry_t *put(maker_t *maker, const treaty_language_t *language)
{
    entry_t *entry = entry_of(maker->languages, treaty_language_tag(language));

    if (!entry) {
        entry = apr_array_push(maker->languages->entries);
    }
    entry->language = language;
    return entry;
}

/* Puts a site's catalogue over what the set has of its language. Its text is
 * kept for the next set. */
static apr_status_t add(maker_t *maker, treaty_language_error_t *error,
                        const char *tag, const char *data, apr_size_t len)
{
    const entry_t *known = entry_of(maker->languages, tag);
    const treaty_language_t *language;
    apr_status_t rv = treaty_language_read(
        &language, error, known ? treaty_language_tag(known->language) : tag,
        beneath_of(maker, tag), data, len, maker->pool);

    if (rv == APR_SUCCESS) {
        entry_t *entry = put(maker, language);

        entry->data = data;
        entry->len = len;
    }
    return rv;
}

static void add_last_good(maker_t *maker, const char *tag)
{
    treaty_language_error_t error;
    const entry_t *good = entry_of(maker->last, tag);

    if (!good || !good->data ||
        add(maker, &error, tag,
            apr_pstrmemdup(maker->pool, good->data, good->len),
            good->len) != APR_SUCCESS) {
        maker->broken++;
    }
}

static void add_file(maker_t *maker, treaty_template_file_t *file)
{
    treaty_language_error_t error = {0, NULL};
    const char *data;
    apr_size_t len;
    char buffer[128];
    apr_status_t rv = TREATY_EINPUT;

    if (!treaty_language_tag_is_valid(file->name)) {
        error.message = "the file's name isn't the tag of a language";
    }
    else {
        rv = treaty_template_file_read(&data, &len, file, maker->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = add(maker, &error, file->name, data, len);
    }
    if (rv == APR_SUCCESS) {
        return;
    }
    treaty_log(maker->log, TREATY_LOG_ERROR, rv,
               TREATYNO(0303) "%s:%d: %s; mend the file, it is read again by "
                              "itself",
               file->path, error.line,
               error.message ? error.message
                             : treaty_strerror(rv, buffer, sizeof(buffer)));
    maker->faults++;
    add_last_good(maker, file->name);
}

/* The files by name, those of English excepted or they alone. */
static void add_files(maker_t *maker, const apr_array_header_t *files,
                      int is_default)
{
    int i;

    for (i = 0; i < files->nelts; i++) {
        treaty_template_file_t *file =
            &APR_ARRAY_IDX(files, i, treaty_template_file_t);

        if (file->is_language &&
            is_default ==
                (strcasecmp(file->name, TREATY_LANGUAGE_DEFAULT) == 0)) {
            add_file(maker, file);
        }
    }
}

/* The shipped languages, English excepted or it alone. */
static void add_shipped(maker_t *maker, int is_default)
{
    apr_size_t i;

    for (i = 0; i < treaty_shipped_languages_count; i++) {
        const treaty_language_t *shipped = &treaty_shipped_languages[i];
        treaty_language_t *language;

        if (is_default ==
            (strcmp(shipped->tag, TREATY_LANGUAGE_DEFAULT) == 0)) {
            language = apr_pmemdup(maker->pool, shipped, sizeof(*shipped));
            language->beneath = beneath_of(maker, language->tag);
            treaty_language_index(language, maker->pool);
            put(maker, language);
        }
    }
}

static int compare_tags(const void *a, const void *b)
{
    return strcmp(treaty_language_tag(*(const treaty_language_t *const *)a),
                  treaty_language_tag(*(const treaty_language_t *const *)b));
}

static void sort(treaty_languages_t *languages)
{
    int i;

    for (i = 0; i < languages->entries->nelts; i++) {
        APR_ARRAY_PUSH(languages->all, const treaty_language_t *) =
            APR_ARRAY_IDX(languages->entries, i, entry_t).language;
    }
    qsort(languages->all->elts, (size_t)languages->all->nelts,
          sizeof(const treaty_language_t *), compare_tags);
}

void treaty_languages_make(treaty_languages_t **result, int *broken,
                           int *faults, const apr_array_header_t *files,
                           const treaty_languages_t *last,
                           const treaty_log_t *log, apr_pool_t *result_pool)
{
    treaty_languages_t *languages =
        apr_pcalloc(result_pool, sizeof(*languages));
    maker_t maker = {languages, last, log, 0, 0, result_pool};

    languages->entries = apr_array_make(result_pool, 8, sizeof(entry_t));
    languages->all =
        apr_array_make(result_pool, 8, sizeof(const treaty_language_t *));
    add_shipped(&maker, 1);
    add_files(&maker, files, 1);
    add_shipped(&maker, 0);
    add_files(&maker, files, 0);
    sort(languages);
    *broken += maker.broken;
    *faults += maker.faults;
    *result = languages;
}
