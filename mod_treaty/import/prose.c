#include "prose.h"
#include "utf8.h"

#include "treaty_date.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1000000
#define WORD_MAX 60

static const char *const irregular[][2] = {{"children", "child"},
                                           {"women", "woman"},
                                           {"men", "man"},
                                           {"peoples", "people"}};

static int ends_with(const char *text, apr_size_t len, const char *end)
{
    apr_size_t size = strlen(end);

    return len > size && strcmp(text + len - size, end) == 0;
}

static void american(char *text, apr_size_t len)
{
    if (len > 4 && ends_with(text, len, "our")) {
        memcpy(text + len - 3, "or", sizeof("or"));
    }
    else if (ends_with(text, len, "isation")) {
        text[len - 6] = 'z';
    }
}

static void singular(char *text, apr_size_t len)
{
    if (len > 4 && ends_with(text, len, "ies")) {
        memcpy(text + len - 3, "y", sizeof("y"));
    }
    else if (len > 3 && text[len - 1] == 's' && !strchr("siu", text[len - 2])) {
        text[len - 1] = '\0';
    }
}

/* A word as it is compared. */
static const char *folded(const char *start, apr_size_t len, apr_pool_t *pool)
{
    char *text = apr_pstrmemdup(pool, start, len < WORD_MAX ? len : WORD_MAX);
    apr_size_t i;

    for (i = 0; text[i]; i++) {
        text[i] = (char)apr_tolower(text[i]);
    }
    for (i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++) {
        if (strcmp(text, irregular[i][0]) == 0) {
            return irregular[i][1];
        }
    }
    singular(text, strlen(text));
    american(text, strlen(text));
    return text;
}

/* Typographic quotes, dashes and dots are no letters: U+2010 to U+203F. */
static int is_typographic(const char *text)
{
    return text[0] == '\xe2' && text[1] == '\x80' &&
           (unsigned char)text[2] >= 0x90;
}

static int is_element(const char *text)
{
    return strncmp(text, TREATY_PROSE_ELEMENT,
                   sizeof(TREATY_PROSE_ELEMENT) - 1) == 0;
}

static int is_letter(const char *text)
{
    return apr_isalnum(*text) ||
           ((*text & 0x80) && !is_typographic(text) && !is_element(text) &&
            treaty_skip_space(text) == text);
}

static apr_size_t letter_len(const char *text)
{
    apr_size_t len = 1;

    if (*text & 0x80) {
        while ((text[len] & 0xC0) == 0x80) {
            len++;
        }
    }
    return len;
}

/* "U.S.": letters with a full stop behind each; 0 for anything else. */
static apr_size_t dotted_len(const char *text)
{
    apr_size_t len = 0;

    while (apr_isalpha(text[len]) && text[len + 1] == '.') {
        len += 2;
    }
    return len >= 4 ? len : 0;
}

static apr_size_t word_len(const char *text)
{
    apr_size_t len = dotted_len(text);

    if (len > 0) {
        return len;
    }
    while (text[len] && is_letter(text + len)) {
        len += letter_len(text + len);
        /* The comma of 1,200. */
        if (text[len] == ',' && apr_isdigit(text[len - 1]) &&
            apr_isdigit(text[len + 1])) {
            len++;
        }
    }
    return len;
}

/* Past the s of a genitive. */
static const char *skip_genitive(const char *text)
{
    const char *at = text;

    if (*at == '\'') {
        at++;
    }
    else if (strncmp(at, "\xe2\x80\x99", 3) == 0) {
        at += 3;
    }
    return at > text && *at == 's' && !is_letter(at + 1) ? at + 1 : text;
}

static int is_abbreviation(const treaty_word_t *word)
{
    static const char *const list[] = {"no", "nos", "art", "st",   "mr",
                                       "dr", "vol", "p",   "para", "mrs",
                                       "ms", "gen", NULL};

    return treaty_prose_is(word, list) || strlen(word->text) == 1;
}

/* Whether a mark at the end of a word ends the sentence. */
static int is_end(const char *text, const treaty_word_t *word)
{
    const char *next = text + 1;

    if (*text == ';' || *text == '!' || *text == '?' || *text == '\n') {
        return 1;
    }
    while (*next && !is_letter(next) && !is_element(next) && *next != '\n') {
        next++;
    }
    return *text == '.' && !is_abbreviation(word) &&
           treaty_skip_space(text + 1) > text + 1 &&
           (apr_isupper(*next) || apr_isdigit(*next) || is_element(next));
}

static treaty_word_t *add_word(apr_array_header_t *words, const char *text,
                               const char *start, apr_size_t len)
{
    treaty_word_t *word = apr_array_push(words);
    apr_size_t i;

    *word = (treaty_word_t){.text = folded(start, len, words->pool),
                            .start = (apr_size_t)(start - text),
                            .end = (apr_size_t)(start - text) + len,
                            .is_capital = apr_isupper(*start) != 0,
                            .is_upper = apr_isalpha(*start) != 0};
    for (i = 0; i < len; i++) {
        word->is_upper = word->is_upper && !apr_islower(start[i]);
    }
    return word;
}

apr_array_header_t *treaty_prose_cut(const char *text, apr_pool_t *result_pool)
{
    apr_array_header_t *words =
        apr_array_make(result_pool, 64, sizeof(treaty_word_t));
    treaty_word_t *last = NULL;
    const char *at = text;

    while (*at && words->nelts < TREATY_PROSE_WORDS_MAX) {
        apr_size_t len = word_len(at);

        if (len > 0) {
            last = add_word(words, text, at, len);
            at = skip_genitive(at + len);
            continue;
        }
        if (is_element(at)) {
            last = add_word(words, text, at, sizeof(TREATY_PROSE_ELEMENT) - 1);
            at += sizeof(TREATY_PROSE_ELEMENT) - 1;
            continue;
        }
        if (last && strchr(".;!?\n", *at)) {
            last->ends_sentence |= is_end(at, last);
        }
        else if (strchr(",()", *at)) {
            last = add_word(words, text, at, 1);
        }
        at++;
    }
    return words;
}

int treaty_prose_is(const treaty_word_t *word, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(word->text, *list) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A word of digits, with commas; -1 for others. */
static int digits_of(const treaty_word_t *word)
{
    int value = 0;
    const char *at;

    for (at = word->text; *at; at++) {
        if (*at == ',' && at > word->text) {
            continue;
        }
        if (!apr_isdigit(*at) || value > NUMBER_MAX) {
            return -1;
        }
        value = value * 10 + (*at - '0');
    }
    return value;
}

int treaty_prose_is_year(const treaty_word_t *word)
{
    int value = digits_of(word);

    return strlen(word->text) == 4 && value >= 1800 && value < 2200;
}

/* "five" and "fifty"; 0 for others. */
static int spelled(const treaty_word_t *word)
{
    static const char *const small[] = {
        "one",     "two",       "three",    "four",     "five",
        "six",     "seven",     "eight",    "nine",     "ten",
        "eleven",  "twelve",    "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    int i;

    for (i = 0; i < 19; i++) {
        if (strcmp(word->text, small[i]) == 0) {
            return i + 1;
        }
    }
    for (i = 0; i < 8; i++) {
        if (strcmp(word->text, tens[i]) == 0) {
            return 10 * (i + 2);
        }
    }
    return 0;
}

/* A factor that what stands before it is multiplied by; 0 for others. */
static int factor(const treaty_word_t *word)
{
    return strcmp(word->text, "hundred") == 0    ? 100
           : strcmp(word->text, "thousand") == 0 ? 1000
                                                 : 0;
}

/* "one hundred and five", word by word. */
static int spelled_number(int *value, const treaty_word_t *words, int count)
{
    int total = 0;
    int part = 0;
    int i;

    for (i = 0; i < count && !(i > 0 && words[i - 1].ends_sentence); i++) {
        int digit = spelled(&words[i]);
        int by = factor(&words[i]);

        if (digit && (part == 0 || part % 100 == 0 ||
                      (digit < 10 && part % 10 == 0 && part % 100 > 10))) {
            part += digit;
        }
        else if (by && part > 0 && total + part < NUMBER_MAX / by) {
            part *= by;
            total += by == 1000 ? part : 0;
            part = by == 1000 ? 0 : part;
        }
        else if (!(strcmp(words[i].text, "and") == 0 && i > 0 &&
                   factor(&words[i - 1]) && i + 1 < count &&
                   spelled(&words[i + 1]))) {
            break;
        }
    }
    *value = total + part;
    return i;
}

int treaty_prose_number(int *value, const treaty_word_t *words, int count)
{
    *value = count > 0 ? digits_of(&words[0]) : -1;
    if (*value >= 0) {
        return *value < NUMBER_MAX && apr_isdigit(*words[0].text) ? 1 : 0;
    }
    return count > 0 && spelled(&words[0]) ? spelled_number(value, words, count)
                                           : 0;
}

/* From 1; 0 for a word that is no month. "May" has a capital. */
static int month_of(const treaty_word_t *word)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    apr_size_t len = strlen(word->text);
    int i;

    for (i = 0; i < 12 && word->is_capital && len >= 3; i++) {
        if (strncmp(names[i], word->text, len) == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* "25" or "25th"; 0 for others. */
static int day_of(const treaty_word_t *word)
{
    apr_size_t len = strspn(word->text, "0123456789");

    return len > 0 && len <= 2 &&
                   (word->text[len] == '\0' || strlen(word->text + len) == 2 ||
                    strcmp(word->text + len, "s") == 0)
               ? atoi(word->text)
               : 0;
}

/* The place of a year behind a comma or "of" perhaps; 0 for none. */
static int year_at(const treaty_word_t *words, int count, int at)
{
    static const char *const between[] = {",", "of", NULL};

    if (at < count && treaty_prose_is(&words[at], between)) {
        at++;
    }
    return at < count && treaty_prose_is_year(&words[at]) ? at : 0;
}

static int whole_date(const char **iso, int year, int month, int day, int len,
                      apr_pool_t *pool)
{
    treaty_day_t parsed;

    *iso = apr_psprintf(pool, "%04d-%02d-%02d", year, month, day);
    *iso = treaty_day_parse(&parsed, *iso) ? *iso : NULL;
    return len;
}

int treaty_prose_date(const char **iso, const treaty_word_t *words, int count,
                      int before, apr_pool_t *result_pool)
{
    int month = month_of(&words[0]);
    int day = count > 1 ? day_of(&words[month ? 1 : 0]) : 0;
    int at;

    if (!month && day && month_of(&words[1])) {
        at = year_at(words, count, 2);
        return at ? whole_date(iso, atoi(words[at].text), month_of(&words[1]),
                               day, at + 1, result_pool)
                  : 0;
    }
    if (month && day && (at = year_at(words, count, 2)) != 0) {
        return whole_date(iso, atoi(words[at].text), month, day, at + 1,
                          result_pool);
    }
    if (month && (at = year_at(words, count, 1)) != 0) {
        *iso = apr_psprintf(result_pool, "%s-%02d", words[at].text, month);
        return at + 1;
    }
    if (!month && before && treaty_prose_is_year(&words[0])) {
        *iso = words[0].text;
        return 1;
    }
    return 0;
}
