#include "jsonld.h"

#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* Where the depositary shows a treaty of its number. */
#define DEPOSITARY_PAGE                                          \
    "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&" \
    "mtdsg_no=%s&chapter=%d&clang=_en"

/* The number that Roman numerals begin a text with; 0 for none. */
static int roman(const char *text, apr_size_t *len)
{
    static const char letters[] = "IVXLC";
    static const int values[] = {1, 5, 10, 50, 100};
    int number = 0;
    int before = 0;
    const char *found;

    for (*len = 0; text[*len] && (found = strchr(letters, text[*len]));
         (*len)++) {
        int value = values[found - letters];

        number += value > before ? value - 2 * before : value;
        before = value;
    }
    return number;
}

/* The depositary's page of "IV-11-c", chapter 4; NULL for no such number. */
static const char *page_of(const char *number, apr_pool_t *pool)
{
    apr_size_t len = 0;
    int chapter = number ? roman(number, &len) : 0;
    apr_size_t i;

    if (chapter == 0 || number[len] != '-' || !apr_isdigit(number[len + 1])) {
        return NULL;
    }
    for (i = len; number[i]; i++) {
        if (!apr_isalnum(number[i]) && number[i] != '-') {
            return NULL;
        }
    }
    return apr_psprintf(pool, DEPOSITARY_PAGE, number, chapter);
}

static const char *force_of(const char *status)
{
    static const char *const forces[][2] = {
        {"in_force", "InForce"},
        {"not_in_force", "NotInForce"},
        {"not_adopted", "NotInForce"},
        {"ended", "NotInForce"},
    };
    size_t i;

    for (i = 0; status && i < sizeof(forces) / sizeof(forces[0]); i++) {
        if (strcmp(status, forces[i][0]) == 0) {
            return forces[i][1];
        }
    }
    return NULL;
}

/* "2002-01-18/..": from the entry into force to the end, which may be open. */
static const char *force_period(const json_t *document, apr_pool_t *pool)
{
    const char *from = treaty_json_text(document, "entry_into_force_on");
    const char *to = treaty_json_text(document, "ended_on");

    return from ? apr_pstrcat(pool, from, "/", to ? to : "..", NULL) : NULL;
}

static void add_identifier(json_t *list, const char *scheme, const char *value)
{
    if (value) {
        json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "@type",
                                              "PropertyValue", "propertyID",
                                              scheme, "value", value));
    }
}

static json_t *identifiers(const json_t *document)
{
    json_t *list = json_array();
    json_t *id = json_object_get(document, "id");

    if (id) {
        json_array_append(list, id);
    }
    add_identifier(list, "UN registration number",
                   treaty_json_text(document, "registration_no"));
    add_identifier(list, "citation", treaty_json_text(document, "citation"));
    return list;
}

/* The short title and the acronyms. */
static json_t *other_names(const json_t *document)
{
    json_t *names = json_array();
    json_t *alias;
    size_t i;

    if (treaty_json_text(document, "short_title")) {
        json_array_append(names, json_object_get(document, "short_title"));
    }
    json_array_foreach(json_object_get(document, "aliases"), i, alias)
    {
        json_array_append(names, alias);
    }
    return names;
}

/* The property that a relation to another treaty is. A replacement is a change
 * of any kind: the treaty before may go on between others. */
static const char *property_of(const char *relation)
{
    static const char *const properties[][2] = {
        {"protocol_to", "isPartOf"},
        {"amends", "legislationAmends"},
        {"replaces", "legislationChanges"},
    };
    size_t i;

    for (i = 0; relation && i < sizeof(properties) / sizeof(properties[0]);
         i++) {
        if (strcmp(relation, properties[i][0]) == 0) {
            return properties[i][1];
        }
    }
    return NULL;
}

static void set_relations(json_t *legislation, const json_t *document)
{
    json_t *relation;
    size_t i;

    json_array_foreach(json_object_get(document, "relations"), i, relation)
    {
        const char *property = property_of(treaty_json_text(relation, "kind"));
        const char *url = treaty_json_text(relation, "html_url");
        const char *title = treaty_json_text(relation, "title");
        json_t *other = treaty_jsonld_thing("Legislation");

        treaty_json_put_text(other, "@id", url);
        treaty_json_put_text(other, "name",
                             title ? title : treaty_json_text(relation, "id"));
        treaty_json_put_text(other, "url", url);
        if (property && !json_object_get(legislation, property)) {
            json_object_set_new(legislation, property, json_array());
        }
        /* Gives it back where there is no such list. */
        json_array_append_new(json_object_get(legislation, property), other);
    }
}

static void set_identity(json_t *legislation, const json_t *document,
                         apr_pool_t *pool)
{
    const char *url =
        treaty_json_text(json_object_get(document, "urls"), "html");
    const char *number = treaty_json_text(document, "mtdsg_no");

    treaty_json_put_text(legislation, "@id", url);
    treaty_json_put_text(legislation, "@type", "Legislation");
    treaty_json_put_text(legislation, "name",
                         treaty_json_text(document, "title"));
    treaty_jsonld_set(legislation, "alternateName", other_names(document));
    treaty_json_put_text(legislation, "url", url);
    treaty_json_put_text(legislation, "sameAs", page_of(number, pool));
    treaty_json_put_text(legislation, "legislationIdentifier",
                         number ? number : treaty_json_text(document, "id"));
    treaty_jsonld_set(legislation, "identifier", identifiers(document));
    treaty_json_put_text(legislation, "citation",
                         treaty_json_text(document, "citation"));
}

void treaty_jsonld_describe_treaty(json_t *legislation, const json_t *document,
                                   const treaty_language_t *language,
                                   apr_pool_t *pool)
{
    const char *type = treaty_json_text(document, "type");
    const char *word = type ? treaty_word(language, type) : NULL;

    set_identity(legislation, document, pool);
    treaty_json_put_text(legislation, "legislationType", word ? word : type);
    treaty_json_put_text(legislation, "legislationDate",
                         treaty_json_text(document, "adopted_on"));
    treaty_json_put_text(legislation, "legislationDateVersion",
                         treaty_json_text(document, "as_of"));
    treaty_json_put_text(legislation, "legislationLegalForce",
                         force_of(treaty_json_text(document, "status")));
    treaty_json_put_text(legislation, "temporalCoverage",
                         force_period(document, pool));
    treaty_jsonld_set(
        legislation, "legislationResponsible",
        treaty_jsonld_named("Organization",
                            treaty_json_text(document, "depositary")));
    treaty_jsonld_set(
        legislation, "locationCreated",
        treaty_jsonld_named("Place", treaty_json_text(document, "adopted_at")));
    treaty_json_put_text(legislation, "inLanguage",
                         treaty_json_text(document, "language"));
    treaty_jsonld_set(legislation, "keywords",
                      json_incref(json_object_get(document, "subjects")));
    set_relations(legislation, document);
    treaty_json_put_text(legislation, "dateModified",
                         treaty_json_text(document, "known_through"));
    treaty_json_put_text(legislation, "version",
                         treaty_json_text(document, "revision"));
    treaty_jsonld_set_sources(legislation, document);
}
