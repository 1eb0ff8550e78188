#include "quote_line.h"
#include "prose.h"
#include "utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#define ENTITY_MAX 12
#define NO_BREAK_SPACE 0xa0

/* A character of the source, be it an entity. @param next what is behind it */
static unsigned read_entity(const char **next, const char *at)
{
    char name[ENTITY_MAX + 1];
    apr_size_t len = strcspn(at + 1, "; \t\r\n<&");
    const htmlEntityDesc *entity;

    if (len == 0 || len > ENTITY_MAX || at[1 + len] != ';') {
        return 0;
    }
    memcpy(name, at + 1, len);
    name[len] = '\0';
    *next = at + len + 2;
    if (*name == '#') {
        int is_hex = name[1] == 'x' || name[1] == 'X';

        return (unsigned)strtoul(name + 1 + is_hex, NULL, is_hex ? 16 : 10);
    }
    entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

/* Past white space, tags and entities of white space. */
static const char *skip(const char *at)
{
    for (;;) {
        const char *start = at;
        const char *next = at;
        unsigned c;

        at = treaty_skip_space(at);
        if (*at == '<') {
            at += strcspn(at, ">");
            at += *at == '>';
        }
        c = *at == '&' ? read_entity(&next, at) : 0;
        if (c == NO_BREAK_SPACE || (c > 0 && c <= ' ')) {
            at = next;
        }
        if (at == start) {
            return at;
        }
    }
}

/* Past white space and what stands for elements, which are tags. */
static const char *skip_elements(const char *quote)
{
    const apr_size_t len = sizeof(TREATY_PROSE_ELEMENT) - 1;

    for (quote = treaty_skip_space(quote);
         strncmp(quote, TREATY_PROSE_ELEMENT, len) == 0;
         quote = treaty_skip_space(quote + len)) {
    }
    return quote;
}

/* Takes one character from both where it is the same. */
static int take(const char **at, const char **quote)
{
    xmlChar bytes[8] = {0};
    const char *next = *at;
    unsigned c = **at == '&' ? read_entity(&next, *at) : 0;
    int len;

    if (c == 0) {
        return *(*at)++ == *(*quote)++;
    }
    len = c <= 0x10ffff ? xmlCopyCharMultiByte(bytes, (int)c) : 0;
    if (len <= 0 || strncmp(*quote, (const char *)bytes, (size_t)len) != 0) {
        return 0;
    }
    *at = next;
    *quote += len;
    return 1;
}

static int stands_at(const char *at, const char *quote)
{
    while (*quote && *at) {
        if (!take(&at, &quote)) {
            return 0;
        }
        at = skip(at);
        quote = skip_elements(quote);
    }
    return *quote == '\0';
}

long treaty_quote_line(const char *source, long line, const char *quote)
{
    const char *at = source;
    const char *end;
    long here = 1;

    for (; here < line && (at = strchr(at, '\n')) != NULL; at++) {
        here++;
    }
    if (!at) {
        return line;
    }
    end = at + strnlen(at, TREATY_QUOTE_WITHIN);
    quote = skip_elements(quote);
    while (at < end) {
        if (*at == '<') {
            const char *tag = at + strcspn(at, ">");

            for (; at < tag && at < end; at++) {
                here += *at == '\n';
            }
            continue;
        }
        if (stands_at(at, quote)) {
            return here;
        }
        here += *at++ == '\n';
    }
    return line;
}
