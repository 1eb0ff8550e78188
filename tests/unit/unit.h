/*
 * What the unit tests of the library share: a pool for each test, a log that
 * is kept, a folder that goes with the pool, databases made by SQL.
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "treaty_answer.h"
#include "treaty_date.h"
#include "treaty_language.h"
#include "treaty_log.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>

/** The state of a test is its pool. */
int unit_pool_create(void **state);
int unit_pool_destroy(void **state);

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, unit_pool_create, unit_pool_destroy)

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/** Runs all tests of a program. @return what main returns */
#define RUN(name, tests)                      \
    (apr_initialize(), atexit(apr_terminate), \
     cmocka_run_group_tests_name(name, tests, NULL, NULL))

/** A log that keeps its lines. */
typedef struct unit_log_t {
    treaty_log_t log;
    /** const char *, each a whole message. */
    apr_array_header_t *lines;
} unit_log_t;

unit_log_t *unit_log(apr_pool_t *pool);
/** How many lines hold the text. */
int unit_log_count(const unit_log_t *log, const char *text);
/** All lines, each with a line end. */
const char *unit_log_text(const unit_log_t *log);
/** Fails unless some line holds the text. */
void unit_log_expect(const unit_log_t *log, const char *text);

/**
 * A site that answers from a published file by the shipped templates, below
 * "/ref", without an origin, a cache or a bound of time.
 * @param log NULL: nobody is told
 */
treaty_site_t *unit_site(const char *path, const treaty_log_t *log,
                         apr_pool_t *pool);

/** Fails, with both texts, unless one holds the other. */
void unit_expect_part(const char *text, const char *part);

/** Goes on as a user without rights where root runs the tests. */
void unit_lose_rights(void);
/** The end of that; a test that ends does so anyhow. */
void unit_regain_rights(void);

/**
 * One in so many of what a test goes through; TREATY_ONE_IN says another
 * number, where all takes longer (memcheck).
 */
long unit_stride(long usual);

/** A new folder, removed with all that is in it when the pool goes. */
const char *unit_folder(apr_pool_t *pool);
/** "folder/name" */
const char *unit_path(const char *folder, const char *name, apr_pool_t *pool);
void unit_write(const char *path, const char *data, apr_size_t len);
void unit_puts(const char *path, const char *text);
/** A whole file, with a NUL behind it. */
char *unit_read(apr_size_t *len, const char *path, apr_pool_t *pool);
/** A file of the source tree, or NULL where there is no source tree. */
char *unit_source(const char *name, apr_pool_t *pool);
/** How many entries a folder has. */
int unit_folder_count(const char *folder, apr_pool_t *pool);
/** Gives a file a time that it hasn't had: @p age seconds before now. */
void unit_set_age(const char *path, int age);

/** Runs SQL in a file, which is made where there is none. */
void unit_sql(const char *path, const char *sql);
/** What SQLite says to SQL, NULL where it takes it. */
const char *unit_sql_error(const char *path, const char *sql, apr_pool_t *pool);
/** The rows of a query, as "a|b\n". */
const char *unit_rows(const char *path, const char *sql, apr_pool_t *pool);
/** An authoring database with the schema, filled by SQL. */
void unit_authoring(const char *path, const char *sql, apr_pool_t *pool);
/** The SQL of tests/unit/unit.sql: a small record. */
const char *unit_sample(apr_pool_t *pool);
/** Publishes to a file. @return the revision */
const char *unit_publish(const char *path, const char *sql, apr_pool_t *pool);

/** A shipped language, which must exist. */
const treaty_language_t *unit_language(const char *tag, apr_pool_t *pool);

/** A day that must exist; NULL is TREATY_DAY_NONE. */
treaty_day_t unit_day(const char *iso);
/** Fails, with both as text, unless two days are the same. */
void unit_expect_day(treaty_day_t day, const char *iso);

#endif
