#include "treaty_json.h"
#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* More are no treaty's. */
#define LANGUAGES_MAX 50

static const char *long_form(const treaty_formatter_t *formatter,
                             const char *string)
{
    const char *text =
        treaty_language_day(formatter->language, string, formatter->pool);

    return text ? text : string;
}

static const char *label(const treaty_formatter_t *formatter,
                         const char *string)
{
    const char *text = treaty_word(formatter->language, string);

    return text ? text : string;
}

/* As a reader would write it: a date out, a code in words. */
static const char *text_of(const treaty_formatter_t *formatter,
                           const char *string)
{
    const char *date =
        treaty_language_day(formatter->language, string, formatter->pool);

    return date ? date : label(formatter, string);
}

/* What a language is called, by its tag; the tag of one without a name. */
static const char *language_name(const treaty_formatter_t *formatter,
                                 const char *tag)
{
    const char *name =
        treaty_word(formatter->language,
                    apr_pstrcat(formatter->pool, "language_", tag, NULL));

    return name ? name : tag;
}

/* As addresses have it: what isn't unreserved (RFC 3986) byte by byte. */
static const char *url_form(const treaty_formatter_t *formatter,
                            const char *string)
{
    static const char digits[] = "0123456789ABCDEF";
    char *text = apr_palloc(formatter->pool, strlen(string) * 3 + 1);
    char *to = text;

    for (; *string; string++) {
        unsigned char byte = (unsigned char)*string;

        if (apr_isalnum(byte) || strchr("-._~", byte)) {
            *to++ = (char)byte;
        }
        else {
            *to++ = '%';
            *to++ = digits[byte >> 4];
            *to++ = digits[byte & 15];
        }
    }
    *to = '\0';
    return text;
}

/* As the source of a page has it: what shows such source escapes it again. */
static const char *source_form(const treaty_formatter_t *formatter,
                               const char *string)
{
    treaty_text_t *text =
        treaty_text_create(TREATY_REPRESENTATION_MAX, formatter->pool);

    return treaty_text_escape(text, string, strlen(string)) == APR_SUCCESS
               ? text->data
               : "";
}

static const char *format_string(const treaty_formatter_t *formatter,
                                 const char *string, const char *suffix)
{
    if (strcmp(suffix, "long") == 0) {
        return long_form(formatter, string);
    }
    if (strcmp(suffix, "label") == 0) {
        return label(formatter, string);
    }
    if (strcmp(suffix, "language") == 0) {
        return language_name(formatter, string);
    }
    if (strcmp(suffix, "url") == 0) {
        return url_form(formatter, string);
    }
    if (strcmp(suffix, "source") == 0) {
        return source_form(formatter, string);
    }
    return strcmp(suffix, "text") == 0 ? text_of(formatter, string) : NULL;
}

static const char *format_number(const treaty_formatter_t *formatter,
                                 json_int_t number, const char *suffix)
{
    if (strcmp(suffix, "text") == 0 ||
        (strcmp(suffix, "some") == 0 && number > 0)) {
        return treaty_language_number(formatter->language, number,
                                      formatter->pool);
    }
    return NULL;
}

/* What lies between empty lines, a list. */
static json_t *paragraphs(const char *text)
{
    json_t *list = json_array();

    while (*(text += strspn(text, "\n"))) {
        const char *end = strstr(text, "\n\n");
        apr_size_t len = end ? (apr_size_t)(end - text) : strlen(text);

        json_array_append_new(list, json_stringn(text, len));
        text += len;
    }
    return list;
}

/* The languages of a list in one text; NULL for an empty one, and for a list
 * of other things. */
static const char *language_names(const treaty_formatter_t *formatter,
                                  const json_t *list)
{
    const char *mark = treaty_word(formatter->language, "list_separator");
    const char *text = NULL;
    json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        const char *tag = json_string_value(item);

        if (!tag || i == LANGUAGES_MAX) {
            return text;
        }
        text = apr_pstrcat(formatter->pool, text ? text : "", text ? mark : "",
                           language_name(formatter, tag), NULL);
    }
    return text;
}

json_t *treaty_format(void *baton, json_t *value, const char *suffix)
{
    const treaty_formatter_t *formatter = baton;
    const char *text = NULL;

    if (json_is_string(value) && strcmp(suffix, "paragraphs") == 0) {
        return paragraphs(json_string_value(value));
    }
    if (json_is_string(value)) {
        text = format_string(formatter, json_string_value(value), suffix);
    }
    else if (json_is_array(value) && strcmp(suffix, "language") == 0) {
        text = language_names(formatter, value);
    }
    else if (json_is_integer(value)) {
        text = format_number(formatter, json_integer_value(value), suffix);
    }
    return text ? json_string(text) : NULL;
}
