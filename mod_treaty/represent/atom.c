#include "xml.h"

#include "treaty_date.h"
#include "treaty_formats.h"
#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* The name space of names that are addresses (RFC 9562). */
static const char address_names[] = "\x6b\xa7\xb8\x11\x9d\xad\x11\xd1"
                                    "\x80\xb4\x00\xc0\x4f\xd4\x30\xc8";
#define NAMESPACE_LEN 16
#define DAY_LEN (TREATY_DAY_SIZE - 1)

/* A feed while it is written. */
typedef struct feed_t {
    treaty_pen_t pen;
    /** "https://host", "" where addresses are relative. */
    const char *origin;
    /** The feed's own instant: what an entry without one gets. */
    const char *updated;
    apr_pool_t *pool;
} feed_t;

/* Whether a text is an absolute IRI: a scheme, and no character that has to
 * be coded. */
static int is_absolute(const char *text)
{
    const char *end = text + strcspn(text, ":/?#");
    const char *c;

    if (*end != ':' || !apr_isalpha(text[0])) {
        return 0;
    }
    for (c = text; c < end; c++) {
        if (!apr_isalnum(*c) && !strchr("+-.", *c)) {
            return 0;
        }
    }
    for (c = end; *c; c++) {
        if ((unsigned char)*c <= ' ' || strchr("<>\"{}|\\^`", *c)) {
            return 0;
        }
    }
    return 1;
}

/* "https://host" of an address; "" where it has none. */
static const char *origin_of(const char *address, apr_pool_t *pool)
{
    const char *host = strstr(address, "://");

    if (!host || !is_absolute(address)) {
        return "";
    }
    host += 3;
    return apr_pstrmemdup(pool, address,
                          (host - address) + strcspn(host, "/?#"));
}

/* A name-based UUID (version 5): always the same for a text. */
static const char *uuid_of(const char *text, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);
    char *name = apr_palloc(pool, NAMESPACE_LEN + len);
    const char *hex;
    int digit;

    memcpy(name, address_names, NAMESPACE_LEN);
    memcpy(name + NAMESPACE_LEN, text, len);
    hex = treaty_digest(name, NAMESPACE_LEN + len, pool);
    /* The 17th digit has the variant in its two high bits. */
    digit = apr_isdigit(hex[16]) ? hex[16] - '0' : hex[16] - 'a' + 10;
    return apr_psprintf(pool, "urn:uuid:%.8s-%.4s-5%.3s-%c%.3s-%.12s", hex,
                        hex + 8, hex + 13, "89ab"[digit & 3], hex + 17,
                        hex + 20);
}

/* An id as Atom wants it: an absolute IRI. */
static const char *iri_of(const feed_t *feed, const char *id)
{
    const char *whole = id[0] == '/' && feed->origin[0]
                            ? apr_pstrcat(feed->pool, feed->origin, id, NULL)
                            : id;

    return is_absolute(whole) ? whole : uuid_of(whole, feed->pool);
}

/* Whether a text has the form of another, in which 0 is any digit. */
static int has_form(const char *text, const char *form)
{
    for (; *form; text++, form++) {
        if (*form == '0' ? !apr_isdigit(*text) : *text != *form) {
            return 0;
        }
    }
    return *text == '\0';
}

/* An instant of RFC 3339; the first moment of a day; or NULL. */
static const char *instant_of(const char *text, apr_pool_t *pool)
{
    treaty_day_t day;

    if (!text || strlen(text) < DAY_LEN ||
        !treaty_day_parse(&day, apr_pstrmemdup(pool, text, DAY_LEN))) {
        return NULL;
    }
    if (text[DAY_LEN] == '\0') {
        return apr_pstrcat(pool, text, "T00:00:00Z", NULL);
    }
    return has_form(text + DAY_LEN, "T00:00:00Z") ? text : NULL;
}

static void put_link(treaty_pen_t *pen, const char *rel, const char *type,
                     const char *href)
{
    if (href) {
        treaty_pen_put(pen, "<link");
        treaty_xml_attribute(pen, "rel", rel);
        treaty_xml_attribute(pen, "type", type);
        treaty_xml_attribute(pen, "href", href);
        treaty_pen_put(pen, "/>\n");
    }
}

static void put_category(treaty_pen_t *pen, const char *term, const char *label)
{
    if (term) {
        treaty_pen_put(pen, "<category");
        treaty_xml_attribute(pen, "term", term);
        treaty_xml_attribute(pen, "label", label ? label : term);
        treaty_pen_put(pen, "/>\n");
    }
}

/* What an entry can't go without has something else in its place. */
static void put_entry(feed_t *feed, const json_t *act, const char *id)
{
    treaty_pen_t *pen = &feed->pen;
    const char *label = treaty_json_text(act, "label");
    const char *title = treaty_json_text(act, "title");
    const char *url = treaty_json_text(act, "url");
    const char *summary = treaty_json_text(act, "summary");
    const char *updated =
        instant_of(treaty_json_text(act, "updated"), feed->pool);

    title = title ? title : label ? label : id;
    treaty_pen_put(pen, "<entry>\n");
    treaty_xml_element(pen, "id", iri_of(feed, id));
    treaty_xml_element(pen, "title", title);
    treaty_xml_element(pen, "updated", updated ? updated : feed->updated);
    treaty_xml_element(
        pen, "published",
        instant_of(treaty_json_text(act, "deposited_on"), feed->pool));
    put_link(pen, "alternate", "text/html", url);
    put_category(pen, treaty_json_text(act, "kind"), label);
    if (json_is_true(json_object_get(act, "pending"))) {
        put_category(pen, "pending", "not yet effective");
    }
    if (url) {
        treaty_xml_element(pen, "summary", summary);
    }
    else {
        treaty_xml_element(pen, "content", summary ? summary : title);
    }
    treaty_pen_put(pen, "</entry>\n");
}

static void put_head(feed_t *feed, const json_t *document, const char *id)
{
    treaty_pen_t *pen = &feed->pen;
    const char *title = treaty_json_text(document, "title");
    const char *author = treaty_json_text(document, "author");
    const json_t *urls = json_object_get(document, "urls");

    treaty_pen_put(pen, TREATY_XML_HEAD
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    treaty_xml_element(pen, "id", iri_of(feed, id));
    treaty_xml_element(pen, "title", title);
    treaty_xml_element(pen, "subtitle", treaty_json_text(document, "subtitle"));
    treaty_xml_element(pen, "updated", feed->updated);
    treaty_pen_put(pen, "<author>\n");
    treaty_xml_element(pen, "name", author ? author : title);
    treaty_pen_put(pen, "</author>\n");
    put_link(pen, "self", "application/atom+xml",
             treaty_json_text(urls, "self"));
    put_link(pen, "alternate", "text/html", treaty_json_text(urls, "html"));
    put_link(pen, "next", "application/atom+xml",
             treaty_json_text(urls, "next"));
}

apr_status_t treaty_atom_represent(treaty_text_t *out, const json_t *document)
{
    const char *id = treaty_json_text(document, "id");
    feed_t feed = {treaty_pen_take(out), "", NULL, out->pool};
    size_t i;
    json_t *act;

    feed.updated = instant_of(treaty_json_text(document, "updated"), feed.pool);
    if (!id || !feed.updated || !treaty_json_text(document, "title")) {
        return TREATY_EINPUT;
    }
    feed.origin = origin_of(id, feed.pool);
    put_head(&feed, document, id);
    json_array_foreach(json_object_get(document, "items"), i, act)
    {
        const char *entry = treaty_json_text(act, "id");

        if (entry) {
            put_entry(&feed, act, entry);
        }
    }
    treaty_pen_put(&feed.pen, "</feed>\n");
    return treaty_pen_lay(&feed.pen);
}
