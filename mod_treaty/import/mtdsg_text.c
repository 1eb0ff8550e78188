#include "mtdsg_text.h"
#include "utf8.h"

#include "treaty_text.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* What markup becomes first: characters that no XML holds. */
#define MARKER_START '\1'
#define MARKER_END '\2'
#define PARAGRAPH '\3'
#define LINE '\4'
#define CELL '\5'
#define NOTHING '\0'

/* A text has at most what its file has, and its marks. */
#define TEXT_LIMIT ((apr_size_t)64 * 1024 * 1024)
#define TAG_MAX 400

typedef struct mark_t {
    const char *name;
    char start;
    char end;
} mark_t;

/* Elements that aren't paragraphs of their own. */
static const mark_t marks[] = {
    {"superscript", MARKER_START, MARKER_END},
    {"sup", MARKER_START, MARKER_END},
    {"br", LINE, NOTHING},
    {"row", NOTHING, LINE},
    {"tr", NOTHING, LINE},
    {"entry", NOTHING, CELL},
    {"td", NOTHING, CELL},
    {"th", NOTHING, CELL},
    {"a", NOTHING, NOTHING},
    {"abbr", NOTHING, NOTHING},
    {"b", NOTHING, NOTHING},
    {"bold", NOTHING, NOTHING},
    {"em", NOTHING, NOTHING},
    {"emphasis", NOTHING, NOTHING},
    {"font", NOTHING, NOTHING},
    {"i", NOTHING, NOTHING},
    {"italic", NOTHING, NOTHING},
    {"small", NOTHING, NOTHING},
    {"span", NOTHING, NOTHING},
    {"strong", NOTHING, NOTHING},
    {"sub", NOTHING, NOTHING},
    {"subscript", NOTHING, NOTHING},
    {"u", NOTHING, NOTHING},
    {"underline", NOTHING, NOTHING},
};

static const mark_t *mark_of(const char *name, apr_size_t len)
{
    apr_size_t i;

    for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (strlen(marks[i].name) == len &&
            strncasecmp(marks[i].name, name, len) == 0) {
            return &marks[i];
        }
    }
    return NULL;
}

xmlNode *treaty_mtdsg_next(const xmlNode *node)
{
    xmlNode *next = node->next;

    while (next && next->type != XML_ELEMENT_NODE) {
        next = next->next;
    }
    return next;
}

xmlNode *treaty_mtdsg_first(const xmlNode *node)
{
    xmlNode *first = node->children;

    return !first || first->type == XML_ELEMENT_NODE ? first
                                                     : treaty_mtdsg_next(first);
}

int treaty_mtdsg_is(const xmlNode *node, const char *name)
{
    return strcasecmp((const char *)node->name, name) == 0;
}

xmlNode *treaty_mtdsg_find(const xmlNode *node, const char *name)
{
    xmlNode *child;
    xmlNode *found;

    for (child = treaty_mtdsg_first(node); child;
         child = treaty_mtdsg_next(child)) {
        if (treaty_mtdsg_is(child, name)) {
            return child;
        }
        found = treaty_mtdsg_find(child, name);
        if (found) {
            return found;
        }
    }
    return NULL;
}

int treaty_mtdsg_is_inline(const xmlNode *node)
{
    const char *name = (const char *)node->name;

    return mark_of(name, strlen(name)) != NULL;
}

static void put(treaty_text_t *text, char c)
{
    if (c != NOTHING) {
        treaty_text_append(text, &c, 1);
    }
}

/* The end of the tag that begins here, "</i>" or "<a href=…>"; NULL for a "<"
 * that is one. */
static const char *tag_end(const char *text)
{
    apr_size_t len = text[1] == '/' ? 2 : 1;

    if (!apr_isalpha(text[len])) {
        return NULL;
    }
    while (apr_isalnum(text[len])) {
        len++;
    }
    if (!strchr(" \t\r\n/>", text[len]) || text[len] == '\0') {
        return NULL;
    }
    len = strcspn(text, ">");
    return len < TAG_MAX && text[len] == '>' ? text + len + 1 : NULL;
}

/* What a tag in an escaped text becomes. */
static void put_tag(treaty_text_t *text, const char *tag)
{
    int is_end = tag[1] == '/';
    const char *name = tag + 1 + is_end;
    apr_size_t len = 0;
    const mark_t *mark;

    while (apr_isalnum(name[len])) {
        len++;
    }
    mark = mark_of(name, len);
    put(text, (char)(!mark ? PARAGRAPH : is_end ? mark->end : mark->start));
}

/* The character that an escaped entity stands for; its length in *len. */
static const char *entity_text(apr_size_t *len, const char *text)
{
    static const struct {
        const char *entity;
        const char *text;
    } entities[] = {{"&nbsp;", "\xc2\xa0"}, {"&amp;", "&"},   {"&lt;", "<"},
                    {"&gt;", ">"},          {"&quot;", "\""}, {"&apos;", "'"}};
    apr_size_t i;

    for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        *len = strlen(entities[i].entity);
        if (strncmp(text, entities[i].entity, *len) == 0) {
            return entities[i].text;
        }
    }
    return NULL;
}

/* A text node, with the markup that is escaped in it. */
static void put_text(treaty_text_t *text, const char *content)
{
    while (*content) {
        apr_size_t len = strcspn(content, "<&");
        const char *end;

        treaty_text_append(text, content, len);
        content += len;
        end = *content == '<' ? tag_end(content) : NULL;
        if (end) {
            put_tag(text, content);
            content = end;
        }
        else if (*content) {
            const char *entity = entity_text(&len, content);

            treaty_text_puts(text, entity            ? entity
                                   : *content == '<' ? "<"
                                                     : "&");
            content += entity ? len : 1;
        }
    }
}

static void put_node(treaty_text_t *text, const xmlNode *node)
{
    const char *name = (const char *)node->name;
    const mark_t *mark;
    const xmlNode *child;

    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        put_text(text, (const char *)node->content);
    }
    if (node->type != XML_ELEMENT_NODE) {
        return;
    }
    mark = mark_of(name, strlen(name));
    put(text, (char)(mark ? mark->start : PARAGRAPH));
    for (child = node->children; child; child = child->next) {
        put_node(text, child);
    }
    put(text, (char)(mark ? mark->end : PARAGRAPH));
}

/* The letters that ISO-8859-1 files really mean by the controls 80 to 9F:
 * those of Windows-1252. */
static const char *meant_by(unsigned char control)
{
    static const char *const meant[32] = {
        "\xe2\x82\xac", NULL,           "\xe2\x80\x9a", "\xc6\x92",
        "\xe2\x80\x9e", "\xe2\x80\xa6", "\xe2\x80\xa0", "\xe2\x80\xa1",
        "\xcb\x86",     "\xe2\x80\xb0", "\xc5\xa0",     "\xe2\x80\xb9",
        "\xc5\x92",     NULL,           "\xc5\xbd",     NULL,
        NULL,           "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c",
        "\xe2\x80\x9d", "\xe2\x80\xa2", "\xe2\x80\x93", "\xe2\x80\x94",
        "\xcb\x9c",     "\xe2\x84\xa2", "\xc5\xa1",     "\xe2\x80\xba",
        "\xc5\x93",     NULL,           "\xc5\xbe",     "\xc5\xb8"};

    return control >= 0x80 && control < 0xa0 ? meant[control - 0x80] : NULL;
}

/* A character that is no white space and no mark: copied. @return its end */
static const char *put_character(treaty_text_t *text, const char *at)
{
    const char *meant = *at == '\xc2' ? meant_by((unsigned char)at[1]) : NULL;
    apr_size_t len = 1;

    if (meant) {
        treaty_text_puts(text, meant);
        return at + 2;
    }
    while ((at[len] & 0xc0) == 0x80) {
        len++;
    }
    treaty_text_append(text, at, len);
    return at + len;
}

/* White space between two words, as strong as the strongest in it. */
typedef enum { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH } gap_kind_t;

typedef struct gap_t {
    gap_kind_t kind;
    /* Ends of cells since the last line's. */
    int cells;
} gap_t;

static void widen(gap_t *gap, gap_kind_t kind)
{
    gap->kind = kind > gap->kind ? kind : gap->kind;
    gap->cells = kind > GAP_SPACE ? 0 : gap->cells;
}

/* Past white space; an empty line in the source ends a paragraph. */
static const char *take_space(gap_t *gap, const char *text)
{
    const char *after = treaty_skip_space(text);
    int lines = 0;

    for (; text < after; text++) {
        lines += *text == '\n';
        widen(gap, lines > 1 ? GAP_PARAGRAPH : GAP_SPACE);
    }
    return after;
}

static const char *take_gap(gap_t *gap, const char *text)
{
    for (;; text++) {
        text = take_space(gap, text);
        switch (*text) {
        case PARAGRAPH:
            widen(gap, GAP_PARAGRAPH);
            break;
        case LINE:
            widen(gap, GAP_LINE);
            break;
        case CELL:
            gap->cells++;
            break;
        default:
            return text;
        }
    }
}

static void put_gap(treaty_text_t *text, const gap_t *gap)
{
    static const char *const gaps[] = {"", " ", "\n", "\n\n"};
    int i;

    if (text->len > 0 && (gap->kind != GAP_SPACE || gap->cells == 0)) {
        treaty_text_puts(text, gaps[gap->kind]);
    }
    for (i = 0; i < gap->cells; i++) {
        treaty_text_puts(text, gap->kind > GAP_SPACE || i > 0 ? "| " : " | ");
    }
}

static const char *prose_of(const char *marked, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(TEXT_LIMIT, pool);

    while (*marked) {
        gap_t gap = {GAP_NONE, 0};

        marked = take_gap(&gap, marked);
        if (*marked) {
            put_gap(text, &gap);
        }
        if (*marked == MARKER_START || *marked == MARKER_END) {
            treaty_text_puts(text, *marked == MARKER_START ? "[" : "]");
            marked++;
        }
        else if (*marked) {
            marked = put_character(text, marked);
        }
    }
    return text->data;
}

/* Past a marker, which is put down; *text without it. */
static const char *take_marker(const char **markers, const char *marked,
                               apr_pool_t *pool)
{
    apr_size_t len = strcspn(++marked, "\2");
    const char *marker = treaty_trim(apr_pstrmemdup(pool, marked, len), pool);

    if (markers && *marker) {
        *markers =
            *markers ? apr_pstrcat(pool, *markers, ",", marker, NULL) : marker;
    }
    return marked + len + (marked[len] == MARKER_END);
}

static const char *label_of(const char *marked, const char **markers,
                            apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(TEXT_LIMIT, pool);
    gap_t gap = {GAP_NONE, 0};

    while (*marked) {
        marked = take_gap(&gap, marked);
        if (*marked == MARKER_START) {
            marked = take_marker(markers, marked, pool);
        }
        else if (*marked == MARKER_END) {
            marked++;
        }
        else if (*marked) {
            treaty_text_puts(text,
                             gap.kind != GAP_NONE && text->len > 0 ? " " : "");
            marked = put_character(text, marked);
            gap.kind = GAP_NONE;
        }
    }
    return text->data;
}

static const char *marked_of(const xmlNode *first, const xmlNode *end,
                             apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(TEXT_LIMIT, pool);

    for (; first && first != end; first = first->next) {
        put_node(text, first);
    }
    return text->data;
}

const char *treaty_mtdsg_label(const xmlNode *node, const char **markers,
                               apr_pool_t *result_pool)
{
    if (markers) {
        *markers = NULL;
    }
    return label_of(marked_of(node->children, NULL, result_pool), markers,
                    result_pool);
}

const char *treaty_mtdsg_prose(const xmlNode *first, const xmlNode *end,
                               apr_pool_t *result_pool)
{
    return prose_of(marked_of(first, end, result_pool), result_pool);
}
