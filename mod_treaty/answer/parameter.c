#include "query_private.h"

#include "treaty_language.h"

#include <apr_escape.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The longest value of a parameter, decoded. */
#define VALUE_MAX 1024
/* No number of a parameter has more digits. */
#define DIGITS_MAX 6

static const char *const states[] = {"withdrawal_notified",
                                     "in_force",
                                     "bound",
                                     "provisional",
                                     "consented",
                                     "withdrawn",
                                     "signatory_ad_referendum",
                                     "signatory",
                                     "undated",
                                     "none",
                                     NULL};
static const char *const types[] = {"treaty",    "convention",   "covenant",
                                    "protocol",  "agreement",    "charter",
                                    "statute",   "constitution", "declaration",
                                    "amendment", "other",        NULL};
static const char *const statuses[] = {
    "not_adopted", "not_in_force", "in_force", "ended", "unknown", NULL};
static const char *const sorts[] = {"id",
                                    "-id",
                                    "title",
                                    "-title",
                                    "mtdsg_no",
                                    "-mtdsg_no",
                                    "adopted_on",
                                    "-adopted_on",
                                    "entry_into_force_on",
                                    "-entry_into_force_on",
                                    "relevance",
                                    NULL};
static const char *const row_sorts[] = {
    "name",         "-name",         "signed_on",   "-signed_on",
    "consented_on", "-consented_on", "in_force_on", "-in_force_on",
    "state",        "-state",        NULL};
static const char *const state_sorts[] = {
    "title",       "-title",       "adopted_on",   "-adopted_on",
    "signed_on",   "-signed_on",   "consented_on", "-consented_on",
    "in_force_on", "-in_force_on", "state",        "-state",
    NULL};
static const char *const facets[] = {"subject", "type",       "decade",  "year",
                                     "status",  "depositary", "chapter", NULL};
static const char *const flags[] = {"true", "false", NULL};

typedef enum { TEXT, NAME, DAY, NUMBER, WORD, WORDS, TAG } kind_t;

/* What a parameter takes. */
static const struct {
    const char *name;
    const char *expected;
    kind_t kind;
    /** Of a NUMBER. */
    int least;
    int most;
    /** Of WORD and WORDS. */
    const char *const *words;
} params[TREATY_PARAM__COUNT] = {
    [TREATY_PARAM_Q] = {"q", "words to look for", TEXT, 0, 0, NULL},
    [TREATY_PARAM_TREATY] = {"treaty", "a treaty's id or alias", TEXT, 0, 0,
                             NULL},
    [TREATY_PARAM_PARTICIPANT] = {"participant", "an id, an ISO code or a name",
                                  TEXT, 0, 0, NULL},
    [TREATY_PARAM_STATE] = {"state",
                            "states of a participant, apart by commas: "
                            "withdrawal_notified, in_force, bound, "
                            "provisional, consented, withdrawn, "
                            "signatory_ad_referendum, signatory, undated, none",
                            WORDS, 0, 0, states},
    [TREATY_PARAM_SUBJECT] = {"subject", "a subject, as /subjects.json has it",
                              TEXT, 0, 0, NULL},
    [TREATY_PARAM_CHAPTER] = {"chapter",
                              "the depositary's chapter in Roman numerals, "
                              "for example IV",
                              NAME, 0, 0, NULL},
    [TREATY_PARAM_FAMILY] = {"family",
                             "a treaty's id or alias: it, its protocols and "
                             "its amendments",
                             TEXT, 0, 0, NULL},
    [TREATY_PARAM_TYPE] = {"type",
                           "types, apart by commas: treaty, convention, "
                           "covenant, protocol, agreement, charter, statute, "
                           "constitution, declaration, amendment, other",
                           WORDS, 0, 0, types},
    [TREATY_PARAM_STATUS] = {"status",
                             "statuses, apart by commas: not_adopted, "
                             "not_in_force, in_force, ended, unknown",
                             WORDS, 0, 0, statuses},
    [TREATY_PARAM_IN_FORCE] = {"in-force", "true or false", WORD, 0, 0, flags},
    [TREATY_PARAM_ADOPTED_FROM] = {"adopted-from", "a day as YYYY-MM-DD", DAY,
                                   0, 0, NULL},
    [TREATY_PARAM_ADOPTED_TO] = {"adopted-to", "a day as YYYY-MM-DD", DAY, 0, 0,
                                 NULL},
    [TREATY_PARAM_DEPOSITARY] = {"depositary", "a depositary's name", TEXT, 0,
                                 0, NULL},
    [TREATY_PARAM_KIND] = {"kind", "a kind as the answer names it", NAME, 0, 0,
                           NULL},
    [TREATY_PARAM_INITIAL] = {"initial",
                              "a letter, or more, that names begin with", TEXT,
                              0, 0, NULL},
    [TREATY_PARAM_PENDING] = {"pending", "true or false", WORD, 0, 0, flags},
    [TREATY_PARAM_FROM] = {"from", "a day as YYYY-MM-DD", DAY, 0, 0, NULL},
    [TREATY_PARAM_TO] = {"to", "a day as YYYY-MM-DD", DAY, 0, 0, NULL},
    [TREATY_PARAM_SINCE] = {"since",
                            "a revision, as answers name it: 32 hexadecimal "
                            "digits",
                            NAME, 0, 0, NULL},
    [TREATY_PARAM_ON] = {"on", "a day as YYYY-MM-DD", DAY, 0, 0, NULL},
    [TREATY_PARAM_SORT] = {"sort",
                           "id, title, mtdsg_no, adopted_on, "
                           "entry_into_force_on, each with a '-' before it for "
                           "downwards; or relevance, with q",
                           WORD, 0, 0, sorts},
    [TREATY_PARAM_ROW_SORT] = {"sort",
                               "name, signed_on, consented_on, in_force_on, "
                               "state, each with a '-' before it for downwards",
                               WORD, 0, 0, row_sorts},
    [TREATY_PARAM_STATE_SORT] = {"sort",
                                 "title, adopted_on, signed_on, consented_on, "
                                 "in_force_on, state, each with a '-' before "
                                 "it for downwards",
                                 WORD, 0, 0, state_sorts},
    [TREATY_PARAM_LIMIT] = {"limit", "a number from 1 to 1000", NUMBER, 1, 1000,
                            NULL},
    [TREATY_PARAM_CURSOR] = {"cursor",
                             "what an earlier answer gave in next or prev",
                             TEXT, 0, 0, NULL},
    [TREATY_PARAM_FACETS] = {"facets",
                             "facets, apart by commas: subject, type, decade, "
                             "year, status, depositary, chapter",
                             WORDS, 0, 0, facets},
    [TREATY_PARAM_FIELDS] = {"fields",
                             "names of an item's members, apart by commas",
                             NAME, 0, 0, NULL},
    [TREATY_PARAM_URL] = {"url", "the address of a page of this reference",
                          TEXT, 0, 0, NULL},
    [TREATY_PARAM_FORMAT] = {"format", "json", NAME, 0, 0, NULL},
    [TREATY_PARAM_MAXWIDTH] = {"maxwidth", "a number of pixels, from 1", NUMBER,
                               1, 999999, NULL},
    [TREATY_PARAM_MAXHEIGHT] = {"maxheight", "a number of pixels, from 1",
                                NUMBER, 1, 999999, NULL},
    [TREATY_PARAM_HEADING] = {"heading", "a digit from 2 to 6", NUMBER, 2, 6,
                              NULL},
    [TREATY_PARAM_LANG] = {"lang",
                           "a language's tag: ar, en, es, fr, ru, zh, or "
                           "another that the site has",
                           TAG, 0, 0, NULL},
};

const char *treaty_param_name(treaty_param_t param)
{
    return params[param].name;
}

const char *const *treaty_param_words(treaty_param_t param)
{
    return params[param].words;
}

const char *treaty_param_expected(treaty_param_t param)
{
    return params[param].expected;
}

static int is_word(const char *const *words, const char *text, apr_size_t len)
{
    for (; *words; words++) {
        if (strlen(*words) == len && strncmp(*words, text, len) == 0) {
            return 1;
        }
    }
    return 0;
}

static int are_words(const char *const *words, const char *text)
{
    for (;;) {
        apr_size_t len = strcspn(text, ",");

        if (!is_word(words, text, len)) {
            return 0;
        }
        if (text[len] == '\0') {
            return 1;
        }
        text += len + 1;
    }
}

static int is_number(treaty_param_t param, const char *text)
{
    apr_size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits <= DIGITS_MAX && text[digits] == '\0' &&
           atoi(text) >= params[param].least &&
           atoi(text) <= params[param].most;
}

/* A name of the code's own, or several of them with a comma between: letters,
 * digits and marks that need no escaping. */
static int is_plain(const char *text)
{
    apr_size_t len = strlen(text);

    return len > 0 && *text != ',' && text[len - 1] != ',' &&
           !strstr(text, ",,") &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,")] ==
               '\0';
}

static int is_day(const char *text)
{
    treaty_day_t day;

    /* The end of spans without an end can't be asked for. */
    return treaty_day_parse(&day, text) && day != TREATY_DAY_END;
}

static int is_value(treaty_param_t param, const char *text)
{
    switch (params[param].kind) {
    case DAY:
        return is_day(text);
    case NUMBER:
        return is_number(param, text);
    case WORD:
        return is_word(params[param].words, text, strlen(text));
    case WORDS:
        return are_words(params[param].words, text);
    case NAME:
        return is_plain(text);
    case TAG:
        return treaty_language_tag_is_valid(text);
    default:
        return *text != '\0';
    }
}

int treaty_param_is_valid(treaty_param_t param, const char *value)
{
    return strlen(value) <= VALUE_MAX && treaty_query_text_is_valid(value) &&
           is_value(param, value);
}

/* Data has no headings, and only rows have members. */
static int is_of_form(treaty_param_t param, treaty_form_t form)
{
    switch (param) {
    case TREATY_PARAM_HEADING:
        return form == TREATY_FORM_HTML;
    case TREATY_PARAM_FIELDS:
        return form == TREATY_FORM_JSON || form == TREATY_FORM_CSV;
    default:
        return 1;
    }
}

/* Each address speaks the languages; a file is as it is. */
static int is_taken(const treaty_query_t *query, const treaty_route_t *route,
                    int param)
{
    if (param == TREATY_PARAM_LANG) {
        return query->form != TREATY_FORM_FILE;
    }
    return (route->takes & (apr_uint64_t)1 << param) != 0 &&
           is_of_form((treaty_param_t)param, query->form);
}

/* @return TREATY_PARAM__COUNT for a name that the address doesn't take */
static treaty_param_t find(const treaty_query_t *query,
                           const treaty_route_t *route, const char *name)
{
    int i;

    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        if (is_taken(query, route, i) && strcmp(params[i].name, name) == 0) {
            break;
        }
    }
    return (treaty_param_t)i;
}

static const char *names_taken(const treaty_query_t *query,
                               const treaty_route_t *route, apr_pool_t *pool)
{
    const char *names = NULL;
    int i;

    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        if (is_taken(query, route, i)) {
            names = names ? apr_pstrcat(pool, names, ", ", params[i].name, NULL)
                          : params[i].name;
        }
    }
    return names ? names
                 : "no parameters; a day goes behind a record's id: "
                   "/treaties/opsc@2002-12-24.json";
}

/* Pages carry utm_source and the like, and who embeds has wishes of its own:
 * what we don't know there is theirs. */
static apr_status_t unknown(const treaty_query_t *query,
                            treaty_problem_t *problem,
                            const treaty_route_t *route, const char *name,
                            apr_pool_t *pool)
{
    if (query->form == TREATY_FORM_HTML || query->form == TREATY_FORM_FILE ||
        query->resource == TREATY_RESOURCE_OEMBED ||
        query->resource == TREATY_RESOURCE_HEALTH) {
        return APR_SUCCESS;
    }
    return treaty_query_refuse(problem, 400,
                               "This address takes no such parameter.",
                               apr_pstrndup(pool, name, TREATY_NAME_MAX),
                               names_taken(query, route, pool));
}

/* A page stands in its own language where another can't be shown: what isn't
 * a tag is one of nothing, there. */
static apr_status_t take(treaty_query_t *query, treaty_problem_t *problem,
                         treaty_param_t param, const char *raw,
                         apr_pool_t *pool)
{
    const char *value = apr_punescape_url(pool, raw, NULL, NULL, 1);

    if (param == TREATY_PARAM_LANG && query->form == TREATY_FORM_HTML &&
        !is_value(param, value ? value : "")) {
        return APR_SUCCESS;
    }
    if (!value || !treaty_param_is_valid(param, value)) {
        return treaty_query_refuse(problem, 400,
                                   "The parameter doesn't take this value.",
                                   params[param].name, params[param].expected);
    }
    if (query->values[param]) {
        return treaty_query_refuse(problem, 400,
                                   "The parameter is given twice.",
                                   params[param].name, params[param].expected);
    }
    query->values[param] = value;
    return APR_SUCCESS;
}

/* An empty one is what a form sends for a field that was left alone. */
static int is_left_out(const treaty_query_t *query, const char *value)
{
    return query->form == TREATY_FORM_HTML && *value == '\0';
}

static apr_status_t read_one(treaty_query_t *query, treaty_problem_t *problem,
                             const treaty_route_t *route, char *text,
                             apr_pool_t *pool)
{
    char *value = strchr(text, '=');
    treaty_param_t param;

    if (*text == '\0') {
        return APR_SUCCESS;
    }
    if (value) {
        *value++ = '\0';
    }
    param = find(query, route, text);
    if (param == TREATY_PARAM__COUNT) {
        return unknown(query, problem, route, text, pool);
    }
    if (is_left_out(query, value ? value : "")) {
        return APR_SUCCESS;
    }
    return take(query, problem, param, value ? value : "", pool);
}

/* What the values say that stands elsewhere in a query. */
static void settle(treaty_query_t *query)
{
    query->heading =
        treaty_query_number(query, TREATY_PARAM_HEADING, query->heading);
    if (query->values[TREATY_PARAM_ON]) {
        query->day = treaty_query_day(query, TREATY_PARAM_ON);
    }
}

const char *treaty_params_lang(const char *args, apr_pool_t *pool)
{
    const char *name = params[TREATY_PARAM_LANG].name;
    apr_size_t len = strlen(name);

    while (args) {
        if (strncmp(args, name, len) == 0 && args[len] == '=') {
            const char *value = args + len + 1;

            value = apr_pstrmemdup(pool, value, strcspn(value, "&"));
            return treaty_language_tag_is_valid(value) ? value : NULL;
        }
        args = strchr(args, '&');
        args = args ? args + 1 : NULL;
    }
    return NULL;
}

apr_status_t treaty_params_read(treaty_query_t *query,
                                treaty_problem_t *problem,
                                const treaty_route_t *route, const char *args,
                                apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, args);
    apr_status_t rv = APR_SUCCESS;

    if (strlen(args) > TREATY_ARGS_MAX) {
        return treaty_query_refuse(problem, 414,
                                   "The query string is too long.", NULL,
                                   "at most 4096 bytes");
    }
    while (rest && rv == APR_SUCCESS) {
        char *text = rest;

        rest = strchr(text, '&');
        if (rest) {
            *rest++ = '\0';
        }
        rv = read_one(query, problem, route, text, pool);
    }
    if (rv == APR_SUCCESS) {
        settle(query);
    }
    return rv;
}

const char *treaty_query_value(const treaty_query_t *query,
                               treaty_param_t param)
{
    return query->values[param];
}

int treaty_query_number(const treaty_query_t *query, treaty_param_t param,
                        int absent)
{
    return query->values[param] ? atoi(query->values[param]) : absent;
}

treaty_day_t treaty_query_day(const treaty_query_t *query, treaty_param_t param)
{
    treaty_day_t day = TREATY_DAY_NONE;

    if (query->values[param]) {
        treaty_day_parse(&day, query->values[param]);
    }
    return day;
}

apr_array_header_t *treaty_query_list(const treaty_query_t *query,
                                      treaty_param_t param,
                                      apr_pool_t *result_pool)
{
    apr_array_header_t *list =
        apr_array_make(result_pool, 8, sizeof(const char *));
    const char *text = query->values[param];
    char *rest;
    char *one;

    if (!text) {
        return list;
    }
    /* As many as VALUE_MAX bytes hold. */
    for (one = apr_strtok(apr_pstrdup(result_pool, text), ",", &rest); one;
         one = apr_strtok(NULL, ",", &rest)) {
        APR_ARRAY_PUSH(list, const char *) = one;
    }
    return list;
}

const char *treaty_query_args(const treaty_query_t *query, treaty_param_t but,
                              const char *value, apr_pool_t *result_pool)
{
    const char *args = "";
    int i;

    for (i = 0; i < TREATY_PARAM__COUNT; i++) {
        const char *one = i == (int)but ? value : query->values[i];

        if (one) {
            args = apr_pstrcat(result_pool, args, *args ? "&" : "?",
                               params[i].name, "=",
                               apr_pescape_urlencoded(result_pool, one), NULL);
        }
    }
    return args;
}
