#include "unit.h"

#include "treaty_db.h"
#include "treaty_publish.h"
#include "treaty_templates.h"

#include <apr_env.h>
#include <apr_file_info.h>
#include <apr_file_io.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NOBODY 65534

int unit_pool_create(void **state)
{
    return apr_pool_create((apr_pool_t **)state, NULL);
}

int unit_pool_destroy(void **state)
{
    unit_regain_rights();
    apr_pool_destroy(*state);
    return 0;
}

void unit_lose_rights(void)
{
    if (geteuid() == 0) {
        assert_int_equal(seteuid(NOBODY), 0);
    }
}

void unit_regain_rights(void)
{
    if (getuid() == 0) {
        assert_int_equal(seteuid(0), 0);
    }
}

static void keep_line(void *baton, treaty_log_level_t level,
                      apr_status_t status, const char *message)
{
    unit_log_t *log = baton;

    (void)level;
    (void)status;
    APR_ARRAY_PUSH(log->lines, const char *) =
        apr_pstrdup(log->lines->pool, message);
}

unit_log_t *unit_log(apr_pool_t *pool)
{
    unit_log_t *log = apr_pcalloc(pool, sizeof(*log));

    log->lines = apr_array_make(pool, 8, sizeof(const char *));
    log->log.fn = keep_line;
    log->log.baton = log;
    log->log.level = TREATY_LOG_INFO;
    return log;
}

int unit_log_count(const unit_log_t *log, const char *text)
{
    int count = 0;
    int i;

    for (i = 0; i < log->lines->nelts; i++) {
        if (strstr(APR_ARRAY_IDX(log->lines, i, const char *), text)) {
            count++;
        }
    }
    return count;
}

const char *unit_log_text(const unit_log_t *log)
{
    return apr_array_pstrcat(log->lines->pool, log->lines, '\n');
}

void unit_log_expect(const unit_log_t *log, const char *text)
{
    if (unit_log_count(log, text) == 0) {
        fail_msg("\"%s\" isn't logged; what is: %s", text, unit_log_text(log));
    }
}

void unit_expect_part(const char *text, const char *part)
{
    if (!text || !strstr(text, part)) {
        fail_msg("\"%s\" isn't in: %s", part, text ? text : "(nothing)");
    }
}

static void remove_tree(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;

    if (apr_dir_open(&dir, path, pool) == APR_SUCCESS) {
        while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
            const char *inner = unit_path(path, info.name, pool);

            if (strcmp(info.name, ".") == 0 || strcmp(info.name, "..") == 0) {
                continue;
            }
            if (apr_file_remove(inner, pool) != APR_SUCCESS) {
                remove_tree(inner, pool);
            }
        }
        apr_dir_close(dir);
    }
    apr_dir_remove(path, pool);
}

static apr_status_t remove_folder(void *data)
{
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    remove_tree(data, pool);
    apr_pool_destroy(pool);
    return APR_SUCCESS;
}

long unit_stride(long usual)
{
    const char *text = getenv("TREATY_ONE_IN");
    long stride = text ? strtol(text, NULL, 10) : 0;

    return stride > 0 ? stride : usual;
}

const char *unit_folder(apr_pool_t *pool)
{
    const char *parent;
    char *path;

    assert_int_equal(apr_temp_dir_get(&parent, pool), APR_SUCCESS);
    path = apr_pstrcat(pool, parent, "/treaty-unit-XXXXXX", NULL);
    assert_non_null(mkdtemp(path));
    apr_pool_cleanup_register(pool, path, remove_folder, apr_pool_cleanup_null);
    return path;
}

const char *unit_path(const char *folder, const char *name, apr_pool_t *pool)
{
    return apr_pstrcat(pool, folder, "/", name, NULL);
}

void unit_write(const char *path, const char *data, apr_size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

void unit_puts(const char *path, const char *text)
{
    unit_write(path, text, strlen(text));
}

char *unit_read(apr_size_t *len, const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_file_t *file;
    char *data;

    assert_int_equal(
        apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool),
        APR_SUCCESS);
    assert_int_equal(apr_file_info_get(&info, APR_FINFO_SIZE, file),
                     APR_SUCCESS);
    *len = (apr_size_t)info.size;
    data = apr_palloc(pool, *len + 1);
    assert_int_equal(apr_file_read_full(file, data, *len, NULL), APR_SUCCESS);
    data[*len] = '\0';
    apr_file_close(file);
    return data;
}

char *unit_source(const char *name, apr_pool_t *pool)
{
    const char *root = getenv("TREATY_SRCDIR");
    const char *path = unit_path(root ? root : ".", name, pool);
    apr_finfo_t info;
    apr_size_t len;

    if (apr_stat(&info, path, APR_FINFO_TYPE, pool) != APR_SUCCESS) {
        return NULL;
    }
    return unit_read(&len, path, pool);
}

int unit_folder_count(const char *folder, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;
    int count = 0;

    assert_int_equal(apr_dir_open(&dir, folder, pool), APR_SUCCESS);
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        count += info.name[0] != '.';
    }
    apr_dir_close(dir);
    return count;
}

void unit_set_age(const char *path, int age)
{
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    assert_int_equal(
        apr_file_mtime_set(path, apr_time_now() - apr_time_from_sec(age), pool),
        APR_SUCCESS);
    apr_pool_destroy(pool);
}

const char *unit_sql_error(const char *path, const char *sql, apr_pool_t *pool)
{
    const char *error = NULL;
    char *message = NULL;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        error = apr_pstrdup(pool, message ? message : "an error");
    }
    sqlite3_free(message);
    sqlite3_close(db);
    return error;
}

void unit_sql(const char *path, const char *sql)
{
    apr_pool_t *pool;
    const char *error;

    apr_pool_create(&pool, NULL);
    error = unit_sql_error(path, sql, pool);
    if (error) {
        fail_msg("%s: %s: %s", path, error, sql);
    }
    apr_pool_destroy(pool);
}

static int add_row(void *data, int count, char **values, char **names)
{
    apr_array_header_t *texts = data;
    int i;

    (void)names;
    for (i = 0; i < count; i++) {
        APR_ARRAY_PUSH(texts, const char *) =
            apr_pstrcat(texts->pool, values[i] ? values[i] : "null",
                        i + 1 < count ? "|" : "\n", NULL);
    }
    return 0;
}

const char *unit_rows(const char *path, const char *sql, apr_pool_t *pool)
{
    apr_array_header_t *texts = apr_array_make(pool, 16, sizeof(char *));
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, add_row, texts, NULL), SQLITE_OK);
    sqlite3_close(db);
    return apr_array_pstrcat(pool, texts, 0);
}

void unit_authoring(const char *path, const char *sql, apr_pool_t *pool)
{
    treaty_db_t *db;

    assert_int_equal(treaty_db_open(&db, path, TREATY_DB_CREATE, NULL, pool),
                     APR_SUCCESS);
    treaty_db_close(db);
    unit_sql(path, sql);
}

const char *unit_sample(apr_pool_t *pool)
{
    const char *sql = unit_source("tests/unit/unit.sql", pool);

    assert_non_null(sql);
    return sql;
}

const char *unit_publish(const char *path, const char *sql, apr_pool_t *pool)
{
    unit_log_t *log = unit_log(pool);
    const char *authoring = unit_path(unit_folder(pool), "authoring.db", pool);
    const char *revision = NULL;

    unit_authoring(authoring, sql, pool);
    if (treaty_publish(&revision, authoring, path, NULL, &log->log, pool,
                       pool) != APR_SUCCESS) {
        fail_msg("%s", unit_log_text(log));
    }
    return revision;
}

treaty_day_t unit_day(const char *iso)
{
    treaty_day_t day = TREATY_DAY_NONE;

    if (iso && !treaty_day_parse(&day, iso)) {
        fail_msg("%s is no day", iso);
    }
    return day;
}

void unit_expect_day(treaty_day_t day, const char *iso)
{
    char buffer[TREATY_DAY_SIZE];

    assert_string_equal(treaty_day_format(buffer, day), iso ? iso : "");
}

static apr_status_t release_set(void *set)
{
    treaty_template_set_release(set);
    return APR_SUCCESS;
}

treaty_site_t *unit_site(const char *path, const treaty_log_t *log,
                         apr_pool_t *pool)
{
    treaty_database_settings_t database = {path, 1, log};
    treaty_templates_settings_t templates = {NULL, log};
    treaty_site_t *site = apr_pcalloc(pool, sizeof(*site));

    assert_int_equal(treaty_database_create(&site->database, &database, pool),
                     APR_SUCCESS);
    assert_int_equal(
        treaty_templates_create(&site->templates, &templates, pool),
        APR_SUCCESS);
    site->base = "/ref";
    site->origin = "";
    site->page_size = TREATY_PAGE_SIZE;
    return site;
}

const treaty_language_t *unit_language(const char *tag, apr_pool_t *pool)
{
    treaty_templates_settings_t settings = {0};
    treaty_templates_t *templates;
    treaty_template_set_t *set;

    assert_int_equal(treaty_templates_create(&templates, &settings, pool),
                     APR_SUCCESS);
    assert_int_equal(treaty_templates_acquire(&set, templates, 0, 0),
                     APR_SUCCESS);
    apr_pool_cleanup_register(pool, set, release_set, apr_pool_cleanup_null);
    assert_non_null(treaty_template_set_language(set, tag));
    return treaty_template_set_language(set, tag);
}
