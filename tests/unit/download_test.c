/* What serving offers and opens of a revision's downloads, and that it
 * believes nothing that doesn't hold. */
#include "document_unit.h"

#include "answer/download.h"
#include "treaty_publish.h"

#include <apr_file_info.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct served_t {
    apr_pool_t *pool;
    const char *authoring;
    const char *target;
    const char *revision;
    const treaty_reading_t *reading;
} served_t;

static const char *publish(const served_t *served, int downloads)
{
    treaty_publish_options_t options = {.downloads = downloads};
    unit_log_t *log = unit_log(served->pool);
    const char *revision = NULL;

    if (treaty_publish(&revision, served->authoring, served->target, &options,
                       &log->log, served->pool, served->pool) != APR_SUCCESS) {
        fail_msg("%s", unit_log_text(log));
    }
    return revision;
}

static served_t serve(int downloads, apr_pool_t *pool)
{
    served_t served = {0};

    served.pool = pool;
    served.authoring = unit_path(unit_folder(pool), "authoring.db", pool);
    served.target = unit_path(unit_folder(pool), "served.db", pool);
    unit_authoring(served.authoring, unit_sample(pool), pool);
    served.revision = publish(&served, downloads);
    served.reading = unit_reading(served.target, NULL, pool);
    return served;
}

static const char *file_of(const served_t *served, const char *name)
{
    return apr_pstrcat(served->pool, served->target, ".", served->revision, "/",
                       name, NULL);
}

static json_t *list_of(const served_t *served)
{
    json_t *document = NULL;

    assert_int_equal(treaty_document_downloads(&document, served->reading),
                     APR_SUCCESS);
    return document;
}

static const char *names_of(const json_t *document, apr_pool_t *pool)
{
    return unit_lines(json_object_get(document, "files"), "name", pool);
}

/* Finds and opens a file; returns what finding or opening said. */
static apr_status_t fetch(const char **text, const served_t *served,
                          const char *name)
{
    treaty_download_t *download;
    apr_file_t *file;
    apr_size_t len;
    char *data;
    apr_status_t rv = treaty_download_find(&download, served->reading, name);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_download_open(&file, download, served->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    len = (apr_size_t)download->length;
    data = apr_pcalloc(served->pool, len + 1);
    assert_int_equal(apr_file_read_full(file, data, len, NULL), APR_SUCCESS);
    assert_int_equal(apr_file_eof(file), APR_SUCCESS);
    *text = data;
    apr_file_close(file);
    return APR_SUCCESS;
}

static void expect_missing(const served_t *served, const char *name)
{
    const char *text;

    assert_int_equal(fetch(&text, served, name), TREATY_ENOTFOUND);
}

static void all_files_are_offered(void **state)
{
    served_t served = serve(1, *state);
    const json_t *document = list_of(&served);
    const json_t *file;
    size_t i;

    assert_string_equal(names_of(document, *state),
                        "treaty.db\nrecord.json\ntreaties.csv\n"
                        "participants.csv\nacts.csv\nstatements.csv\n"
                        "sources.csv\ndictionary.csv\nschema.sql\n"
                        "README.txt\n");
    unit_expect_member(document, "complete", "true", *state);
    unit_expect_member(document, "note", "null", *state);
    unit_expect_member(document, "revision",
                       apr_psprintf(*state, "\"%s\"", served.revision), *state);
    unit_expect_member(document, "files.4.url", "\"/ref/download/acts.csv\"",
                       *state);
    unit_expect_member(document, "files.4.content_type",
                       "\"text/csv; charset=utf-8; header=present\"", *state);
    unit_expect_member(document, "sources_total", "2", *state);
    unit_expect_part(unit_member(document, "terms", *state), "their terms");
    json_array_foreach(json_object_get(document, "files"), i, file)
    {
        const char *text;
        treaty_download_t *download;
        const char *name = treaty_json_text(file, "name");

        assert_int_equal(fetch(&text, &served, name), APR_SUCCESS);
        assert_int_equal(treaty_download_find(&download, served.reading, name),
                         APR_SUCCESS);
        assert_string_equal(download->sha256, treaty_json_text(file, "sha256"));
        assert_int_equal(download->length,
                         json_integer_value(json_object_get(file, "bytes")));
    }
}

static void other_names_are_never_opened(void **state)
{
    static const char *const names[] = {
        "",           "manifest.json", "../served.db",   "acts.csv/",
        "/acts.csv",  "ACTS.CSV",      "acts.csv\n",     ".",
        "my-own.txt", "treaty.db-wal", "README.txt.new", "..%2fserved.db"};
    served_t served = serve(1, *state);
    size_t i;

    unit_puts(file_of(&served, "my-own.txt"), "mine");
    for (i = 0; i < LENGTH(names); i++) {
        expect_missing(&served, names[i]);
    }
}

static void without_downloads_the_database_is_offered(void **state)
{
    served_t served = serve(0, *state);
    const json_t *document = list_of(&served);
    const char *text;

    assert_string_equal(names_of(document, *state), "treaty.db\n");
    unit_expect_member(document, "complete", "false", *state);
    unit_expect_part(unit_member(document, "note", *state),
                     "Only the database");
    unit_expect_member(document, "files.0.sha256", "null", *state);
    unit_expect_member(document, "terms", "null", *state);
    assert_int_equal(fetch(&text, &served, "treaty.db"), APR_SUCCESS);
    assert_memory_equal(text, "SQLite format 3", 16);
    expect_missing(&served, "acts.csv");
}

/* Who still reads the revision before is given that one's files. */
static void a_revision_keeps_its_files_while_it_is_read(void **state)
{
    served_t served = serve(1, *state);
    const char *before;
    const char *after;

    assert_int_equal(fetch(&before, &served, "treaty.db"), APR_SUCCESS);
    unit_sql(served.authoring, "DELETE FROM act WHERE participant_id = 5;");
    (void)publish(&served, 1);
    assert_int_equal(fetch(&after, &served, "treaty.db"), APR_SUCCESS);
    assert_memory_equal(before, after, 4096);
    assert_int_equal(fetch(&after, &served, "acts.csv"), APR_SUCCESS);
    assert_non_null(strstr(after, "dland"));
    unit_expect_member(list_of(&served), "complete", "true", *state);
    (void)publish(&served, 1);
    unit_expect_member(list_of(&served), "files", "[]", *state);
    expect_missing(&served, "treaty.db");
    expect_missing(&served, "acts.csv");
}

/* Another file by the name of the published one isn't the one that is read. */
static void another_database_is_not_taken_for_this_one(void **state)
{
    served_t served = serve(0, *state);
    treaty_download_t *download;
    apr_file_t *file;

    assert_int_equal(
        treaty_download_find(&download, served.reading, "treaty.db"),
        APR_SUCCESS);
    (void)publish(&served, 0);
    assert_int_equal(treaty_download_open(&file, download, *state),
                     TREATY_ENOTFOUND);
    expect_missing(&served, "treaty.db");
}

/* Where the files came here without a second name, they are two. */
static void files_that_were_copied_are_offered(void **state)
{
    served_t served = serve(1, *state);
    const char *link = file_of(&served, "treaty.db");
    apr_size_t len;
    const char *data = unit_read(&len, link, *state);

    assert_int_equal(unlink(link), 0);
    unit_write(link, data, len);
    unit_expect_member(list_of(&served), "complete", "true", *state);
    assert_int_equal(unlink(link), 0);
    unit_expect_member(list_of(&served), "complete", "true", *state);
}

static void expect_only_database(const served_t *served)
{
    const json_t *document = list_of(served);

    assert_string_equal(names_of(document, served->pool), "treaty.db\n");
    unit_expect_member(document, "complete", "false", served->pool);
    expect_missing(served, "acts.csv");
}

static void a_manifest_that_can_not_be_believed_is_left_aside(void **state)
{
    served_t served = serve(1, *state);
    const char *path = file_of(&served, "manifest.json");
    apr_size_t len;
    const char *good = unit_read(&len, path, *state);
    char *large = apr_palloc(*state, TREATY_DOWNLOAD_MANIFEST_MAX + 2);
    const char *const bad[] = {
        "",
        "[]",
        "{",
        "null",
        "{\"revision\": 1}",
        "{\"revision\": \"0123456789abcdef0123456789abcdef\", \"files\": []}",
        apr_psprintf(*state, "{\"revision\": \"%s\", \"files\": {}}",
                     served.revision),
        apr_psprintf(*state,
                     "{\"revision\": \"%s\", \"files\": [1, {\"name\": 2}, "
                     "{\"name\": \"acts.csv\", \"bytes\": -1, \"sha256\": "
                     "\"x\"}, {\"name\": \"../x\", \"bytes\": 1}]}",
                     served.revision)};
    size_t i;

    for (i = 0; i < LENGTH(bad); i++) {
        unit_puts(path, bad[i]);
        expect_only_database(&served);
    }
    memset(large, ' ', TREATY_DOWNLOAD_MANIFEST_MAX + 1);
    memcpy(large, good, len);
    unit_write(path, large, TREATY_DOWNLOAD_MANIFEST_MAX + 1);
    expect_only_database(&served);
    unit_write(path, good, len);
    unit_expect_member(list_of(&served), "complete", "true", *state);
}

/* What isn't as the manifest says is left out, and the others stay. */
static void a_file_that_is_not_as_told_is_left_out(void **state)
{
    served_t served = serve(1, *state);
    const char *path = file_of(&served, "acts.csv");
    const char *aside = file_of(&served, "aside");
    const json_t *document;

    unit_puts(path, "other");
    expect_missing(&served, "acts.csv");
    assert_int_equal(unlink(path), 0);
    expect_missing(&served, "acts.csv");
    document = list_of(&served);
    assert_int_equal(json_array_size(json_object_get(document, "files")), 9);
    unit_expect_member(document, "complete", "false", *state);
    unit_expect_part(unit_member(document, "note", *state), "Some of");

    assert_int_equal(mkfifo(path, 0644), 0);
    expect_missing(&served, "acts.csv");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0755), 0);
    expect_missing(&served, "acts.csv");
    assert_int_equal(rmdir(path), 0);

    path = file_of(&served, "README.txt");
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(symlink(aside, path), 0);
    expect_missing(&served, "README.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_files_are_offered),
        TEST(other_names_are_never_opened),
        TEST(without_downloads_the_database_is_offered),
        TEST(a_revision_keeps_its_files_while_it_is_read),
        TEST(another_database_is_not_taken_for_this_one),
        TEST(files_that_were_copied_are_offered),
        TEST(a_manifest_that_can_not_be_believed_is_left_aside),
        TEST(a_file_that_is_not_as_told_is_left_out),
    };

    return RUN("download", tests);
}
