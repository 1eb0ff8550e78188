/* A catalogue as a site writes it may be anything: all of it is checked before
 * it is used. */
#include "language.h"

#include "treaty_json.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <strings.h>

#define HOLE "{}"
#define PART_MAX 8
#define PATTERN_MAX 200
#define GROUP_MAX 16
#define DIGITS_MAX 9

/* A catalogue on its way. */
typedef struct {
    treaty_language_t *language;
    treaty_language_error_t *error;
    const char *data;
    /* The language's, with room for all. */
    language_word_t *words;
    apr_pool_t *pool;
} reader_t;

int treaty_language_tag_is_valid(const char *tag)
{
    apr_size_t part = 0;
    apr_size_t i;

    for (i = 0; i <= TREATY_LANGUAGE_TAG_MAX && tag[i]; i++) {
        if (tag[i] == '-') {
            if (part == 0) {
                return 0;
            }
            part = 0;
        }
        else if (!apr_isascii(tag[i]) || !apr_isalnum(tag[i]) ||
                 ++part > PART_MAX) {
            return 0;
        }
    }
    return part > 0 && i >= 2 && i <= TREATY_LANGUAGE_TAG_MAX;
}

/* The line that a key stands in; 0 where it isn't found as it is. */
static int line_of(const reader_t *reader, const char *key)
{
    const char *quoted = apr_pstrcat(reader->pool, "\"", key, "\"", NULL);
    const char *found = strstr(reader->data, quoted);
    const char *at;
    int line = 1;

    for (at = reader->data; found && at < found; at++) {
        line += *at == '\n';
    }
    return found ? line : 0;
}

static apr_status_t wrong(const reader_t *reader, const char *key,
                          const char *message)
{
    reader->error->line = line_of(reader, key);
    reader->error->message =
        apr_psprintf(reader->pool, "\"%s\" %s", key, message);
    return TREATY_EINPUT;
}

/* Control characters are in no text that is shown. */
static int is_clean(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == '\x7f') {
            return 0;
        }
    }
    return 1;
}

static int is_text(const json_t *value, apr_size_t most)
{
    return json_is_string(value) && json_string_length(value) <= most &&
           strlen(json_string_value(value)) == json_string_length(value) &&
           is_clean(json_string_value(value));
}

static int holes_of(const char *text)
{
    int count = 0;

    while ((text = strstr(text, HOLE)) != NULL) {
        text += strlen(HOLE);
        count++;
    }
    return count;
}

static int beneath_holes(const reader_t *reader, const char *key, int holes)
{
    const char *text = reader->language->beneath
                           ? treaty_word(reader->language->beneath, key)
                           : NULL;

    return text ? holes_of(text) : holes;
}

static apr_status_t read_word(reader_t *reader, const char *key,
                              const json_t *value)
{
    language_word_t *word = &reader->words[reader->language->count];
    const char *hole;
    int holes;

    if (!is_text(value, TREATY_LANGUAGE_WORD_MAX)) {
        return wrong(reader, key,
                     "isn't a text of one line and at most 2000 bytes");
    }
    word->text = apr_pstrdup(reader->pool, json_string_value(value));
    holes = holes_of(word->text);
    if (holes > 1 || holes != beneath_holes(reader, key, holes)) {
        return wrong(reader, key,
                     holes == 0  ? "lacks its hole {}"
                     : holes > 1 ? "has more than one hole {}"
                                 : "has no hole, and must not have {}");
    }
    hole = strstr(word->text, HOLE);
    word->before = hole ? apr_pstrmemdup(reader->pool, word->text,
                                         (apr_size_t)(hole - word->text))
                        : word->text;
    word->after = hole ? hole + strlen(HOLE) : "";
    word->key = apr_pstrdup(reader->pool, key);
    reader->language->count++;
    return APR_SUCCESS;
}

static apr_status_t read_words(reader_t *reader, json_t *words)
{
    const char *key;
    json_t *value;
    apr_status_t rv = APR_SUCCESS;

    if (words && !json_is_object(words)) {
        return wrong(reader, "words", "isn't an object");
    }
    if (json_object_size(words) > TREATY_LANGUAGE_WORDS_MAX) {
        return wrong(reader, "words", "has more than 4000 members");
    }
    reader->words = apr_palloc(reader->pool, json_object_size(words) *
                                                 sizeof(*reader->words));
    reader->language->words = reader->words;
    json_object_foreach(words, key, value)
    {
        if (rv == APR_SUCCESS) {
            rv = read_word(reader, key, value);
        }
    }
    treaty_language_index(reader->language, reader->pool);
    return rv;
}

/* The parts of a day, as patterns name them. */
enum { PART_YEAR = 1, PART_MONTH = 2, PART_DAY = 4 };

/* Whether each brace belongs to a part that a day has, and all parts that are
 * wanted are there: a day without its year would be another one. */
static int is_pattern(const char *text, unsigned wanted)
{
    static const char *const parts[] = {"{year}", "{month}", "{day}"};
    unsigned found = 0;
    size_t i;

    while ((text = strpbrk(text, "{}")) != NULL) {
        for (i = 0; i < 3 && strncmp(text, parts[i], strlen(parts[i])) != 0;) {
            i++;
        }
        if (i == 3) {
            return 0;
        }
        found |= 1u << i;
        text += strlen(parts[i]);
    }
    return found == wanted;
}

static apr_status_t read_pattern(reader_t *reader, const char **pattern,
                                 const json_t *dates, const char *key,
                                 unsigned wanted)
{
    const json_t *value = json_object_get(dates, key);

    if (!is_text(value, PATTERN_MAX) ||
        !is_pattern(json_string_value(value), wanted)) {
        return wrong(reader, key,
                     wanted & PART_DAY
                         ? "isn't a text with {day}, {month} and {year}"
                         : "isn't a text with {month} and {year}");
    }
    *pattern = apr_pstrdup(reader->pool, json_string_value(value));
    return APR_SUCCESS;
}

static apr_status_t read_months(reader_t *reader,
                                const char *months[LANGUAGE_MONTHS],
                                const json_t *dates, const char *key)
{
    const json_t *list = json_object_get(dates, key);
    size_t i;

    if (json_array_size(list) != LANGUAGE_MONTHS) {
        return wrong(reader, key, "isn't a list of twelve names");
    }
    for (i = 0; i < LANGUAGE_MONTHS; i++) {
        const json_t *name = json_array_get(list, i);

        if (!is_text(name, PATTERN_MAX)) {
            return wrong(reader, key, "has a name that is no text");
        }
        months[i] = apr_pstrdup(reader->pool, json_string_value(name));
    }
    return APR_SUCCESS;
}

static apr_status_t read_dates(reader_t *reader, const json_t *dates)
{
    language_dates_t *to = &reader->language->dates;
    const json_t *first = json_object_get(dates, "first");
    apr_status_t rv;

    if (!dates) {
        return APR_SUCCESS;
    }
    rv = read_pattern(reader, &to->day, dates, "day",
                      PART_DAY | PART_MONTH | PART_YEAR);
    if (rv == APR_SUCCESS) {
        rv = read_pattern(reader, &to->month, dates, "month",
                          PART_MONTH | PART_YEAR);
    }
    if (rv == APR_SUCCESS) {
        rv = read_months(reader, to->months, dates, "months");
    }
    if (rv == APR_SUCCESS) {
        rv = read_months(reader, to->months_alone, dates,
                         json_object_get(dates, "months_alone") ? "months_alone"
                                                                : "months");
    }
    if (rv == APR_SUCCESS && first) {
        if (!is_text(first, PATTERN_MAX)) {
            return wrong(reader, "first", "isn't a text");
        }
        to->first = apr_pstrdup(reader->pool, json_string_value(first));
    }
    return rv;
}

static apr_status_t read_numbers(reader_t *reader, const json_t *numbers)
{
    language_numbers_t *to = &reader->language->numbers;
    const json_t *group = json_object_get(numbers, "group");
    const json_t *least = json_object_get(numbers, "digits_min");
    json_int_t digits = json_integer_value(least);

    if (!numbers) {
        return APR_SUCCESS;
    }
    if (!is_text(group, GROUP_MAX)) {
        return wrong(reader, "group", "isn't a text of at most 16 bytes");
    }
    if (least &&
        (!json_is_integer(least) || digits < 1 || digits > DIGITS_MAX)) {
        return wrong(reader, "digits_min", "isn't a number from 1 to 9");
    }
    to->group = apr_pstrdup(reader->pool, json_string_value(group));
    to->digits_min = (int)digits;
    return APR_SUCCESS;
}

/* Whether the catalogue beneath is of the same language, perhaps of another
 * region: one that only fills gaps isn't written as this one is. */
static int is_same(const treaty_language_t *language)
{
    const char *beneath = language->beneath ? language->beneath->tag : "-";
    apr_size_t len = strlen(beneath);

    return strncasecmp(language->tag, beneath, len) == 0 &&
           (language->tag[len] == '\0' || language->tag[len] == '-');
}

static apr_status_t read_dir(reader_t *reader, const json_t *dir)
{
    treaty_language_t *language = reader->language;
    const char *text = json_string_value(dir);

    if (dir &&
        (!text || (strcmp(text, "ltr") != 0 && strcmp(text, "rtl") != 0))) {
        return wrong(reader, "dir", "is neither \"ltr\" nor \"rtl\"");
    }
    language->dir = text && *text == 'r' ? "rtl" : "ltr";
    if (!text && is_same(language)) {
        language->dir = language->beneath->dir;
    }
    return APR_SUCCESS;
}

static apr_status_t read_name(reader_t *reader, const json_t *name)
{
    treaty_language_t *language = reader->language;

    if (name && !is_text(name, PATTERN_MAX)) {
        return wrong(reader, "name", "isn't a text");
    }
    if (name) {
        language->name = apr_pstrdup(reader->pool, json_string_value(name));
    }
    else {
        language->name =
            is_same(language) ? language->beneath->name : language->tag;
    }
    return APR_SUCCESS;
}

/* What is written amiss would be without effect, and nobody would see why. */
static apr_status_t check_members(reader_t *reader, json_t *root)
{
    static const char *const known[] = {"dates", "dir", "name", "numbers",
                                        "words"};
    const char *key;
    json_t *value;
    size_t i;

    json_object_foreach(root, key, value)
    {
        for (i = 0; i < 5 && strcmp(key, known[i]) != 0;) {
            i++;
        }
        if (i == 5) {
            return wrong(reader, key,
                         "is no member of a catalogue: dates, dir, name, "
                         "numbers or words");
        }
    }
    return APR_SUCCESS;
}

static apr_status_t read_members(reader_t *reader, json_t *root)
{
    apr_status_t rv;

    if (!json_is_object(root)) {
        reader->error->line = 1;
        reader->error->message = "isn't a JSON object";
        return TREATY_EINPUT;
    }
    rv = check_members(reader, root);
    if (rv == APR_SUCCESS) {
        rv = read_dir(reader, json_object_get(root, "dir"));
    }
    if (rv == APR_SUCCESS) {
        rv = read_name(reader, json_object_get(root, "name"));
    }
    if (rv == APR_SUCCESS) {
        rv = read_dates(reader, json_object_get(root, "dates"));
    }
    if (rv == APR_SUCCESS) {
        rv = read_numbers(reader, json_object_get(root, "numbers"));
    }
    if (rv == APR_SUCCESS) {
        rv = read_words(reader, json_object_get(root, "words"));
    }
    if (rv == APR_SUCCESS && !reader->language->beneath &&
        (!reader->language->dates.day || !reader->language->numbers.group)) {
        return wrong(reader, "dates", "or \"numbers\" is missing");
    }
    return rv;
}

apr_status_t treaty_language_read(const treaty_language_t **result,
                                  treaty_language_error_t *error,
                                  const char *tag,
                                  const treaty_language_t *beneath,
                                  const char *data, apr_size_t len,
                                  apr_pool_t *result_pool)
{
    treaty_language_t *language = apr_pcalloc(result_pool, sizeof(*language));
    reader_t reader = {language, error, NULL, NULL, result_pool};
    json_error_t trouble;
    json_t *root;
    apr_status_t rv;

    error->line = 0;
    error->message = NULL;
    reader.data = apr_pstrmemdup(result_pool, data, len);
    language->tag = apr_pstrdup(result_pool, tag);
    language->beneath = beneath;
    root = json_loadb(data, len, JSON_REJECT_DUPLICATES, &trouble);
    if (!root) {
        error->line = trouble.line;
        error->message = apr_pstrdup(result_pool, trouble.text);
        return TREATY_EINPUT;
    }
    rv = read_members(&reader, root);
    json_decref(root);
    *result = language;
    return rv;
}
