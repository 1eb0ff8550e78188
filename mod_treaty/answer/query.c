#include "query_private.h"

#include "treaty_utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

apr_status_t treaty_query_refuse(treaty_problem_t *problem, int status,
                                 const char *detail, const char *parameter,
                                 const char *expected)
{
    problem->status = status;
    problem->detail = detail;
    problem->parameter = parameter;
    problem->expected = expected;
    return status == 404 ? TREATY_ENOTFOUND : TREATY_EINPUT;
}

apr_status_t treaty_query_nothing_here(treaty_problem_t *problem)
{
    return treaty_query_refuse(problem, 404,
                               "There is nothing at this address.", NULL, NULL);
}

/* C1's controls are two bytes in UTF-8. */
static int is_control(const unsigned char *at)
{
    return at[0] < ' ' || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
}

int treaty_query_text_is_valid(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    if (!treaty_utf8_valid(text, strlen(text))) {
        return 0;
    }
    while (*at && !is_control(at)) {
        at++;
    }
    return *at == '\0';
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

int treaty_query_is_view(const char *name)
{
    return !strchr(name, '.') && strcmp(name, "page") != 0 &&
           strcmp(name, "list") != 0;
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
        return treaty_query_refuse(
            problem, 400, "A record's id is missing or too long.", "id",
            "an id or an alias of at most 200 bytes");
    }
    if (!treaty_query_text_is_valid(text)) {
        return treaty_query_refuse(problem, 400,
                                   "The id holds bytes that are no text.", "id",
                                   "UTF-8 without control characters");
    }
    *id = apr_pstrmemdup(result_pool, text, len);
    /* Spans without an end have that of the calendar: it can't be asked for. */
    if (at && (!treaty_day_parse(day, at + 1) || *day == TREATY_DAY_END)) {
        return treaty_query_refuse(
            problem, 400, "The day behind '@' doesn't exist.", "date",
            "a day of the calendar as YYYY-MM-DD, for example "
            "2002-12-24");
    }
    return APR_SUCCESS;
}

apr_status_t treaty_query_parse(treaty_query_t **result,
                                treaty_problem_t *problem, const char *path,
                                const char *args, apr_pool_t *result_pool)
{
    treaty_query_t *query = apr_pcalloc(result_pool, sizeof(*query));
    const treaty_route_t *route;
    apr_status_t rv;

    *result = query;
    query->resource = TREATY_RESOURCE__COUNT;
    /* A problem is told in the form that was asked for, however early. */
    query->form = treaty_route_form(path);
    query->day = TREATY_DAY_NONE;
    query->part = "";
    if (strlen(path) > TREATY_PATH_MAX) {
        return treaty_query_refuse(problem, 414, "The address is too long.",
                                   NULL, "at most 1024 bytes below the mount");
    }
    rv = treaty_route_find(&route, query, problem, path, result_pool);
    if (rv == APR_SUCCESS && args) {
        rv = treaty_params_read(query, problem, route, args, result_pool);
    }
    if (rv != APR_SUCCESS && args && strlen(args) <= TREATY_ARGS_MAX) {
        query->values[TREATY_PARAM_LANG] =
            treaty_params_lang(args, result_pool);
    }
    return rv;
}
