#include "html_node.h"

#include <apr_strings.h>
#include <string.h>

/* A cell of data has at most so many bytes. */
#define CELL_MAX 600

static const struct {
    const char *name;
    treaty_node_kind_t kind;
} kinds[] = {
    {"address", TREATY_NODE_BLOCK},    {"applet", TREATY_NODE_CHROME},
    {"article", TREATY_NODE_BLOCK},    {"aside", TREATY_NODE_ASIDE},
    {"audio", TREATY_NODE_CHROME},     {"blockquote", TREATY_NODE_QUOTE},
    {"body", TREATY_NODE_BLOCK},       {"br", TREATY_NODE_BREAK},
    {"button", TREATY_NODE_CHROME},    {"canvas", TREATY_NODE_CHROME},
    {"caption", TREATY_NODE_BLOCK},    {"center", TREATY_NODE_BLOCK},
    {"dd", TREATY_NODE_BLOCK},         {"dialog", TREATY_NODE_CHROME},
    {"dir", TREATY_NODE_LIST},         {"div", TREATY_NODE_BLOCK},
    {"dl", TREATY_NODE_BLOCK},         {"dt", TREATY_NODE_BLOCK},
    {"embed", TREATY_NODE_CHROME},     {"fieldset", TREATY_NODE_BLOCK},
    {"figcaption", TREATY_NODE_BLOCK}, {"figure", TREATY_NODE_BLOCK},
    {"footer", TREATY_NODE_CHROME},    {"form", TREATY_NODE_BLOCK},
    {"frameset", TREATY_NODE_CHROME},  {"h1", TREATY_NODE_HEADING},
    {"h2", TREATY_NODE_HEADING},       {"h3", TREATY_NODE_HEADING},
    {"h4", TREATY_NODE_HEADING},       {"h5", TREATY_NODE_HEADING},
    {"h6", TREATY_NODE_HEADING},       {"head", TREATY_NODE_CHROME},
    {"header", TREATY_NODE_BLOCK},     {"hr", TREATY_NODE_BLOCK},
    {"iframe", TREATY_NODE_CHROME},    {"input", TREATY_NODE_CHROME},
    {"li", TREATY_NODE_ITEM},          {"main", TREATY_NODE_BLOCK},
    {"map", TREATY_NODE_CHROME},       {"math", TREATY_NODE_CHROME},
    {"menu", TREATY_NODE_LIST},        {"nav", TREATY_NODE_CHROME},
    {"noframes", TREATY_NODE_CHROME},  {"noscript", TREATY_NODE_CHROME},
    {"object", TREATY_NODE_CHROME},    {"ol", TREATY_NODE_LIST},
    {"p", TREATY_NODE_BLOCK},          {"pre", TREATY_NODE_BLOCK},
    {"script", TREATY_NODE_CHROME},    {"section", TREATY_NODE_BLOCK},
    {"select", TREATY_NODE_CHROME},    {"style", TREATY_NODE_CHROME},
    {"svg", TREATY_NODE_CHROME},       {"table", TREATY_NODE_TABLE},
    {"td", TREATY_NODE_BLOCK},         {"template", TREATY_NODE_CHROME},
    {"textarea", TREATY_NODE_CHROME},  {"th", TREATY_NODE_BLOCK},
    {"title", TREATY_NODE_CHROME},     {"tr", TREATY_NODE_BLOCK},
    {"ul", TREATY_NODE_LIST},          {"video", TREATY_NODE_CHROME},
};

/* Words of `class` and `id` that sites mark their own parts with. */
static const char *const chrome_words[] = {
    "nav",         "navbar",      "navigation", "menu",     "footer",
    "sidebar",     "skip",        "skip-link",  "skiplink", "skipnav",
    "share",       "sharing",     "social",     "cookie",   "cookie-banner",
    "screen-only", "noprint",     "no-print",   "sr-only",  "visually-hidden",
    "breadcrumb",  "breadcrumbs", NULL};
static const char *const chrome_roles[] = {"navigation", "banner",
                                           "contentinfo", "search", NULL};
static const char *const aside_roles[] = {"complementary", NULL};
static const char *const crumb_words[] = {"breadcrumb", "breadcrumbs", NULL};

int treaty_node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcasecmp((const char *)node->name, name) == 0;
}

const char *treaty_node_attribute(const xmlNode *node, const char *name,
                                  apr_pool_t *result_pool)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    const char *copy = value ? apr_pstrdup(result_pool, (char *)value) : NULL;

    xmlFree(value);
    return copy;
}

static int is_word(const char *const *words, const char *text)
{
    for (; *words; words++) {
        if (strcasecmp(*words, text) == 0) {
            return 1;
        }
    }
    return 0;
}

int treaty_node_has_word(const xmlNode *node, const char *attribute,
                         const char *const *words, apr_pool_t *scratch_pool)
{
    const char *value = treaty_node_attribute(node, attribute, scratch_pool);
    char *word;
    char *state;

    if (!value) {
        return 0;
    }
    for (word = apr_strtok((char *)value, " \t\r\n", &state); word;
         word = apr_strtok(NULL, " \t\r\n", &state)) {
        if (is_word(words, word)) {
            return 1;
        }
    }
    return 0;
}

/* A value without its blanks holds a declaration of a style. */
static int style_has(const char *style, const char *declaration)
{
    char compact[256];
    apr_size_t len = 0;

    for (; *style && len < sizeof(compact) - 1; style++) {
        if (!strchr(" \t\r\n", *style)) {
            compact[len++] =
                (char)(*style | (*style >= 'A' && *style <= 'Z' ? 0x20 : 0));
        }
    }
    compact[len] = '\0';
    return strstr(compact, declaration) != NULL;
}

static int is_hidden(const xmlNode *node, apr_pool_t *pool)
{
    const char *style = treaty_node_attribute(node, "style", pool);
    const char *aria = treaty_node_attribute(node, "aria-hidden", pool);

    return xmlHasProp((xmlNode *)node, (const xmlChar *)"hidden") != NULL ||
           (aria && strcasecmp(aria, "true") == 0) ||
           (style && (style_has(style, "display:none") ||
                      style_has(style, "visibility:hidden")));
}

int treaty_node_is_breadcrumb(const xmlNode *node, apr_pool_t *scratch_pool)
{
    return node->type == XML_ELEMENT_NODE && node->properties &&
           (treaty_node_has_word(node, "class", crumb_words, scratch_pool) ||
            treaty_node_has_word(node, "id", crumb_words, scratch_pool) ||
            treaty_node_has_word(node, "aria-label", crumb_words,
                                 scratch_pool));
}

static treaty_node_kind_t kind_of_name(const char *name)
{
    apr_size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcasecmp(kinds[i].name, name) == 0) {
            return kinds[i].kind;
        }
    }
    return TREATY_NODE_INLINE;
}

/* A page's own parts can't be the site's, whatever their class says. */
static int is_outermost(const xmlNode *node)
{
    return treaty_node_is(node, "body") || treaty_node_is(node, "main") ||
           treaty_node_is(node, "article");
}

static int holds(const xmlNode *top, const char *name)
{
    const xmlNode *node;

    for (node = top->children; node; node = treaty_node_next(node, top)) {
        if (treaty_node_is(node, name)) {
            return 1;
        }
    }
    return 0;
}

treaty_node_kind_t treaty_node_kind(const xmlNode *node,
                                    apr_pool_t *scratch_pool)
{
    treaty_node_kind_t kind = kind_of_name((const char *)node->name);

    if (is_outermost(node) || kind == TREATY_NODE_CHROME) {
        return kind;
    }
    /* A site's own header names the site; one with the title is the page's. */
    if (treaty_node_is(node, "header") && !holds(node, "h1")) {
        return TREATY_NODE_CHROME;
    }
    if (node->properties &&
        (is_hidden(node, scratch_pool) ||
         treaty_node_has_word(node, "role", chrome_roles, scratch_pool) ||
         treaty_node_has_word(node, "class", chrome_words, scratch_pool) ||
         treaty_node_has_word(node, "id", chrome_words, scratch_pool))) {
        return TREATY_NODE_CHROME;
    }
    return node->properties &&
                   treaty_node_has_word(node, "role", aside_roles, scratch_pool)
               ? TREATY_NODE_ASIDE
               : kind;
}

xmlNode *treaty_node_after(const xmlNode *node, const xmlNode *top)
{
    while (node != top && !node->next) {
        node = node->parent;
        if (!node) {
            return NULL;
        }
    }
    return node == top ? NULL : node->next;
}

xmlNode *treaty_node_next(const xmlNode *node, const xmlNode *top)
{
    if (node->type == XML_ELEMENT_NODE && node->children) {
        return node->children;
    }
    return treaty_node_after(node, top);
}

const xmlNode *treaty_node_find(int *count, const xmlNode *top,
                                const char *name)
{
    const xmlNode *found = NULL;
    const xmlNode *node;

    *count = 0;
    for (node = top; node; node = treaty_node_next(node, top)) {
        if (treaty_node_is(node, name) && (*count)++ == 0) {
            found = node;
        }
    }
    return found;
}

/* What no table of data holds. */
static int is_of_layout(const xmlNode *node)
{
    static const char *const names[] = {"table", "ul", "ol",   "blockquote",
                                        "h1",    "h2", "h3",   "h4",
                                        "form",  "hr", "input"};
    apr_size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (treaty_node_is(node, names[i])) {
            return 1;
        }
    }
    return 0;
}

/* What a walk through a table counts. */
typedef struct survey_t {
    int rows;
    int cells;
    int most;
    int wide_rows;
    apr_size_t cell_len;
} survey_t;

static void end_row(survey_t *survey)
{
    survey->wide_rows += survey->cells > 1;
    survey->most = survey->cells > survey->most ? survey->cells : survey->most;
    survey->cells = 0;
}

/* @return 0 where the node says that the table is no data */
static int survey_node(survey_t *survey, const xmlNode *node)
{
    if (is_of_layout(node)) {
        return 0;
    }
    if (treaty_node_is(node, "tr")) {
        end_row(survey);
        survey->rows++;
    }
    else if (treaty_node_is(node, "td") || treaty_node_is(node, "th")) {
        survey->cells++;
        survey->cell_len = 0;
    }
    else if (node->type == XML_TEXT_NODE && node->content) {
        survey->cell_len += strlen((const char *)node->content);
    }
    return survey->cell_len <= CELL_MAX;
}

int treaty_node_is_data(const xmlNode *table, apr_pool_t *scratch_pool)
{
    static const char *const roles[] = {"presentation", "none", NULL};
    survey_t survey = {0};
    const xmlNode *node;

    if (treaty_node_has_word(table, "role", roles, scratch_pool)) {
        return 0;
    }
    for (node = table->children; node; node = treaty_node_next(node, table)) {
        if (!survey_node(&survey, node)) {
            return 0;
        }
    }
    end_row(&survey);
    return survey.rows >= 2 && survey.most >= 2 &&
           2 * survey.wide_rows >= survey.rows;
}
