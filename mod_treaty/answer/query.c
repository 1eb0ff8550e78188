#include "treaty_query.h"

#include <apr_escape.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define JSON_ENDING ".json"
/* Of a view that a page takes in. */
#define HEADING_DEFAULT 3
#define SEGMENTS_MAX 4

static apr_status_t problem_of(treaty_problem_t *problem, int status,
                               const char *detail, const char *parameter,
                               const char *expected)
{
    problem->status = status;
    problem->detail = detail;
    problem->parameter = parameter;
    problem->expected = expected;
    return status == 404 ? TREATY_ENOTFOUND : TREATY_EINPUT;
}

static apr_status_t nothing_here(treaty_problem_t *problem)
{
    return problem_of(problem, 404, "There is nothing at this address.", NULL,
                      NULL);
}

/* The length of a UTF-8 sequence that isn't a control character, or 0. */
static int character_length(const unsigned char *text)
{
    static const unsigned least[] = {0, 0, 0xa0, 0x800, 0x10000};
    unsigned value;
    int length;
    int i;

    if (text[0] < 0x80) {
        return text[0] >= 0x20 && text[0] != 0x7f;
    }
    length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    if (text[0] < 0xc2 || text[0] > 0xf4) {
        return 0;
    }
    value = text[0] & (0xffu >> (length + 1));
    for (i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (text[i] & 0x3fu);
    }
    if (value < least[length] || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    return length;
}

int treaty_query_text_is_valid(const char *text)
{
    while (*text) {
        int length = character_length((const unsigned char *)text);

        if (length == 0) {
            return 0;
        }
        text += length;
    }
    return 1;
}

int treaty_query_name_is_valid(const char *name)
{
    apr_size_t i;

    for (i = 0; name[i]; i++) {
        if (i == TREATY_NAME_MAX ||
            (!apr_isalnum(name[i]) && !strchr("-_.", name[i]))) {
            return 0;
        }
    }
    return i > 0;
}

int treaty_query_slug_is_valid(const char *slug)
{
    apr_size_t i;

    for (i = 0; slug[i]; i++) {
        if (i == TREATY_ID_MAX || (!apr_isdigit(slug[i]) && slug[i] != '-' &&
                                   (slug[i] < 'a' || slug[i] > 'z'))) {
            return 0;
        }
    }
    return i > 0;
}

apr_status_t treaty_query_split_id(const char **id, treaty_day_t *day,
                                   treaty_problem_t *problem, const char *text,
                                   apr_pool_t *result_pool)
{
    const char *at = strrchr(text, '@');
    apr_size_t len = at ? (apr_size_t)(at - text) : strlen(text);

    *day = TREATY_DAY_NONE;
    *id = "";
    if (len == 0 || len > TREATY_ID_MAX) {
        return problem_of(problem, 400, "A record's id is missing or too long.",
                          "id", "an id or an alias of at most 200 bytes");
    }
    if (!treaty_query_text_is_valid(text)) {
        return problem_of(problem, 400, "The id holds bytes that are no text.",
                          "id", "UTF-8 without control characters");
    }
    *id = apr_pstrmemdup(result_pool, text, len);
    /* Spans without an end have that of the calendar: it can't be asked for. */
    if (at && (!treaty_day_parse(day, at + 1) || *day == TREATY_DAY_END)) {
        return problem_of(problem, 400, "The day behind '@' doesn't exist.",
                          "date",
                          "a day of the calendar as YYYY-MM-DD, for example "
                          "2002-12-24");
    }
    return APR_SUCCESS;
}

static int ends_with(const char *text, const char *ending)
{
    apr_size_t len = strlen(text);
    apr_size_t ending_len = strlen(ending);

    return len > ending_len && strcmp(text + len - ending_len, ending) == 0;
}

/* Cuts ".json" off, which the query's form was read from. */
static char *cut_form(char *name)
{
    if (ends_with(name, JSON_ENDING)) {
        name[strlen(name) - strlen(JSON_ENDING)] = '\0';
    }
    return name;
}

/* Splits at slashes, in place. @return how many segments, or -1 for too many */
static int split(char **segments, char *path)
{
    int count = 0;

    for (;;) {
        char *slash = strchr(path, '/');

        if (count == SEGMENTS_MAX) {
            return -1;
        }
        segments[count++] = path;
        if (!slash) {
            return count;
        }
        *slash = '\0';
        path = slash + 1;
    }
}

/* Views of HTML are templates, and found out by looking; parts of the JSON are
 * the code's. */
static int is_view(const treaty_query_t *query, const char *name)
{
    if (query->form == TREATY_FORM_JSON) {
        return strcmp(name, query->resource == TREATY_RESOURCE_TREATY
                                ? "why"
                                : "claims") == 0;
    }
    return treaty_query_name_is_valid(name) && !strchr(name, '.');
}

static apr_status_t parse_record(treaty_query_t *query,
                                 treaty_problem_t *problem,
                                 treaty_resource_t resource, char **segments,
                                 int count, apr_pool_t *pool)
{
    query->resource = resource;
    if (count == 2) {
        cut_form(segments[1]);
        query->view = "page";
        /* A treaty's box is all of its page, a sheet's comes under its text. */
        query->heading = resource == TREATY_RESOURCE_TREATY ? 1 : 2;
    }
    else if (count == 3 && is_view(query, cut_form(segments[2]))) {
        query->view = segments[2];
    }
    else {
        return nothing_here(problem);
    }
    return treaty_query_split_id(&query->id, &query->day, problem, segments[1],
                                 pool);
}

static apr_status_t parse_list(treaty_query_t *query, treaty_problem_t *problem,
                               treaty_resource_t resource)
{
    query->resource = resource;
    return query->form == TREATY_FORM_JSON ? APR_SUCCESS
                                           : nothing_here(problem);
}

static apr_status_t parse_path(treaty_query_t *query, treaty_problem_t *problem,
                               char **segments, int count, apr_pool_t *pool)
{
    const char *collection = segments[0];

    if (count == 1) {
        collection = cut_form(segments[0]);
        if (strcmp(collection, "treaties") == 0) {
            return parse_list(query, problem, TREATY_RESOURCE_TREATIES);
        }
        if (strcmp(collection, "fact-sheets") == 0) {
            return parse_list(query, problem, TREATY_RESOURCE_FACT_SHEETS);
        }
        if (strcmp(collection, "health") == 0 &&
            query->form == TREATY_FORM_HTML) {
            query->resource = TREATY_RESOURCE_HEALTH;
            query->form = TREATY_FORM_JSON;
            return APR_SUCCESS;
        }
        return nothing_here(problem);
    }
    if (strcmp(collection, "treaties") == 0) {
        return parse_record(query, problem, TREATY_RESOURCE_TREATY, segments,
                            count, pool);
    }
    if (strcmp(collection, "fact-sheets") == 0) {
        return parse_record(query, problem, TREATY_RESOURCE_FACT_SHEET,
                            segments, count, pool);
    }
    if (strcmp(collection, "assets") == 0 && count == 2 &&
        treaty_query_name_is_valid(segments[1])) {
        query->resource = TREATY_RESOURCE_ASSET;
        query->form = TREATY_FORM_FILE;
        query->id = segments[1];
        return APR_SUCCESS;
    }
    return nothing_here(problem);
}

static apr_status_t parse_heading(treaty_query_t *query,
                                  treaty_problem_t *problem, const char *value)
{
    if (value[0] < '2' || value[0] > '6' || value[1] != '\0') {
        return problem_of(problem, 400, "The heading's level isn't one.",
                          "heading", "a digit from 2 to 6");
    }
    query->heading = value[0] - '0';
    return APR_SUCCESS;
}

static int is_list(const treaty_query_t *query)
{
    return query->resource == TREATY_RESOURCE_TREATIES ||
           query->resource == TREATY_RESOURCE_FACT_SHEETS;
}

static apr_status_t parse_after(treaty_query_t *query,
                                treaty_problem_t *problem, const char *value,
                                apr_pool_t *pool)
{
    if (!treaty_query_slug_is_valid(value)) {
        return problem_of(problem, 400, "A list can't go on behind this.",
                          "after", "the id of a record");
    }
    query->after = apr_pstrdup(pool, value);
    return APR_SUCCESS;
}

static int is_why(const treaty_query_t *query)
{
    return query->form == TREATY_FORM_JSON && query->view &&
           strcmp(query->view, "why") == 0;
}

static apr_status_t parse_participant(treaty_query_t *query,
                                      treaty_problem_t *problem,
                                      const char *value, apr_pool_t *pool)
{
    const char *name = apr_punescape_url(pool, value, NULL, NULL, 0);

    if (!name || !*name || strlen(name) > TREATY_ID_MAX ||
        !treaty_query_text_is_valid(name)) {
        return problem_of(problem, 400, "That can't be a participant.",
                          "participant", "an id, an ISO code or a name");
    }
    query->participant = name;
    return APR_SUCCESS;
}

/* What the addresses of data take. */
static const char *expected_of(const treaty_query_t *query)
{
    if (is_list(query)) {
        return "after";
    }
    return is_why(query) ? "participant"
                         : "no parameters; a day goes behind the id: "
                           "/treaties/opsc@2002-12-24.json";
}

static apr_status_t parse_parameter(treaty_query_t *query,
                                    treaty_problem_t *problem, char *parameter,
                                    apr_pool_t *pool)
{
    char *value = strchr(parameter, '=');

    if (value) {
        *value++ = '\0';
    }
    if (query->form == TREATY_FORM_HTML) {
        /* Pages carry utm_source and the like: what we don't know is theirs. */
        return value && strcmp(parameter, "heading") == 0
                   ? parse_heading(query, problem, value)
                   : APR_SUCCESS;
    }
    if (query->form == TREATY_FORM_FILE || *parameter == '\0') {
        return APR_SUCCESS;
    }
    if (is_list(query) && value && strcmp(parameter, "after") == 0) {
        return parse_after(query, problem, value, pool);
    }
    if (is_why(query) && value && strcmp(parameter, "participant") == 0) {
        return parse_participant(query, problem, value, pool);
    }
    return problem_of(problem, 400, "This address takes no such parameter.",
                      apr_pstrndup(pool, parameter, TREATY_NAME_MAX),
                      expected_of(query));
}

static apr_status_t parse_args(treaty_query_t *query, treaty_problem_t *problem,
                               const char *args, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, args);
    apr_status_t rv = APR_SUCCESS;

    if (strlen(args) > TREATY_ARGS_MAX) {
        return problem_of(problem, 414, "The query string is too long.", NULL,
                          "at most 4096 bytes");
    }
    while (rest && rv == APR_SUCCESS) {
        char *parameter = rest;

        rest = strchr(parameter, '&');
        if (rest) {
            *rest++ = '\0';
        }
        rv = parse_parameter(query, problem, parameter, pool);
    }
    return rv;
}

apr_status_t treaty_query_parse(treaty_query_t **result,
                                treaty_problem_t *problem, const char *path,
                                const char *args, apr_pool_t *result_pool)
{
    treaty_query_t *query = apr_pcalloc(result_pool, sizeof(*query));
    char *segments[SEGMENTS_MAX];
    apr_status_t rv;
    int count;

    *result = query;
    /* A problem is told in the form that was asked for, however early. */
    query->form =
        ends_with(path, JSON_ENDING) ? TREATY_FORM_JSON : TREATY_FORM_HTML;
    query->day = TREATY_DAY_NONE;
    query->heading = HEADING_DEFAULT;
    query->after = "";
    if (strlen(path) > TREATY_PATH_MAX) {
        return problem_of(problem, 414, "The address is too long.", NULL,
                          "at most 1024 bytes below the mount");
    }
    if (*path == '/') {
        path++;
    }
    count = split(segments, apr_pstrdup(result_pool, path));
    if (count < 0) {
        return nothing_here(problem);
    }
    rv = parse_path(query, problem, segments, count, result_pool);
    if (rv == APR_SUCCESS && args) {
        rv = parse_args(query, problem, args, result_pool);
    }
    return rv;
}
