#include "treaty_represent.h"

#include <string.h>

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

static const char *format_string(const treaty_formatter_t *formatter,
                                 const char *string, const char *suffix)
{
    if (strcmp(suffix, "long") == 0) {
        return long_form(formatter, string);
    }
    if (strcmp(suffix, "label") == 0) {
        return label(formatter, string);
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
    else if (json_is_integer(value)) {
        text = format_number(formatter, json_integer_value(value), suffix);
    }
    return text ? json_string(text) : NULL;
}
