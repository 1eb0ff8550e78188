#include "jsonld.h"
#include "pen.h"

#include "treaty_formats.h"
#include "treaty_represent.h"

#include <string.h>

json_t *treaty_jsonld_thing(const char *type)
{
    return json_pack("{s:s}", "@type", type);
}

json_t *treaty_jsonld_named(const char *type, const char *name)
{
    return name ? json_pack("{s:s,s:s}", "@type", type, "name", name) : NULL;
}

void treaty_jsonld_set(json_t *thing, const char *property, json_t *value)
{
    if (json_is_array(value) && json_array_size(value) == 0) {
        json_decref(value);
    }
    else if (value) {
        json_object_set_new(thing, property, value);
    }
}

void treaty_jsonld_set_sources(json_t *thing, const json_t *document)
{
    json_t *works = json_array();
    json_t *source;
    size_t i;

    json_array_foreach(json_object_get(document, "sources"), i, source)
    {
        json_t *work = treaty_jsonld_named("CreativeWork",
                                           treaty_json_text(source, "title"));

        if (work) {
            treaty_jsonld_set(
                work, "publisher",
                treaty_jsonld_named("Organization",
                                    treaty_json_text(source, "publisher")));
            treaty_json_put_text(work, "url", treaty_json_text(source, "url"));
            json_array_append_new(works, work);
        }
    }
    treaty_jsonld_set(thing, "isBasedOn", works);
}

/* The vocabulary, and which properties aren't texts: so that nothing has to be
 * fetched to read the rest. */
static json_t *context(void)
{
    static const char *const days[] = {"legislationDate",
                                       "legislationDateVersion", "dateModified",
                                       "datePublished"};
    json_t *context =
        json_pack("{s:s,s:{s:s},s:{s:s},s:{s:s}}", "@vocab",
                  "https://schema.org/", "url", "@type", "@id", "sameAs",
                  "@type", "@id", "legislationLegalForce", "@type", "@vocab");
    size_t i;

    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        treaty_jsonld_set(context, days[i],
                          json_pack("{s:s}", "@type", "Date"));
    }
    return context;
}

/* What may not stand in a page's script: the length of what is replaced, in
 * *instead by what. */
static size_t replaced(const char **instead, const char *text)
{
    static const char *const pairs[][2] = {
        {"<", "\\u003c"},
        {">", "\\u003e"},
        {"&", "\\u0026"},
        {"\xe2\x80\xa8", "\\u2028"},
        {"\xe2\x80\xa9", "\\u2029"},
    };
    size_t i;

    for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        size_t len = strlen(pairs[i][0]);

        if (strncmp(text, pairs[i][0], len) == 0) {
            *instead = pairs[i][1];
            return len;
        }
    }
    return 0;
}

/* JSON as a script's text: those characters stand in strings only, where they
 * can be written by their numbers. */
static void put_script(treaty_pen_t *pen, const char *text)
{
    const char *start = text;
    const char *instead;

    while (*text) {
        size_t len = replaced(&instead, text);

        if (len > 0) {
            treaty_pen_append(pen, start, text - start);
            treaty_pen_put(pen, instead);
            start = text + len;
        }
        text += len > 0 ? len : 1;
    }
    treaty_pen_append(pen, start, text - start);
}

apr_status_t treaty_jsonld_represent(treaty_text_t *out, const json_t *document,
                                     const treaty_language_t *language)
{
    treaty_text_t *plain = treaty_text_create(out->limit, out->pool);
    treaty_pen_t pen = treaty_pen_take(out);
    json_t *data = json_pack("{s:o}", "@context", context());
    apr_status_t rv;

    if (json_is_array(json_object_get(document, "claims"))) {
        json_object_set_new(
            data, "@graph",
            treaty_jsonld_fact_sheet(document, language, out->pool));
    }
    else {
        treaty_jsonld_describe_treaty(data, document, language, out->pool);
    }
    rv = treaty_json_represent(plain, data);
    json_decref(data);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    put_script(&pen, plain->data);
    return treaty_pen_lay(&pen);
}
