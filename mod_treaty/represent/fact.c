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

static reading_t read_string(const char *string, apr_pool_t *pool)
{
    reading_t reading = {string, string, 0, 0, 1};

    if (is_iso_date(string)) {
        reading.is_date = 1;
        reading.words = treaty_day_long(string, pool);
    }
    else if (treaty_word(string)) {
        reading.words = treaty_word(string);
    }
    else {
        reading.is_text = 1;
    }
    return reading;
}

static reading_t read_value(json_t *value, apr_pool_t *pool)
{
    reading_t reading = {"", "unknown", 0, 0, 0};

    if (json_is_string(value)) {
        return read_string(json_string_value(value), pool);
    }
    if (json_is_integer(value)) {
        json_t *grouped = treaty_format(pool, value, "text");

        reading.words = apr_pstrdup(pool, json_string_value(grouped));
        json_decref(grouped);
        reading.value = apr_psprintf(pool, "%" APR_INT64_T_FMT,
                                     (apr_int64_t)json_integer_value(value));
        reading.is_known = 1;
    }
    else if (json_is_boolean(value)) {
        reading.value = json_is_true(value) ? "true" : "false";
        reading.words = json_is_true(value) ? "yes" : "no";
        reading.is_known = 1;
    }
    return reading;
}

static const char *long_day(json_t *fact, const char *key, apr_pool_t *pool)
{
    const char *iso = treaty_json_text(fact, key);

    return iso ? treaty_day_long(iso, pool) : NULL;
}

/* "; withdrawals aren't recorded": what a reader of a number has to know. */
static const char *caveats_of(json_t *fact, apr_pool_t *pool)
{
    const char *text = "";
    json_t *caveat;
    size_t i;

    json_array_foreach(json_object_get(fact, "caveats"), i, caveat)
    {
        const char *code = treaty_json_text(caveat, "code");
        const char *words = code ? treaty_word(code) : NULL;

        if (words) {
            text = apr_pstrcat(pool, text, "; ", words, NULL);
        }
    }
    return text;
}

/* "signatures on 24 December 2002, as recorded to 12 March 2015 (source)" */
static const char *title_of(json_t *fact, apr_pool_t *pool)
{
    const char *label = treaty_json_text(fact, "label");
    const char *as_of = long_day(fact, "as_of", pool);
    const char *known = long_day(fact, "known_through", pool);
    const char *source = treaty_json_text(fact, "source");

    int is_date = treaty_json_text(fact, "value") &&
                  is_iso_date(treaty_json_text(fact, "value"));

    return apr_pstrcat(pool, label ? label : "",
                       !as_of    ? ""
                       : is_date ? ", as of "
                                 : " on ",
                       as_of ? as_of : "", known ? ", as recorded to " : "",
                       known ? known : "", source ? "; source: " : "",
                       source ? source : "", caveats_of(fact, pool), NULL);
}

static apr_status_t escape(treaty_text_t *out, const char *string)
{
    return treaty_text_escape(out, string, strlen(string));
}

static apr_status_t element(treaty_text_t *out, const char *name,
                            const char *attribute, const reading_t *reading,
                            const char *title)
{
    apr_status_t rv =
        treaty_text_printf(out, "<%s class=\"treaty-fact\"", name);

    if (rv == APR_SUCCESS && attribute) {
        rv = treaty_text_printf(out, " %s=\"", attribute);
    }
    if (rv == APR_SUCCESS && attribute) {
        rv = escape(out, reading->value);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(out, attribute ? "\" title=\"" : " title=\"");
    }
    if (rv == APR_SUCCESS) {
        rv = escape(out, title);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_text_puts(out, "\">");
    }
    if (rv == APR_SUCCESS) {
        rv = escape(out, reading->words);
    }
    return rv != APR_SUCCESS ? rv : treaty_text_printf(out, "</%s>", name);
}

apr_status_t treaty_fact_represent(treaty_text_t *out, json_t *fact,
                                   treaty_fact_form_t form,
                                   apr_pool_t *scratch_pool)
{
    reading_t reading =
        read_value(json_object_get(fact, "value"), scratch_pool);

    if (form == TREATY_FACT_VALUE) {
        return treaty_text_puts(out, reading.value);
    }
    if (form == TREATY_FACT_PLAIN) {
        return escape(out, reading.words);
    }
    if (!reading.is_known || reading.is_text) {
        return element(out, "span", NULL, &reading,
                       title_of(fact, scratch_pool));
    }
    if (reading.is_date) {
        return element(out, "time", "datetime", &reading,
                       title_of(fact, scratch_pool));
    }
    return element(out, "data", "value", &reading,
                   title_of(fact, scratch_pool));
}
