/*
 * From each form that was released to the present one, and steps that this
 * version hasn't: in one transaction, forward, or not at all.
 */
#include "unit.h"

#include "treaty_db.h"
#include "treaty_export.h"

#include "import/sha256.h"

#define DATA "\n-- data\n"

/* ------------------------------------------------------------------------ */
/* Forms that were released. */

static const char *released(int form, apr_pool_t *pool)
{
    return unit_source(apr_psprintf(pool, "sql/released/%d.sql", form), pool);
}

static apr_int64_t present_form(const char **schema)
{
    return treaty_db_form(schema);
}

static apr_status_t discard(void *baton, const char *data, apr_size_t len)
{
    treaty_sha256_add(baton, data, len);
    return APR_SUCCESS;
}

static const char *digest_of(const char *path, apr_pool_t *pool)
{
    treaty_sha256_t sha;
    treaty_db_t *db;

    treaty_sha256_start(&sha);
    assert_int_equal(treaty_db_open(&db, path, TREATY_DB_READ, NULL, pool),
                     APR_SUCCESS);
    assert_int_equal(treaty_export(db, discard, &sha, pool), APR_SUCCESS);
    treaty_db_close(db);
    return treaty_sha256_hex(&sha, pool);
}

static apr_status_t migrate_by(apr_int64_t *from, const char *path,
                               const treaty_migration_t *steps,
                               apr_int64_t form, const char *schema,
                               unit_log_t *log, apr_pool_t *pool)
{
    treaty_db_t *db;
    apr_status_t rv =
        treaty_db_open(&db, path, TREATY_DB_MIGRATE, &log->log, pool);

    *from = -1;
    if (rv == APR_SUCCESS) {
        rv = treaty_db_migrate(from, db, steps, form, schema);
        treaty_db_close(db);
    }
    return rv;
}

static void each_released_form_is_brought_to_the_present(void **state)
{
    const char *schema;
    apr_int64_t present = present_form(&schema);
    int form;

    for (form = 1; form <= present; form++) {
        const char *path = unit_path(unit_folder(*state), "old.db", *state);
        unit_log_t *log = unit_log(*state);
        apr_int64_t from;

        assert_non_null(released(form, *state));
        unit_sql(path, released(form, *state));
        assert_int_equal(migrate_by(&from, path, treaty_migrations, present,
                                    schema, log, *state),
                         APR_SUCCESS);
        assert_int_equal(from, form);
        assert_string_equal(unit_log_text(log), "");
        assert_int_equal(strlen(digest_of(path, *state)), 64);
        assert_string_equal(unit_rows(path,
                                      "SELECT (SELECT count(*) > 5 FROM act), "
                                      "(SELECT count(*) > 1 FROM treaty)",
                                      *state),
                            "1|1\n");
    }
}

/* Whoever changes the schema writes a migration, and keeps the form before. */
static void the_schema_is_that_of_its_form(void **state)
{
    const char *schema;
    apr_int64_t present = present_form(&schema);
    const char *kept = released((int)present, *state);
    const char *data = kept ? strstr(kept, DATA) : NULL;
    const treaty_migration_t *step = treaty_migrations;
    int form = 1;

    assert_non_null(data);
    assert_string_equal(apr_pstrmemdup(*state, kept, (apr_size_t)(data - kept)),
                        schema);
    for (; step->sql; step++) {
        assert_int_equal(step->to, ++form);
    }
    assert_int_equal(form, present);
}

/* ------------------------------------------------------------------------ */
/* Steps of a chain that is the tests' own. */

#define ONE                                                             \
    "PRAGMA application_id = 1414681689;\n"                             \
    "PRAGMA user_version = 1;\n"                                        \
    "CREATE TABLE publication (id INTEGER PRIMARY KEY) STRICT;\n"       \
    "CREATE TABLE source (id INTEGER PRIMARY KEY, slug TEXT) STRICT;\n" \
    "CREATE TABLE treaty (id INTEGER PRIMARY KEY, source_id INTEGER "   \
    "REFERENCES source (id)) STRICT;\n"                                 \
    "CREATE INDEX treaty_of_source ON treaty (source_id);\n"

#define SOURCE_OF_TWO                                                   \
    "CREATE TABLE source (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, " \
    "kind TEXT NOT NULL) STRICT;\n"
#define OFFICE_OF_THREE "CREATE TABLE office (name TEXT PRIMARY KEY) STRICT;\n"

static const char three[] =
    "CREATE TABLE publication (id INTEGER PRIMARY KEY) STRICT;\n" SOURCE_OF_TWO
    "CREATE TABLE treaty (id INTEGER PRIMARY KEY, source_id INTEGER "
    "REFERENCES source (id)) STRICT;\n"
    "CREATE INDEX treaty_of_source ON treaty (source_id);\n" OFFICE_OF_THREE;

#define TO_TWO                                                        \
    "ALTER TABLE source RENAME TO old_source;\n" SOURCE_OF_TWO        \
    "INSERT INTO source SELECT id, slug, 'editor' FROM old_source;\n" \
    "DROP TABLE old_source;\n"
#define TO_THREE OFFICE_OF_THREE "INSERT INTO office SELECT slug FROM source;\n"

static const treaty_migration_t chain[] = {
    {2, TO_TWO "PRAGMA user_version = 2;"},
    {3, TO_THREE "PRAGMA user_version = 3;"},
    {0, NULL}};

static const char *form_one(apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "one.db", pool);

    unit_sql(path, ONE "INSERT INTO source VALUES (7, 'desk');"
                       "INSERT INTO treaty VALUES (1, 7);");
    return path;
}

static void several_steps_are_taken_in_one_go(void **state)
{
    const char *path = form_one(*state);
    unit_log_t *log = unit_log(*state);
    apr_int64_t from;

    assert_int_equal(migrate_by(&from, path, chain, 3, three, log, *state),
                     APR_SUCCESS);
    assert_string_equal(unit_log_text(log), "");
    assert_int_equal(from, 1);
    assert_string_equal(
        unit_rows(path,
                  "SELECT v.user_version, s.id, s.slug, s.kind, t.source_id, "
                  "o.name FROM pragma_user_version AS v, source AS s, treaty "
                  "AS t, office AS o",
                  *state),
        "3|7|desk|editor|7|desk\n");
    assert_int_equal(migrate_by(&from, path, chain, 3, three, log, *state),
                     APR_SUCCESS);
    assert_int_equal(from, 3);
}

static void those_taken_before_are_left_out(void **state)
{
    const char *path = form_one(*state);
    unit_log_t *log = unit_log(*state);
    apr_int64_t from;

    unit_sql(path,
             "PRAGMA legacy_alter_table = ON;"
             "PRAGMA foreign_keys = OFF;" TO_TWO "PRAGMA user_version = 2;");
    assert_int_equal(migrate_by(&from, path, chain, 3, three, log, *state),
                     APR_SUCCESS);
    assert_int_equal(from, 2);
}

typedef struct {
    const char *what;
    const char *before;
    treaty_migration_t steps[3];
    const char *why;
} failure_t;

static const failure_t failures[] = {
    {"a step that fails",
     "",
     {{2, TO_TWO "PRAGMA user_version = 2;"},
      {3, "INSERT INTO nowhere VALUES (1);"},
      {0, NULL}},
     "migrating to form 3: no such table"},
    {"a step that loses what is referred to",
     "",
     {{2, TO_TWO "DELETE FROM source; PRAGMA user_version = 2;"},
      {3, TO_THREE "PRAGMA user_version = 3;"},
      {0, NULL}},
     "fails its foreign_key_check"},
    {"a step that leads elsewhere",
     "",
     {{2, TO_TWO "PRAGMA user_version = 2;"},
      {3, TO_THREE "CREATE TABLE more (a TEXT) STRICT; "
                   "PRAGMA user_version = 3;"},
      {0, NULL}},
     "its tables aren't those that its version had"},
    {"a step that doesn't say where it leads",
     "",
     {{2, TO_TWO}, {3, TO_THREE "PRAGMA user_version = 3;"}, {0, NULL}},
     "doesn't say which form it leads to"},
    {"a chain that ends before",
     "",
     {{2, TO_TWO "PRAGMA user_version = 2;"}, {0, NULL}, {0, NULL}},
     "its tables aren't those that its version had"},
    {"a database that somebody has changed",
     "ALTER TABLE treaty ADD COLUMN note TEXT",
     {{2, TO_TWO "PRAGMA user_version = 2;"},
      {3, TO_THREE "PRAGMA user_version = 3;"},
      {0, NULL}},
     "export it by the treatyctl that made it"},
    {"a newer form",
     "PRAGMA user_version = 4",
     {{2, TO_TWO "PRAGMA user_version = 2;"}, {0, NULL}, {0, NULL}},
     "made by a newer mod_treaty, and there is no way back"},
    {"a form that there never was",
     "PRAGMA user_version = 0",
     {{2, TO_TWO "PRAGMA user_version = 2;"}, {0, NULL}, {0, NULL}},
     "of a form that no version had"},
    {"a published file",
     "INSERT INTO publication VALUES (1)",
     {{2, TO_TWO "PRAGMA user_version = 2;"}, {0, NULL}, {0, NULL}},
     "a published file, which never changes"},
};

static void what_fails_leaves_all_as_it_was(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(failures); i++) {
        const char *path = form_one(*state);
        unit_log_t *log = unit_log(*state);
        apr_size_t before_len;
        apr_size_t after_len;
        const char *before;
        const char *after;
        apr_int64_t from;

        if (*failures[i].before) {
            unit_sql(path, failures[i].before);
        }
        before = unit_read(&before_len, path, *state);
        if (migrate_by(&from, path, failures[i].steps, 3, three, log, *state) ==
            APR_SUCCESS) {
            fail_msg("%s: taken", failures[i].what);
        }
        unit_log_expect(log, failures[i].why);
        after = unit_read(&after_len, path, *state);
        if (before_len != after_len || memcmp(before, after, before_len) != 0) {
            fail_msg("%s: the file has changed", failures[i].what);
        }
    }
}

static void other_ways_of_opening_say_what_to_do(void **state)
{
    static const treaty_db_mode_t modes[] = {TREATY_DB_READ, TREATY_DB_WRITE};
    const char *path = unit_path(unit_folder(*state), "a.db", *state);
    size_t i;

    unit_authoring(path, unit_sample(*state), *state);
    unit_sql(path, "PRAGMA user_version = 0");
    for (i = 0; i < LENGTH(modes); i++) {
        unit_log_t *log = unit_log(*state);
        treaty_db_t *db;

        assert_int_equal(treaty_db_open(&db, path, modes[i], &log->log, *state),
                         TREATY_EDATABASE);
        unit_log_expect(log, "made by an older mod_treaty; bring an authoring "
                             "database to this version's form by treatyctl "
                             "migrate");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_released_form_is_brought_to_the_present),
        TEST(the_schema_is_that_of_its_form),
        TEST(several_steps_are_taken_in_one_go),
        TEST(those_taken_before_are_left_out),
        TEST(what_fails_leaves_all_as_it_was),
        TEST(other_ways_of_opening_say_what_to_do),
    };

    return RUN("migrate", tests);
}
