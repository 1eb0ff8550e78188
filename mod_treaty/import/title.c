#include "title.h"
#include "utf8.h"

#include "treaty_date.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define SLUG_MAX 80
/* A type is told by one of so many words. */
#define TYPE_WORDS 4
#define CHAPTER_MAX 99

static const struct {
    const char *word;
    const char *type;
} types[] = {
    {"Convention", "convention"},   {"Conventions", "convention"},
    {"Covenant", "covenant"},       {"Protocol", "protocol"},
    {"Agreement", "agreement"},     {"Agreements", "agreement"},
    {"Charter", "charter"},         {"Statute", "statute"},
    {"Statutes", "statute"},        {"Constitution", "constitution"},
    {"Declaration", "declaration"}, {"Declarations", "declaration"},
    {"Amendment", "amendment"},     {"Amendments", "amendment"},
};

static const char *type_of_word(const char *word, apr_size_t len)
{
    apr_size_t i;

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (strlen(types[i].word) == len &&
            strncasecmp(types[i].word, word, len) == 0) {
            return types[i].type;
        }
    }
    return NULL;
}

const char *treaty_title_type(const char *title)
{
    int words;

    for (words = 0; words < TYPE_WORDS && *title; words++) {
        apr_size_t len = 0;
        const char *type;

        title = treaty_skip_space(title);
        while (apr_isalpha(title[len])) {
            len++;
        }
        type = type_of_word(title, len);
        if (type) {
            return type;
        }
        while (*title && !apr_isspace(*title)) {
            title++;
        }
    }
    return "treaty";
}

/* The last ". " of a text, or NULL. */
static const char *last_sentence(const char *text)
{
    const char *found = NULL;

    while ((text = strstr(text, ". ")) != NULL) {
        found = text++;
    }
    return found;
}

/* A place holds no digit: with one it is a second date. */
static int place_is_clean(const char *place)
{
    return strpbrk(place, "0123456789") == NULL;
}

int treaty_conclusion_split(treaty_title_t *title, const char *text,
                            apr_pool_t *result_pool)
{
    const char *comma = strrchr(text, ',');
    const char *date = comma ? treaty_skip_space(comma + 1) : text;
    const char *rest;
    treaty_day_t day;

    if (!treaty_day_parse_prose(&day, &rest, date) ||
        *treaty_skip_space(rest) != '\0') {
        return 0;
    }
    title->place = NULL;
    if (comma) {
        title->place = treaty_trim(
            apr_pstrmemdup(result_pool, text, (apr_size_t)(comma - text)),
            result_pool);
        if (!place_is_clean(title->place)) {
            return 0;
        }
    }
    title->adopted_on = treaty_day_text(day, result_pool);
    return 1;
}

static const char *without_star(const char *text, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);

    while (len > 0 && (text[len - 1] == '*' || text[len - 1] == ' ')) {
        len--;
    }
    return apr_pstrmemdup(pool, text, len);
}

void treaty_title_split(treaty_title_t *title, const char *text,
                        apr_pool_t *result_pool)
{
    const char *whole =
        without_star(treaty_trim(text, result_pool), result_pool);
    const char *stop = last_sentence(whole);

    title->clean =
        stop && treaty_conclusion_split(title, stop + 2, result_pool);
    if (title->clean) {
        title->title = without_star(
            apr_pstrmemdup(result_pool, whole, (apr_size_t)(stop - whole)),
            result_pool);
        return;
    }
    title->title = whole;
    title->place = NULL;
    title->adopted_on = NULL;
}

static const char *roman(int number, apr_pool_t *pool)
{
    static const struct {
        int value;
        const char *numeral;
    } steps[] = {{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
                 {9, "IX"},  {5, "V"},  {4, "IV"},  {1, "I"}};
    const char *text = "";
    apr_size_t i;

    for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        while (number >= steps[i].value) {
            text = apr_pstrcat(pool, text, steps[i].numeral, NULL);
            number -= steps[i].value;
        }
    }
    return text;
}

const char *treaty_path_stem(const char *path, apr_pool_t *result_pool)
{
    apr_size_t len = strlen(path);
    const char *name;
    const char *dot;

    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    path = apr_pstrmemdup(result_pool, path, len);
    name = strrchr(path, '/');
    name = name && name[1] ? name + 1 : path;
    dot = strrchr(name, '.');
    return dot && dot > name
               ? apr_pstrmemdup(result_pool, name, (apr_size_t)(dot - name))
               : name;
}

/* The chapter that a number begins with, in digits or in a numeral; 0 where
 * there is none. *rest is what follows it. */
static int chapter_of(const char **rest, const char *number, apr_pool_t *pool)
{
    apr_size_t digits = strspn(number, "0123456789");
    apr_size_t letters = strspn(number, "IVXLCivxlc");
    int chapter;

    *rest = number + digits;
    if (digits > 0) {
        return digits <= 2 ? atoi(number) : 0;
    }
    *rest = number + letters;
    for (chapter = 1; letters > 0 && chapter <= CHAPTER_MAX; chapter++) {
        const char *numeral = roman(chapter, pool);

        if (strlen(numeral) == letters &&
            strncasecmp(numeral, number, letters) == 0) {
            return chapter;
        }
    }
    return 0;
}

/* "IV-11-c.en", the language left out. */
static const char *without_language(const char *stem, apr_pool_t *pool)
{
    const char *dot = strrchr(stem, '.');

    return dot && strlen(dot) == 3
               ? apr_pstrmemdup(pool, stem, (apr_size_t)(dot - stem))
               : stem;
}

const char *treaty_mtdsg_number(const char *path, apr_pool_t *result_pool)
{
    const char *stem =
        without_language(treaty_path_stem(path, result_pool), result_pool);
    const char *rest;
    int chapter = chapter_of(&rest, stem, result_pool);

    /* A chapter may have parts: XI-B-22. */
    if (chapter < 1 || rest[0] != '-' ||
        !(apr_isdigit(rest[1]) || (apr_isupper(rest[1]) && rest[2] == '-')) ||
        strlen(rest) > SLUG_MAX / 2 ||
        !treaty_slug_valid(
            apr_pstrcat(result_pool, apr_isupper(rest[1]) ? "" : "x",
                        apr_isupper(rest[1]) ? rest + 3 : rest, NULL))) {
        return NULL;
    }
    return apr_pstrcat(result_pool, roman(chapter, result_pool), rest, NULL);
}

const char *treaty_table_stem(const char *number, apr_pool_t *result_pool)
{
    int chapter;

    for (chapter = 1; chapter <= CHAPTER_MAX; chapter++) {
        const char *numeral = roman(chapter, result_pool);
        apr_size_t len = strlen(numeral);
        const char *stem;

        if (strncmp(number, numeral, len) == 0 && number[len] == '-') {
            stem = apr_psprintf(result_pool, "%d%s", chapter, number + len);
            return treaty_slug_valid(stem) &&
                           treaty_mtdsg_number(stem, result_pool)
                       ? stem
                       : NULL;
        }
    }
    return NULL;
}

const char *treaty_slug_make(const char *text, apr_pool_t *result_pool)
{
    char *slug = apr_palloc(result_pool, SLUG_MAX + 1);
    apr_size_t len = 0;

    for (; *text && len < SLUG_MAX; text++) {
        if (apr_isalnum(*text)) {
            slug[len++] = (char)apr_tolower(*text);
        }
        else if (!(*text & 0x80) && len > 0 && slug[len - 1] != '-') {
            slug[len++] = '-';
        }
    }
    while (len > 0 && slug[len - 1] == '-') {
        len--;
    }
    slug[len] = '\0';
    return slug;
}

int treaty_slug_valid(const char *text)
{
    apr_size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return len > 0 && len <= SLUG_MAX && text[len] == '\0';
}
