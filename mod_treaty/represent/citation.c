#include "citation.h"

#include "treaty_date.h"
#include "treaty_represent.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* How many bytes here are a blank, a control character or a line end: those of
 * ASCII, U+0080 to U+009F, U+2028 and U+2029. */
static apr_size_t blank(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    if (c[0] != '\0' && (c[0] <= ' ' || c[0] == 0x7f)) {
        return 1;
    }
    if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f) {
        return 2;
    }
    return c[0] == 0xe2 && c[1] == 0x80 && (c[2] == 0xa8 || c[2] == 0xa9) ? 3
                                                                          : 0;
}

/* A text on one line; NULL where nothing is left. */
static const char *line_of(const char *text, apr_pool_t *pool)
{
    char *line = apr_palloc(pool, text ? strlen(text) + 1 : 1);
    char *to = line;

    while (text && *text) {
        apr_size_t skipped = blank(text);

        if (skipped && to > line && to[-1] != ' ') {
            *to++ = ' ';
        }
        if (!skipped) {
            *to++ = *text;
        }
        text += skipped ? skipped : 1;
    }
    if (to > line && to[-1] == ' ') {
        to--;
    }
    *to = '\0';
    return to > line ? line : NULL;
}

static const char *member(const json_t *document, const char *key,
                          apr_pool_t *pool)
{
    return line_of(treaty_json_text(document, key), pool);
}

static const char *day_of(const json_t *document, const char *key)
{
    const char *text = treaty_json_text(document, key);
    treaty_day_t day;

    return text && treaty_day_parse(&day, text) ? text : NULL;
}

static const char *key_of(const char *id, apr_pool_t *pool)
{
    char *key = apr_pstrdup(pool, id ? id : "");
    char *to = key;

    for (; id && *id; id++) {
        if (apr_isalnum(*id) || *id == '-') {
            *to++ = *id;
        }
    }
    *to = '\0';
    return *key ? key : NULL;
}

static const char *series_of(const char *name)
{
    static const char *const series[][2] = {
        {"UNTS", "United Nations Treaty Series"},
        {"U.N.T.S.", "United Nations Treaty Series"},
        {"LNTS", "League of Nations Treaty Series"},
        {"L.N.T.S.", "League of Nations Treaty Series"},
    };
    size_t i;

    for (i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
        if (strcmp(name, series[i][0]) == 0) {
            return series[i][1];
        }
    }
    return name;
}

/* Takes "2171 UNTS 227" apart: digits, words, digits. */
static void read_printed(treaty_citation_t *citation, apr_pool_t *pool)
{
    const char *text = citation->printed;
    const char *page = strrchr(text, ' ');
    apr_size_t volume = strspn(text, "0123456789");
    const char *name;

    if (volume == 0 || text[volume] != ' ' ||
        page[1 + strspn(page + 1, "0123456789")] != '\0') {
        return;
    }
    name = text + volume + 1;
    if (page < name) {
        return;
    }
    citation->volume = apr_pstrmemdup(pool, text, volume);
    citation->series = series_of(apr_pstrmemdup(pool, name, page - name));
    citation->page = page + 1;
}

static const char *web_address(const char *url)
{
    int is_web = url && (strncmp(url, "https://", 8) == 0 ||
                         strncmp(url, "http://", 7) == 0);

    return is_web ? url : NULL;
}

/* "lead text", behind a semicolon where something is before it. */
static const char *with(const char *note, const char *lead, const char *text,
                        apr_pool_t *pool)
{
    return text ? apr_pstrcat(pool, note, *note ? "; " : "", lead, text, NULL)
                : note;
}

static const char *note_of(const treaty_citation_t *citation,
                           const json_t *document, apr_pool_t *pool)
{
    const char *known = treaty_recorded_to(document);
    const char *registration = member(document, "registration_no", pool);
    const char *note = "";

    if (citation->as_of) {
        note = with(note, "status as of ",
                    treaty_day_long(citation->as_of, pool), pool);
    }
    if (known) {
        note = with(note, "recorded to ", treaty_day_long(known, pool), pool);
    }
    note = with(note, "revision ", member(document, "revision", pool), pool);
    if (registration && strcmp(registration, citation->number) != 0) {
        note = with(note, "registration no. ", registration, pool);
    }
    note = with(note, "", citation->volume ? NULL : citation->printed, pool);
    return *note ? note : NULL;
}

static const apr_array_header_t *lines_of(const json_t *list, apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, 4, sizeof(char *));
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
    {
        const char *line = line_of(json_string_value(item), pool);

        if (line) {
            APR_ARRAY_PUSH(lines, const char *) = line;
        }
    }
    return lines;
}

apr_status_t treaty_citation_read(treaty_citation_t *citation,
                                  const json_t *document, apr_pool_t *pool)
{
    const json_t *urls = json_object_get(document, "urls");

    memset(citation, 0, sizeof(*citation));
    citation->key = key_of(treaty_json_text(document, "id"), pool);
    if (!citation->key) {
        return TREATY_EINPUT;
    }
    citation->title = member(document, "title", pool);
    citation->short_title = member(document, "short_title", pool);
    citation->number = member(document, "mtdsg_no", pool);
    if (!citation->number) {
        citation->number = member(document, "registration_no", pool);
    }
    citation->printed = member(document, "citation", pool);
    if (citation->printed) {
        read_printed(citation, pool);
    }
    citation->place = member(document, "adopted_at", pool);
    citation->depositary = member(document, "depositary", pool);
    citation->language = member(document, "language", pool);
    citation->url = web_address(member(urls, "html", pool));
    citation->adopted_on = day_of(document, "adopted_on");
    citation->in_force_on = day_of(document, "entry_into_force_on");
    citation->as_of = day_of(document, "as_of");
    citation->subjects = lines_of(json_object_get(document, "subjects"), pool);
    citation->note = note_of(citation, document, pool);
    return APR_SUCCESS;
}
