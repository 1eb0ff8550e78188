#include "db_private.h"

#include "treaty_memory.h"
#include "treaty_text.h"

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <time.h>

/* "TRTY", as in sql/schema.sql. */
#define APPLICATION_ID 1414681689
#define SCHEMA_VERSION 1
#define BUSY_TIMEOUT_MS 5000
/* A file to be served that can't be read sooner is no good one. */
#define OPEN_TIMEOUT apr_time_from_sec(2)
/* Instructions of SQLite's machine between two looks at the clock. */
#define PROGRESS_STEP 1000
/* SQLite's header: the versions of the file format are 2 in WAL mode. */
#define HEADER_SIZE 20
#define HEADER_WRITE_VERSION 18
#define HEADER_READ_VERSION 19
#define WAL_VERSION 2

extern const char treaty_serving_sql[];

static treaty_log_level_t refusal_level(treaty_db_t *db)
{
    treaty_log_level_t level =
        db->is_told ? TREATY_LOG_DEBUG : TREATY_LOG_ERROR;

    db->is_told = db->is_served;
    return level;
}

apr_status_t treaty_db_refused(treaty_db_t *db, const char *doing)
{
    if (db->sqlite && sqlite3_errcode(db->sqlite) == SQLITE_INTERRUPT) {
        treaty_log(db->log, TREATY_LOG_WARNING, APR_TIMEUP,
                   TREATYNO(0101) "%s: %s took longer than it may; narrow "
                                  "the request, or raise TreatyQueryTimeout",
                   db->path, doing);
        return APR_TIMEUP;
    }
    treaty_log(db->log, refusal_level(db), TREATY_ESTORE,
               TREATYNO(0102) "%s: %s: %s%s", db->path, doing,
               db->sqlite ? sqlite3_errmsg(db->sqlite) : "out of memory",
               treaty_db_advice(db));
    return TREATY_ESTORE;
}

/* A clock that nobody sets: one that was set on would end whatever runs, one
 * that was set back would let run what runs away. */
static apr_time_t ticks(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return apr_time_make(now.tv_sec, now.tv_nsec / 1000);
}

static int past_deadline(void *data)
{
    const treaty_db_t *db = data;

    return db->deadline != 0 && ticks() > db->deadline;
}

void treaty_db_deadline(treaty_db_t *db, apr_interval_time_t time)
{
    db->deadline = time > 0 ? ticks() + time : 0;
}

apr_status_t treaty_db_execute(treaty_db_t *db, const char *sql,
                               const char *doing)
{
    if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return treaty_db_refused(db, doing);
    }
    return APR_SUCCESS;
}

/* A file: URI for SQLite, so that a '?' or '%' in a path is only a letter. An
 * absolute path has an empty authority before it, or "//x" would have one. */
static const char *uri_of(const char *path, const char *parameters,
                          apr_pool_t *pool)
{
    static const char hex[] = "0123456789ABCDEF";
    char *uri = apr_palloc(pool, strlen(path) * 3 + 1);
    char *to = uri;

    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;

        if (apr_isalnum(c) || strchr("/._-", c)) {
            *to++ = (char)c;
        }
        else {
            *to++ = '%';
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
        }
    }
    *to = '\0';
    return apr_pstrcat(pool, *uri == '/' ? "file://" : "file:", uri, parameters,
                       NULL);
}

apr_status_t treaty_db_bad_file(treaty_db_t *db, const char *why)
{
    treaty_log(db->log, TREATY_LOG_ERROR, TREATY_EDATABASE,
               TREATYNO(0103) "%s: %s", db->path, why);
    return TREATY_EDATABASE;
}

/* SQLite opens a WAL file as immutable and reads stale rows from it, without a
 * word: the header has to be asked. */
static apr_status_t check_header(treaty_db_t *db, apr_pool_t *pool)
{
    char header[HEADER_SIZE] = {0};
    apr_size_t len = 0;
    apr_file_t *file;
    apr_status_t rv = apr_file_open(&file, db->path, APR_FOPEN_READ,
                                    APR_FPROT_OS_DEFAULT, pool);

    if (rv != APR_SUCCESS) {
        char buffer[128];

        treaty_log(db->log, TREATY_LOG_ERROR, rv,
                   TREATYNO(0104) "%s can't be read (%s); make it with "
                                  "treatyctl publish, readable to httpd's "
                                  "user",
                   db->path, treaty_strerror(rv, buffer, sizeof(buffer)));
        return rv;
    }
    apr_file_read_full(file, header, sizeof(header), &len);
    apr_file_close(file);
    if (len < sizeof(header) || memcmp(header, "SQLite format 3", 16) != 0) {
        return treaty_db_bad_file(
            db, "not an SQLite database; make it with treatyctl "
                "publish");
    }
    if (header[HEADER_WRITE_VERSION] == WAL_VERSION ||
        header[HEADER_READ_VERSION] == WAL_VERSION) {
        return treaty_db_bad_file(
            db, "in WAL mode, which can't be served; make it with "
                "treatyctl publish");
    }
    return APR_SUCCESS;
}

static apr_status_t connect_file(treaty_db_t *db, const char *uri, int flags)
{
    int rc = sqlite3_open_v2(
        uri, &db->sqlite, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);

    if (rc != SQLITE_OK) {
        return treaty_db_refused(db, "opening");
    }
    treaty_db_harden(db, flags & SQLITE_OPEN_READONLY);
    sqlite3_busy_timeout(db->sqlite, BUSY_TIMEOUT_MS);
    sqlite3_progress_handler(db->sqlite, PROGRESS_STEP, past_deadline, db);
    treaty_db_add_functions(db);
    return treaty_db_add_fulltext(db);
}

apr_status_t treaty_db_number(apr_int64_t *value, treaty_db_t *db,
                              treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, sql);

    *value = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *value = treaty_stmt_int(stmt, 0);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

/* Whether the file is ours, and of the version that this library knows. */
static apr_status_t check_schema(treaty_db_t *db, treaty_db_mode_t mode)
{
    apr_int64_t id;
    apr_int64_t version;
    apr_status_t rv = treaty_db_number(&id, db, TREATY_SQL_APPLICATION_ID);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_number(&version, db, TREATY_SQL_SCHEMA_VERSION);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (id != APPLICATION_ID) {
        return treaty_db_bad_file(
            db, "not a treaty database; make one with treatyctl "
                "init");
    }
    if (version > SCHEMA_VERSION && mode != TREATY_DB_MIGRATE) {
        return treaty_db_bad_file(
            db, "made by a newer mod_treaty; upgrade this one, or "
                "publish with this version's treatyctl");
    }
    if (version < SCHEMA_VERSION && mode != TREATY_DB_MIGRATE) {
        return treaty_db_bad_file(
            db, mode == TREATY_DB_PUBLISHED || mode == TREATY_DB_AGAIN
                    ? "made by an older mod_treaty; publish again with "
                      "this version's treatyctl"
                    : "made by an older mod_treaty; bring an authoring "
                      "database to this version's form by treatyctl migrate, "
                      "and publish a served one again");
    }
    return APR_SUCCESS;
}

static apr_status_t check_published(treaty_db_t *db, treaty_db_mode_t mode)
{
    apr_int64_t strange;
    apr_int64_t published = 0;
    apr_status_t rv =
        treaty_db_number(&strange, db, TREATY_SQL_STRANGE_OBJECTS);

    if (rv == APR_SUCCESS && !strange) {
        rv = treaty_db_number(&published, db, TREATY_SQL_IS_PUBLISHED);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (strange) {
        return treaty_db_bad_file(
            db, "holds views, triggers or virtual tables, "
                "which no database of ours does; make it with "
                "treatyctl");
    }
    if ((mode == TREATY_DB_PUBLISHED || mode == TREATY_DB_AGAIN) &&
        !published) {
        return treaty_db_bad_file(db,
                                  "an authoring database, not a published one; "
                                  "serve what treatyctl publish makes of it");
    }
    if ((mode == TREATY_DB_WRITE || mode == TREATY_DB_MIGRATE) && published) {
        return treaty_db_bad_file(
            db, "a published file, which never changes; write to "
                "the authoring database and publish again");
    }
    return APR_SUCCESS;
}

static apr_status_t make_schema(treaty_db_t *db)
{
    apr_status_t rv = treaty_db_begin(db);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_execute(db, treaty_schema_sql, "making the schema");
    }
    return rv == APR_SUCCESS ? treaty_db_commit(db) : rv;
}

/* A file without a byte is as good as none: it may be what is left of a run
 * that was killed. */
static int holds_something(const treaty_db_t *db)
{
    apr_finfo_t info;

    return apr_stat(&info, db->path, APR_FINFO_TYPE | APR_FINFO_SIZE,
                    db->pool) == APR_SUCCESS &&
           (info.filetype != APR_REG || info.size > 0);
}

/* All or nothing: what can't be finished doesn't stay. */
static apr_status_t create(treaty_db_t *db)
{
    apr_status_t rv;

    if (holds_something(db)) {
        return treaty_db_bad_file(
            db, "the file exists; name another, or remove it");
    }
    rv = connect_file(db, uri_of(db->path, "", db->pool),
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = make_schema(db);
    if (rv != APR_SUCCESS) {
        treaty_db_rollback(db);
        apr_file_remove(db->path, db->pool);
    }
    return rv;
}

static apr_status_t connect_mode(treaty_db_t *db, treaty_db_mode_t mode)
{
    if (mode == TREATY_DB_WRITE || mode == TREATY_DB_AGAIN ||
        mode == TREATY_DB_MIGRATE) {
        return connect_file(db, uri_of(db->path, "", db->pool),
                            SQLITE_OPEN_READWRITE);
    }
    if (mode == TREATY_DB_READ) {
        treaty_db_recover(db, uri_of(db->path, "", db->pool));
        return connect_file(db, uri_of(db->path, "?mode=ro", db->pool),
                            SQLITE_OPEN_READONLY);
    }
    return connect_file(db, uri_of(db->path, "?immutable=1&mode=ro", db->pool),
                        SQLITE_OPEN_READONLY);
}

static apr_status_t open_existing(treaty_db_t *db, treaty_db_mode_t mode)
{
    apr_status_t rv = APR_SUCCESS;

    if (mode == TREATY_DB_PUBLISHED) {
        rv = check_header(db, db->pool);
        treaty_db_deadline(db, OPEN_TIMEOUT);
    }
    if (rv == APR_SUCCESS) {
        rv = connect_mode(db, mode);
    }
    if (rv == APR_SUCCESS) {
        rv = check_schema(db, mode);
    }
    if (rv == APR_SUCCESS) {
        rv = check_published(db, mode);
    }
    treaty_db_deadline(db, 0);
    if (rv == APR_SUCCESS && mode == TREATY_DB_PUBLISHED) {
        rv = treaty_db_execute(db, treaty_sql_text[TREATY_SQL_SERVING_SETTINGS],
                               "setting up");
        db->is_served = 1;
        treaty_db_only_read(db);
    }
    return rv;
}

static apr_status_t cleanup(void *data)
{
    treaty_db_t *db = data;
    int i;

    for (i = 0; i < TREATY_SQL__COUNT; i++) {
        sqlite3_finalize(db->stmts[i].stmt);
        db->stmts[i].stmt = NULL;
    }
    treaty_db_remove_fulltext(db);
    sqlite3_close_v2(db->sqlite);
    db->sqlite = NULL;
    return APR_SUCCESS;
}

apr_status_t treaty_db_open(treaty_db_t **result, const char *path,
                            treaty_db_mode_t mode, const treaty_log_t *log,
                            apr_pool_t *pool)
{
    treaty_db_t *db = apr_pcalloc(pool, sizeof(*db));
    apr_status_t rv;

    db->path = apr_pstrdup(pool, path);
    db->log = log;
    db->pool = pool;
    apr_pool_cleanup_register(pool, db, cleanup, apr_pool_cleanup_null);
    rv = mode == TREATY_DB_CREATE ? create(db) : open_existing(db, mode);
    if (rv != APR_SUCCESS) {
        treaty_db_close(db);
        return rv;
    }
    *result = db;
    return APR_SUCCESS;
}

void treaty_db_close(treaty_db_t *db)
{
    apr_pool_cleanup_run(db->pool, db, cleanup);
}

const char *treaty_db_path(const treaty_db_t *db)
{
    return db->path;
}

apr_pool_t *treaty_db_pool(const treaty_db_t *db)
{
    return db->pool;
}

const treaty_log_t *treaty_db_log(const treaty_db_t *db)
{
    return db->log;
}

apr_status_t treaty_db_extend(treaty_db_t *db)
{
    return treaty_db_execute(db, treaty_serving_sql,
                             "making what serving asks for");
}

apr_int64_t treaty_db_form(const char **schema)
{
    *schema = treaty_schema_sql;
    return SCHEMA_VERSION;
}

void treaty_db_schema(const char **record, const char **serving)
{
    *record = treaty_schema_sql;
    *serving = treaty_serving_sql;
}

apr_status_t treaty_db_attach(treaty_db_t *db, const char *path)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_ATTACH_OLD, "s",
                        uri_of(path, "?immutable=1&mode=ro", db->pool));

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_run(stmt);
    }
    if (rv == APR_SUCCESS) {
        db->length_before =
            sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, TREATY_DB_VALUE_MAX);
    }
    return rv;
}

void treaty_db_detach(treaty_db_t *db)
{
    if (db->length_before) {
        sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, db->length_before);
        db->length_before = 0;
        (void)treaty_db_run(db, TREATY_SQL_DETACH_OLD);
    }
}

apr_status_t treaty_db_run(treaty_db_t *db, treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_get(&stmt, db, sql);

    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

int treaty_db_in_transaction(const treaty_db_t *db)
{
    return !sqlite3_get_autocommit(db->sqlite);
}

apr_status_t treaty_db_begin(treaty_db_t *db)
{
    return treaty_db_run(db, TREATY_SQL_BEGIN);
}

apr_status_t treaty_db_commit(treaty_db_t *db)
{
    return treaty_db_run(db, TREATY_SQL_COMMIT);
}

void treaty_db_rollback(treaty_db_t *db)
{
    apr_int64_t id;

    if (treaty_db_in_transaction(db)) {
        (void)treaty_db_run(db, TREATY_SQL_ROLLBACK);
    }
    /* After a write that failed SQLite puts the file's old pages back no sooner
     * than somebody reads it. */
    (void)treaty_db_number(&id, db, TREATY_SQL_APPLICATION_ID);
}

apr_status_t treaty_db_verify_memory(const treaty_db_t *db, apr_status_t status)
{
    if (!treaty_memory_is_lost()) {
        return status;
    }
    treaty_log(db->log, TREATY_LOG_ERROR, APR_ENOMEM,
               TREATYNO(0106) "%s: memory is out, so something is missing of "
                              "what was read; nothing is made of it",
               db->path);
    return APR_ENOMEM;
}

apr_int64_t treaty_db_changes(const treaty_db_t *db)
{
    return sqlite3_total_changes64(db->sqlite);
}

apr_int64_t treaty_db_last_id(const treaty_db_t *db)
{
    return sqlite3_last_insert_rowid(db->sqlite);
}

apr_status_t treaty_db_vacuum_into(treaty_db_t *db, const char *path)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_VACUUM_INTO);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "s", path);
    }
    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

static apr_status_t verify(treaty_db_t *db, treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        treaty_log(db->log, TREATY_LOG_ERROR, TREATY_EDATABASE,
                   TREATYNO(0105) "%s fails its %s: %s; restore it from a "
                                  "backup",
                   db->path, stmt->name, treaty_stmt_text(stmt, 0));
        treaty_stmt_reset(stmt);
        rv = TREATY_EDATABASE;
    }
    return rv;
}

apr_status_t treaty_db_verify(treaty_db_t *db)
{
    apr_status_t rv = verify(db, TREATY_SQL_INTEGRITY_CHECK);

    return rv != APR_SUCCESS ? rv : verify(db, TREATY_SQL_FOREIGN_KEY_CHECK);
}
