#include "xml.h"

#include "treaty_formats.h"

#include <apr_strings.h>

/* The most characters that OpenSearch allows. */
#define SHORT_NAME_MAX 16
#define LONG_NAME_MAX 48
#define DESCRIPTION_MAX 1024

/* How many bytes the first characters of a text take. */
static apr_size_t first_characters(const char *text, int count)
{
    apr_size_t len = 0;

    while (text[len]) {
        /* A character begins with a byte that goes on with nothing. */
        if (((unsigned char)text[len] & 0xc0) != 0x80 && count-- == 0) {
            break;
        }
        len++;
    }
    return len;
}

static void put_cut(treaty_pen_t *pen, const char *name, const char *text,
                    int count)
{
    treaty_xml_element(
        pen, name,
        apr_pstrmemdup(pen->out->pool, text, first_characters(text, count)));
}

static void put_url(treaty_pen_t *pen, const char *type, const char *rel,
                    const char *template)
{
    if (template) {
        treaty_pen_put(pen, "<Url");
        treaty_xml_attribute(pen, "type", type);
        treaty_xml_attribute(pen, "rel", rel);
        treaty_xml_attribute(pen, "template", template);
        treaty_pen_put(pen, "/>\n");
    }
}

apr_status_t treaty_opensearch_represent(treaty_text_t *out, const json_t *site)
{
    treaty_pen_t pen = treaty_pen_take(out);
    const char *name = treaty_json_text(site, "name");
    const char *description = treaty_json_text(site, "description");
    const json_t *urls = json_object_get(site, "urls");
    const char *html = treaty_json_text(urls, "html");

    if (!name || !html) {
        return TREATY_EINPUT;
    }
    treaty_pen_put(&pen, TREATY_XML_HEAD
                   "<OpenSearchDescription "
                   "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    put_cut(&pen, "ShortName", name, SHORT_NAME_MAX);
    put_cut(&pen, "LongName", name, LONG_NAME_MAX);
    put_cut(&pen, "Description", description ? description : name,
            DESCRIPTION_MAX);
    put_url(&pen, "text/html", NULL, html);
    put_url(&pen, "application/json", NULL, treaty_json_text(urls, "json"));
    put_url(&pen, "application/opensearchdescription+xml", "self",
            treaty_json_text(urls, "self"));
    treaty_pen_put(&pen, "<InputEncoding>UTF-8</InputEncoding>\n"
                         "<OutputEncoding>UTF-8</OutputEncoding>\n"
                         "</OpenSearchDescription>\n");
    return treaty_pen_lay(&pen);
}
