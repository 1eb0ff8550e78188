#include "db_private.h"

/* A file that somebody has made may ask for nothing that runs, and nothing
 * that a database of ours hasn't. */
static void configure(sqlite3 *sqlite)
{
    static const struct {
        int option;
        int value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    size_t i;

    for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        sqlite3_db_config(sqlite, settings[i].option, settings[i].value, NULL);
    }
}

/* Our statements need less of each. One file is attached by VACUUM INTO; who
 * serves may attach none (authorizer.c). */
static void limit(sqlite3 *sqlite)
{
    static const struct {
        int limit;
        int most;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, TREATY_DB_VALUE_MAX},
        {SQLITE_LIMIT_SQL_LENGTH, 32768},
        {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 30},
        {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 50},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    size_t i;

    for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        sqlite3_limit(sqlite, limits[i].limit, limits[i].most);
    }
}

void treaty_db_harden(treaty_db_t *db, int is_read_only)
{
    configure(db->sqlite);
    if (is_read_only) {
        limit(db->sqlite);
    }
}
