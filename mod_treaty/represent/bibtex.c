#include "citation.h"
#include "pen.h"

#include "treaty_formats.h"

#include <apr_strings.h>
#include <string.h>

#define YEAR_LEN 4

/* What stands for a character that means something to TeX. Braces are counted
 * by BibTeX whatever is before them, so none stands bare. */
static const char *command(char c)
{
    switch (c) {
    case '\\':
        return "{\\textbackslash}";
    case '{':
        return "{\\textbraceleft}";
    case '}':
        return "{\\textbraceright}";
    case '~':
        return "{\\textasciitilde}";
    case '^':
        return "{\\textasciicircum}";
    case '%':
        return "\\%";
    case '&':
        return "\\&";
    case '$':
        return "\\$";
    case '#':
        return "\\#";
    case '_':
        return "\\_";
    default:
        return NULL;
    }
}

/* Whether two characters would be set as one, such as two hyphens as a dash. */
static int is_ligature(char first, char second)
{
    return first == second ? strchr("-`',<>", second) != NULL
                           : strchr("?!", first) && second == '`';
}

/* What stands for a character that no address holds. */
static const char *percent(char c)
{
    switch (c) {
    case '\\':
        return "%5C";
    case '{':
        return "%7B";
    case '}':
        return "%7D";
    case ' ':
        return "%20";
    default:
        return NULL;
    }
}

/* An address stands as it is, but for what would end its field. */
static void put_address(treaty_pen_t *pen, const char *url)
{
    for (; *url; url++) {
        const char *instead = percent(*url);

        treaty_pen_append(pen, instead ? instead : url,
                          instead ? strlen(instead) : 1);
    }
}

/* Text, which TeX then sets as it is. */
static void put_text(treaty_pen_t *pen, const char *text)
{
    char before = '\0';

    for (; *text; text++) {
        const char *instead = command(*text);

        if (before && is_ligature(before, *text)) {
            treaty_pen_put(pen, "{}");
        }
        treaty_pen_append(pen, instead ? instead : text,
                          instead ? strlen(instead) : 1);
        before = *text;
    }
}

static void open_field(treaty_pen_t *pen, const char *name)
{
    treaty_pen_put(pen, ",\n  ");
    treaty_pen_put(pen, name);
    treaty_pen_put(pen, " = {");
}

static void put_field(treaty_pen_t *pen, const char *name, const char *text)
{
    if (text) {
        open_field(pen, name);
        put_text(pen, text);
        treaty_pen_put(pen, "}");
    }
}

/* Two pairs of braces keep the letters as they are. */
static void put_title(treaty_pen_t *pen, const char *name, const char *text)
{
    if (text) {
        open_field(pen, name);
        treaty_pen_put(pen, "{");
        put_text(pen, text);
        treaty_pen_put(pen, "}}");
    }
}

static void put_subjects(treaty_pen_t *pen, const apr_array_header_t *subjects)
{
    int i;

    for (i = 0; i < subjects->nelts; i++) {
        if (i == 0) {
            open_field(pen, "keywords");
        }
        treaty_pen_put(pen, i > 0 ? ", " : "");
        put_text(pen, APR_ARRAY_IDX(subjects, i, const char *));
    }
    treaty_pen_put(pen, subjects->nelts > 0 ? "}" : "");
}

apr_status_t treaty_bibtex_represent(treaty_text_t *out, const json_t *document)
{
    treaty_pen_t pen = treaty_pen_take(out);
    treaty_citation_t citation;
    apr_status_t rv = treaty_citation_read(&citation, document, out->pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_pen_put(&pen, "@misc{");
    treaty_pen_put(&pen, citation.key);
    put_title(&pen, "title", citation.title);
    put_title(&pen, "shorttitle", citation.short_title);
    /* A day for biblatex, a year for BibTeX. */
    put_field(&pen, "date", citation.adopted_on);
    put_field(&pen, "year",
              citation.adopted_on
                  ? apr_pstrmemdup(out->pool, citation.adopted_on, YEAR_LEN)
                  : NULL);
    put_field(&pen, "howpublished", citation.printed);
    put_field(&pen, "series", citation.series);
    put_field(&pen, "volume", citation.volume);
    put_field(&pen, "pages", citation.page);
    put_field(&pen, "number", citation.number);
    put_field(&pen, "address", citation.place);
    put_field(&pen, "publisher", citation.depositary);
    if (citation.url) {
        open_field(&pen, "url");
        put_address(&pen, citation.url);
        treaty_pen_put(&pen, "}");
    }
    put_field(&pen, "urldate", citation.as_of);
    put_field(&pen, "note", citation.note);
    put_subjects(&pen, citation.subjects);
    treaty_pen_put(&pen, "\n}\n");
    return treaty_pen_lay(&pen);
}
