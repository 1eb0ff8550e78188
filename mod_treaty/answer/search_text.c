#include "search.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* A beginning of one letter would find nearly everything. */
#define PREFIX_MIN 2
/* Beginnings of up to so many letters have an index of their own
 * (sql/serving.sql). FTS5 merges what longer ones find before it gives the
 * first match; where they are few, their words are asked for one by one. */
#define PREFIX_INDEXED 4
#define COMPLETIONS_MAX 24
/* Each term may be a beginning with its words. */
#define EXPRESSION_MAX 65536
/* What a beginning is worth, compared with the word itself. */
#define PREFIX_SHARE 0.6

typedef struct {
    treaty_search_text_t *text;
    apr_pool_t *pool;
    /* Up to where the text has been read, and whether in quotes. */
    apr_size_t read;
    int is_quoted;
} parser_t;

/* The length of the quote that stands here: ", or its curly forms. */
static apr_size_t quote_here(const char *at)
{
    if (*at == '"') {
        return 1;
    }
    return strncmp(at, "\xe2\x80\x9c", 3) == 0 ||
                   strncmp(at, "\xe2\x80\x9d", 3) == 0
               ? 3
               : 0;
}

/* Whether what stands between two words leaves them one: a hyphen, a point, an
 * apostrophe. */
static int is_joint(const char *gap, apr_size_t len)
{
    return (len == 1 && strchr("-./'", *gap)) ||
           (len == 3 && memcmp(gap, "\xe2\x80\x99", 3) == 0);
}

static treaty_search_word_t *last_word(const treaty_search_text_t *text)
{
    return text->words->nelts > 0
               ? &APR_ARRAY_IDX(text->words, text->words->nelts - 1,
                                treaty_search_word_t)
               : NULL;
}

/* Reads what stands between the last word and the next. @return whether the
 * two are of one phrase */
static int read_gap(parser_t *parser, apr_size_t to)
{
    const char *gap = parser->text->text + parser->read;
    apr_size_t len = to - parser->read;
    treaty_search_word_t *last = last_word(parser->text);
    int joined = parser->is_quoted || is_joint(gap, len);
    apr_size_t i = 0;

    if (last && *gap == '*' && strlen(last->text) >= PREFIX_MIN) {
        last->is_prefix = 1;
        joined = 0;
    }
    while (i < len) {
        apr_size_t quote = quote_here(gap + i);

        if (quote > 0) {
            parser->is_quoted = !parser->is_quoted;
            joined = 0;
        }
        i += quote > 0 ? quote : 1;
    }
    parser->read = to;
    return last && joined;
}

static int take_word(void *baton, const char *word, apr_size_t len,
                     apr_size_t from, apr_size_t to)
{
    parser_t *parser = baton;
    treaty_search_text_t *text = parser->text;
    int joined = read_gap(parser, from);
    treaty_search_word_t *taken;

    if (text->words->nelts == TREATY_SEARCH_WORDS_MAX ||
        (!joined && text->terms == TREATY_SEARCH_TERMS_MAX)) {
        text->is_cut = 1;
        return 0;
    }
    taken = &APR_ARRAY_PUSH(text->words, treaty_search_word_t);
    memset(taken, 0, sizeof(*taken));
    taken->text = apr_pstrmemdup(parser->pool, word, len);
    taken->from = from;
    taken->to = to;
    taken->is_joined = joined;
    text->terms += !joined;
    parser->read = to;
    return 1;
}

/* The text as far as it is looked at; a letter isn't cut in two. */
static const char *bounded(int *is_cut, const char *text, apr_pool_t *pool)
{
    apr_size_t len = strnlen(text, TREATY_SEARCH_TEXT_MAX + 1);

    *is_cut = len > TREATY_SEARCH_TEXT_MAX;
    if (*is_cut) {
        len = TREATY_SEARCH_TEXT_MAX;
        while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80) {
            len--;
        }
    }
    return apr_pstrmemdup(pool, text, len);
}

void treaty_search_parse(treaty_search_text_t **result,
                         const treaty_reading_t *reading, const char *text)
{
    treaty_search_text_t *parsed = apr_pcalloc(reading->pool, sizeof(*parsed));
    parser_t parser = {parsed, reading->pool, 0, 0};
    treaty_search_word_t *last;
    apr_size_t len;

    parsed->text = bounded(&parsed->is_cut, text, reading->pool);
    parsed->words =
        apr_array_make(reading->pool, 8, sizeof(treaty_search_word_t));
    len = strlen(parsed->text);
    treaty_db_words(reading->db, parsed->text, len, take_word, &parser);
    last = last_word(parsed);
    if (last && !parsed->is_cut) {
        read_gap(&parser, len);
        last->is_prefix |= last->to == len && strlen(last->text) >= PREFIX_MIN;
    }
    *result = parsed;
}

/* ------------------------------------------------------------------------ */

typedef struct {
    const treaty_reading_t *reading;
    const treaty_search_text_t *text;
    /* All records of the index. */
    apr_int64_t records;
    treaty_text_t *expression;
    treaty_text_t *weights;
} writer_t;

/* A statement's one number; 0 without a row. */
static apr_status_t ask_number(apr_int64_t *number, treaty_stmt_t *stmt)
{
    int row = 0;
    apr_status_t rv = treaty_stmt_step(&row, stmt);

    *number = 0;
    if (rv == APR_SUCCESS && row) {
        *number = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t count_documents(apr_int64_t *documents,
                                    const treaty_reading_t *reading,
                                    treaty_sql_t sql, const char *word)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db, sql, "s", word);

    return rv != APR_SUCCESS ? rv : ask_number(documents, stmt);
}

/* In hundredths, and never nothing: a word that is in all records finds them
 * all the same. */
static int weight_of(const writer_t *writer, apr_int64_t documents,
                     double share)
{
    double all = (double)writer->records;
    double with = (double)documents;
    double rarity = with < all ? log(1 + (all - with + 0.5) / (with + 0.5)) : 0;

    return (int)(100 * share * rarity) + 1;
}

static void write_phrase(const writer_t *writer, int first, int behind)
{
    int i;

    for (i = first; i < behind; i++) {
        treaty_text_printf(
            writer->expression, "%s%s", i == first ? "\"" : " ",
            APR_ARRAY_IDX(writer->text->words, i, treaty_search_word_t).text);
    }
    treaty_text_puts(writer->expression, "\"");
}

static void write_weight(const writer_t *writer, apr_int64_t documents,
                         double share)
{
    treaty_text_printf(writer->weights, "%s%d",
                       writer->weights->len > 0 ? "," : "",
                       weight_of(writer, documents, share));
}

static int letters_of(const char *word)
{
    int letters = 0;

    for (; *word; word++) {
        letters += ((unsigned char)*word & 0xc0) != 0x80;
    }
    return letters;
}

typedef struct {
    const char *word;
    apr_int64_t documents;
} completion_t;

/* The words that begin with a word, itself included; none where they are too
 * many. */
static apr_status_t read_completions(apr_array_header_t *completions,
                                     const treaty_reading_t *reading,
                                     const char *word)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_SEARCH_COMPLETIONS, "si",
                        word, (apr_int64_t)COMPLETIONS_MAX + 1);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        completion_t *completion = apr_array_push(completions);

        completion->word =
            apr_pstrdup(reading->pool, treaty_stmt_string(stmt, 0));
        completion->documents = treaty_stmt_int(stmt, 1);
        rv = treaty_stmt_step(&row, stmt);
    }
    if (completions->nelts > COMPLETIONS_MAX) {
        apr_array_clear(completions);
    }
    return rv;
}

/* What a file says may be anything. */
static int is_word(const char *text)
{
    return strlen(text) <= TREATY_SEARCH_TEXT_MAX && !strchr(text, '"');
}

/* @return whether all words are written that the beginning may be of */
static apr_status_t write_completions(int *all, const writer_t *writer,
                                      const treaty_search_word_t *word)
{
    apr_array_header_t *completions = apr_array_make(
        writer->reading->pool, COMPLETIONS_MAX + 1, sizeof(completion_t));
    apr_status_t rv =
        read_completions(completions, writer->reading, word->text);
    int i;

    for (i = 0; i < completions->nelts; i++) {
        const completion_t *completion =
            &APR_ARRAY_IDX(completions, i, completion_t);

        if (strcmp(completion->word, word->text) != 0 &&
            is_word(completion->word)) {
            treaty_text_printf(writer->expression, " OR \"%s\"",
                               completion->word);
            write_weight(writer, completion->documents, PREFIX_SHARE);
        }
    }
    *all = completions->nelts > 0;
    return rv;
}

/* Behind the words themselves, so that these count for more. */
static apr_status_t write_beginning(const writer_t *writer, int first,
                                    int behind)
{
    const treaty_search_word_t *last =
        &APR_ARRAY_IDX(writer->text->words, behind - 1, treaty_search_word_t);
    apr_int64_t beginning = 0;
    apr_status_t rv = APR_SUCCESS;
    int all = 0;

    if (behind - first == 1 && behind == writer->text->words->nelts &&
        letters_of(last->text) > PREFIX_INDEXED) {
        rv = write_completions(&all, writer, last);
    }
    if (rv != APR_SUCCESS || all) {
        return rv;
    }
    treaty_text_puts(writer->expression, " OR ");
    write_phrase(writer, first, behind);
    treaty_text_puts(writer->expression, " *");
    rv = count_documents(&beginning, writer->reading,
                         TREATY_SQL_SEARCH_BEGINNING_DOCUMENTS, last->text);
    write_weight(writer, beginning, PREFIX_SHARE);
    return rv;
}

/* A phrase is at least as rare as its rarest word. */
static apr_status_t write_term(const writer_t *writer, int first, int behind)
{
    const treaty_search_word_t *words =
        (const treaty_search_word_t *)writer->text->words->elts;
    apr_int64_t rarest = words[first].documents;
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = first + 1; i < behind; i++) {
        rarest = words[i].documents < rarest ? words[i].documents : rarest;
    }
    treaty_text_puts(writer->expression, first > 0 ? " AND (" : "(");
    write_phrase(writer, first, behind);
    write_weight(writer, rarest, 1);
    if (words[behind - 1].is_prefix) {
        rv = write_beginning(writer, first, behind);
    }
    treaty_text_puts(writer->expression, ")");
    return rv;
}

static apr_status_t write_terms(const writer_t *writer)
{
    treaty_search_word_t *words =
        (treaty_search_word_t *)writer->text->words->elts;
    int count = writer->text->words->nelts;
    apr_status_t rv = APR_SUCCESS;
    int first = 0;
    int i;

    for (i = 0; i < count && rv == APR_SUCCESS; i++) {
        rv = count_documents(&words[i].documents, writer->reading,
                             TREATY_SQL_SEARCH_WORD_DOCUMENTS, words[i].text);
    }
    while (first < count && rv == APR_SUCCESS) {
        int behind = first + 1;

        while (behind < count && words[behind].is_joined) {
            behind++;
        }
        rv = write_term(writer, first, behind);
        first = behind;
    }
    return rv;
}

apr_status_t treaty_search_expression(const char **expression,
                                      const char **weights,
                                      const treaty_search_text_t *text,
                                      const treaty_reading_t *reading)
{
    writer_t writer = {reading, text, 0, NULL, NULL};
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, reading->db, TREATY_SQL_SEARCH_RECORD_COUNT);

    if (rv == APR_SUCCESS) {
        rv = ask_number(&writer.records, stmt);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    writer.expression = treaty_text_create(EXPRESSION_MAX, reading->pool);
    writer.weights = treaty_text_create(EXPRESSION_MAX, reading->pool);
    rv = write_terms(&writer);
    *expression = writer.expression->data;
    *weights = writer.weights->data;
    return rv;
}
