/* The files that a revision can be downloaded as: what publishing writes, and
 * what serving opens of it. */
#include "document_unit.h"

#include "answer/download.h"
#include "import/sha256.h"
#include "treaty_export.h"
#include "treaty_publish.h"

#include <apr_file_info.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KINDS 10

/* An authoring database, and what is published of it in a folder. */
typedef struct desk_t {
    apr_pool_t *pool;
    const char *authoring;
    const char *folder;
    const char *target;
    unit_log_t *log;
} desk_t;

static desk_t desk_of(apr_pool_t *pool)
{
    desk_t desk = {0};

    desk.pool = pool;
    desk.authoring = unit_path(unit_folder(pool), "authoring.db", pool);
    desk.folder = unit_folder(pool);
    desk.target = unit_path(desk.folder, "served.db", pool);
    desk.log = unit_log(pool);
    unit_authoring(desk.authoring, unit_sample(pool), pool);
    return desk;
}

static apr_status_t try_publish(const char **revision, const desk_t *desk,
                                int downloads)
{
    treaty_publish_options_t options = {.downloads = downloads,
                                        .terms = "Free for all."};

    return treaty_publish(revision, desk->authoring, desk->target, &options,
                          &desk->log->log, desk->pool, desk->pool);
}

static const char *publish(const desk_t *desk)
{
    const char *revision = NULL;

    if (try_publish(&revision, desk, 1) != APR_SUCCESS) {
        fail_msg("%s", unit_log_text(desk->log));
    }
    assert_int_equal(desk->log->lines->nelts, 0);
    return revision;
}

static const char *folder_of(const desk_t *desk, const char *revision)
{
    return apr_pstrcat(desk->pool, desk->target, ".", revision, NULL);
}

static const char *file_of(const desk_t *desk, const char *revision,
                           const char *name)
{
    return unit_path(folder_of(desk, revision), name, desk->pool);
}

static char *text_of(const desk_t *desk, const char *revision, const char *name)
{
    apr_size_t len;

    return unit_read(&len, file_of(desk, revision, name), desk->pool);
}

static int is_there(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}

static const char *digest_of(const char *path, apr_pool_t *pool)
{
    treaty_sha256_t sha;
    apr_size_t len;
    const char *data = unit_read(&len, path, pool);

    treaty_sha256_start(&sha);
    treaty_sha256_add(&sha, data, len);
    return treaty_sha256_hex(&sha, pool);
}

/* ------------------------------------------------------------------------ */

static void all_files_are_there_as_the_manifest_says(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);
    json_t *manifest =
        json_loads(text_of(&desk, revision, "manifest.json"), 0, NULL);
    const json_t *files = json_object_get(manifest, "files");
    const json_t *file;
    size_t i;

    assert_int_equal(unit_folder_count(desk.folder, *state), 2);
    assert_int_equal(unit_folder_count(folder_of(&desk, revision), *state),
                     KINDS + 1);
    assert_string_equal(treaty_json_text(manifest, "revision"), revision);
    assert_string_equal(treaty_json_text(manifest, "terms"), "Free for all.");
    assert_string_equal(unit_lines(json_object_get(manifest, "sources"),
                                   "id known_through", *state),
                        "notes 2010-01-01\ntable 2015-03-01\n");
    assert_int_equal(json_array_size(files), KINDS);
    json_array_foreach(files, i, file)
    {
        const char *path =
            file_of(&desk, revision, treaty_json_text(file, "name"));
        struct stat info;

        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(json_integer_value(json_object_get(file, "bytes")),
                         info.st_size);
        assert_string_equal(treaty_json_text(file, "sha256"),
                            digest_of(path, *state));
    }
    json_decref(manifest);
}

static void the_database_is_the_published_file(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);
    struct stat one;
    struct stat other;

    assert_int_equal(stat(desk.target, &one), 0);
    assert_int_equal(stat(file_of(&desk, revision, "treaty.db"), &other), 0);
    assert_int_equal(one.st_ino, other.st_ino);
}

static apr_status_t collect(void *baton, const char *data, apr_size_t len)
{
    return treaty_text_append(baton, data, len);
}

static void the_record_file_is_as_the_export_writes_it(void **state)
{
    desk_t desk = desk_of(*state);
    treaty_text_t *text = treaty_text_create(1024 * 1024, *state);
    const char *revision = publish(&desk);
    treaty_db_t *db;

    assert_int_equal(
        treaty_db_open(&db, desk.authoring, TREATY_DB_READ, NULL, *state),
        APR_SUCCESS);
    assert_int_equal(treaty_export(db, collect, text, *state), APR_SUCCESS);
    assert_string_equal(text_of(&desk, revision, "record.json"), text->data);
}

static const char *line_of(const char *text, int number, apr_pool_t *pool)
{
    while (number-- > 0) {
        text = strchr(text, '\n');
        assert_non_null(text);
        text++;
    }
    return apr_pstrmemdup(pool, text, strcspn(text, "\r\n"));
}

static void tables_hold_the_record(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision;
    const char *acts;

    unit_sql(desk.authoring,
             "INSERT INTO statement (treaty_id, position, participant_id, "
             "kind, made_on, text, source_id) VALUES "
             "(1, 0, 1, 'declaration', '2001-01-01', '=1+1, \"yes\"', 1);");
    revision = publish(&desk);
    acts = text_of(&desk, revision, "acts.csv");
    assert_string_equal(line_of(acts, 0, *state),
                        "treaty,participant,kind,deposited_on,effective_on,"
                        "scope,listed,column,raw,note,source");
    assert_string_equal(line_of(acts, 2, *state),
                        "alpha,aland,ratification,2000-02-01,,,,,1 Feb "
                        "2000,,table");
    assert_string_equal(line_of(acts, 6, *state),
                        "alpha,celand,withdrawal,,2005-01-01,treaty,,,,,"
                        "notes");
    assert_string_equal(
        line_of(text_of(&desk, revision, "treaties.csv"), 1, *state),
        "alpha,The Alpha Protocol,The Alpha Protocol,I-1,protocol,1999-05-25,,"
        "2000-06-01,,,,,,,\"AP; I-1\",2015-03-01");
    assert_string_equal(
        line_of(text_of(&desk, revision, "participants.csv"), 1, *state),
        "aland,Aland,state,AA,AAA,");
    assert_string_equal(
        line_of(text_of(&desk, revision, "statements.csv"), 1, *state),
        "alpha,aland,,declaration,2001-01-01,,\"'=1+1, \"\"yes\"\"\",table");
    assert_string_equal(
        line_of(text_of(&desk, revision, "sources.csv"), 2, *state),
        "table,status_table,A status table,,,,2015-03-01,,");
}

/* The columns of a file, as its dictionary has them. */
static const char *columns_of(const char *dictionary, const char *file,
                              apr_pool_t *pool)
{
    const char *prefix = apr_pstrcat(pool, "\n", file, ",", NULL);
    const char *columns = "";
    const char *at = dictionary;

    while ((at = strstr(at, prefix))) {
        const char *name = strchr(at + strlen(prefix), ',') + 1;

        columns =
            apr_pstrcat(pool, columns, *columns ? "," : "",
                        apr_pstrmemdup(pool, name, strcspn(name, ",")), NULL);
        at++;
    }
    return columns;
}

static void each_column_is_in_the_dictionary(void **state)
{
    static const char *const tables[] = {"treaties.csv",   "participants.csv",
                                         "acts.csv",       "statements.csv",
                                         "dictionary.csv", "sources.csv"};
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);
    const char *dictionary = text_of(&desk, revision, "dictionary.csv");
    const char *readme = text_of(&desk, revision, "README.txt");
    size_t i;

    for (i = 0; i < LENGTH(tables); i++) {
        assert_string_equal(
            line_of(text_of(&desk, revision, tables[i]), 0, *state),
            columns_of(dictionary, tables[i], *state));
        unit_expect_part(readme,
                         apr_pstrcat(*state, "\n", tables[i], "\n", NULL));
    }
    unit_expect_part(readme, revision);
    unit_expect_part(readme, "Free for all.");
    unit_expect_part(readme, "A status table");
}

/* The schema makes the database that it tells of. */
static void the_schema_is_that_of_the_database(void **state)
{
    static const char ask[] =
        "SELECT count(*), sum(type = 'table') "
        "FROM sqlite_schema WHERE name NOT GLOB 'sqlite*'";
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);
    const char *made = unit_path(desk.folder, "made.db", *state);

    unit_sql(made, text_of(&desk, revision, "schema.sql"));
    assert_string_equal(unit_rows(made, ask, *state),
                        unit_rows(desk.target, ask, *state));
}

static void proposals_are_not_given_away(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision;

    unit_sql(desk.authoring,
             "INSERT INTO claim (fact_sheet_id, position, treaty_slug, "
             "measure, claimed, as_of, quote, status) VALUES (1, 5, 'alpha', "
             "'consents', '77', '2002-12-24', 'a guess', 'proposed');");
    revision = publish(&desk);
    assert_string_equal(
        unit_rows(desk.target, "SELECT count(*) FROM claim", *state), "1\n");
    assert_string_equal(
        unit_rows(desk.authoring, "SELECT count(*) FROM claim", *state), "2\n");
    assert_null(strstr(text_of(&desk, revision, "record.json"), "a guess"));
}

/* ------------------------------------------------------------------------ */

static void the_revision_before_stays_and_older_ones_go(void **state)
{
    desk_t desk = desk_of(*state);
    const char *first = publish(&desk);
    const char *second = publish(&desk);
    const char *third;

    assert_true(is_there(file_of(&desk, first, "manifest.json")));
    third = publish(&desk);
    assert_false(is_there(folder_of(&desk, first)));
    assert_true(is_there(file_of(&desk, second, "acts.csv")));
    assert_true(is_there(file_of(&desk, third, "acts.csv")));
    assert_int_equal(try_publish(&first, &desk, 0), APR_SUCCESS);
    assert_false(is_there(folder_of(&desk, second)));
    assert_false(is_there(folder_of(&desk, first)));
    assert_true(is_there(file_of(&desk, third, "acts.csv")));
}

static void what_is_not_ours_stays(void **state)
{
    desk_t desk = desk_of(*state);
    const char *first = publish(&desk);
    const char *own = file_of(&desk, first, "my-notes.txt");
    const char *other = unit_path(desk.folder, "served.db.bak", *state);

    unit_puts(own, "mine");
    unit_puts(other, "mine");
    (void)publish(&desk);
    (void)publish(&desk);
    assert_true(is_there(own));
    assert_true(is_there(other));
    assert_false(is_there(file_of(&desk, first, "acts.csv")));
}

/* A process that is no more. */
static long ended_process(void)
{
    pid_t pid = fork();

    if (pid == 0) {
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return pid;
}

static const char *left_by(const desk_t *desk, long pid, const char *suffix)
{
    return apr_psprintf(desk->pool, "%s.new.%ld%s", desk->target, pid, suffix);
}

static void what_a_killed_publication_has_left_is_removed(void **state)
{
    desk_t desk = desk_of(*state);
    long ended = ended_process();
    const char *copy = left_by(&desk, ended, "");
    const char *journal = left_by(&desk, ended, "-journal");
    const char *folder = left_by(&desk, ended, ".files");
    const char *alive = left_by(&desk, (long)getppid(), "");
    const char *half = folder_of(&desk, "0123456789abcdef0123456789abcdef");

    unit_puts(copy, "half a file");
    unit_puts(journal, "half a file");
    unit_puts(alive, "half a file");
    assert_int_equal(mkdir(folder, 0700), 0);
    unit_puts(unit_path(folder, "acts.csv", *state), "half a file");
    /* Renamed, but its database never was. */
    assert_int_equal(mkdir(half, 0755), 0);
    unit_puts(unit_path(half, "manifest.json", *state), "{}");
    (void)publish(&desk);
    assert_false(is_there(copy));
    assert_false(is_there(journal));
    assert_false(is_there(folder));
    assert_false(is_there(half));
    assert_true(is_there(alive));
}

static void a_failure_leaves_no_downloads(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);

    unit_sql(desk.authoring,
             "PRAGMA foreign_keys = OFF;"
             "INSERT INTO treaty_title VALUES (99, 0, 'short', 'en', 'x')");
    assert_int_not_equal(try_publish(&revision, &desk, 1), APR_SUCCESS);
    unit_log_expect(desk.log, "TREATY0105");
    assert_int_equal(unit_folder_count(desk.folder, *state), 2);
}

/* Where the last step fails, what was in place already goes again. */
static void a_target_that_can_not_be_replaced_leaves_no_downloads(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision;

    assert_int_equal(mkdir(desk.target, 0755), 0);
    assert_int_not_equal(try_publish(&revision, &desk, 1), APR_SUCCESS);
    unit_log_expect(desk.log, "TREATY0201");
    assert_int_equal(unit_folder_count(desk.folder, *state), 1);
}

static void who_may_read_the_target_may_read_its_downloads(void **state)
{
    desk_t desk = desk_of(*state);
    const char *revision = publish(&desk);
    struct stat info;

    assert_int_equal(stat(folder_of(&desk, revision), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0755);
    assert_int_equal(stat(file_of(&desk, revision, "acts.csv"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0644);
    assert_int_equal(chmod(desk.target, 0640), 0);
    revision = publish(&desk);
    assert_int_equal(stat(folder_of(&desk, revision), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0750);
    assert_int_equal(stat(file_of(&desk, revision, "manifest.json"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_files_are_there_as_the_manifest_says),
        TEST(the_database_is_the_published_file),
        TEST(the_record_file_is_as_the_export_writes_it),
        TEST(tables_hold_the_record),
        TEST(each_column_is_in_the_dictionary),
        TEST(the_schema_is_that_of_the_database),
        TEST(proposals_are_not_given_away),
        TEST(the_revision_before_stays_and_older_ones_go),
        TEST(what_is_not_ours_stays),
        TEST(what_a_killed_publication_has_left_is_removed),
        TEST(a_failure_leaves_no_downloads),
        TEST(a_target_that_can_not_be_replaced_leaves_no_downloads),
        TEST(who_may_read_the_target_may_read_its_downloads),
    };

    return RUN("publish_downloads", tests);
}
