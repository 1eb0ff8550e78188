#include "db_private.h"

#include <string.h>

/* Whether a pragma only tells something: FTS5 asks for the first by itself, and
 * who publishes for the others. */
static int is_harmless(const char *pragma)
{
    static const char *const harmless[] = {"data_version", "integrity_check",
                                           "foreign_key_check"};
    size_t i;

    for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
        if (pragma && strcmp(pragma, harmless[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Asked by SQLite for each thing that a statement is to do, when it is
 * prepared. */
static int judge(void *data, int action, const char *first, const char *second,
                 const char *database, const char *cause)
{
    (void)data;
    (void)database;
    (void)cause;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && strcmp(second, "load_extension") == 0 ? SQLITE_DENY
                                                               : SQLITE_OK;
    case SQLITE_UPDATE:
        /* Where a virtual table says what its columns are, SQLite asks this by
         * the way; to a statement the schema itself is read-only. */
        return first && strcmp(first, "sqlite_master") == 0 ? SQLITE_OK
                                                            : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return is_harmless(first) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

void treaty_db_only_read(treaty_db_t *db)
{
    sqlite3_set_authorizer(db->sqlite, judge, NULL);
}
