#include "jsonld.h"

#include "treaty_represent.h"

#include <apr_strings.h>
#include <string.h>

/* The grades of a verdict; one that the record can't give isn't among them. */
#define BEST_GRADE 3
#define WORST_GRADE 1

static int grade_of(const char *verdict)
{
    static const char *const grades[] = {"contradicted", "off", "exact"};
    int i;

    for (i = 0; verdict && i < BEST_GRADE; i++) {
        if (strcmp(verdict, grades[i]) == 0) {
            return WORST_GRADE + i;
        }
    }
    return 0;
}

static const char *address_of(const json_t *document)
{
    return treaty_json_text(json_object_get(document, "urls"), "html");
}

static json_t *office(const json_t *document)
{
    return treaty_jsonld_named("Organization",
                               treaty_json_text(document, "office"));
}

static json_t *rating(const char *verdict, const treaty_language_t *language)
{
    const char *word = treaty_word(language, verdict);

    return json_pack("{s:s,s:i,s:i,s:i,s:s}", "@type", "Rating", "ratingValue",
                     grade_of(verdict), "bestRating", BEST_GRADE, "worstRating",
                     WORST_GRADE, "alternateName", word ? word : verdict);
}

/* A number or a text, as text. */
static const char *value_text(const json_t *value, apr_pool_t *pool)
{
    if (json_is_integer(value)) {
        return apr_psprintf(pool, "%" APR_INT64_T_FMT,
                            (apr_int64_t)json_integer_value(value));
    }
    return json_string_value(value);
}

/* "United States of America, in force for the participant: 2002-12-24" */
static const char *claim_text(const json_t *claim, const char *key,
                              apr_pool_t *pool)
{
    const char *participant =
        treaty_json_text(json_object_get(claim, "participant"), "name");
    const char *label = treaty_json_text(claim, "label");
    const char *value = value_text(json_object_get(claim, key), pool);

    return apr_pstrcat(pool, participant ? participant : "",
                       participant ? ", " : "", label ? label : "", ": ",
                       value ? value : "unknown", NULL);
}

/* What the record says instead, in a sentence or two. */
static const char *review_text(const json_t *claim, apr_pool_t *pool)
{
    const char *finding = treaty_json_text(claim, "finding");
    const char *day = treaty_json_text(claim, "as_of");

    return apr_pstrcat(pool, "Recorded", day ? " as of " : "", day ? day : "",
                       ": ", claim_text(claim, "recorded", pool), ".",
                       finding ? " " : "", finding ? finding : "", NULL);
}

static json_t *legislation(const json_t *treaty)
{
    const char *title = treaty_json_text(treaty, "title");
    const char *id = treaty_json_text(treaty, "id");
    json_t *thing = treaty_jsonld_named("Legislation", title ? title : id);

    if (thing) {
        treaty_json_put_text(thing, "identifier", id);
        treaty_json_put_text(thing, "url", treaty_json_text(treaty, "url"));
    }
    return thing;
}

/* A reference to the sheet, which stands in the graph itself. */
static json_t *reference(const json_t *document)
{
    const char *url = address_of(document);

    return url ? json_pack("{s:s}", "@id", url) : NULL;
}

static json_t *claim_of(const json_t *document, const json_t *claim,
                        apr_pool_t *pool)
{
    json_t *thing = treaty_jsonld_thing("Claim");
    const char *quote = treaty_json_text(claim, "quote");

    treaty_json_put_text(thing, "name", claim_text(claim, "claimed", pool));
    treaty_json_put_text(thing, "text", quote);
    treaty_jsonld_set(thing, "about",
                      legislation(json_object_get(claim, "treaty")));
    treaty_jsonld_set(thing, "author", office(document));
    treaty_json_put_text(thing, "datePublished",
                         treaty_json_text(document, "released_on"));
    treaty_jsonld_set(thing, "appearance", reference(document));
    return thing;
}

static json_t *review_of(const json_t *document, const json_t *claim,
                         size_t number, const treaty_language_t *language,
                         apr_pool_t *pool)
{
    json_t *review = treaty_jsonld_thing("ClaimReview");
    const char *url = address_of(document);
    const char *quote = treaty_json_text(claim, "quote");

    if (url) {
        treaty_json_put_text(
            review, "@id", apr_psprintf(pool, "%s#claim-%d", url, (int)number));
    }
    treaty_json_put_text(review, "url", url);
    treaty_json_put_text(review, "claimReviewed",
                         quote ? quote : claim_text(claim, "claimed", pool));
    treaty_json_put_text(review, "reviewBody", review_text(claim, pool));
    treaty_jsonld_set(review, "reviewRating",
                      rating(treaty_json_text(claim, "verdict"), language));
    treaty_jsonld_set(review, "itemReviewed", claim_of(document, claim, pool));
    treaty_json_put_text(review, "dateModified",
                         treaty_json_text(document, "known_through"));
    return review;
}

static json_t *links_of(const json_t *document)
{
    json_t *links = json_array();
    json_t *link;
    size_t i;

    json_array_foreach(json_object_get(document, "links"), i, link)
    {
        json_t *work = treaty_jsonld_named("CreativeWork",
                                           treaty_json_text(link, "label"));

        if (work) {
            treaty_json_put_text(work, "url", treaty_json_text(link, "url"));
            json_array_append_new(links, work);
        }
    }
    return links;
}

static json_t *treaties_of(const json_t *document)
{
    json_t *treaties = json_array();
    json_t *treaty;
    size_t i;

    json_array_foreach(json_object_get(document, "treaties"), i, treaty)
    {
        json_t *thing = legislation(treaty);

        if (thing) {
            json_array_append_new(treaties, thing);
        }
    }
    return treaties;
}

static json_t *sheet_of(const json_t *document)
{
    json_t *sheet = treaty_jsonld_thing("CreativeWork");
    const char *url = address_of(document);

    treaty_json_put_text(sheet, "@id", url);
    treaty_json_put_text(sheet, "name", treaty_json_text(document, "title"));
    treaty_json_put_text(sheet, "genre", treaty_json_text(document, "kind"));
    treaty_json_put_text(sheet, "url", url);
    treaty_json_put_text(sheet, "sameAs", treaty_json_text(document, "url"));
    treaty_jsonld_set(sheet, "publisher", office(document));
    treaty_jsonld_set(
        sheet, "locationCreated",
        treaty_jsonld_named("Place", treaty_json_text(document, "place")));
    treaty_json_put_text(sheet, "datePublished",
                         treaty_json_text(document, "released_on"));
    treaty_json_put_text(sheet, "inLanguage",
                         treaty_json_text(document, "language"));
    treaty_jsonld_set(sheet, "about", treaties_of(document));
    treaty_jsonld_set(sheet, "citation", links_of(document));
    treaty_json_put_text(sheet, "version",
                         treaty_json_text(document, "revision"));
    treaty_jsonld_set_sources(sheet, document);
    return sheet;
}

json_t *treaty_jsonld_fact_sheet(const json_t *document,
                                 const treaty_language_t *language,
                                 apr_pool_t *pool)
{
    json_t *graph = json_array();
    json_t *claim;
    size_t i;

    json_array_append_new(graph, sheet_of(document));
    json_array_foreach(json_object_get(document, "claims"), i, claim)
    {
        if (grade_of(treaty_json_text(claim, "verdict")) > 0) {
            json_array_append_new(
                graph, review_of(document, claim, i + 1, language, pool));
        }
    }
    return graph;
}
