#include "db_private.h"

#include <stdlib.h>
#include <string.h>

/* How soon further occurrences count less, and how much length does: what
 * BM25 is usually given. */
#define SATURATION 1.2
#define LENGTH_SHARE 0.75
#define PHRASES_MAX 64

/* The columns of table `search`: what an occurrence is worth, and the words of
 * a usual one. Titles come before names, names before bodies, however often a
 * word is in these. */
static const struct {
    double weight;
    double length;
} columns[] = {{12, 10}, {10, 12}, {8, 8}, {4, 6}, {1, 200}, {0.3, 30}};

#define COLUMNS ((int)(sizeof(columns) / sizeof(columns[0])))

/* What each phrase of an expression is worth. */
typedef struct {
    int count;
    double of[PHRASES_MAX];
} weights_t;

/* From "312,40": hundredths. */
static weights_t *weights_parse(const char *text)
{
    weights_t *weights = sqlite3_malloc64(sizeof(*weights));

    if (weights) {
        weights->count = 0;
        while (*text && weights->count < PHRASES_MAX) {
            char *end;

            weights->of[weights->count++] = (double)strtol(text, &end, 10);
            text = *end ? end + 1 : end;
        }
    }
    return weights;
}

/* The same for every match, so it is read once. */
static const weights_t *weights_of(const Fts5ExtensionApi *api,
                                   Fts5Context *context, sqlite3_value *value)
{
    weights_t *weights = api->xGetAuxdata(context, 0);
    const char *text;

    if (!weights) {
        text = (const char *)sqlite3_value_text(value);
        weights = weights_parse(text ? text : "");
        if (weights &&
            api->xSetAuxdata(context, weights, sqlite3_free) != SQLITE_OK) {
            return NULL;
        }
    }
    return weights;
}

static double worth_in_column(const Fts5ExtensionApi *api, Fts5Context *context,
                              int column, int occurrences)
{
    int size = 0;
    double length;

    api->xColumnSize(context, column, &size);
    size = size > 0 ? size : 0;
    length = 1 - LENGTH_SHARE + LENGTH_SHARE * size / columns[column].length;
    return columns[column].weight * occurrences /
           (occurrences + SATURATION * length);
}

/* BM25 of one phrase, column by column. */
static double worth_of(const Fts5ExtensionApi *api, Fts5Context *context,
                       int phrase)
{
    int occurrences[COLUMNS] = {0};
    Fts5PhraseIter iter;
    double worth = 0;
    int column;
    int offset;
    int i;

    if (api->xPhraseFirst(context, phrase, &iter, &column, &offset) !=
        SQLITE_OK) {
        return 0;
    }
    while (column >= 0) {
        if (column < COLUMNS) {
            occurrences[column]++;
        }
        api->xPhraseNext(context, &iter, &column, &offset);
    }
    for (i = 0; i < COLUMNS; i++) {
        if (occurrences[i] > 0) {
            worth += worth_in_column(api, context, i, occurrences[i]);
        }
    }
    return worth;
}

/*
 * treaty_rank(search, weights): how well a match fits. FTS5's own bm25() goes
 * through all matches of a phrase to know how rare it is, however few are
 * asked for; here the one who asks knows that already.
 */
static void rank(const Fts5ExtensionApi *api, Fts5Context *context,
                 sqlite3_context *result, int count, sqlite3_value **values)
{
    const weights_t *weights =
        count == 1 ? weights_of(api, context, values[0]) : NULL;
    double worth = 0;
    int phrases = api->xPhraseCount(context);
    int i;

    if (!weights) {
        sqlite3_result_error_nomem(result);
        return;
    }
    for (i = 0; i < phrases && i < weights->count; i++) {
        worth += weights->of[i] * worth_of(api, context, i);
    }
    sqlite3_result_int64(result, (sqlite3_int64)worth);
}

/* FTS5 hands itself out through a pointer that is bound to a statement. */
static fts5_api *api_of(sqlite3 *sqlite)
{
    fts5_api *api = NULL;
    sqlite3_stmt *stmt;

    if (sqlite3_prepare_v2(sqlite, treaty_sql_text[TREATY_SQL_FULLTEXT_API], -1,
                           &stmt, NULL) != SQLITE_OK) {
        return NULL;
    }
    sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return api;
}

apr_status_t treaty_db_add_fulltext(treaty_db_t *db)
{
    /* As sql/serving.sql has it. */
    static const char *arguments[] = {"remove_diacritics", "2"};
    fts5_api *api = api_of(db->sqlite);
    void *data;

    if (!api ||
        api->xFindTokenizer(api, "unicode61", &data, &db->tokenizer) !=
            SQLITE_OK ||
        db->tokenizer.xCreate(data, arguments, 2, &db->words) != SQLITE_OK ||
        api->xCreateFunction(api, "treaty_rank", NULL, rank, NULL) !=
            SQLITE_OK) {
        return treaty_db_refused(db, "asking SQLite for FTS5, which it needs");
    }
    return APR_SUCCESS;
}

void treaty_db_remove_fulltext(treaty_db_t *db)
{
    if (db->words) {
        db->tokenizer.xDelete(db->words);
        db->words = NULL;
    }
}

typedef struct {
    treaty_word_fn_t *take;
    void *baton;
} taker_t;

static int take_word(void *context, int flags, const char *word, int len,
                     int from, int to)
{
    const taker_t *taker = context;

    (void)flags;
    return taker->take(taker->baton, word, (apr_size_t)len, (apr_size_t)from,
                       (apr_size_t)to)
               ? SQLITE_OK
               : SQLITE_DONE;
}

void treaty_db_words(treaty_db_t *db, const char *text, apr_size_t len,
                     treaty_word_fn_t *take, void *baton)
{
    taker_t taker = {take, baton};

    db->tokenizer.xTokenize(db->words, &taker, FTS5_TOKENIZE_QUERY, text,
                            (int)len, take_word);
}

typedef struct {
    char *text;
    apr_size_t len;
    int words;
    char separator;
} joined_t;

static int join_word(void *baton, const char *word, apr_size_t len,
                     apr_size_t from, apr_size_t to)
{
    joined_t *key = baton;

    (void)from;
    (void)to;
    if (key->len + len + 1 > TREATY_SEARCH_KEY_MAX) {
        key->words = 0;
        return 0;
    }
    if (key->words++ > 0 && key->separator) {
        key->text[key->len++] = key->separator;
    }
    memcpy(key->text + key->len, word, len);
    key->len += len;
    return 1;
}

int treaty_db_search_key(char *buffer, treaty_db_t *db, const char *text,
                         char separator)
{
    joined_t key = {buffer, 0, 0, separator};

    treaty_db_words(db, text, strlen(text), join_word, &key);
    buffer[key.words > 0 ? key.len : 0] = '\0';
    return key.words;
}
