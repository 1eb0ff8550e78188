/*
 * A treaty cited in the styles that writers are asked for. They are English by
 * their nature, months and all.
 */
#include "citation.h"

#include "treaty_formats.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* More than any entry has. */
#define CODE_MAX ((apr_size_t)1024 * 1024)

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
/* As the Bluebook's table T12 has them. */
static const char *const short_months[] = {"Jan.",  "Feb.", "Mar.", "Apr.",
                                           "May",   "June", "July", "Aug.",
                                           "Sept.", "Oct.", "Nov.", "Dec."};

static const char *month_of(const char *day, const char *const *names)
{
    int month = atoi(day + 5);

    return names[month >= 1 && month <= 12 ? month - 1 : 0];
}

/* "25 May 2000" */
static const char *day_first(const char *day, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%d %s %.4s", atoi(day + 8),
                        month_of(day, months), day);
}

/* "May 25, 2000" */
static const char *month_first(const char *day, const char *const *names,
                               apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s %d, %.4s", month_of(day, names),
                        atoi(day + 8), day);
}

/* "text", behind @p mark where both are there. */
static const char *then(const char *before, const char *mark, const char *text,
                        apr_pool_t *pool)
{
    if (!text || !*text) {
        return before;
    }
    return *before ? apr_pstrcat(pool, before, mark, text, NULL) : text;
}

/* "2171 UNTS 227", or however it is printed. */
static const char *place_printed(const treaty_citation_t *it, const char *unts,
                                 apr_pool_t *pool)
{
    if (!it->volume) {
        return it->printed;
    }
    return apr_pstrcat(pool, it->volume, " ", unts, " ", it->page, NULL);
}

/* Convention … (adopted 28 July 1951, entered into force 22 April 1954) 189
 * UNTS 137 (Short Title) */
static const char *oscola(const treaty_citation_t *it, apr_pool_t *pool)
{
    const char *days = "";
    const char *text = it->title;

    if (it->adopted_on) {
        days = apr_pstrcat(pool, "adopted ", day_first(it->adopted_on, pool),
                           NULL);
    }
    if (it->in_force_on) {
        days = then(days, ", ",
                    apr_pstrcat(pool, "entered into force ",
                                day_first(it->in_force_on, pool), NULL),
                    pool);
    }
    if (*days) {
        text = apr_pstrcat(pool, text, " (", days, ")", NULL);
    }
    text = then(text, " ", place_printed(it, "UNTS", pool), pool);
    return it->short_title
               ? apr_pstrcat(pool, text, " (", it->short_title, ")", NULL)
               : text;
}

/* Convention …, July 28, 1951, 189 U.N.T.S. 137. */
static const char *bluebook(const treaty_citation_t *it, apr_pool_t *pool)
{
    const char *text = it->title;

    if (it->adopted_on) {
        text = then(text, ", ", month_first(it->adopted_on, short_months, pool),
                    pool);
    }
    text = then(text, ", ", place_printed(it, "U.N.T.S.", pool), pool);
    if (it->in_force_on) {
        text = apr_pstrcat(pool, text, " (entered into force ",
                           month_first(it->in_force_on, short_months, pool),
                           ")", NULL);
    }
    return apr_pstrcat(pool, text, ".", NULL);
}

/* Convention …, July 28, 1951, https://… */
static const char *apa(const treaty_citation_t *it, apr_pool_t *pool)
{
    const char *text = it->title;

    if (it->adopted_on) {
        text =
            then(text, ", ", month_first(it->adopted_on, months, pool), pool);
    }
    return then(text, ", ", it->url ? it->url : place_printed(it, "UNTS", pool),
                pool);
}

/* Convention …, New York, July 28, 1951, United Nations Treaty Series 189,
 * p. 137, https://…. */
static const char *chicago(const treaty_citation_t *it, apr_pool_t *pool)
{
    const char *text = then(it->title, ", ", it->place, pool);

    if (it->adopted_on) {
        text =
            then(text, ", ", month_first(it->adopted_on, months, pool), pool);
    }
    if (it->volume) {
        text = apr_pstrcat(pool, text, ", ", it->series, " ", it->volume,
                           ", p. ", it->page, NULL);
    }
    else {
        text = then(text, ", ", it->printed, pool);
    }
    return apr_pstrcat(pool, then(text, ", ", it->url, pool), ".", NULL);
}

/* Convention …. New York, 28 July 1951. United Nations, Treaty Series, vol.
 * 189, p. 137. Registration: No. 2545. */
static const char *un(const treaty_citation_t *it, apr_pool_t *pool)
{
    const char *concluded = it->place ? it->place : "";
    const char *text = apr_pstrcat(pool, it->title, ".", NULL);

    if (it->adopted_on) {
        concluded =
            then(concluded, ", ", day_first(it->adopted_on, pool), pool);
    }
    if (*concluded) {
        text = apr_pstrcat(pool, text, " ", concluded, ".", NULL);
    }
    if (it->volume) {
        text = apr_pstrcat(pool, text, " ", it->series, ", vol. ", it->volume,
                           ", p. ", it->page, ".", NULL);
    }
    else if (it->printed) {
        text = apr_pstrcat(pool, text, " ", it->printed, ".", NULL);
    }
    return text;
}

static void add(json_t *list, const char *style, const char *text, int is_code)
{
    json_t *one = json_object();

    treaty_json_set_text(one, "style", style);
    treaty_json_set_text(one, "text", text);
    json_object_set_new(one, "is_code", json_boolean(is_code));
    json_array_append_new(list, one);
}

/* The same for programs, as their own addresses give it. */
static apr_status_t add_codes(json_t *list, const json_t *document,
                              apr_pool_t *pool)
{
    treaty_text_t *bibtex = treaty_text_create(CODE_MAX, pool);
    treaty_text_t *ris = treaty_text_create(CODE_MAX, pool);
    apr_status_t rv = treaty_bibtex_represent(bibtex, document);

    if (rv == APR_SUCCESS) {
        rv = treaty_ris_represent(ris, document);
    }
    if (rv == APR_SUCCESS) {
        add(list, "bibtex", bibtex->data, 1);
        add(list, "ris", ris->data, 1);
    }
    return rv;
}

apr_status_t treaty_citation_styles(json_t **list, const json_t *document,
                                    apr_pool_t *result_pool)
{
    static const struct {
        const char *style;
        const char *(*write)(const treaty_citation_t *it, apr_pool_t *pool);
    } styles[] = {{"un", un},
                  {"oscola", oscola},
                  {"bluebook", bluebook},
                  {"chicago", chicago},
                  {"apa", apa}};
    treaty_citation_t citation;
    size_t i;
    apr_status_t rv = treaty_citation_read(&citation, document, result_pool);

    *list = json_array();
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!citation.title) {
        citation.title = citation.key;
    }
    if (citation.in_force_on && citation.as_of &&
        strcmp(citation.in_force_on, citation.as_of) > 0) {
        /* On that day nobody could have written so. */
        citation.in_force_on = NULL;
    }
    for (i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
        add(*list, styles[i].style, styles[i].write(&citation, result_pool), 0);
    }
    return add_codes(*list, document, result_pool);
}
