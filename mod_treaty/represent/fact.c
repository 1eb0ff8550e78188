#include "treaty_represent.h"

#include "treaty_date.h"

#include <apr_strings.h>
#include <string.h>

/* A fact's value, taken apart. */
typedef struct {
    /** For machines: digits, an ISO date, a code or the text; "" unknown. */
    const char *value;
    /** For readers. */
    const char *words;
    int is_date;
    /** A text of the record's, not a number, a day or a code. */
    int is_text;
    int is_known;
} reading_t;

static int is_iso_date(const char *text)
{
    treaty_day_t day;

    return treaty_day_parse(&day, text);
}

static reading_t read_string(const treaty_formatter_t *by, const char *string)
{
    reading_t reading = {string, string, 0, 0, 1};
    const char *word = treaty_word(by->language, string);

    if (is_iso_date(string)) {
        reading.is_date = 1;
        reading.words = treaty_language_day(by->language, string, by->pool);
    }
    else if (word) {
        reading.words = word;
    }
    else {
        reading.is_text = 1;
    }
    return reading;
}

static reading_t read_value(const treaty_formatter_t *by, json_t *value)
{
    reading_t reading = {"", treaty_word(by->language, "unknown"), 0, 0, 0};

    if (json_is_string(value)) {
        return read_string(by, json_string_value(value));
    }
    if (json_is_integer(value)) {
        reading.words = treaty_language_number(
            by->language, json_integer_value(value), by->pool);
        reading.value = apr_psprintf(by->pool, "%" APR_INT64_T_FMT,
                                     (apr_int64_t)json_integer_value(value));
        reading.is_known = 1;
    }
    else if (json_is_boolean(value)) {
        reading.value = json_is_true(value) ? "true" : "false";
        reading.words =
            treaty_word(by->language, json_is_true(value) ? "yes" : "no");
        reading.is_known = 1;
    }
    return reading;
}

/* A part of a title: a text with something in its hole; "" for nothing. */
static const char *part(const treaty_formatter_t *by, const char *key,
                        const char *filling)
{
    return filling ? treaty_word_fill(by->language, key, filling, by->pool)
                   : "";
}

static const char *day_part(const treaty_formatter_t *by, const char *key,
                            json_t *fact, const char *member)
{
    const char *iso = treaty_json_text(fact, member);

    return part(by, key,
                iso ? treaty_language_day(by->language, iso, by->pool) : NULL);
}

/* "; withdrawals aren't recorded": what a reader of a number has to know. */
static const char *caveats_of(const treaty_formatter_t *by, json_t *fact)
{
    const char *text = "";
    json_t *caveat;
    size_t i;

    json_array_foreach(json_object_get(fact, "caveats"), i, caveat)
    {
        const char *code = treaty_json_text(caveat, "code");
        const char *words = code ? treaty_word(by->language, code) : NULL;

        text =
            apr_pstrcat(by->pool, text, part(by, "title_caveat", words), NULL);
    }
    return text;
}

/* "signatures on 24 December 2002, as recorded to 12 March 2015 (source)" */
static const char *title_of(const treaty_formatter_t *by, json_t *fact)
{
    const char *label = treaty_json_text(fact, "label");
    const char *value = treaty_json_text(fact, "value");
    int is_date = value && is_iso_date(value);

    return apr_pstrcat(
        by->pool, label ? label : "",
        day_part(by, is_date ? "title_as_of" : "title_on", fact, "as_of"),
        day_part(by, "title_recorded_to", fact, "known_through"),
        part(by, "title_source", treaty_json_text(fact, "source")),
        caveats_of(by, fact), NULL);
}

static apr_status_t escape(treaty_text_t *out, const char *string)
{
    return treaty_text_escape(out, string, strlen(string));
}

static apr_status_t attribute(treaty_text_t *out, const char *name,
                              const char *value)
{
    apr_status_t rv = treaty_text_printf(out, " %s=\"", name);

    if (rv == APR_SUCCESS) {
        rv = escape(out, value);
    }
    return rv == APR_SUCCESS ? treaty_text_puts(out, "\"") : rv;
}

/* The element that a value stands in. A text of the record's may be written in
 * any direction, and stands by itself. */
static const char *element_of(const reading_t *reading)
{
    if (!reading->is_known) {
        return "span";
    }
    return reading->is_text ? "bdi" : reading->is_date ? "time" : "data";
}

static apr_status_t element(treaty_text_t *out, const reading_t *reading,
                            const char *language, const char *title)
{
    const char *name = element_of(reading);
    apr_status_t rv =
        treaty_text_printf(out, "<%s class=\"treaty-fact\"", name);

    if (rv == APR_SUCCESS && reading->is_text && language) {
        rv = attribute(out, "lang", language);
    }
    if (rv == APR_SUCCESS && reading->is_known && !reading->is_text) {
        rv = attribute(out, reading->is_date ? "datetime" : "value",
                       reading->value);
    }
    if (rv == APR_SUCCESS) {
        rv = attribute(out, "title", title);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(out, ">");
    }
    if (rv == APR_SUCCESS) {
        rv = escape(out, reading->words);
    }
    return rv != APR_SUCCESS ? rv : treaty_text_printf(out, "</%s>", name);
}

apr_status_t treaty_fact_represent(treaty_text_t *out, json_t *fact,
                                   treaty_fact_form_t form,
                                   const treaty_language_t *language,
                                   apr_pool_t *scratch_pool)
{
    treaty_formatter_t by = {language, scratch_pool};
    reading_t reading = read_value(&by, json_object_get(fact, "value"));

    switch (form) {
    case TREATY_FACT_VALUE:
        return treaty_text_puts(out, reading.value);
    case TREATY_FACT_ISO:
        return escape(out, reading.value);
    case TREATY_FACT_PLAIN:
        return escape(out, reading.words);
    default:
        return element(out, &reading, treaty_json_text(fact, "language"),
                       title_of(&by, fact));
    }
}
