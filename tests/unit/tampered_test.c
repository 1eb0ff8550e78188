/* A published file that somebody has changed: its schema no longer refuses
 * anything, and each column in turn holds what none may hold. Whatever is
 * asked, there is an answer, and JSON stays JSON. */
#include "unit.h"

#include "treaty_answer.h"

#include <apr_file_io.h>
#include <jansson.h>

#define NOW (apr_time_from_sec(1000000000))

/* What unit.sql has none of. */
static const char more[] =
    "INSERT INTO fact_sheet_crumb VALUES (1, 0, 'Office'), (1, 1, '2002');"
    "INSERT INTO fact_sheet_link VALUES (1, 0, 'More', 'https://example.org');"
    "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, level, text,"
    "  runs, table_rows) VALUES"
    "  (1, 0, 'heading', 2, 'Numbers', NULL, NULL),"
    "  (1, 1, 'paragraph', NULL, 'two', '[{\"text\":\"two\",\"em\":true}]',"
    "   NULL),"
    "  (1, 2, 'item', 1, 'one', NULL, NULL),"
    "  (1, 3, 'table', NULL, 'cell', NULL,"
    "   '[{\"cells\":[{\"text\":\"cell\"}]}]');"
    "INSERT INTO claim (fact_sheet_id, position, treaty_slug, participant_id,"
    "  measure, claimed, as_of) VALUES"
    "  (1, 1, 'alpha', 1, 'consented_on', '2000', '2002-12-24'),"
    "  (1, 2, 'delta', NULL, 'consents', '2', '2002-12-24');"
    "INSERT INTO statement (treaty_id, position, participant_id, kind, made_on,"
    "  about_id, text) VALUES"
    "  (1, 0, 1, 'reservation', '2000-02-01', 2, 'Not article 1.');"
    /* Two that a slip of the pen is near to. */
    "INSERT INTO treaty_alias (alias, treaty_id) VALUES ('alphy', 2),"
    "  ('alphz', 3);";

/* Without NOT NULL, CHECK and STRICT; SQLite's own keys stay. */
static const char loosen[] =
    "PRAGMA writable_schema = 1;"
    "UPDATE sqlite_schema SET sql = replace(replace(replace(sql,"
    "  'IS NOT NULL', 'NOTNULL'), ' NOT NULL', ''), ') STRICT', ')')"
    "WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%';"
    "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT', 'WITHOUT')"
    "WHERE type = 'table';"
    "PRAGMA writable_schema = RESET;";

static const char columns[] =
    "SELECT t.name, c.name FROM sqlite_schema AS t,"
    " pragma_table_info(t.name) AS c"
    " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'";

static const char *const values[] = {
    "NULL",
    "CAST(x'ff6f' || abs(random() % 1000) AS TEXT)",
    "x'00ff'",
    "9223372036854775807",
};

static const char *const addresses[] = {
    "/health",
    "/treaties.json",
    "/treaties.json?q=alpha&sort=title",
    "/treaties.csv?participant=aaa",
    "/search.json?q=alpha",
    "/search.json?q=alphx%20convention",
    "/acts.json?limit=2",
    "/acts.json?limit=2&cursor=PB8tZGVwb3NpdGVkX29uHx8",
    "/acts.json?pending=true&from=2000-01-01",
    "/acts.csv?kind=ratification,accession",
    "/acts.atom",
    "/treaties/alpha/acts.json",
    "/changes.json?limit=1",
    "/download.json",
    "/participants.json",
    "/participants.csv?kind=state",
    "/participants/aaa.json",
    "/participants/aaa/treaties.csv",
    "/participants/aaa/acts.json",
    "/status.json?treaty=alpha,beta&participant=aaa,celand",
    "/status.csv?treaty=family:alpha",
    "/subjects.json",
    "/treaties/alpha/participants.csv",
    "/treaties/alpha/statements.json?participant=aaa",
    "/treaties/alpha/timeline.json",
    "/treaties/alpha/timeline.svg",
    "/treaties/alpha/timeline",
    "/treaties/alpha/citation.bib",
    "/oembed?url=https://example.org/ref/treaties/alpha",
    "/treaties/alpha.json",
    "/treaties/alpha",
    "/treaties/AP/box",
    "/treaties/alpha/statements",
    "/treaties/alpha.jsonld",
    "/treaties/alpha/family.json",
    "/treaties/alpha/changes.json?from=2000-01-01&to=2005-06-01",
    "/treaties/alphx.json",
    "/treaties/alphx/box",
    "/treaties/alpha/why.json?participant=aaa",
    "/fact-sheets/2002-sheet/claims.json",
    "/fact-sheets/2002-sheet/claims",
    "/treaties/alpha@2000-12-31/why.json?participant=celand",
    "/fact-sheets.json?q=sheet",
    "/fact-sheets/2002-sheet.json",
    "/fact-sheets/2002-sheet",
    "/fact-sheets/2002-sheet/box",
    "/fact-sheets/2002-sheet/claims.json",
    "/fact-sheets/2002-sheet/claims",
    "/fact-sheets/2003-sheet.json",
    "/search.json?q=alpha",
    "/search.json?q=article+not",
    "/search.json?q=aland",
    "/search.json?q=%22aplha%22",
    "/treaties.json?q=proto",
};

static const treaty_element_t elements[] = {
    {.id = "alpha", .fact = "consents"},
    {.id = "alpha@2000-12-31", .fact = "signatures", .beside = "today"},
    {.id = "alpha", .participant = "Aland", .fact = "state"},
    {.id = "alpha", .fact = "title", .is_value = 1},
    {.id = "alphx", .view = "box"},
};

static treaty_site_t *site_of(const char *path, apr_pool_t *pool)
{
    treaty_site_t *site = unit_site(path, NULL, pool);

    site->refresh = apr_time_from_sec(3600);
    return site;
}

static void ask(const treaty_site_t *site, const char *address,
                apr_pool_t *pool)
{
    char *path = apr_pstrdup(pool, address);
    char *args = strchr(path, '?');
    treaty_request_t request = {path, NULL, NOW, NULL, 0, 0};
    treaty_answer_t *answer;
    const char *data;
    apr_size_t len;
    json_t *json;

    if (args) {
        *args++ = '\0';
        request.args = args;
    }
    treaty_answer_make(&answer, site, &request, pool);
    if (answer->stream) {
        /* Broken off or to its end, but without harm. */
        while (treaty_stream_next(&data, &len, answer->stream) == APR_SUCCESS &&
               len > 0) {
            assert_non_null(data);
        }
        return;
    }
    assert_non_null(answer->body);
    assert_int_equal(answer->len, strlen(answer->body));
    if (strstr(answer->content_type, "json")) {
        json = json_loadb(answer->body, answer->len, 0, NULL);
        assert_non_null(json);
        json_decref(json);
    }
}

static void ask_all(const char *path, apr_pool_t *parent)
{
    apr_pool_t *pool;
    const treaty_site_t *site;
    apr_size_t i;

    apr_pool_create(&pool, parent);
    site = site_of(path, pool);
    for (i = 0; i < LENGTH(addresses); i++) {
        ask(site, addresses[i], pool);
    }
    for (i = 0; i < LENGTH(elements); i++) {
        treaty_element_t element = elements[i];
        const char *text = NULL;
        const char *trouble;

        element.now = NOW;
        (void)treaty_element_make(&text, &trouble, site, &element, pool);
        assert_non_null(text);
    }
    apr_pool_destroy(pool);
}

/* Sets a column of all rows; those that SQLite's keys refuse stay. */
static void tamper(const char *path, const char *table, const char *column,
                   const char *value, apr_pool_t *pool)
{
    (void)unit_sql_error(path,
                         apr_psprintf(pool,
                                      "PRAGMA foreign_keys = OFF;"
                                      "PRAGMA ignore_check_constraints = ON;"
                                      "UPDATE OR IGNORE %s SET \"%s\" = %s",
                                      table, column, value),
                         pool);
}

static void each_column(apr_pool_t *pool, const char *value)
{
    const char *folder = unit_folder(pool);
    const char *good = unit_path(folder, "good.db", pool);
    const char *path = unit_path(folder, "tampered.db", pool);
    long stride = unit_stride(1);
    long number = 0;
    char *rest;
    char *line;

    unit_publish(good, apr_pstrcat(pool, unit_sample(pool), more, NULL), pool);
    unit_sql(good, loosen);
    rest = apr_pstrdup(pool, unit_rows(good, columns, pool));
    while ((line = apr_strtok(rest, "\n", &rest)) != NULL) {
        char *column = strchr(line, '|');

        *column++ = '\0';
        if (number++ % stride != 0) {
            continue;
        }
        assert_int_equal(
            apr_file_copy(good, path, APR_FPROT_FILE_SOURCE_PERMS, pool),
            APR_SUCCESS);
        tamper(path, line, column, value, pool);
        ask_all(path, pool);
    }
}

static void a_loosened_file_is_still_served(void **state)
{
    apr_pool_t *pool = *state;
    const char *path = unit_path(unit_folder(pool), "good.db", pool);
    treaty_request_t request = {"/treaties/alpha.json", NULL, NOW, NULL, 0, 0};
    treaty_answer_t *answer;

    unit_publish(path, apr_pstrcat(pool, unit_sample(pool), more, NULL), pool);
    unit_sql(path, loosen);
    tamper(path, "act", "kind", "NULL", pool);
    assert_string_equal(unit_rows(path, "SELECT count(kind) FROM act", pool),
                        "0\n");
    treaty_answer_make(&answer, site_of(path, pool), &request, pool);
    assert_int_equal(answer->status, 200);
}

static void nulls_are_answered(void **state)
{
    each_column(*state, values[0]);
}

static void texts_that_are_no_utf_8_are_answered(void **state)
{
    each_column(*state, values[1]);
}

static void blobs_are_answered(void **state)
{
    each_column(*state, values[2]);
}

static void the_largest_numbers_are_answered(void **state)
{
    each_column(*state, values[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_loosened_file_is_still_served),      TEST(nulls_are_answered),
        TEST(texts_that_are_no_utf_8_are_answered), TEST(blobs_are_answered),
        TEST(the_largest_numbers_are_answered),
    };

    return RUN("tampered", tests);
}
