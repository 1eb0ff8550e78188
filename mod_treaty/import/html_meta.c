#include "html_meta.h"
#include "html_node.h"
#include "utf8.h"

#include "treaty_date.h"
#include "treaty_runs.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define LANGUAGE_MAX 20

/* "<!-- saved from url=(0014)http://… -->", which browsers write. */
static const char *url_of_comment(const xmlDoc *doc, apr_pool_t *pool)
{
    const xmlNode *node;

    for (node = doc->children; node; node = node->next) {
        const char *mark = node->type == XML_COMMENT_NODE && node->content
                               ? strstr((char *)node->content, "url=(")
                               : NULL;

        mark = mark ? strchr(mark, ')') : NULL;
        if (mark) {
            mark = treaty_skip_space(mark + 1);
            return apr_pstrmemdup(pool, mark, strcspn(mark, " \t\r\n"));
        }
    }
    return NULL;
}

static const char *url_of_link(const xmlNode *root, apr_pool_t *pool)
{
    static const char *const canonical[] = {"canonical", NULL};
    const xmlNode *node;

    for (node = root; node; node = treaty_node_next(node, root)) {
        if (treaty_node_is(node, "link") &&
            treaty_node_has_word(node, "rel", canonical, pool)) {
            return treaty_node_attribute(node, "href", pool);
        }
    }
    return NULL;
}

int treaty_html_is_address(const char *url)
{
    return url && strncasecmp(url, "http", 4) == 0 && strchr(url, ':') &&
           treaty_href_valid(url);
}

const char *treaty_html_address(const xmlDoc *doc, apr_pool_t *result_pool)
{
    const char *url = url_of_link(xmlDocGetRootElement(doc), result_pool);

    if (!treaty_html_is_address(url)) {
        url = url_of_comment(doc, result_pool);
    }
    return treaty_html_is_address(url) ? url : NULL;
}

const char *treaty_html_language(const xmlDoc *doc, apr_pool_t *result_pool)
{
    const char *lang =
        treaty_node_attribute(xmlDocGetRootElement(doc), "lang", result_pool);
    apr_size_t i;

    for (i = 0; lang && lang[i]; i++) {
        if (!(apr_isalnum(lang[i]) || lang[i] == '-') || i > LANGUAGE_MAX) {
            return NULL;
        }
    }
    return lang && *lang ? lang : NULL;
}

const char *treaty_html_title(const xmlDoc *doc, apr_pool_t *result_pool)
{
    int count;
    const xmlNode *node =
        treaty_node_find(&count, xmlDocGetRootElement(doc), "title");
    xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
    const char *copy =
        text ? treaty_trim((const char *)text, result_pool) : NULL;

    xmlFree(text);
    return copy && *copy ? copy : NULL;
}

const char *treaty_html_day(const xmlDoc *doc, apr_pool_t *result_pool)
{
    static const char *const names[] = {"date",
                                        "dc.date",
                                        "dc.date.issued",
                                        "dcterms.date",
                                        "dcterms.issued",
                                        "article:published_time",
                                        NULL};
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *node;
    treaty_day_t day;

    for (node = root; node; node = treaty_node_next(node, root)) {
        const char *content;

        if (!treaty_node_is(node, "meta") ||
            !(treaty_node_has_word(node, "name", names, result_pool) ||
              treaty_node_has_word(node, "property", names, result_pool))) {
            continue;
        }
        content = treaty_node_attribute(node, "content", result_pool);
        content = content ? apr_pstrndup(result_pool, content, 10) : "";
        if (treaty_day_parse(&day, content)) {
            return content;
        }
    }
    return NULL;
}
