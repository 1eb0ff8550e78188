/* Opening databases, statements, transactions. */
#include "unit.h"

#include "treaty_db.h"

#include <apr_file_info.h>
#include <apr_file_io.h>

/* The files of the table below. */
typedef struct files_t {
    const char *folder;
    apr_pool_t *pool;
} files_t;

static const char *at(const files_t *files, const char *name)
{
    return unit_path(files->folder, name, files->pool);
}

static void copy(const files_t *files, const char *from, const char *to,
                 apr_size_t most)
{
    apr_size_t len;
    const char *data = unit_read(&len, at(files, from), files->pool);

    unit_write(at(files, to), data, len < most ? len : most);
}

static files_t make_files(apr_pool_t *pool)
{
    files_t files = {unit_folder(pool), pool};
    const char *sql = unit_sample(pool);

    unit_authoring(at(&files, "authoring"), sql, pool);
    (void)unit_publish(at(&files, "published"), sql, pool);
    unit_puts(at(&files, "empty"), "");
    unit_puts(at(&files, "text"), "This is a text, not a database.\n");
    unit_puts(at(&files, "short"), "SQLite f");
    copy(&files, "published", "truncated", 20000);
    unit_sql(at(&files, "foreign"), "CREATE TABLE publication (a);"
                                    "INSERT INTO publication VALUES (1)");
    copy(&files, "published", "newer", APR_SIZE_MAX);
    unit_sql(at(&files, "newer"), "PRAGMA user_version = 2");
    copy(&files, "authoring", "newer authoring", APR_SIZE_MAX);
    unit_sql(at(&files, "newer authoring"), "PRAGMA user_version = 2");
    copy(&files, "published", "trigger", APR_SIZE_MAX);
    unit_sql(at(&files, "trigger"),
             "CREATE TRIGGER t AFTER INSERT ON act BEGIN SELECT 1; END");
    copy(&files, "authoring", "view", APR_SIZE_MAX);
    unit_sql(at(&files, "view"), "CREATE VIEW v AS SELECT 1");
    copy(&files, "published", "virtual", APR_SIZE_MAX);
    unit_sql(at(&files, "virtual"),
             "DROP TABLE search_vocabulary; "
             "CREATE VIRTUAL TABLE search_vocabulary USING fts5 (term)");
    copy(&files, "published", "wal", APR_SIZE_MAX);
    unit_sql(at(&files, "wal"), "PRAGMA journal_mode = WAL");
    assert_int_equal(
        apr_dir_make(at(&files, "folder"), APR_FPROT_OS_DEFAULT, pool),
        APR_SUCCESS);
    return files;
}

typedef struct wrong_t {
    const char *file;
    treaty_db_mode_t mode;
    apr_status_t status;
    const char *tag;
    const char *why;
} wrong_t;

static const wrong_t wrong[] = {
    {"missing", TREATY_DB_PUBLISHED, APR_ENOENT, "TREATY0104", "publish"},
    {"missing", TREATY_DB_READ, TREATY_ESTORE, "TREATY0102", "unable to open"},
    {"missing", TREATY_DB_WRITE, TREATY_ESTORE, "TREATY0102", "unable to open"},
    {"empty", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "publish"},
    {"empty", TREATY_DB_READ, TREATY_EDATABASE, "TREATY0103", "not a treaty"},
    {"empty", TREATY_DB_WRITE, TREATY_EDATABASE, "TREATY0103", "not a treaty"},
    {"text", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "publish"},
    {"text", TREATY_DB_READ, TREATY_ESTORE, "TREATY0102", "not a database"},
    {"text", TREATY_DB_WRITE, TREATY_ESTORE, "TREATY0102", "not a database"},
    {"short", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "publish"},
    {"short", TREATY_DB_READ, TREATY_ESTORE, "TREATY0102", "not a database"},
    {"truncated", TREATY_DB_PUBLISHED, TREATY_ESTORE, "TREATY0102",
     "malformed"},
    {"truncated", TREATY_DB_READ, TREATY_ESTORE, "TREATY0102", "malformed"},
    {"foreign", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103",
     "not a treaty"},
    {"foreign", TREATY_DB_READ, TREATY_EDATABASE, "TREATY0103", "not a treaty"},
    {"foreign", TREATY_DB_WRITE, TREATY_EDATABASE, "TREATY0103",
     "not a treaty"},
    {"newer", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "newer"},
    {"newer", TREATY_DB_READ, TREATY_EDATABASE, "TREATY0103", "newer"},
    {"newer authoring", TREATY_DB_WRITE, TREATY_EDATABASE, "TREATY0103",
     "newer"},
    {"authoring", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103",
     "treatyctl publish"},
    {"published", TREATY_DB_WRITE, TREATY_EDATABASE, "TREATY0103",
     "publish again"},
    {"wal", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "WAL"},
    {"trigger", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103",
     "triggers"},
    {"trigger", TREATY_DB_READ, TREATY_EDATABASE, "TREATY0103", "triggers"},
    {"view", TREATY_DB_READ, TREATY_EDATABASE, "TREATY0103", "views"},
    {"view", TREATY_DB_WRITE, TREATY_EDATABASE, "TREATY0103", "views"},
    {"virtual", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103",
     "virtual tables"},
    {"folder", TREATY_DB_PUBLISHED, TREATY_EDATABASE, "TREATY0103", "publish"},
    {"folder", TREATY_DB_READ, TREATY_ESTORE, "TREATY0102", "opening"},
    {"authoring", TREATY_DB_CREATE, TREATY_EDATABASE, "TREATY0103", "exists"},
    {"folder", TREATY_DB_CREATE, TREATY_EDATABASE, "TREATY0103", "exists"},
    {"none/new", TREATY_DB_CREATE, TREATY_ESTORE, "TREATY0102",
     "unable to open"},
};

static void a_wrong_file_is_refused_and_told_once(void **state)
{
    files_t files = make_files(*state);
    size_t i;

    for (i = 0; i < LENGTH(wrong); i++) {
        unit_log_t *log = unit_log(*state);
        const char *path = at(&files, wrong[i].file);
        treaty_db_t *db;
        apr_status_t rv =
            treaty_db_open(&db, path, wrong[i].mode, &log->log, *state);

        if (rv != wrong[i].status || log->lines->nelts != 1) {
            fail_msg("%s in mode %d: %d, %s", wrong[i].file, wrong[i].mode, rv,
                     unit_log_text(log));
        }
        unit_log_expect(log, wrong[i].tag);
        unit_log_expect(log, wrong[i].why);
        unit_log_expect(log, path);
    }
}

static void a_refused_file_stays_as_it_was(void **state)
{
    files_t files = make_files(*state);
    int before = unit_folder_count(files.folder, *state);
    apr_size_t len;
    treaty_db_t *db;
    size_t i;

    for (i = 0; i < LENGTH(wrong); i++) {
        (void)treaty_db_open(&db, at(&files, wrong[i].file), wrong[i].mode,
                             NULL, *state);
    }
    assert_int_equal(unit_folder_count(files.folder, *state), before);
    (void)unit_read(&len, at(&files, "empty"), *state);
    assert_int_equal(len, 0);
}

static treaty_db_t *open_db(const char *path, treaty_db_mode_t mode,
                            const unit_log_t *log, apr_pool_t *pool)
{
    treaty_db_t *db;

    if (treaty_db_open(&db, path, mode, &log->log, pool) != APR_SUCCESS) {
        fail_msg("%s: %s", path, unit_log_text(log));
    }
    return db;
}

/* Whatever its text is: who serves has no statement that writes. */
static void a_published_file_is_only_read(void **state)
{
    static const treaty_sql_t others[] = {
        TREATY_SQL_WRITE_SUBJECT, TREATY_SQL_PUBLISH_TREATY_SOURCES,
        TREATY_SQL_ATTACH_OLD, TREATY_SQL_SERVING_SETTINGS};
    unit_log_t *log = unit_log(*state);
    files_t files = make_files(*state);
    treaty_db_t *db =
        open_db(at(&files, "published"), TREATY_DB_PUBLISHED, log, *state);
    treaty_stmt_t *stmt;
    size_t i;

    for (i = 0; i < LENGTH(others); i++) {
        assert_int_equal(treaty_stmt_get(&stmt, db, others[i]), TREATY_ESTORE);
    }
    unit_log_expect(log, "not authorized");
    assert_int_equal(treaty_db_prepare_all(db), APR_SUCCESS);
    assert_int_equal(treaty_stmt_get(&stmt, db, TREATY_SQL_TREATY_GET),
                     APR_SUCCESS);
    assert_int_equal(treaty_db_verify(db), APR_SUCCESS);
}

/* How a published file fits that somebody has changed so. */
static apr_status_t fit(const files_t *files, const char *change,
                        apr_pool_t *pool)
{
    unit_log_t *log = unit_log(pool);

    copy(files, "published", "changed", APR_SIZE_MAX);
    if (change) {
        unit_sql(at(files, "changed"), change);
    }
    return treaty_db_prepare_all(
        open_db(at(files, "changed"), TREATY_DB_PUBLISHED, log, pool));
}

static void statements_fit_a_file_with_all_that_they_ask_for(void **state)
{
    files_t files = make_files(*state);

    assert_int_equal(fit(&files, NULL, *state), APR_SUCCESS);
    assert_int_equal(
        fit(&files, "CREATE INDEX more ON treaty (citation)", *state),
        APR_SUCCESS);
    assert_int_equal(fit(&files,
                         "ALTER TABLE treaty RENAME COLUMN citation TO cited",
                         *state),
                     TREATY_ESTORE);
    assert_int_equal(fit(&files, "DROP TABLE treaty_text", *state),
                     TREATY_ESTORE);
}

static void any_database_of_ours_can_be_read(void **state)
{
    unit_log_t *log = unit_log(*state);
    files_t files = make_files(*state);

    (void)open_db(at(&files, "authoring"), TREATY_DB_READ, log, *state);
    (void)open_db(at(&files, "authoring"), TREATY_DB_WRITE, log, *state);
    (void)open_db(at(&files, "published"), TREATY_DB_READ, log, *state);
    (void)open_db(at(&files, "published"), TREATY_DB_PUBLISHED, log, *state);
    assert_int_equal(log->lines->nelts, 0);
}

static void a_path_is_only_a_path(void **state)
{
    static const char *const names[] = {
        "a?mode=memory", "a%41", "a#b",         "a b",      "file:a",
        "a&b=c",         "a'b",  "a\"b",        "a?b%3f#c", "C\xc3\xb4te",
        "a\xff",         "%",    "?immutable=0"};
    unit_log_t *log = unit_log(*state);
    const char *folder = unit_folder(*state);
    size_t i;

    for (i = 0; i < LENGTH(names); i++) {
        const char *path = unit_path(folder, names[i], *state);
        treaty_db_t *db = open_db(path, TREATY_DB_CREATE, log, *state);

        assert_string_equal(treaty_db_path(db), path);
        treaty_db_close(db);
        assert_int_equal(unit_folder_count(folder, *state), (int)i + 1);
        treaty_db_close(open_db(path, TREATY_DB_WRITE, log, *state));
        treaty_db_close(open_db(path, TREATY_DB_READ, log, *state));
        assert_int_equal(apr_file_remove(path, *state), APR_SUCCESS);
        (void)unit_publish(path, "", *state);
        treaty_db_close(open_db(path, TREATY_DB_PUBLISHED, log, *state));
    }
}

static treaty_db_t *sample(const unit_log_t *log, apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "sample.db", pool);

    unit_authoring(path, unit_sample(pool), pool);
    return open_db(path, TREATY_DB_WRITE, log, pool);
}

static apr_status_t write_source(treaty_db_t *db, const char *slug,
                                 const char *kind)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_WRITE_SOURCE,
                                      "sssnnnnnn", slug, kind, "A title");

    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

static apr_int64_t source_id(treaty_db_t *db, const char *slug)
{
    apr_int64_t id = 0;
    treaty_stmt_t *stmt;
    int row;

    assert_int_equal(
        treaty_stmt_ask(&stmt, db, TREATY_SQL_WRITE_SOURCE_FIND, "s", slug),
        APR_SUCCESS);
    assert_int_equal(treaty_stmt_step(&row, stmt), APR_SUCCESS);
    if (row) {
        id = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return id;
}

static void a_statement_works_again_after_an_error(void **state)
{
    unit_log_t *log = unit_log(*state);
    treaty_db_t *db = sample(log, *state);

    assert_int_equal(write_source(db, "new", "nonsense"), TREATY_ESTORE);
    unit_log_expect(log, "TREATY0102");
    unit_log_expect(log, "write_source");
    assert_int_equal(source_id(db, "new"), 0);
    assert_int_equal(write_source(db, "new", "editor"), APR_SUCCESS);
    assert_true(source_id(db, "new") > 0);
    assert_int_equal(log->lines->nelts, 1);
}

static void a_value_too_many_is_an_error_and_no_crash(void **state)
{
    unit_log_t *log = unit_log(*state);
    treaty_db_t *db = sample(log, *state);
    treaty_stmt_t *stmt;

    assert_int_equal(treaty_stmt_ask(&stmt, db, TREATY_SQL_WRITE_SOURCE_FIND,
                                     "ss", "table", "table"),
                     TREATY_ESTORE);
    assert_int_equal(source_id(db, "table"), 1);
}

static void columns_are_read_as_they_are(void **state)
{
    treaty_db_t *db = sample(unit_log(*state), *state);
    treaty_stmt_t *stmt;
    const char *slug;
    int row;

    assert_int_equal(
        treaty_stmt_ask(&stmt, db, TREATY_SQL_TREATY_GET, "i", (apr_int64_t)3),
        APR_SUCCESS);
    assert_int_equal(treaty_stmt_step(&row, stmt), APR_SUCCESS);
    assert_int_equal(row, 1);
    slug = treaty_stmt_text_dup(stmt, 0, *state);
    assert_null(treaty_stmt_text(stmt, 1));
    assert_null(treaty_stmt_text_dup(stmt, 1, *state));
    assert_int_equal(treaty_stmt_int(stmt, 1), 0);
    assert_int_equal(treaty_stmt_is_null(stmt, 1), 1);
    assert_int_equal(treaty_stmt_is_null(stmt, 0), 0);
    assert_int_equal(treaty_stmt_step(&row, stmt), APR_SUCCESS);
    assert_int_equal(row, 0);
    assert_string_equal(slug, "gamma");
}

static void a_transaction_is_kept_or_forgotten_whole(void **state)
{
    treaty_db_t *db = sample(unit_log(*state), *state);

    assert_int_equal(treaty_db_begin(db), APR_SUCCESS);
    assert_int_equal(write_source(db, "one", "editor"), APR_SUCCESS);
    treaty_db_rollback(db);
    assert_int_equal(source_id(db, "one"), 0);
    treaty_db_rollback(db);
    assert_int_equal(treaty_db_begin(db), APR_SUCCESS);
    assert_int_equal(write_source(db, "two", "editor"), APR_SUCCESS);
    assert_int_equal(treaty_db_commit(db), APR_SUCCESS);
    assert_int_equal(source_id(db, "two"), treaty_db_last_id(db));
    assert_int_equal(treaty_db_changes(db), 2);
}

static void what_is_opened_for_reading_can_not_be_written(void **state)
{
    unit_log_t *log = unit_log(*state);
    files_t files = make_files(*state);
    treaty_db_t *db;

    db = open_db(at(&files, "authoring"), TREATY_DB_READ, log, *state);
    assert_int_equal(write_source(db, "new", "editor"), TREATY_ESTORE);
    db = open_db(at(&files, "published"), TREATY_DB_PUBLISHED, log, *state);
    assert_int_equal(write_source(db, "new", "editor"), TREATY_ESTORE);
}

/* Spoils the first page of a table. */
static void spoil(const char *path, const char *table, apr_pool_t *pool)
{
    apr_size_t len;
    char *data = unit_read(&len, path, pool);
    const char *root =
        unit_rows(path,
                  apr_psprintf(pool,
                               "SELECT (rootpage - 1) * page_size"
                               " FROM sqlite_schema, pragma_page_size"
                               " WHERE name = '%s'",
                               table),
                  pool);

    memset(data + apr_atoi64(root), 0xff, 512);
    unit_write(path, data, len);
}

static void damage_to_a_served_file_is_told_once(void **state)
{
    unit_log_t *log = unit_log(*state);
    files_t files = make_files(*state);
    treaty_stmt_t *stmt;
    treaty_db_t *db;
    int row;
    int i;

    spoil(at(&files, "published"), "treaty_title", *state);
    db = open_db(at(&files, "published"), TREATY_DB_PUBLISHED, log, *state);
    for (i = 0; i < 3; i++) {
        assert_int_equal(treaty_stmt_ask(&stmt, db, TREATY_SQL_TREATY_TITLES,
                                         "i", (apr_int64_t)1),
                         APR_SUCCESS);
        assert_int_equal(treaty_stmt_step(&row, stmt), TREATY_ESTORE);
    }
    assert_int_equal(unit_log_count(log, "malformed; publish it again"), 1);
}

/* Steps through all acts of the first treaty. */
static apr_status_t read_acts(int *rows, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 1;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_EXPORT_ACTS, "i", (apr_int64_t)1);

    *rows = 0;
    while (rv == APR_SUCCESS && row) {
        rv = treaty_stmt_step(&row, stmt);
        *rows += row;
    }
    return rv;
}

static void a_deadline_stops_what_runs_away(void **state)
{
    unit_log_t *log = unit_log(*state);
    treaty_db_t *db = sample(log, *state);
    int rows;

    unit_sql(treaty_db_path(db),
             "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 "
             "FROM n WHERE i < 20099) INSERT INTO act (treaty_id, position, "
             "participant_id, kind) SELECT 1, i, 1, 'other' FROM n");
    treaty_db_deadline(db, 1);
    assert_int_equal(read_acts(&rows, db), APR_TIMEUP);
    unit_log_expect(log, "TREATY0101");
    unit_log_expect(log, "export_acts");
    treaty_db_deadline(db, 0);
    assert_int_equal(read_acts(&rows, db), APR_SUCCESS);
    assert_int_equal(rows, 20009);
    treaty_db_deadline(db, apr_time_from_sec(3600));
    assert_int_equal(read_acts(&rows, db), APR_SUCCESS);
    assert_int_equal(log->lines->nelts, 1);
}

static void verifying_finds_orphans(void **state)
{
    unit_log_t *log = unit_log(*state);
    treaty_db_t *db = sample(log, *state);

    assert_int_equal(treaty_db_verify(db), APR_SUCCESS);
    unit_sql(treaty_db_path(db),
             "PRAGMA foreign_keys = OFF;"
             "INSERT INTO treaty_title VALUES (99, 0, 'short', 'en', 'x')");
    assert_int_equal(treaty_db_verify(db), TREATY_EDATABASE);
    unit_log_expect(log, "TREATY0105");
    unit_log_expect(log, "treaty_title");
}

static void a_vacuumed_copy_is_whole_and_overwrites_nothing(void **state)
{
    unit_log_t *log = unit_log(*state);
    treaty_db_t *db = sample(log, *state);
    const char *path = unit_path(unit_folder(*state), "copy's.db", *state);

    assert_int_equal(treaty_db_vacuum_into(db, path), APR_SUCCESS);
    assert_int_equal(
        source_id(open_db(path, TREATY_DB_WRITE, log, *state), "table"), 1);
    assert_int_equal(treaty_db_vacuum_into(db, path), TREATY_ESTORE);
}

static void closing_twice_is_harmless(void **state)
{
    treaty_db_t *db = sample(unit_log(*state), *state);

    treaty_db_close(db);
    treaty_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_wrong_file_is_refused_and_told_once),
        TEST(a_refused_file_stays_as_it_was),
        TEST(a_published_file_is_only_read),
        TEST(statements_fit_a_file_with_all_that_they_ask_for),
        TEST(any_database_of_ours_can_be_read),
        TEST(a_path_is_only_a_path),
        TEST(a_statement_works_again_after_an_error),
        TEST(a_value_too_many_is_an_error_and_no_crash),
        TEST(columns_are_read_as_they_are),
        TEST(a_transaction_is_kept_or_forgotten_whole),
        TEST(what_is_opened_for_reading_can_not_be_written),
        TEST(damage_to_a_served_file_is_told_once),
        TEST(a_deadline_stops_what_runs_away),
        TEST(verifying_finds_orphans),
        TEST(a_vacuumed_copy_is_whole_and_overwrites_nothing),
        TEST(closing_twice_is_harmless),
    };

    return RUN("store", tests);
}
