#include "query_private.h"

#include <apr_cstr.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define SEGMENTS_MAX 4

#define BIT(form) (1u << TREATY_FORM_##form)
#define HTML BIT(HTML)
#define JSON BIT(JSON)
#define CSV BIT(CSV)
#define ATOM BIT(ATOM)
#define JSONLD BIT(JSONLD)
#define BIBTEX BIT(BIBTEX)
#define RIS BIT(RIS)
#define XML BIT(XML)
#define SVG BIT(SVG)
#define PLAIN BIT(FILE)

#define TAKES(name) ((apr_uint64_t)1 << TREATY_PARAM_##name)
#define PAGED (TAKES(LIMIT) | TAKES(CURSOR) | TAKES(FIELDS))
/* What selects treaties. */
#define SELECTS                                                      \
    (TAKES(Q) | TAKES(PARTICIPANT) | TAKES(STATE) | TAKES(SUBJECT) | \
     TAKES(CHAPTER) | TAKES(FAMILY) | TAKES(TYPE) | TAKES(STATUS) |  \
     TAKES(IN_FORCE) | TAKES(ADOPTED_FROM) | TAKES(ADOPTED_TO) |     \
     TAKES(DEPOSITARY))
#define LISTS (SELECTS | TAKES(ON) | TAKES(SORT) | TAKES(FACETS) | PAGED)
#define ACTS (TAKES(KIND) | TAKES(PENDING) | TAKES(FROM) | TAKES(TO) | PAGED)
#define VIEW TAKES(HEADING)
/* The tables of a treaty's participants and of a participant's treaties. */
#define ROWS (TAKES(STATE) | TAKES(ROW_SORT))
#define STATES (TAKES(STATE) | TAKES(STATE_SORT))

/* A route with a fixed part stands before the views of its collection. */
static const treaty_route_t routes[] = {
    {"", NULL, HTML, TREATY_RESOURCE_INDEX, VIEW},
    {"index", NULL, JSON, TREATY_RESOURCE_INDEX, 0},
    {"api", NULL, HTML, TREATY_RESOURCE_API, 0},
    {"treaties", NULL, HTML | JSON | CSV, TREATY_RESOURCE_TREATIES, LISTS},
    {"treaties", "", HTML, TREATY_RESOURCE_TREATY, VIEW | ROWS | TAKES(CURSOR)},
    {"treaties", "", JSON | JSONLD, TREATY_RESOURCE_TREATY, 0},
    {"treaties", "participants", HTML, TREATY_RESOURCE_TREATY, VIEW | ROWS},
    {"treaties", "participants", JSON | CSV,
     TREATY_RESOURCE_TREATY_PARTICIPANTS, ROWS | TAKES(FIELDS)},
    {"treaties", "history", HTML, TREATY_RESOURCE_TREATY, VIEW | TAKES(CURSOR)},
    {"treaties", "acts", JSON | CSV | ATOM, TREATY_RESOURCE_TREATY_ACTS, ACTS},
    {"treaties", "statements", JSON, TREATY_RESOURCE_TREATY_STATEMENTS,
     TAKES(PARTICIPANT) | TAKES(KIND)},
    {"treaties", "timeline", JSON | SVG, TREATY_RESOURCE_TREATY_TIMELINE, 0},
    {"treaties", "changes", JSON, TREATY_RESOURCE_TREATY_CHANGES,
     TAKES(FROM) | TAKES(TO)},
    {"treaties", "family", JSON, TREATY_RESOURCE_TREATY_FAMILY, 0},
    {"treaties", "citation", JSON | BIBTEX | RIS,
     TREATY_RESOURCE_TREATY_CITATION, 0},
    {"treaties", "why", JSON, TREATY_RESOURCE_WHY, TAKES(PARTICIPANT)},
    {"treaties", "*", HTML, TREATY_RESOURCE_TREATY, VIEW},
    {"participants", NULL, HTML | JSON | CSV, TREATY_RESOURCE_PARTICIPANTS,
     TAKES(KIND) | TAKES(INITIAL) | TAKES(ON) | PAGED},
    {"participants", "", HTML, TREATY_RESOURCE_PARTICIPANT, VIEW | STATES},
    {"participants", "", JSON, TREATY_RESOURCE_PARTICIPANT, 0},
    {"participants", "treaties", HTML, TREATY_RESOURCE_PARTICIPANT,
     VIEW | STATES},
    {"participants", "treaties", JSON | CSV,
     TREATY_RESOURCE_PARTICIPANT_TREATIES,
     LISTS & ~(TAKES(PARTICIPANT) | TAKES(ON))},
    {"participants", "acts", JSON | CSV | ATOM,
     TREATY_RESOURCE_PARTICIPANT_ACTS, ACTS},
    {"participants", "*", HTML, TREATY_RESOURCE_PARTICIPANT, VIEW},
    {"acts", NULL, HTML | JSON | CSV | ATOM, TREATY_RESOURCE_ACTS,
     ACTS | TAKES(TREATY) | TAKES(PARTICIPANT) | TAKES(ON)},
    {"status", NULL, HTML | JSON | CSV, TREATY_RESOURCE_STATUS,
     TAKES(TREATY) | TAKES(PARTICIPANT) | TAKES(ON) | VIEW},
    {"fact-sheets", NULL, HTML | JSON, TREATY_RESOURCE_FACT_SHEETS, PAGED},
    {"fact-sheets", "", HTML | JSON | JSONLD, TREATY_RESOURCE_FACT_SHEET, VIEW},
    {"fact-sheets", "claims", JSON, TREATY_RESOURCE_CLAIMS, 0},
    {"fact-sheets", "*", HTML, TREATY_RESOURCE_FACT_SHEET, VIEW},
    {"subjects", NULL, HTML | JSON, TREATY_RESOURCE_SUBJECTS, TAKES(ON)},
    {"search", NULL, HTML | JSON, TREATY_RESOURCE_SEARCH,
     TAKES(Q) | TAKES(KIND) | TAKES(LIMIT) | TAKES(CURSOR)},
    {"changes", NULL, JSON, TREATY_RESOURCE_CHANGES,
     TAKES(SINCE) | TAKES(LIMIT) | TAKES(CURSOR)},
    {"oembed", NULL, HTML, TREATY_RESOURCE_OEMBED,
     TAKES(URL) | TAKES(FORMAT) | TAKES(MAXWIDTH) | TAKES(MAXHEIGHT)},
    {"openapi", NULL, JSON, TREATY_RESOURCE_OPENAPI, 0},
    {"opensearch", NULL, XML, TREATY_RESOURCE_OPENSEARCH, 0},
    {"download", NULL, HTML | JSON, TREATY_RESOURCE_DOWNLOADS, 0},
    {"download", "", PLAIN, TREATY_RESOURCE_DOWNLOAD, 0},
    {"assets", "", PLAIN, TREATY_RESOURCE_ASSET, 0},
    {"health", NULL, HTML, TREATY_RESOURCE_HEALTH, 0},
};

static const struct {
    const char *ending;
    const char *type;
} forms[TREATY_FORM__COUNT] = {
    [TREATY_FORM_HTML] = {"", "text/html; charset=utf-8"},
    [TREATY_FORM_JSON] = {".json", "application/json"},
    [TREATY_FORM_CSV] = {".csv", "text/csv; charset=utf-8; header=present"},
    [TREATY_FORM_ATOM] = {".atom", "application/atom+xml; charset=utf-8"},
    [TREATY_FORM_JSONLD] = {".jsonld", "application/ld+json"},
    [TREATY_FORM_BIBTEX] = {".bib", "application/x-bibtex; charset=utf-8"},
    [TREATY_FORM_RIS] = {".ris",
                         "application/x-research-info-systems; charset=utf-8"},
    [TREATY_FORM_XML] = {".xml", "application/opensearchdescription+xml; "
                                 "charset=utf-8"},
    [TREATY_FORM_SVG] = {".svg", "image/svg+xml"},
    [TREATY_FORM_FILE] = {"", "application/octet-stream"},
};

const char *treaty_form_type(treaty_form_t form)
{
    return forms[form].type;
}

const char *treaty_form_ending(treaty_form_t form)
{
    return forms[form].ending;
}

treaty_form_t treaty_route_form(const char *path)
{
    apr_size_t len = strlen(path);
    int i;

    for (i = 0; i < TREATY_FORM__COUNT; i++) {
        apr_size_t ending = strlen(forms[i].ending);

        if (ending > 0 && len > ending &&
            apr_cstr_casecmp(path + len - ending, forms[i].ending) == 0) {
            return (treaty_form_t)i;
        }
    }
    return TREATY_FORM_HTML;
}

/* Cuts the form's ending off; a name isn't an ending alone. */
static treaty_form_t cut_form(char *name, int *is_moved)
{
    treaty_form_t form = treaty_route_form(name);
    char *ending = name + strlen(name) - strlen(forms[form].ending);

    *is_moved |= strcmp(ending, forms[form].ending) != 0;
    *ending = '\0';
    return form;
}

/* Splits at slashes, in place. A slash at the end opens no segment.
 * @return how many segments, or -1 for too many */
static int split(char **segments, char *path, int *is_moved)
{
    int count = 0;

    while (*path) {
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
        *is_moved |= *path == '\0';
    }
    return count;
}

/* Whether a name of the code's own was asked for, in whatever case. */
static int is_name(const char *segment, const char *name, int *is_moved)
{
    if (apr_cstr_casecmp(segment, name) != 0) {
        return 0;
    }
    *is_moved |= strcmp(segment, name) != 0;
    return 1;
}

/* A view is a template, found out by looking; its name has small letters. */
static int is_view(char *segment, int *is_moved)
{
    char *at;

    for (at = segment; *at; at++) {
        *is_moved |= apr_isupper(*at) != 0;
        *at = apr_tolower(*at);
    }
    return treaty_query_name_is_valid(segment) && treaty_query_is_view(segment);
}

/* The rest of a path under a route: an id, or an id and a part. */
static int is_rest(treaty_query_t *query, const treaty_route_t *route,
                   char **segments, int count)
{
    int is_moved = 0;

    if (!route->part) {
        return count == 1;
    }
    if (*route->part == '\0') {
        return count == 2;
    }
    if (count != 3) {
        return 0;
    }
    if (*route->part == '*' ? !is_view(segments[2], &is_moved)
                            : !is_name(segments[2], route->part, &is_moved)) {
        return 0;
    }
    query->is_moved |= is_moved;
    return 1;
}

static const treaty_route_t *match(treaty_query_t *query, char **segments,
                                   int count)
{
    apr_size_t i;

    for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        const treaty_route_t *route = &routes[i];
        int is_moved = 0;

        if (is_name(segments[0], route->collection, &is_moved) &&
            (route->forms == PLAIN || route->forms & 1u << query->form) &&
            is_rest(query, route, segments, count)) {
            query->is_moved |= is_moved;
            return route;
        }
    }
    return NULL;
}

/* A treaty's box is all of its page and of a frame, a sheet's comes under its
 * text. */
static int heading_of(const treaty_route_t *route, const char *view)
{
    if (strcmp(view, "frame") == 0) {
        return 1;
    }
    if (route->part && *route->part != '\0') {
        return 3;
    }
    return route->resource == TREATY_RESOURCE_FACT_SHEET ? 2 : 1;
}

/* A record has all forms of its routes, and a view that is named as a part
 * shows what the part has as data. */
static unsigned forms_of(const treaty_route_t *route, const char *part)
{
    unsigned all = route->forms;
    apr_size_t i;

    for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (route->part && routes[i].part &&
            strcmp(routes[i].part, part) == 0 &&
            strcmp(routes[i].collection, route->collection) == 0) {
            all |= routes[i].forms;
        }
    }
    return all;
}

/* These have no ending, and speak JSON. */
static int is_bare(treaty_resource_t resource)
{
    return resource == TREATY_RESOURCE_OEMBED ||
           resource == TREATY_RESOURCE_HEALTH;
}

static void take_route(treaty_query_t *query, const treaty_route_t *route,
                       char **segments, int count)
{
    query->resource = route->resource;
    query->collection = route->collection;
    query->part = count == 3 ? segments[2] : "";
    query->forms = forms_of(route, query->part);
    if (count == 3 && *route->part != '*') {
        query->part = route->part;
    }
    query->view = *query->part ? query->part : route->part ? "page" : "list";
    query->heading = heading_of(route, query->view);
    if (is_bare(route->resource)) {
        query->form = TREATY_FORM_JSON;
    }
}

static apr_status_t take_id(treaty_query_t *query, treaty_problem_t *problem,
                            const treaty_route_t *route, const char *id,
                            apr_pool_t *pool)
{
    if (route->forms != PLAIN) {
        return treaty_query_split_id(&query->id, &query->day, problem, id,
                                     pool);
    }
    query->form = TREATY_FORM_FILE;
    query->id = id;
    return treaty_query_name_is_valid(id) ? APR_SUCCESS
                                          : treaty_query_nothing_here(problem);
}

/* A file's name has its ending as a part of it. */
static int is_file(char **segments, int count)
{
    return count == 2 && (apr_cstr_casecmp(segments[0], "assets") == 0 ||
                          apr_cstr_casecmp(segments[0], "download") == 0);
}

apr_status_t treaty_route_find(const treaty_route_t **route,
                               treaty_query_t *query, treaty_problem_t *problem,
                               const char *path, apr_pool_t *pool)
{
    char *segments[SEGMENTS_MAX] = {NULL};
    int has_slash = *path == '/';
    int count =
        split(segments, apr_pstrdup(pool, path + has_slash), &query->is_moved);

    if (count == 0) {
        /* The mount itself is the one address with a slash at its end. */
        query->is_moved = !has_slash;
        segments[count++] = apr_pstrdup(pool, "");
    }
    if (count > 0 && !is_file(segments, count)) {
        query->form = cut_form(segments[count - 1], &query->is_moved);
    }
    *route = count > 0 ? match(query, segments, count) : NULL;
    if (!*route) {
        query->is_moved = 0;
        return treaty_query_nothing_here(problem);
    }
    take_route(query, *route, segments, count);
    return count == 1 ? APR_SUCCESS
                      : take_id(query, problem, *route, segments[1], pool);
}

const char *treaty_route_json_path(treaty_resource_t resource,
                                   apr_pool_t *result_pool)
{
    apr_size_t i;

    for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        const treaty_route_t *route = &routes[i];

        if (route->resource == resource && route->forms & JSON) {
            return apr_pstrcat(result_pool, "/", route->collection,
                               route->part ? "/{id}" : "",
                               route->part && *route->part ? "/" : "",
                               route->part ? route->part : "", ".json", NULL);
        }
    }
    return "";
}

/* Whether the address of a query is of this route. */
static int is_of(const treaty_route_t *route, const treaty_query_t *query)
{
    if (strcmp(route->collection, query->collection) != 0 ||
        !route->part != !query->id) {
        return 0;
    }
    return !route->part || strcmp(route->part, query->part) == 0 ||
           (*route->part == '*' && *query->part != '\0');
}

void treaty_query_limit(treaty_query_t *query, treaty_form_t form)
{
    apr_uint64_t takes = 0;
    apr_size_t i;

    if (form == query->form) {
        return;
    }
    for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (routes[i].forms & 1u << form && is_of(&routes[i], query)) {
            takes = routes[i].takes;
            break;
        }
    }
    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        if (i != TREATY_PARAM_LANG && !(takes & (apr_uint64_t)1 << i)) {
            query->values[i] = NULL;
        }
    }
}

const char *treaty_query_path(const treaty_query_t *query, const char *slug,
                              treaty_form_t form, apr_pool_t *result_pool)
{
    const char *id = slug ? slug : query->id;
    const char *day = "";

    if (query->id && query->day != TREATY_DAY_NONE) {
        day = apr_pstrcat(result_pool, "@",
                          treaty_day_text(query->day, result_pool), NULL);
    }
    return apr_pstrcat(result_pool, "/", query->collection, id ? "/" : "",
                       id ? id : "", day, *query->part ? "/" : "", query->part,
                       is_bare(query->resource) ? "" : forms[form].ending,
                       NULL);
}
