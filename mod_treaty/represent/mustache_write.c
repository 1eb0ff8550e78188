#include "mustache.h"

#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enough for any integer and for %.17g. */
#define NUMBER_SIZE 40

apr_status_t treaty_mustache_indent(mustache_render_t *render,
                                    const mustache_span_t *indent)
{
    if (indent->len > MUSTACHE_INDENT_MAX - render->indent_to) {
        return TREATY_ELIMIT;
    }
    if (indent->len > 0) {
        memcpy(render->indent + render->indent_to, indent->text, indent->len);
        render->indent_to += indent->len;
    }
    return APR_SUCCESS;
}

static apr_status_t write_indent(mustache_render_t *render, apr_size_t have)
{
    apr_size_t len = render->indent_to - render->indent_from;

    if (have >= len) {
        return APR_SUCCESS;
    }
    return treaty_text_append(
        render->out, render->indent + render->indent_from + have, len - have);
}

apr_status_t treaty_mustache_write_lead(mustache_render_t *render)
{
    if (!render->first) {
        return APR_SUCCESS;
    }
    render->first = 0;
    return write_indent(render, render->have);
}

static int is_empty_line(const char *text, const char *end)
{
    return text < end && (*text == '\n' ||
                          (*text == '\r' && text + 1 < end && text[1] == '\n'));
}

/* Writes the lines of a text, each but the first behind the indentation. */
static apr_status_t write_lines(mustache_render_t *render, const char *text,
                                const char *end)
{
    apr_status_t rv = APR_SUCCESS;

    while (text < end && rv == APR_SUCCESS) {
        const char *newline = memchr(text, '\n', (apr_size_t)(end - text));
        const char *next = newline ? newline + 1 : end;

        rv = treaty_text_append(render->out, text, (apr_size_t)(next - text));
        text = next;
        if (rv == APR_SUCCESS && text < end && !is_empty_line(text, end)) {
            rv = write_indent(render, 0);
        }
    }
    return rv;
}

apr_status_t treaty_mustache_write_text(mustache_render_t *render,
                                        const mustache_node_t *node)
{
    const char *text = node->span.text;
    const char *end = text + node->span.len;
    apr_status_t rv = APR_SUCCESS;

    if (render->indent_from == render->indent_to) {
        render->first = 0;
        return treaty_text_append(render->out, text, node->span.len);
    }
    if (is_empty_line(text, end)) {
        render->first = 0;
    }
    else if (render->first) {
        rv = treaty_mustache_write_lead(render);
    }
    else if (node->line_start) {
        rv = write_indent(render, 0);
    }
    return rv == APR_SUCCESS ? write_lines(render, text, end) : rv;
}

static apr_status_t write_bytes(mustache_render_t *render, const char *text,
                                apr_size_t len, int raw)
{
    return raw ? treaty_text_append(render->out, text, len)
               : treaty_text_escape(render->out, text, len);
}

apr_status_t treaty_mustache_write_string(mustache_render_t *render,
                                          const char *text, int raw)
{
    return text ? write_bytes(render, text, strlen(text), raw) : APR_SUCCESS;
}

static apr_status_t write_integer(mustache_render_t *render,
                                  const json_t *value)
{
    char number[NUMBER_SIZE];

    apr_snprintf(number, sizeof(number), "%" APR_INT64_T_FMT,
                 (apr_int64_t)json_integer_value(value));
    return treaty_text_puts(render->out, number);
}

/* The fewest digits that give the same number back. */
static apr_status_t write_real(mustache_render_t *render, const json_t *value)
{
    double real = json_real_value(value);
    char number[NUMBER_SIZE];
    int digits = 15;
    char *comma;

    do {
        snprintf(number, sizeof(number), "%.*g", digits, real);
    } while (strtod(number, NULL) != real && ++digits <= 17);
    /* Some locales print a comma. */
    comma = strchr(number, ',');
    if (comma) {
        *comma = '.';
    }
    return treaty_text_puts(render->out, number);
}

apr_status_t treaty_mustache_write_value(mustache_render_t *render,
                                         const json_t *value, int raw)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:
        return write_bytes(render, json_string_value(value),
                           json_string_length(value), raw);
    case JSON_INTEGER:
        return write_integer(render, value);
    case JSON_REAL:
        return write_real(render, value);
    case JSON_TRUE:
        return treaty_text_puts(render->out, "true");
    case JSON_FALSE:
        return treaty_text_puts(render->out, "false");
    default:
        return APR_SUCCESS;
    }
}
