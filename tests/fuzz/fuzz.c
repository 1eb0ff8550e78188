#include "fuzz.h"

#include "treaty_publish.h"
#include "treaty_site_page.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of ids, and of names of templates with some more. */
#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* The longest body that is read. */
#define BODY_MAX (64 * 1024 * 1024)

void fuzz_fail(const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s\n", what, detail ? detail : "");
    abort();
}

static void must(apr_status_t status, const char *what)
{
    char buffer[200];

    if (status != APR_SUCCESS) {
        fuzz_fail(what, treaty_strerror(status, buffer, sizeof(buffer)));
    }
}

static apr_pool_t *process_pool(void)
{
    static apr_pool_t *pool;

    if (!pool) {
        apr_initialize();
        atexit(apr_terminate);
        must(apr_pool_create(&pool, NULL), "no pool");
    }
    return pool;
}

apr_pool_t *fuzz_pool(void)
{
    apr_pool_t *pool;

    must(apr_pool_create(&pool, process_pool()), "no pool");
    return pool;
}

/* The log is written, so that what is told of an input is made. */
static void forget(void *baton, treaty_log_level_t level, apr_status_t status,
                   const char *message)
{
    (void)level;
    (void)status;
    *(apr_size_t *)baton += strlen(message);
}

static const treaty_log_t *log_of_nothing(void)
{
    static apr_size_t told;
    static const treaty_log_t log = {forget, &told, TREATY_LOG_TRACE};

    return &log;
}

static void remove_tree(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;

    if (apr_dir_open(&dir, path, pool) != APR_SUCCESS) {
        return;
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        const char *inner = apr_pstrcat(pool, path, "/", info.name, NULL);

        if (strcmp(info.name, ".") != 0 && strcmp(info.name, "..") != 0 &&
            apr_file_remove(inner, pool) != APR_SUCCESS) {
            remove_tree(inner, pool);
        }
    }
    apr_dir_close(dir);
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

/* "folder/name" of the process's own folder, which is made at first. */
static const char *path_of(const char *name, apr_pool_t *pool)
{
    static char *folder;
    const char *temporary;

    if (!folder) {
        must(apr_temp_dir_get(&temporary, process_pool()), "no folder");
        folder =
            apr_pstrcat(process_pool(), temporary, "/treaty-fuzz-XXXXXX", NULL);
        if (!mkdtemp(folder)) {
            fuzz_fail("no folder can be made in", temporary);
        }
        apr_pool_cleanup_register(process_pool(), folder, remove_folder,
                                  apr_pool_cleanup_null);
    }
    return apr_pstrcat(pool, folder, "/", name, NULL);
}

const char *fuzz_file(const char *name, const void *data, apr_size_t len)
{
    static const char *path;
    static const char *last;
    apr_pool_t *pool = fuzz_pool();
    apr_file_t *file;

    if (!last || strcmp(last, name) != 0) {
        path = path_of(name, process_pool());
        last = apr_pstrdup(process_pool(), name);
    }
    must(apr_file_open(&file, path,
                       APR_FOPEN_CREATE | APR_FOPEN_WRITE | APR_FOPEN_TRUNCATE,
                       APR_FPROT_OS_DEFAULT, pool),
         path);
    must(apr_file_write_full(file, data, len, NULL), path);
    apr_pool_destroy(pool);
    return path;
}

static void import_sample(treaty_db_t *db)
{
    apr_pool_t *pool = fuzz_pool();
    const char *root = getenv("TREATY_SRCDIR");
    apr_array_header_t *paths = apr_array_make(pool, 1, sizeof(char *));
    treaty_findings_t *findings = treaty_findings_create(pool);
    treaty_import_report_t report;

    APR_ARRAY_PUSH(paths, const char *) =
        apr_pstrcat(pool, root ? root : ".", "/sql/sample.json", NULL);
    must(treaty_import(&report, findings, db, paths, NULL, pool),
         "the sample can't be imported; TREATY_SRCDIR names the sources");
    apr_pool_destroy(pool);
}

treaty_db_t *fuzz_authoring(void)
{
    static treaty_db_t *db;

    if (!db) {
        apr_pool_t *pool = process_pool();

        must(treaty_db_open(&db, path_of("authoring.db", pool),
                            TREATY_DB_CREATE, log_of_nothing(), pool),
             "no authoring database");
        import_sample(db);
    }
    return db;
}

const char *fuzz_sample(void)
{
    static const char *path;

    if (!path) {
        apr_pool_t *pool = process_pool();
        apr_pool_t *scratch = fuzz_pool();
        treaty_publish_options_t options = {.downloads = 1};
        const char *revision;

        path = path_of("sample.db", pool);
        must(treaty_publish(&revision, treaty_db_path(fuzz_authoring()), path,
                            &options, log_of_nothing(), scratch, scratch),
             "the sample can't be published");
        apr_pool_destroy(scratch);
    }
    return path;
}

treaty_site_t *fuzz_site(const char *path, apr_pool_t *pool)
{
    treaty_site_t *site = apr_pcalloc(pool, sizeof(*site));
    treaty_database_settings_t database = {path, 1, log_of_nothing()};
    treaty_templates_settings_t templates = {NULL, log_of_nothing()};

    must(treaty_database_create(&site->database, &database, pool), path);
    must(treaty_templates_create(&site->templates, &templates, pool),
         "no templates");
    site->base = "/ref";
    site->origin = "https://example.org";
    site->refresh = apr_time_from_sec(3600);
    return site;
}

const treaty_site_t *fuzz_sample_site(void)
{
    static treaty_site_t *site;

    if (!site) {
        site = fuzz_site(fuzz_sample(), process_pool());
    }
    return site;
}

void fuzz_findings(apr_status_t status, const treaty_findings_t *findings,
                   apr_pool_t *pool)
{
    char buffer[200];
    int i;

    for (i = 0; i < findings->kept->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(findings->kept, i, treaty_finding_t);

        if (!finding->kind || !*treaty_finding_text(finding, pool)) {
            fuzz_fail("a finding says nothing", finding->file);
        }
    }
    if (status != (findings->errors > 0 ? TREATY_EINPUT : APR_SUCCESS)) {
        fuzz_fail("the status isn't what the findings say",
                  treaty_strerror(status, buffer, sizeof(buffer)));
    }
}

void fuzz_import(const unsigned char *data, size_t size, treaty_format_t format,
                 const char *name)
{
    static const treaty_import_options_t options = {.dry_run = 1};
    treaty_db_t *db = fuzz_authoring();
    const char *path = fuzz_file(name, data, size);
    apr_pool_t *pool = fuzz_pool();
    treaty_findings_t *findings = treaty_findings_create(pool);
    apr_array_header_t *paths = apr_array_make(pool, 1, sizeof(char *));
    treaty_import_report_t report;
    treaty_format_t found;

    APR_ARRAY_PUSH(paths, const char *) = path;
    if (treaty_file_recognise(&found, path, findings, pool) == APR_SUCCESS &&
        found == format) {
        fuzz_findings(
            treaty_import(&report, findings, db, paths, &options, pool),
            findings, pool);
    }
    apr_pool_destroy(pool);
}

void fuzz_site_page(const unsigned char *data, size_t size, const char *name)
{
    static treaty_known_t *known;
    const char *path = fuzz_file(name, data, size);
    apr_pool_t *pool = fuzz_pool();
    treaty_findings_t *findings = treaty_findings_create(pool);
    treaty_site_page_t page;
    apr_status_t rv;

    if (!known) {
        must(treaty_known_load(&known, fuzz_authoring(), process_pool()),
             "the names of the sample record can't be read");
    }
    rv =
        treaty_site_page_read(&page, known, path, "2026-01-01", findings, pool);
    fuzz_findings(rv, findings, pool);
    apr_pool_destroy(pool);
}

char *fuzz_part(const unsigned char **data, size_t *size, char separator,
                apr_pool_t *pool)
{
    const unsigned char *from = *data;
    const unsigned char *end = memchr(from, separator, *size);
    size_t len = end ? (size_t)(end - from) : *size;

    if (*size == 0) {
        return NULL;
    }
    *data += end ? len + 1 : len;
    *size -= end ? len + 1 : len;
    return apr_pstrmemdup(pool, (const char *)from, len);
}

static void check_header(const char *value)
{
    const char *c;

    for (c = value ? value : ""; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            fuzz_fail("a header holds a control character", value);
        }
    }
}

static void check_body(const char *type, const char *body, apr_size_t len)
{
    json_error_t error;
    json_t *json;

    if (strstr(type, "json")) {
        json = json_loadb(body, len, JSON_DECODE_ANY, &error);
        if (!json) {
            fuzz_fail("the JSON is none", error.text);
        }
        json_decref(json);
    }
    else if ((strstr(type, "html") || strstr(type, "xml")) &&
             strstr(body, FUZZ_TAG)) {
        fuzz_fail("the input's own tag is in", type);
    }
}

static void drain(treaty_stream_t *stream)
{
    apr_size_t total = 0;
    apr_size_t len = 1;
    const char *data;

    while (len > 0 && treaty_stream_next(&data, &len, stream) == APR_SUCCESS) {
        total += len;
        if (total > BODY_MAX) {
            fuzz_fail("a stream has no end", NULL);
        }
    }
}

/* What goes into logs as it stands is ours. */
static void check_note(const char *note, const char *letters)
{
    if (note && (*note == '\0' || note[strspn(note, letters)] != '\0')) {
        fuzz_fail("a note that isn't ours", note);
    }
}

void fuzz_answer(const treaty_answer_t *answer)
{
    check_note(answer->made.record, LETTERS "@");
    check_note(answer->made.view, LETTERS "_.");
    check_note(answer->made.revision, LETTERS);
    check_header(answer->content_type);
    check_header(answer->etag);
    check_header(answer->location);
    check_header(answer->language);
    check_header(answer->link);
    check_header(answer->disposition);
    check_header(answer->policy);
    check_header(answer->digest);
    if (answer->stream) {
        drain(answer->stream);
    }
    else if (answer->body && !answer->file && !answer->coding) {
        if (answer->body[answer->len] != '\0') {
            fuzz_fail("the body isn't ended", answer->content_type);
        }
        check_body(answer->content_type ? answer->content_type : "",
                   answer->body, answer->len);
    }
}
