/* Memory that is out, at each call of jansson's and SQLite's allocators in
 * turn, while something is imported: all of it is there, or there is an error
 * and the database is as it was; nothing leaks. */
#include "scarce.h"
#include "unit.h"

#include "treaty_export.h"
#include "treaty_import.h"
#include "treaty_memory.h"
#include "treaty_text.h"

/* A prime number, so that it hits each kind of call. */
#define STRIDE 101
#define EXPORT_MAX (1 << 20)

/* What is imported, and into what. */
typedef struct work_t {
    /** A folder of this test's own. */
    const char *folder;
    /** The database, and its bytes before. */
    const char *db;
    const char *before;
    apr_size_t before_len;
    const char *input;
    /** The record, exported, once all is imported. */
    const char *whole;
    int is_overlay;
    treaty_import_options_t options;
    unit_log_t *log;
} work_t;

static const char iso[] =
    "{\"3166-1\": ["
    "{\"alpha_2\": \"AU\", \"alpha_3\": \"AUS\", \"name\": \"Australia\"},"
    "{\"alpha_2\": \"FR\", \"alpha_3\": \"FRA\", \"name\": \"France\"}]}";

static const char overlay[] =
    "{\"format\": \"treaty-overlay\", \"version\": 1,\n"
    "\"sources\": [{\"id\": \"desk\", \"kind\": \"editor\","
    " \"title\": \"The desk\"}],\n"
    "\"lines\": [\n"
    "{\"treaty\": \"alpha\", \"participant\": \"aland\", \"act\": "
    "\"withdrawal\","
    " \"deposited_on\": \"2010-01-01\", \"effective_on\": \"2011-01-01\","
    " \"scope\": \"consent\", \"source\": {\"id\": \"cn-1\","
    " \"kind\": \"document\", \"title\": \"C.N.1.2010\"}},\n"
    "{\"treaty\": \"alpha\", \"participant\": \"beland\","
    " \"kind\": \"accession\", \"effective_on\": \"2003-05-05\","
    " \"source\": \"desk\"},\n"
    "{\"treaty\": \"alpha\", \"participant\": \"beland\","
    " \"extends_to\": \"An island\", \"deposited_on\": \"2005-01-01\","
    " \"source\": \"desk\"},\n"
    "{\"participant\": \"aland\", \"name\": \"New Aland\","
    " \"valid_from\": \"2012-01-01\", \"source\": \"desk\"},\n"
    "{\"treaty\": \"beta\", \"covers\": [\"withdrawals\"],"
    " \"source\": \"desk\"}]}\n";

static const char overlay_table[] =
    "treaty,participant,act,deposited_on,effective_on,scope,source,"
    "source_kind,source_title\n"
    "alpha,aland,withdrawal,2010-01-01,2011-01-01,consent,desk,editor,"
    "The desk\n";

static const char catalogue[] =
    "chapter_no,treaty_no,treaty_name,chapter_name\n"
    "4,97,\"Convention on Rivers. Geneva, 1 January 2001\",Rivers\n";

static const char table[] =
    "Participant,Signature,\"Ratification, Accession(a)\"\n"
    "Australia,1 Feb 2001,3 Mar 2002\n"
    "Ruritania,,4 Apr 2003 a\n";

static const char declarations[] =
    "#Australia\n\nAustralia declares a thing.\n";

/* A database with the small record, and a list of countries as short. */
static work_t *begin(apr_pool_t *pool)
{
    work_t *work = apr_pcalloc(pool, sizeof(*work));

    work->folder = unit_folder(pool);
    work->db = unit_path(work->folder, "authoring.db", pool);
    work->log = unit_log(pool);
    unit_authoring(work->db, unit_sample(pool), pool);
    /* A record file wants one of each treaty. */
    unit_sql(work->db, "INSERT INTO treaty_title (treaty_id, position, kind, "
                       "language, title) "
                       "VALUES (3, 0, 'short', 'en', 'The Gamma Treaty')");
    work->before = unit_read(&work->before_len, work->db, pool);
    work->options.iso_codes = work->folder;
    unit_puts(unit_path(work->folder, "iso_3166-1.json", pool), iso);
    unit_puts(unit_path(work->folder, "iso_3166-3.json", pool),
              "{\"3166-3\": []}");
    return work;
}

static apr_status_t take(void *text, const char *data, apr_size_t len)
{
    return treaty_text_append(text, data, len);
}

static const char *exported(const work_t *work, apr_pool_t *pool)
{
    treaty_text_t *text = treaty_text_create(EXPORT_MAX, pool);
    treaty_db_t *db;

    treaty_memory_begin();
    assert_int_equal(
        treaty_db_open(&db, work->db, TREATY_DB_READ, &work->log->log, pool),
        APR_SUCCESS);
    assert_int_equal(treaty_export(db, take, text, pool), APR_SUCCESS);
    treaty_db_close(db);
    return text->data;
}

/* Imports with the n-th call failing; 0: none. */
static apr_status_t import(int *has_failed, work_t *work, long n, int for_good,
                           apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    apr_array_header_t *paths = apr_array_make(pool, 1, sizeof(char *));
    treaty_overlay_report_t overlaid;
    treaty_import_report_t imported;
    treaty_db_t *db;
    apr_status_t rv;

    APR_ARRAY_PUSH(paths, const char *) = work->input;
    assert_int_equal(
        treaty_db_open(&db, work->db, TREATY_DB_WRITE, &work->log->log, pool),
        APR_SUCCESS);
    scarce_begin(n, for_good);
    rv = work->is_overlay ? treaty_overlay(&overlaid, findings, db, paths,
                                           &work->options, pool)
                          : treaty_import(&imported, findings, db, paths,
                                          &work->options, pool);
    *has_failed = scarce_end();
    if (!*has_failed && rv != APR_SUCCESS) {
        fail_msg(
            "%s: %s %s", work->input,
            findings->errors
                ? APR_ARRAY_IDX(findings->kept, 0, treaty_finding_t).message
                : "",
            unit_log_text(work->log));
    }
    treaty_db_close(db);
    return rv;
}

static void expect_as_before(const work_t *work, long n, apr_pool_t *pool)
{
    apr_size_t len;
    const char *now;

    /* What is half written is taken back by the next who opens it. */
    (void)exported(work, pool);
    now = unit_read(&len, work->db, pool);
    if (len != work->before_len || memcmp(now, work->before, len) != 0) {
        fail_msg("%s: call %ld: written to", work->input, n);
    }
}

static void expect_whole(work_t *work, long n, apr_pool_t *pool)
{
    const char *now = exported(work, pool);
    apr_size_t same = 0;

    while (now[same] && now[same] == work->whole[same]) {
        same++;
    }
    if (now[same] != work->whole[same]) {
        fail_msg("%s: call %ld: %.200s, not %.200s", work->input, n, now + same,
                 work->whole + same);
    }
    unit_write(work->db, work->before, work->before_len);
}

/* One import with the n-th call failing. @return whether there was one */
static int try_one(work_t *work, long n, int for_good, apr_pool_t *parent)
{
    apr_pool_t *pool;
    long in_use;
    int has_failed;
    apr_status_t rv;

    in_use = scarce_in_use();
    apr_pool_create(&pool, parent);
    rv = import(&has_failed, work, n, for_good, pool);
    if (rv == APR_SUCCESS) {
        expect_whole(work, n, pool);
    }
    else {
        assert_int_not_equal(rv, TREATY_EINPUT);
        expect_as_before(work, n, pool);
    }
    apr_pool_destroy(pool);
    treaty_memory_begin();
    if (scarce_in_use() != in_use) {
        fail_msg("%s: call %ld: %ld leak", work->input, n,
                 scarce_in_use() - in_use);
    }
    return has_failed;
}

static void exhaust(work_t *work, const char *input, apr_pool_t *pool)
{
    long failures = 0;
    int for_good;
    int has_failed;
    long n;

    work->input = input;
    unit_write(work->db, work->before, work->before_len);
    assert_int_equal(import(&has_failed, work, 0, 0, pool), APR_SUCCESS);
    work->whole = exported(work, pool);
    unit_write(work->db, work->before, work->before_len);
    assert_string_not_equal(work->whole, exported(work, pool));
    for (for_good = 0; for_good < 2; for_good++) {
        for (n = 1; try_one(work, n, for_good, pool);
             n += scarce_stride(STRIDE)) {
            failures++;
        }
    }
    print_message("# %s: %ld calls failed\n", input + strlen(work->folder) + 1,
                  failures);
}

/* A file of the fuzzers' seeds under the name that an importer wants. */
static const char *seed(const work_t *work, const char *seed, const char *name,
                        apr_pool_t *pool)
{
    const char *path = unit_path(work->folder, name, pool);
    const char *text =
        unit_source(apr_pstrcat(pool, "tests/fuzz/seeds/", seed, NULL), pool);

    assert_non_null(text);
    unit_puts(path, text);
    return path;
}

static const char *put(const work_t *work, const char *name, const char *text,
                       apr_pool_t *pool)
{
    const char *path = unit_path(work->folder, name, pool);

    unit_puts(path, text);
    return path;
}

/* The record itself, with a treaty of another name. */
static const char *changed(const work_t *work, apr_pool_t *pool)
{
    char *record = apr_pstrdup(pool, exported(work, pool));
    char *name = strstr(record, "The Alpha Protocol");

    assert_non_null(name);
    memcpy(name, "Another", strlen("Another"));
    return record;
}

static void records(void **state)
{
    work_t *work = begin(*state);

    exhaust(work, put(work, "record.json", changed(work, *state), *state),
            *state);
}

static void status_tables(void **state)
{
    work_t *work = begin(*state);
    const char *set = unit_path(work->folder, "set", *state);

    exhaust(work, put(work, "4-97.csv", table, *state), *state);
    apr_dir_make(set, APR_FPROT_OS_DEFAULT, *state);
    apr_dir_make(unit_path(set, "treaties", *state), APR_FPROT_OS_DEFAULT,
                 *state);
    apr_dir_make(unit_path(set, "declarations", *state), APR_FPROT_OS_DEFAULT,
                 *state);
    put(work, "set/index.csv", catalogue, *state);
    put(work, "set/treaties/4-97.csv", table, *state);
    put(work, "set/declarations/4-97.txt", declarations, *state);
    exhaust(work, set, *state);
}

static void xml(void **state)
{
    work_t *work = begin(*state);

    exhaust(work, seed(work, "mtdsg/a-treaty.xml", "IV-11-c.en.xml", *state),
            *state);
}

static void pages(void **state)
{
    work_t *work = begin(*state);

    exhaust(work, seed(work, "page/a-sheet-of-children.txt", "a.txt", *state),
            *state);
    exhaust(work, seed(work, "html/a-plain-page.html", "a.html", *state),
            *state);
}

static void overlays(void **state)
{
    work_t *work = begin(*state);

    work->is_overlay = 1;
    exhaust(work, put(work, "overlay.json", overlay, *state), *state);
    exhaust(work, put(work, "overlay.csv", overlay_table, *state), *state);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(records), TEST(status_tables), TEST(xml),
        TEST(pages),   TEST(overlays),
    };

    scarce_install();
    return RUN("import_exhausted", tests);
}
