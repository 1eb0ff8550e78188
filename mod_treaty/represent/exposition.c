#include "treaty_exposition.h"

#include "treaty_utf8.h"

#include <apr_strings.h>
#include <string.h>

#define MICROSECONDS APR_UINT64_C(1000000)
/* As many digits as a number of 64 bits and its fraction have. */
#define NUMBER_SIZE 32

apr_status_t treaty_exposition_family(treaty_text_t *text, const char *name,
                                      const char *type, const char *help)
{
    return treaty_text_printf(text, "# HELP %s %s\n# TYPE %s %s\n", name, help,
                              name, type);
}

/* A label's value may hold any character, if these are escaped. */
static apr_status_t put_value(treaty_text_t *text, const char *value)
{
    int is_text = treaty_utf8_valid(value, strlen(value));
    apr_status_t rv = APR_SUCCESS;

    for (; *value && rv == APR_SUCCESS; value++) {
        if (*value == '\n') {
            rv = treaty_text_puts(text, "\\n");
        }
        else if (*value == '\\' || *value == '"') {
            rv = treaty_text_printf(text, "\\%c", *value);
        }
        else if (!is_text && (unsigned char)*value >= 0x80) {
            rv = treaty_text_puts(text, "?");
        }
        else {
            rv = treaty_text_append(text, value, 1);
        }
    }
    return rv;
}

/* Writes "{name="value",…}".
 * @param bound that of a histogram's bucket, or NULL */
static apr_status_t put_labels(treaty_text_t *text,
                               const treaty_label_t *labels, const char *bound)
{
    const char *sign = "{";
    apr_status_t rv = APR_SUCCESS;

    for (; labels && labels->name && rv == APR_SUCCESS; labels++) {
        rv = treaty_text_printf(text, "%s%s=\"", sign, labels->name);
        if (rv == APR_SUCCESS) {
            rv = put_value(text, labels->value);
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_text_puts(text, "\"");
        }
        sign = ",";
    }
    if (bound && rv == APR_SUCCESS) {
        rv = treaty_text_printf(text, "%sle=\"%s\"", sign, bound);
        sign = ",";
    }
    return rv == APR_SUCCESS && *sign == ',' ? treaty_text_puts(text, "}") : rv;
}

static apr_status_t put_sample(treaty_text_t *text, const char *name,
                               const char *suffix, const treaty_label_t *labels,
                               const char *bound, const char *value)
{
    apr_status_t rv = treaty_text_printf(text, "%s%s", name, suffix);

    if (rv == APR_SUCCESS) {
        rv = put_labels(text, labels, bound);
    }
    return rv == APR_SUCCESS ? treaty_text_printf(text, " %s\n", value) : rv;
}

static const char *number(char buffer[NUMBER_SIZE], apr_uint64_t value)
{
    apr_snprintf(buffer, NUMBER_SIZE, "%" APR_UINT64_T_FMT, value);
    return buffer;
}

/* "0.0025" of 2500 microseconds: no digit is lost, and none is for nothing. */
static const char *seconds(char buffer[NUMBER_SIZE], apr_uint64_t value)
{
    char *end;

    apr_snprintf(buffer, NUMBER_SIZE, "%" APR_UINT64_T_FMT ".%06u",
                 value / MICROSECONDS, (unsigned)(value % MICROSECONDS));
    end = buffer + strlen(buffer) - 1;
    while (*end == '0') {
        *end-- = '\0';
    }
    if (*end == '.') {
        *end = '\0';
    }
    return buffer;
}

apr_status_t treaty_exposition_sample(treaty_text_t *text, const char *name,
                                      const treaty_label_t *labels,
                                      apr_uint64_t value)
{
    char buffer[NUMBER_SIZE];

    return put_sample(text, name, "", labels, NULL, number(buffer, value));
}

apr_status_t treaty_exposition_seconds(treaty_text_t *text, const char *name,
                                       const treaty_label_t *labels,
                                       apr_uint64_t value)
{
    char buffer[NUMBER_SIZE];

    return put_sample(text, name, "", labels, NULL, seconds(buffer, value));
}

apr_status_t treaty_exposition_histogram(treaty_text_t *text, const char *name,
                                         const treaty_label_t *labels,
                                         const treaty_histogram_t *histogram)
{
    apr_status_t rv = APR_SUCCESS;
    apr_uint64_t count = 0;
    char bound[NUMBER_SIZE];
    char value[NUMBER_SIZE];
    int i;

    for (i = 0; i < histogram->bound_count && rv == APR_SUCCESS; i++) {
        count += histogram->counts[i];
        rv = put_sample(text, name, "_bucket", labels,
                        seconds(bound, (apr_uint64_t)histogram->bounds[i]),
                        number(value, count));
    }
    count += histogram->counts[histogram->bound_count];
    number(value, count);
    if (rv == APR_SUCCESS) {
        rv = put_sample(text, name, "_bucket", labels, "+Inf", value);
    }
    if (rv == APR_SUCCESS) {
        rv = put_sample(text, name, "_sum", labels, NULL,
                        seconds(bound, histogram->sum));
    }
    return rv == APR_SUCCESS
               ? put_sample(text, name, "_count", labels, NULL, value)
               : rv;
}
