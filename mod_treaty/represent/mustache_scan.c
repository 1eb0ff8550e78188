#include "mustache.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

#define DELIMITER_MAX 16

typedef struct scan_t {
    const char *text;
    /* Where the search goes on, and the line of counted_to. */
    const char *at;
    const char *counted_to;
    int line;
    char open[DELIMITER_MAX + 1];
    char close[DELIMITER_MAX + 1];
    apr_array_header_t *tags;
    /* The numbers of the tags that wait for their ends. */
    int waiting[TREATY_TEMPLATE_NESTING_MAX];
    int depth;
    treaty_template_error_t *error;
    apr_pool_t *error_pool;
} scan_t;

static apr_status_t fail(scan_t *scan, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static apr_status_t fail(scan_t *scan, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    scan->error->line = line;
    scan->error->message = apr_pvsprintf(scan->error_pool, format, arguments);
    va_end(arguments);
    return TREATY_ETEMPLATE;
}

static mustache_tag_t *tag_at(const scan_t *scan, int i)
{
    return &APR_ARRAY_IDX(scan->tags, i, mustache_tag_t);
}

/* Space and all control characters: none of them has a place in a name. */
static int is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f;
}

static mustache_span_t trim(const char *from, const char *to)
{
    mustache_span_t span;

    while (from < to && is_blank(*from)) {
        from++;
    }
    while (from < to && is_blank(to[-1])) {
        to--;
    }
    span.text = from;
    span.len = (apr_size_t)(to - from);
    return span;
}

/* The kind that a tag's sign tells, and 1 in *taken when there is a sign. */
static int kind_of(char sign, int *taken)
{
    static const char signs[] = "{&#^><$/!=";
    static const int kinds[] = {TREATY_TAG_RAW,     TREATY_TAG_RAW,
                                TREATY_TAG_SECTION, TREATY_TAG_INVERTED,
                                TREATY_TAG_PARTIAL, TREATY_TAG_PARENT,
                                TREATY_TAG_BLOCK,   TAG_CLOSE,
                                TAG_COMMENT,        TAG_DELIMITERS};
    const char *found = sign ? strchr(signs, sign) : NULL;

    *taken = found != NULL;
    return found ? kinds[found - signs] : TREATY_TAG_VARIABLE;
}

static int is_dotted(int kind)
{
    return kind >= TREATY_TAG_VARIABLE && kind <= TREATY_TAG_INVERTED;
}

static int opens(int kind)
{
    return kind == TREATY_TAG_SECTION || kind == TREATY_TAG_INVERTED ||
           kind == TREATY_TAG_PARENT || kind == TREATY_TAG_BLOCK;
}

static int has_empty_part(const mustache_span_t *name)
{
    if (name->len == 1 && name->text[0] == '.') {
        return 0;
    }
    return name->text[0] == '.' || name->text[name->len - 1] == '.' ||
           memmem(name->text, name->len, "..", 2) != NULL;
}

static apr_status_t check_name(scan_t *scan, const mustache_tag_t *tag)
{
    const mustache_span_t *name = &tag->name;
    apr_size_t i;

    if (name->len == 0) {
        return fail(scan, tag->line, "a tag has no name");
    }
    if (memmem(name->text, name->len, scan->open, strlen(scan->open))) {
        return fail(scan, tag->line,
                    "a tag isn't closed with \"%s\" before the next begins",
                    scan->close);
    }
    if (name->len > TREATY_TEMPLATE_NAME_MAX) {
        return fail(scan, tag->line, "a name is longer than %d bytes",
                    TREATY_TEMPLATE_NAME_MAX);
    }
    for (i = 0; i < name->len; i++) {
        if (is_blank(name->text[i])) {
            return fail(scan, tag->line,
                        "a name has white space or a control character in it");
        }
    }
    if (is_dotted(tag->kind) && has_empty_part(name)) {
        return fail(scan, tag->line, "the name \"%.*s\" has an empty part",
                    (int)name->len, name->text);
    }
    return APR_SUCCESS;
}

/* Takes one delimiter from the front of span; 0 when it isn't a good one. */
static int take_delimiter(char *delimiter, mustache_span_t *span)
{
    apr_size_t len = 0;

    while (len < span->len && !is_blank(span->text[len])) {
        len++;
    }
    if (len == 0 || len > DELIMITER_MAX || memchr(span->text, '=', len)) {
        return 0;
    }
    memcpy(delimiter, span->text, len);
    delimiter[len] = '\0';
    *span = trim(span->text + len, span->text + span->len);
    return 1;
}

static apr_status_t change_delimiters(scan_t *scan, const mustache_tag_t *tag)
{
    mustache_span_t rest = tag->name;

    if (!take_delimiter(scan->open, &rest) ||
        !take_delimiter(scan->close, &rest) || rest.len > 0) {
        return fail(scan, tag->line,
                    "a change of delimiters takes two, without \"=\" and of "
                    "at most %d bytes, such as {{=<%% %%>=}}",
                    DELIMITER_MAX);
    }
    return APR_SUCCESS;
}

static apr_status_t open_tag(scan_t *scan, const mustache_tag_t *tag)
{
    if (scan->depth == TREATY_TEMPLATE_NESTING_MAX) {
        return fail(scan, tag->line, "sections are nested deeper than %d",
                    TREATY_TEMPLATE_NESTING_MAX);
    }
    scan->waiting[scan->depth++] = scan->tags->nelts - 1;
    return APR_SUCCESS;
}

static apr_status_t close_tag(scan_t *scan, mustache_tag_t *tag)
{
    mustache_tag_t *opened;

    if (scan->depth == 0) {
        return fail(scan, tag->line, "\"%.*s\" is closed but was never opened",
                    (int)tag->name.len, tag->name.text);
    }
    tag->partner = scan->waiting[--scan->depth];
    opened = tag_at(scan, tag->partner);
    opened->partner = scan->tags->nelts - 1;
    if (opened->name.len != tag->name.len ||
        memcmp(opened->name.text, tag->name.text, tag->name.len) != 0) {
        return fail(scan, tag->line,
                    "\"%.*s\" is closed where \"%.*s\", opened in line %d, "
                    "should be",
                    (int)tag->name.len, tag->name.text, (int)opened->name.len,
                    opened->name.text, opened->line);
    }
    return APR_SUCCESS;
}

static apr_status_t take_tag(scan_t *scan, mustache_tag_t *tag)
{
    apr_status_t rv;

    if (tag->kind == TAG_COMMENT) {
        return APR_SUCCESS;
    }
    if (tag->kind == TAG_DELIMITERS) {
        return change_delimiters(scan, tag);
    }
    rv = check_name(scan, tag);
    if (rv == APR_SUCCESS && opens(tag->kind)) {
        rv = open_tag(scan, tag);
    }
    else if (rv == APR_SUCCESS && tag->kind == TAG_CLOSE) {
        rv = close_tag(scan, tag);
    }
    return rv;
}

/* The number of the line that at is in; at never goes back. */
static int line_of(scan_t *scan, const char *at)
{
    for (; scan->counted_to < at; scan->counted_to++) {
        scan->line += *scan->counted_to == '\n';
    }
    return scan->line;
}

/* What ends a tag with this sign: {{{ and {{= have a mark of their own. */
static void ending_of(char *ending, const scan_t *scan, char sign)
{
    const char *mark = sign == '{' ? "}" : sign == '=' ? "=" : "";

    apr_cpystrn(ending, mark, 2);
    apr_cpystrn(ending + strlen(mark), scan->close, DELIMITER_MAX + 1);
}

static apr_status_t scan_tag(scan_t *scan, const char *from)
{
    mustache_tag_t *tag = apr_array_push(scan->tags);
    char ending[DELIMITER_MAX + 2];
    const char *name = from + strlen(scan->open);
    const char *end;
    int taken;

    while (*name && is_blank(*name)) {
        name++;
    }
    ending_of(ending, scan, *name);
    tag->kind = kind_of(*name, &taken);
    name += taken;
    tag->line = line_of(scan, from);
    end = strstr(name, ending);
    if (!end) {
        return fail(scan, tag->line, "a tag isn't closed with \"%s\"", ending);
    }
    tag->name = trim(name, end);
    tag->partner = -1;
    scan->at = end + strlen(ending);
    tag->from = (apr_size_t)(from - scan->text);
    tag->to = (apr_size_t)(scan->at - scan->text);
    return take_tag(scan, tag);
}

static apr_status_t check_waiting(scan_t *scan)
{
    const mustache_tag_t *tag;

    if (scan->depth == 0) {
        return APR_SUCCESS;
    }
    tag = tag_at(scan, scan->waiting[scan->depth - 1]);
    return fail(scan, tag->line, "\"%.*s\", opened in line %d, isn't closed",
                (int)tag->name.len, tag->name.text, tag->line);
}

apr_status_t treaty_mustache_scan(apr_array_header_t **tags,
                                  treaty_template_error_t *error,
                                  const char *text, apr_pool_t *result_pool,
                                  apr_pool_t *scratch_pool)
{
    scan_t scan = {.text = text,
                   .at = text,
                   .counted_to = text,
                   .line = 1,
                   .open = "{{",
                   .close = "}}",
                   .error = error,
                   .error_pool = result_pool};
    apr_status_t rv = APR_SUCCESS;
    const char *from;

    scan.tags = apr_array_make(scratch_pool, 32, sizeof(mustache_tag_t));
    while (rv == APR_SUCCESS && (from = strstr(scan.at, scan.open)) != NULL) {
        rv = scan_tag(&scan, from);
    }
    if (rv == APR_SUCCESS) {
        rv = check_waiting(&scan);
    }
    *tags = scan.tags;
    return rv;
}
