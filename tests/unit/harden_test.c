/* What a connection to SQLite may, beyond which no mistake of ours leads. */
#include "unit.h"

#include "store/db_private.h"

/* A handle of a kind, of a file of that kind. */
static treaty_db_t *open_db(treaty_db_mode_t mode, apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "a.db", pool);
    unit_log_t *log = unit_log(pool);
    treaty_db_t *db;

    if (mode == TREATY_DB_PUBLISHED) {
        (void)unit_publish(path, unit_sample(pool), pool);
    }
    else {
        unit_authoring(path, unit_sample(pool), pool);
    }
    if (treaty_db_open(&db, path, mode, &log->log, pool) != APR_SUCCESS) {
        fail_msg("%s: %s", path, unit_log_text(log));
    }
    return db;
}

/* An expression with so many brackets, or parts. */
static const char *repeated(const char *before, const char *part, int times,
                            const char *after, apr_pool_t *pool)
{
    apr_array_header_t *parts = apr_array_make(pool, times, sizeof(char *));
    int i;

    for (i = 0; i < times; i++) {
        APR_ARRAY_PUSH(parts, const char *) = part;
    }
    return apr_pstrcat(pool, before, apr_array_pstrcat(pool, parts, 0), after,
                       NULL);
}

static void refuses(const treaty_db_t *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db->sqlite, sql, -1, &stmt, NULL);

    /* What it is to do SQLite asks of VACUUM when it runs. */
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE) {
        fail_msg("is done: %.200s", sql);
    }
}

/* What no statement of ours says, and a mistake of ours might let in. */
static void a_served_handle_does_nothing_but_read(void **state)
{
    static const char *const texts[] = {
        "INSERT INTO subject VALUES ('x', 1)",
        "UPDATE treaty SET slug = 'x'",
        "DELETE FROM act",
        "REPLACE INTO publication VALUES (1)",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE TEMP TRIGGER x AFTER INSERT ON act BEGIN SELECT 1; END",
        "CREATE VIEW x AS SELECT 1",
        "CREATE VIRTUAL TABLE temp.x USING fts5(a)",
        "DROP TABLE act",
        "ALTER TABLE act RENAME TO x",
        "ATTACH ':memory:' AS x",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO '/nowhere/x'",
        "REINDEX",
        "ANALYZE",
        "BEGIN",
        "SAVEPOINT x",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA trusted_schema = 1",
        "PRAGMA journal_mode = WAL",
        "PRAGMA mmap_size = 1000000",
        "PRAGMA temp_store_directory = '/nowhere'",
        "SELECT load_extension('x')",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('/nowhere/x', 'y')",
        "SELECT * FROM pragma_table_info('act')",
        "SELECT fts3_tokenizer('x')",
    };
    treaty_db_t *db = open_db(TREATY_DB_PUBLISHED, *state);
    size_t i;

    for (i = 0; i < LENGTH(texts); i++) {
        refuses(db, texts[i]);
    }
    refuses(db, repeated("SELECT ", "(", 200, "1", *state));
    refuses(db, repeated("SELECT 1", "+1", 200, "", *state));
    refuses(db, repeated("SELECT 1", ", 1", 200, "", *state));
    refuses(db, repeated("SELECT 1", " UNION ALL SELECT 1", 50, "", *state));
    refuses(db, repeated("SELECT max(1", ", 1", 20, ")", *state));
    refuses(db, repeated("SELECT 1 ", " ", 40000, "", *state));
    refuses(db, "SELECT ?51");
    assert_int_equal(sqlite3_db_readonly(db->sqlite, "main"), 1);
}

/* What SQLite's settings say of a handle of each kind. */
static void every_handle_is_hardened(void **state)
{
    static const struct {
        int option;
        int value;
    } settings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}};
    static const treaty_db_mode_t modes[] = {TREATY_DB_PUBLISHED,
                                             TREATY_DB_READ, TREATY_DB_WRITE};
    size_t mode;
    size_t i;

    for (mode = 0; mode < LENGTH(modes); mode++) {
        treaty_db_t *db = open_db(modes[mode], *state);

        for (i = 0; i < LENGTH(settings); i++) {
            int value = -1;

            sqlite3_db_config(db->sqlite, settings[i].option, -1, &value);
            assert_int_equal(value, settings[i].value);
        }
        assert_int_equal(sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, -1) <=
                             TREATY_DB_VALUE_MAX,
                         modes[mode] != TREATY_DB_WRITE);
        treaty_db_close(db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_served_handle_does_nothing_but_read),
        TEST(every_handle_is_hardened),
    };

    return RUN("harden", tests);
}
