#include "json_pieces.h"
#include "record_file.h"

#include "treaty_json.h"
#include "treaty_memory.h"
#include "treaty_text.h"

#include <apr_file_io.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

#define PIECE 65536
#define DEPTH_MAX 32
/* An empty object of three bytes takes jansson a hundred times as many. */
#define VALUES_MAX 1000000
#define MEMBER_NAME_MAX 64
#define END_OF_FILE (-1)

/* What may come next. */
typedef enum {
    AT_START,
    AT_FIRST_MEMBER,
    AT_MEMBER,
    AT_FIRST_ELEMENT,
    AT_ELEMENT,
    AT_END
} state_t;

struct treaty_pieces_t {
    const char *path;
    treaty_findings_t *findings;
    apr_file_t *file;
    char piece[PIECE];
    apr_size_t len;
    apr_size_t at;
    long line;
    state_t state;
    const char *member;
    int index;
    /* A list has just been entered. */
    int entered;
    apr_hash_t *seen;
    apr_status_t status;
    apr_pool_t *pool;
};

static apr_status_t refuse(treaty_pieces_t *pieces, long line,
                           const char *message)
{
    if (pieces->status == APR_SUCCESS) {
        pieces->status = TREATY_EINPUT;
        treaty_findings_add(pieces->findings, TREATY_FINDING_ERROR,
                            pieces->path, line, "json", "%s", message);
    }
    return pieces->status;
}

static apr_status_t unreadable(treaty_pieces_t *pieces, apr_status_t status)
{
    char buffer[128];

    pieces->status = status;
    treaty_findings_add(pieces->findings, TREATY_FINDING_ERROR, pieces->path, 0,
                        "unreadable", "the file can't be read (%s)",
                        treaty_strerror(status, buffer, sizeof(buffer)));
    return status;
}

apr_status_t treaty_pieces_open(treaty_pieces_t **result, const char *path,
                                treaty_findings_t *findings, apr_pool_t *pool)
{
    treaty_pieces_t *pieces = apr_pcalloc(pool, sizeof(*pieces));
    apr_status_t rv;

    *result = pieces;
    pieces->path = path;
    pieces->findings = findings;
    pieces->line = 1;
    pieces->state = AT_START;
    pieces->seen = apr_hash_make(pool);
    pieces->pool = pool;
    rv = apr_file_open(&pieces->file, path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                       APR_FPROT_OS_DEFAULT, pool);
    return rv == APR_SUCCESS ? APR_SUCCESS : unreadable(pieces, rv);
}

/* The next byte without taking it. */
static int peek(treaty_pieces_t *pieces)
{
    if (pieces->at == pieces->len && pieces->status == APR_SUCCESS) {
        apr_status_t rv = apr_file_read_full(pieces->file, pieces->piece, PIECE,
                                             &pieces->len);

        pieces->at = 0;
        if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
            pieces->len = 0;
            unreadable(pieces, rv);
        }
    }
    return pieces->at < pieces->len ? (unsigned char)pieces->piece[pieces->at]
                                    : END_OF_FILE;
}

static int take(treaty_pieces_t *pieces)
{
    int c = peek(pieces);

    if (c != END_OF_FILE) {
        pieces->at++;
        pieces->line += c == '\n';
    }
    return c;
}

/* The next byte that is no white space, without taking it. */
static int peek_token(treaty_pieces_t *pieces)
{
    int c = peek(pieces);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        take(pieces);
        c = peek(pieces);
    }
    return c;
}

/* Takes a byte, or says what was expected in its place. */
static apr_status_t expect(treaty_pieces_t *pieces, int c, const char *message)
{
    if (peek_token(pieces) != c) {
        return refuse(pieces, pieces->line, message);
    }
    take(pieces);
    return pieces->status;
}

/* Where a scan through a value stands. */
typedef struct scan_t {
    int depth;
    /** About as many: brackets and commas. */
    int values;
    int in_string;
    int escaped;
} scan_t;

/* Whether the value goes on with c. */
static int belongs(scan_t *scan, char c)
{
    if (scan->in_string) {
        scan->in_string = scan->escaped || c != '"';
        scan->escaped = !scan->escaped && c == '\\';
        return 1;
    }
    if (scan->depth == 0 && strchr(",:]} \t\r\n", c)) {
        return 0;
    }
    scan->in_string = c == '"';
    scan->depth += c == '{' || c == '[';
    scan->depth -= c == '}' || c == ']';
    scan->values += c == '{' || c == '[' || c == ',';
    return 1;
}

/* How many of these bytes belong to the value. */
static apr_size_t belonging(scan_t *scan, const char *bytes, apr_size_t len)
{
    apr_size_t i;

    for (i = 0; i < len && bytes[i] != '\0'; i++) {
        if (!belongs(scan, bytes[i]) || scan->depth > DEPTH_MAX ||
            scan->values > VALUES_MAX) {
            break;
        }
    }
    return i;
}

static void take_bytes(treaty_pieces_t *pieces, apr_size_t len)
{
    const char *at = pieces->piece + pieces->at;
    const char *end = at + len;

    while ((at = memchr(at, '\n', (apr_size_t)(end - at)))) {
        pieces->line++;
        at++;
    }
    pieces->at += len;
}

/* Copies the text of the next value. Its end is where brackets and quotes
 * close; whether it is JSON, jansson tells. */
static apr_status_t copy_value(treaty_text_t *text, treaty_pieces_t *pieces)
{
    scan_t scan = {0};
    int c = peek_token(pieces);

    while (c != END_OF_FILE) {
        const char *bytes = pieces->piece + pieces->at;
        apr_size_t len = belonging(&scan, bytes, pieces->len - pieces->at);

        take_bytes(pieces, len);
        if (treaty_text_append(text, bytes, len) != APR_SUCCESS) {
            return refuse(pieces, pieces->line,
                          "a record is larger than 64 MB; split its acts");
        }
        if (scan.depth > DEPTH_MAX) {
            return refuse(pieces, pieces->line,
                          "values nest deeper than 32; a record nests four "
                          "deep");
        }
        if (scan.values > VALUES_MAX) {
            return refuse(pieces, pieces->line,
                          "a record has more than 1000000 values; split its "
                          "acts");
        }
        if (pieces->at < pieces->len) {
            break;
        }
        c = peek(pieces);
    }
    return pieces->status;
}

static apr_status_t read_value(json_t **value, treaty_pieces_t *pieces,
                               apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(TREATY_RECORD_MAX, pool);
    json_error_t error;
    long line;
    apr_status_t rv;

    peek_token(pieces);
    line = pieces->line;
    rv = copy_value(text, pieces);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    *value = treaty_json_bind(
        json_loadb(text->data, text->len,
                   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error),
        pool);
    if (!*value && treaty_memory_is_lost()) {
        return pieces->status = APR_ENOMEM;
    }
    if (!*value) {
        line += error.line > 0 ? error.line - 1 : 0;
        return refuse(pieces, line,
                      apr_psprintf(pool, "no valid JSON: %s", error.text));
    }
    return APR_SUCCESS;
}

static apr_status_t read_member_name(treaty_pieces_t *pieces,
                                     apr_pool_t *scratch_pool)
{
    json_t *name = NULL;
    apr_status_t rv;

    if (peek_token(pieces) != '"') {
        return refuse(pieces, pieces->line,
                      "a member's name in quotes belongs here");
    }
    rv = read_value(&name, pieces, scratch_pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (json_string_length(name) > MEMBER_NAME_MAX) {
        return refuse(pieces, pieces->line, "a member's name is too long");
    }
    pieces->member = apr_pstrdup(pieces->pool, json_string_value(name));
    if (apr_hash_get(pieces->seen, pieces->member, APR_HASH_KEY_STRING)) {
        return refuse(pieces, pieces->line,
                      apr_psprintf(scratch_pool,
                                   "the member \"%s\" stands twice; join the "
                                   "two",
                                   pieces->member));
    }
    apr_hash_set(pieces->seen, pieces->member, APR_HASH_KEY_STRING, "");
    return APR_SUCCESS;
}

/* From the object's brace or a comma to the value of the next member. */
static apr_status_t enter_member(treaty_pieces_t *pieces,
                                 apr_pool_t *scratch_pool)
{
    apr_status_t rv = read_member_name(pieces, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = expect(pieces, ':', "a \":\" belongs after a member's name");
    }
    if (rv == APR_SUCCESS && peek_token(pieces) == '[') {
        take(pieces);
        pieces->state = AT_FIRST_ELEMENT;
        pieces->index = 0;
        pieces->entered = 1;
        return APR_SUCCESS;
    }
    pieces->state = AT_MEMBER;
    pieces->index = -1;
    return rv;
}

/* Takes a closing bracket or the comma before what follows. closed tells
 * which. */
static apr_status_t close_or_comma(int *closed, treaty_pieces_t *pieces,
                                   int bracket, int first)
{
    *closed = peek_token(pieces) == bracket;
    if (*closed) {
        take(pieces);
        return pieces->status;
    }
    return first ? pieces->status
                 : expect(pieces, ',',
                          "a comma or a closing bracket belongs here");
}

static apr_status_t finish(treaty_pieces_t *pieces)
{
    pieces->state = AT_END;
    if (pieces->status == APR_SUCCESS && peek_token(pieces) != END_OF_FILE) {
        return refuse(pieces, pieces->line,
                      "something follows the record's closing brace");
    }
    return pieces->status;
}

/* Goes to where a value begins: ready is set there. */
static apr_status_t advance(int *ready, treaty_pieces_t *pieces,
                            apr_pool_t *scratch_pool)
{
    int closed;
    int first =
        pieces->state == AT_FIRST_MEMBER || pieces->state == AT_FIRST_ELEMENT;
    apr_status_t rv;

    *ready = 0;
    if (pieces->state == AT_START) {
        pieces->state = AT_FIRST_MEMBER;
        return expect(pieces, '{', "a record file begins with \"{\"");
    }
    if (pieces->state == AT_FIRST_ELEMENT || pieces->state == AT_ELEMENT) {
        rv = close_or_comma(&closed, pieces, ']', first);
        pieces->state = closed ? AT_MEMBER : AT_ELEMENT;
        *ready = rv == APR_SUCCESS && !closed;
        return rv;
    }
    rv = close_or_comma(&closed, pieces, '}', first);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (closed) {
        return finish(pieces);
    }
    rv = enter_member(pieces, scratch_pool);
    *ready = rv == APR_SUCCESS;
    return rv;
}

apr_status_t treaty_pieces_next(treaty_piece_t **result,
                                treaty_pieces_t *pieces,
                                apr_pool_t *result_pool)
{
    treaty_piece_t *piece = apr_palloc(result_pool, sizeof(*piece));
    apr_status_t rv = pieces->status;
    int ready = 0;

    *result = NULL;
    while (rv == APR_SUCCESS && !ready && pieces->state != AT_END) {
        rv = advance(&ready, pieces, result_pool);
    }
    if (rv != APR_SUCCESS || !ready) {
        return rv;
    }
    peek_token(pieces);
    piece->line = pieces->line;
    piece->member = pieces->member;
    piece->index = pieces->index;
    piece->value = NULL;
    *result = piece;
    if (pieces->entered) {
        pieces->entered = 0;
        return APR_SUCCESS;
    }
    pieces->index += pieces->index >= 0;
    return read_value(&piece->value, pieces, result_pool);
}
