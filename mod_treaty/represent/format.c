#include "treaty_represent.h"

#include "treaty_date.h"

#include <apr_strings.h>
#include <string.h>

#define GROUP 3

/* 1234567 is "1,234,567". */
static const char *grouped(json_int_t value, apr_pool_t *pool)
{
    apr_uint64_t size =
        value < 0 ? 0 - (apr_uint64_t)value : (apr_uint64_t)value;
    const char *digits = apr_psprintf(pool, "%" APR_UINT64_T_FMT, size);
    apr_size_t len = strlen(digits);
    char *text = apr_palloc(pool, len * 2 + 2);
    char *to = text;
    apr_size_t i;

    if (value < 0) {
        *to++ = '-';
    }
    for (i = 0; i < len; i++) {
        if (i > 0 && (len - i) % GROUP == 0) {
            *to++ = ',';
        }
        *to++ = digits[i];
    }
    *to = '\0';
    return text;
}

static const char *long_form(const char *string, apr_pool_t *pool)
{
    const char *text = treaty_day_long(string, pool);

    return text ? text : string;
}

static const char *label(const char *string)
{
    const char *text = treaty_word(string);

    return text ? text : string;
}

/* As a reader would write it: a date out, a code in words. */
static const char *text_of(const char *string, apr_pool_t *pool)
{
    const char *date = treaty_day_long(string, pool);

    return date ? date : label(string);
}

static const char *format_string(const char *string, const char *suffix,
                                 apr_pool_t *pool)
{
    if (strcmp(suffix, "long") == 0) {
        return long_form(string, pool);
    }
    if (strcmp(suffix, "label") == 0) {
        return label(string);
    }
    return strcmp(suffix, "text") == 0 ? text_of(string, pool) : NULL;
}

static const char *format_number(json_int_t number, const char *suffix,
                                 apr_pool_t *pool)
{
    if (strcmp(suffix, "text") == 0 ||
        (strcmp(suffix, "some") == 0 && number > 0)) {
        return grouped(number, pool);
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
    apr_pool_t *pool = baton;
    const char *text = NULL;

    if (json_is_string(value) && strcmp(suffix, "paragraphs") == 0) {
        return paragraphs(json_string_value(value));
    }
    if (json_is_string(value)) {
        text = format_string(json_string_value(value), suffix, pool);
    }
    else if (json_is_integer(value)) {
        text = format_number(json_integer_value(value), suffix, pool);
    }
    return text ? json_string(text) : NULL;
}
