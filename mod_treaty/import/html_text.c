#include "html_text.h"
#include "utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* An encoding is declared within so many bytes. */
#define DECLARED_WITHIN 4096
#define NAME_MAX_LEN 40
#define REPLACEMENT 0xFFFD

/* Windows-1252 from 0x80 to 0x9F; 0 where it has no character. */
static const apr_uint16_t upper_controls[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static const char *find_nocase(const char *text, const char *end,
                               const char *part)
{
    apr_size_t len = strlen(part);

    for (; text + len <= end; text++) {
        if (strncasecmp(text, part, len) == 0) {
            return text;
        }
    }
    return NULL;
}

int treaty_html_recognise(const char *text)
{
    static const char *const marks[] = {"<!doctype html", "<html", "<body",
                                        "<head>", "<h1"};
    const char *end = text + strlen(text);
    apr_size_t i;

    for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (find_nocase(text, end, marks[i])) {
            return 1;
        }
    }
    return 0;
}

/* The name behind "charset=" or "encoding=", "" where there is none. */
static const char *declared(const char *data, apr_size_t len, apr_pool_t *pool)
{
    const char *end = data + (len < DECLARED_WITHIN ? len : DECLARED_WITHIN);
    const char *at = find_nocase(data, end, "charset=");
    apr_size_t size = 0;

    at = at ? at + 8 : find_nocase(data, end, "encoding=");
    if (!at) {
        return "";
    }
    at += strncasecmp(at, "encoding=", 9) == 0 ? 9 : 0;
    at += at < end && (*at == '"' || *at == '\'');
    while (at + size < end && size < NAME_MAX_LEN &&
           (apr_isalnum(at[size]) || strchr("-_:", at[size]))) {
        size++;
    }
    return apr_pstrmemdup(pool, at, size);
}

/* Whether pages that declare it are read as Windows-1252. */
static int is_western(const char *name)
{
    static const char *const names[] = {"",           "utf-8",        "utf8",
                                        "iso-8859-1", "iso8859-1",    "latin1",
                                        "us-ascii",   "windows-1252", "cp1252",
                                        "x-cp1252",   "iso-8859-15"};
    apr_size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcasecmp(names[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static char *put_point(char *out, unsigned point)
{
    if (point < 0x80) {
        *out++ = (char)point;
    }
    else if (point < 0x800) {
        *out++ = (char)(0xC0 | point >> 6);
        *out++ = (char)(0x80 | (point & 0x3F));
    }
    else {
        *out++ = (char)(0xE0 | point >> 12);
        *out++ = (char)(0x80 | (point >> 6 & 0x3F));
        *out++ = (char)(0x80 | (point & 0x3F));
    }
    return out;
}

static const char *from_western(const char *data, apr_size_t len,
                                apr_pool_t *pool)
{
    /* No character of Windows-1252 takes more than three bytes. */
    char *text = apr_palloc(pool, 3 * len + 1);
    char *out = text;
    apr_size_t i;

    for (i = 0; i < len; i++) {
        unsigned point = (unsigned char)data[i];

        if (point >= 0x80 && point < 0xA0) {
            point = upper_controls[point - 0x80];
            point = point ? point : REPLACEMENT;
        }
        out = put_point(out, point ? point : ' ');
    }
    *out = '\0';
    return text;
}

static const char *without_controls(char *text)
{
    char *at;

    for (at = text; *at; at++) {
        if (((unsigned char)*at < ' ' && !strchr("\t\n\r", *at)) ||
            *at == 0x7f) {
            *at = ' ';
        }
    }
    return text;
}

static apr_status_t refuse(const char *path, treaty_findings_t *findings,
                           const char *name)
{
    treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "encoding",
                        "the page is in %s, which isn't read; convert it "
                        "first, for example with iconv -f %s -t UTF-8",
                        name, name);
    return TREATY_EINPUT;
}

apr_status_t treaty_html_decode(const char **text, const char *path,
                                const char *data, apr_size_t len,
                                treaty_findings_t *findings,
                                apr_pool_t *result_pool)
{
    const char *name;

    if (len >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 ||
                     memcmp(data, "\xfe\xff", 2) == 0)) {
        return refuse(path, findings, "UTF-16");
    }
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        len -= 3;
    }
    if (treaty_utf8_valid(data, len)) {
        *text = without_controls(apr_pstrmemdup(result_pool, data, len));
        return APR_SUCCESS;
    }
    name = declared(data, len, result_pool);
    if (!is_western(name)) {
        return refuse(path, findings, name);
    }
    *text = without_controls((char *)from_western(data, len, result_pool));
    return APR_SUCCESS;
}
