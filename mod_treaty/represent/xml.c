#include "xml.h"

#include <string.h>

/* What stands for a byte; NULL for itself. */
static const char *reference(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return c < ' ' ? "" : NULL;
    }
}

/* How many bytes here are a character that XML can't have: U+FFFE, U+FFFF. */
static apr_size_t forbidden(const char *text)
{
    return strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
                   strncmp(text, "\xef\xbf\xbf", 3) == 0
               ? 3
               : 0;
}

void treaty_xml_put(treaty_pen_t *pen, const char *text)
{
    const char *whole = text;
    const char *start = text;

    while (text && *text) {
        apr_size_t skipped = forbidden(text);
        const char *instead = skipped ? "" : reference((unsigned char)*text);

        if (instead) {
            treaty_pen_append(pen, start, text - start);
            treaty_pen_put(pen, instead);
            start = text + (skipped ? skipped : 1);
        }
        text += skipped ? skipped : 1;
    }
    if (text) {
        treaty_pen_append(pen, start, text - start);
        treaty_pen_put(
            pen, treaty_text_closers(whole, text - whole, pen->out->pool));
    }
}

void treaty_xml_element(treaty_pen_t *pen, const char *name, const char *text)
{
    if (!text) {
        return;
    }
    treaty_pen_put(pen, "<");
    treaty_pen_put(pen, name);
    treaty_pen_put(pen, ">");
    treaty_xml_put(pen, text);
    treaty_pen_put(pen, "</");
    treaty_pen_put(pen, name);
    treaty_pen_put(pen, ">\n");
}

void treaty_xml_attribute(treaty_pen_t *pen, const char *name, const char *text)
{
    if (!text) {
        return;
    }
    treaty_pen_put(pen, " ");
    treaty_pen_put(pen, name);
    treaty_pen_put(pen, "=\"");
    treaty_xml_put(pen, text);
    treaty_pen_put(pen, "\"");
}
