/* What an import has asked of the database before: texts by text. */
#ifndef TREATY_IMPORT_MEMO_H
#define TREATY_IMPORT_MEMO_H

#include "treaty.h"

typedef struct treaty_memo_t treaty_memo_t;

/** So many texts are kept; with one more all are forgotten. */
#define TREATY_MEMO_KEPT 4096
/** A longer text isn't kept. */
#define TREATY_MEMO_TEXT_MAX 256

/** An empty memo, whose memory, bounded by the limits above, is
 * @p result_pool's. */
treaty_memo_t *treaty_memo_create(apr_pool_t *result_pool);

/** What is kept under a text, or NULL; lives until the memo is changed. */
const char *treaty_memo_get(const treaty_memo_t *memo, const char *key);

/** Keeps a copy of @p value under @p key; NULL isn't kept. */
void treaty_memo_set(treaty_memo_t *memo, const char *key, const char *value);

/** To be called when what was kept may be true no longer. */
void treaty_memo_forget(treaty_memo_t *memo);

#endif
