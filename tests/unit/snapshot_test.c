/* A published file as a process follows it. */
#include "unit.h"

#include "treaty_database.h"

#include <apr_file_io.h>
#include <apr_thread_proc.h>
#include <sys/stat.h>

#define EVERY 0
#define NOW apr_time_from_sec(1000000)

/* A file, and the database that follows it. */
typedef struct fixture_t {
    apr_pool_t *pool;
    const char *folder;
    const char *path;
    unit_log_t *log;
    treaty_database_t *database;
    apr_time_t now;
    /** How old the next file is made; each differs. */
    int age;
} fixture_t;

static fixture_t *fixture(int handles, apr_pool_t *pool)
{
    fixture_t *f = apr_pcalloc(pool, sizeof(*f));
    treaty_database_settings_t settings = {0};

    f->pool = pool;
    f->folder = unit_folder(pool);
    f->path = unit_path(f->folder, "served.db", pool);
    f->log = unit_log(pool);
    f->now = NOW;
    f->age = 1000;
    settings.path = f->path;
    settings.handles = handles;
    settings.log = &f->log->log;
    assert_int_equal(treaty_database_create(&f->database, &settings, pool),
                     APR_SUCCESS);
    return f;
}

/* Puts a new revision in place, by renaming. */
static const char *publish(fixture_t *f)
{
    const char *revision = unit_publish(f->path, "", f->pool);

    unit_set_age(f->path, f->age--);
    return revision;
}

/* Puts any file in place, by renaming. */
static void replace(fixture_t *f, const char *text)
{
    const char *beside = unit_path(f->folder, "beside", f->pool);

    unit_puts(beside, text);
    unit_set_age(beside, f->age--);
    assert_int_equal(apr_file_rename(beside, f->path, f->pool), APR_SUCCESS);
}

static treaty_snapshot_t *acquire(fixture_t *f)
{
    treaty_snapshot_t *snapshot = NULL;

    f->now += apr_time_from_sec(1);
    if (treaty_database_acquire(&snapshot, f->database, EVERY, f->now) !=
        APR_SUCCESS) {
        fail_msg("nothing to serve: %s", unit_log_text(f->log));
    }
    return snapshot;
}

static void expect_nothing(fixture_t *f)
{
    treaty_snapshot_t *snapshot;

    f->now += apr_time_from_sec(1);
    assert_int_equal(
        treaty_database_acquire(&snapshot, f->database, EVERY, f->now),
        TREATY_EDATABASE);
}

static void expect_revision(fixture_t *f, const char *revision)
{
    treaty_snapshot_t *snapshot = acquire(f);

    assert_string_equal(treaty_snapshot_revision(snapshot), revision);
    treaty_snapshot_release(snapshot);
}

/* The revision that a handle itself reads, or NULL; for any thread. */
static const char *revision_read(treaty_db_t *db, apr_pool_t *pool)
{
    const char *revision = NULL;
    treaty_stmt_t *stmt;
    int row = 0;

    if (treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET) == APR_SUCCESS &&
        treaty_stmt_step(&row, stmt) == APR_SUCCESS && row) {
        revision = treaty_stmt_text_dup(stmt, 0, pool);
        treaty_stmt_reset(stmt);
    }
    return revision;
}

static treaty_db_t *borrow(treaty_snapshot_t *snapshot)
{
    treaty_db_t *db = NULL;

    assert_int_equal(treaty_snapshot_borrow(&db, snapshot), APR_SUCCESS);
    return db;
}

static void a_snapshot_tells_what_was_published(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *revision = unit_publish(f->path, unit_sample(f->pool), f->pool);
    treaty_snapshot_t *snapshot = acquire(f);
    apr_time_t age = apr_time_now() - treaty_snapshot_published_time(snapshot);

    assert_string_equal(treaty_snapshot_revision(snapshot), revision);
    assert_int_equal(strlen(revision), 32);
    assert_string_equal(treaty_snapshot_known_through(snapshot), "2015-03-01");
    assert_int_equal(strlen(treaty_snapshot_published_at(snapshot)), 20);
    assert_true(age >= 0 && age < apr_time_from_sec(600));
    unit_log_expect(f->log, "TREATY0112");
    unit_log_expect(f->log, revision);
    treaty_snapshot_release(snapshot);
}

static void without_sources_nothing_is_known_through(void **state)
{
    fixture_t *f = fixture(2, *state);
    treaty_snapshot_t *snapshot;

    (void)publish(f);
    snapshot = acquire(f);
    assert_null(treaty_snapshot_known_through(snapshot));
    treaty_snapshot_release(snapshot);
}

static void a_renamed_file_is_followed(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first = publish(f);
    const char *second;

    expect_revision(f, first);
    second = publish(f);
    expect_revision(f, second);
    expect_revision(f, second);
    assert_int_equal(unit_log_count(f->log, "TREATY0112"), 2);
    assert_int_equal(f->log->lines->nelts, 2);
}

static void who_holds_a_snapshot_keeps_its_revision(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first = publish(f);
    treaty_snapshot_t *held = acquire(f);
    const char *second = publish(f);
    treaty_db_t *db;

    expect_revision(f, second);
    assert_string_equal(treaty_snapshot_revision(held), first);
    db = borrow(held);
    assert_string_equal(revision_read(db, f->pool), first);
    treaty_snapshot_give_back(held, db);
    treaty_snapshot_release(held);
    expect_revision(f, second);
}

static void all_handles_of_a_snapshot_read_its_revision(void **state)
{
    fixture_t *f = fixture(3, *state);
    const char *first = publish(f);
    treaty_snapshot_t *held = acquire(f);
    treaty_db_t *dbs[3];
    int i;

    (void)publish(f);
    for (i = 0; i < 3; i++) {
        dbs[i] = borrow(held);
        assert_string_equal(revision_read(dbs[i], f->pool), first);
    }
    for (i = 0; i < 3; i++) {
        treaty_snapshot_give_back(held, dbs[i]);
    }
    treaty_snapshot_release(held);
}

static void all_handles_outlive_the_file(void **state)
{
    fixture_t *f = fixture(2, *state);
    treaty_snapshot_t *held;
    treaty_db_t *dbs[2];

    (void)publish(f);
    held = acquire(f);
    assert_int_equal(apr_file_remove(f->path, f->pool), APR_SUCCESS);
    dbs[0] = borrow(held);
    dbs[1] = borrow(held);
    treaty_snapshot_give_back(held, dbs[0]);
    treaty_snapshot_give_back(held, dbs[1]);
    treaty_snapshot_release(held);
}

static void a_bad_file_keeps_the_last_good_one(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first = publish(f);

    expect_revision(f, first);
    replace(f, "not a database, but long enough to be one");
    expect_revision(f, first);
    expect_revision(f, first);
    expect_revision(f, first);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    unit_log_expect(f->log, "the revision held is served on");
    assert_int_equal(unit_log_count(f->log, "TREATY0103"), 1);
    first = publish(f);
    expect_revision(f, first);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
}

static void another_bad_file_is_told_again(void **state)
{
    fixture_t *f = fixture(2, *state);

    replace(f, "not a database, but long enough to be one");
    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    unit_log_expect(f->log, "the mount answers 503");
    replace(f, "not a database either, but as long as that");
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 2);
}

/* It opens, and only then a table is found to be missing. */
static void a_file_without_a_table_is_told_once(void **state)
{
    fixture_t *f = fixture(2, *state);

    publish(f);
    unit_sql(f->path, "DROP TABLE fact_sheet_crumb");
    expect_nothing(f);
    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0102"), 1);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    expect_revision(f, publish(f));
}

static void a_removed_file_keeps_the_last_good_one(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first = publish(f);

    expect_revision(f, first);
    assert_int_equal(apr_file_remove(f->path, f->pool), APR_SUCCESS);
    expect_revision(f, first);
    expect_revision(f, first);
    assert_int_equal(unit_log_count(f->log, "TREATY0110"), 1);
    unit_log_expect(f->log, "the revision held is served on");
    first = publish(f);
    expect_revision(f, first);
    assert_int_equal(f->log->lines->nelts, 3);
}

static void a_file_that_comes_later_is_found(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first;

    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0110"), 1);
    unit_log_expect(f->log, "the mount answers 503");
    first = publish(f);
    expect_revision(f, first);
    assert_int_equal(f->log->lines->nelts, 2);
}

/* Writes one file's bytes over another's, in the same file. */
static void overwrite(fixture_t *f, const char *from)
{
    apr_size_t len;
    const char *data = unit_read(&len, from, f->pool);

    unit_write(f->path, data, len);
    unit_set_age(f->path, f->age--);
}

static void a_file_changed_in_place_is_opened_again(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *beside = unit_path(f->folder, "beside", f->pool);
    const char *first = publish(f);
    const char *second = unit_publish(beside, "", f->pool);
    treaty_snapshot_t *snapshot = acquire(f);
    int i;

    assert_string_equal(treaty_snapshot_revision(snapshot), first);
    assert_true(treaty_snapshot_is_intact(snapshot));
    /* Each time it may not have been the last. */
    for (i = 0; i < 3; i++) {
        overwrite(f, beside);
        assert_false(treaty_snapshot_is_intact(snapshot));
        expect_nothing(f);
    }
    treaty_snapshot_release(snapshot);
    expect_revision(f, second);
    expect_revision(f, second);
    assert_int_equal(unit_log_count(f->log, "TREATY0111"), 1);
}

static void a_file_spoilt_in_place_is_not_served_on(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *spoilt = unit_path(f->folder, "spoilt", f->pool);
    const char *good = unit_path(f->folder, "good", f->pool);
    const char *second;

    expect_revision(f, publish(f));
    unit_puts(spoilt, "spoilt, and long enough to be looked at");
    overwrite(f, spoilt);
    expect_nothing(f);
    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0111"), 1);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    second = unit_publish(good, "", f->pool);
    overwrite(f, good);
    expect_nothing(f);
    expect_revision(f, second);
}

/* A folder can be opened by nobody, not even by root. */
static void what_could_not_be_opened_is_tried_again(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *good = unit_path(f->folder, "good", f->pool);
    const char *second = unit_publish(good, "", f->pool);

    assert_int_equal(apr_dir_make(f->path, APR_FPROT_OS_DEFAULT, f->pool),
                     APR_SUCCESS);
    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    assert_int_equal(apr_dir_remove(f->path, f->pool), APR_SUCCESS);
    assert_int_equal(apr_file_rename(good, f->path, f->pool), APR_SUCCESS);
    expect_revision(f, second);
}

static void a_file_is_readable_after_its_mode_is_mended(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *first = publish(f);

    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_int_equal(chmod(f->path, 0), 0);
    unit_lose_rights();
    expect_nothing(f);
    expect_nothing(f);
    assert_int_equal(unit_log_count(f->log, "TREATY0104"), 1);
    assert_int_equal(unit_log_count(f->log, "TREATY0113"), 1);
    unit_regain_rights();
    assert_int_equal(chmod(f->path, 0644), 0);
    unit_lose_rights();
    expect_revision(f, first);
}

static void a_file_is_not_looked_at_before_its_time(void **state)
{
    fixture_t *f = fixture(2, *state);
    const apr_interval_time_t refresh = apr_time_from_sec(10);
    const char *first = publish(f);
    const char *second;
    treaty_snapshot_t *snapshot;
    const struct {
        int after;
        int is_second;
    } looks[] = {{0, 0}, {9, 0}, {-1, 0}, {-60, 0}, {9, 0}, {10, 1}, {11, 1}};
    size_t i;

    treaty_database_acquire(&snapshot, f->database, refresh, NOW);
    treaty_snapshot_release(snapshot);
    second = publish(f);
    for (i = 0; i < LENGTH(looks); i++) {
        assert_int_equal(
            treaty_database_acquire(&snapshot, f->database, refresh,
                                    NOW + apr_time_from_sec(looks[i].after)),
            APR_SUCCESS);
        assert_string_equal(treaty_snapshot_revision(snapshot),
                            looks[i].is_second ? second : first);
        treaty_snapshot_release(snapshot);
    }
}

static void a_clock_set_back_does_not_stop_the_looking(void **state)
{
    fixture_t *f = fixture(2, *state);
    const char *second;

    expect_revision(f, publish(f));
    second = publish(f);
    f->now = NOW / 2;
    expect_revision(f, second);
}

static void handles_are_bounded(void **state)
{
    fixture_t *f = fixture(2, *state);
    treaty_snapshot_t *snapshot;
    treaty_db_t *first;
    treaty_db_t *second;
    treaty_db_t *third = NULL;

    (void)publish(f);
    snapshot = acquire(f);
    first = borrow(snapshot);
    second = borrow(snapshot);
    assert_ptr_not_equal(first, second);
    assert_int_equal(treaty_snapshot_borrow(&third, snapshot), APR_TIMEUP);
    treaty_snapshot_give_back(snapshot, second);
    third = borrow(snapshot);
    treaty_snapshot_give_back(snapshot, first);
    treaty_snapshot_give_back(snapshot, third);
    treaty_snapshot_release(snapshot);
}

static void a_handle_comes_back_without_its_deadline(void **state)
{
    fixture_t *f = fixture(1, *state);
    treaty_snapshot_t *snapshot;
    treaty_db_t *db;

    (void)publish(f);
    snapshot = acquire(f);
    db = borrow(snapshot);
    treaty_db_deadline(db, 1);
    treaty_snapshot_give_back(snapshot, db);
    db = borrow(snapshot);
    assert_int_equal(treaty_db_verify(db), APR_SUCCESS);
    treaty_snapshot_give_back(snapshot, db);
    treaty_snapshot_release(snapshot);
}

/* ------------------------------------------------------------------------ */

#define THREADS 4
#define TURNS 200

/* Replaces the file as often as it is told, each time while it is opened. */
typedef struct meddler_t {
    fixture_t *f;
    int times;
    const char *revision;
} meddler_t;

static void meddle(void *baton, treaty_log_level_t level, apr_status_t status,
                   const char *message)
{
    meddler_t *meddler = baton;

    (void)level;
    (void)status;
    if (strstr(message, "TREATY0116") && meddler->times > 0) {
        meddler->times--;
        meddler->revision = publish(meddler->f);
    }
}

static void a_file_replaced_while_it_is_opened_is_opened_anew(void **state)
{
    fixture_t *f = fixture(2, *state);
    meddler_t meddler = {f, 5, NULL};

    (void)publish(f);
    f->log->log.fn = meddle;
    f->log->log.baton = &meddler;
    f->log->log.level = TREATY_LOG_DEBUG;
    treaty_snapshot_release(acquire(f));
    assert_int_equal(meddler.times, 0);
    expect_revision(f, meddler.revision);
}

static void a_file_that_never_stays_does_not_hold_a_request_up(void **state)
{
    fixture_t *f = fixture(2, *state);
    meddler_t meddler = {f, 1000, NULL};

    (void)publish(f);
    f->log->log.fn = meddle;
    f->log->log.baton = &meddler;
    f->log->log.level = TREATY_LOG_DEBUG;
    expect_nothing(f);
    meddler.times = 0;
    expect_revision(f, meddler.revision);
}

typedef struct reader_t {
    fixture_t *f;
    int turns;
} reader_t;

/* Reads until it has had its turns; each reading is of one revision. */
static void *APR_THREAD_FUNC read_on(apr_thread_t *thread, void *baton)
{
    reader_t *reader = baton;
    apr_pool_t *pool;

    (void)thread;
    apr_pool_create_unmanaged_ex(&pool, NULL, NULL);
    for (; reader->turns < TURNS; reader->turns++) {
        treaty_snapshot_t *snapshot;
        treaty_db_t *db;
        const char *revision = NULL;

        if (treaty_database_acquire(&snapshot, reader->f->database, EVERY,
                                    apr_time_now()) != APR_SUCCESS ||
            treaty_snapshot_borrow(&db, snapshot) != APR_SUCCESS) {
            break;
        }
        revision = revision_read(db, pool);
        if (!revision ||
            strcmp(revision, treaty_snapshot_revision(snapshot)) != 0) {
            break;
        }
        treaty_snapshot_give_back(snapshot, db);
        treaty_snapshot_release(snapshot);
        apr_pool_clear(pool);
    }
    apr_pool_destroy(pool);
    return NULL;
}

static void threads_read_while_revisions_come(void **state)
{
    fixture_t *f = fixture(2, *state);
    reader_t readers[THREADS];
    apr_thread_t *threads[THREADS];
    apr_status_t ignored;
    int i;

    f->log->log.level = TREATY_LOG_ERROR;
    (void)publish(f);
    for (i = 0; i < THREADS; i++) {
        readers[i] = (reader_t){f, 0};
        apr_thread_create(&threads[i], NULL, read_on, &readers[i], f->pool);
    }
    for (i = 0; i < 10; i++) {
        (void)publish(f);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&ignored, threads[i]);
        assert_int_equal(readers[i].turns, TURNS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_snapshot_tells_what_was_published),
        TEST(without_sources_nothing_is_known_through),
        TEST(a_renamed_file_is_followed),
        TEST(who_holds_a_snapshot_keeps_its_revision),
        TEST(all_handles_of_a_snapshot_read_its_revision),
        TEST(all_handles_outlive_the_file),
        TEST(a_bad_file_keeps_the_last_good_one),
        TEST(another_bad_file_is_told_again),
        TEST(a_file_without_a_table_is_told_once),
        TEST(a_removed_file_keeps_the_last_good_one),
        TEST(a_file_that_comes_later_is_found),
        TEST(a_file_changed_in_place_is_opened_again),
        TEST(a_file_spoilt_in_place_is_not_served_on),
        TEST(what_could_not_be_opened_is_tried_again),
        TEST(a_file_is_readable_after_its_mode_is_mended),
        TEST(a_file_is_not_looked_at_before_its_time),
        TEST(a_clock_set_back_does_not_stop_the_looking),
        TEST(a_file_replaced_while_it_is_opened_is_opened_anew),
        TEST(a_file_that_never_stays_does_not_hold_a_request_up),
        TEST(handles_are_bounded),
        TEST(a_handle_comes_back_without_its_deadline),
        TEST(threads_read_while_revisions_come),
    };

    return RUN("snapshot", tests);
}
