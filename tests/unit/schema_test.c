/*
 * The schema refuses what the record can't hold, and each named statement
 * finds its rows by an index, or is listed here with the reason why not.
 */
#include "unit.h"

#include "treaty_db.h"

typedef struct refused_t {
    const char *sql;
    /** What SQLite names. */
    const char *why;
} refused_t;

#define SOURCE "INSERT INTO source (slug, kind, title"
#define PARTICIPANT "INSERT INTO participant (slug, kind"
#define TREATY "INSERT INTO treaty (slug, type"
#define STATEMENT "INSERT INTO statement (treaty_id, position, kind"
#define TEXT "INSERT INTO treaty_text (treaty_id, position, language"
#define ACT "INSERT INTO act (treaty_id, position, participant_id, kind"
#define BLOCK                                                              \
    "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, level, " \
    "text"
#define RULE                                                              \
    "INSERT INTO treaty_rule (treaty_id, delay_kind, delay, later_kind, " \
    "later_after"

static const refused_t dates[] = {
    {TREATY ", adopted_on) VALUES ('x', 'treaty', 'garbage')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2002-02-30')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2001-02-29')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2002-13-01')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2002-1-1')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2002-01-01 ')",
     "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2002-01-01T00:00')",
     "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', '2452000')", "adopted_on"},
    {TREATY ", adopted_on) VALUES ('x', 'treaty', 'now')", "date()"},
    {TREATY ", entry_into_force_on) VALUES ('x', 'treaty', 'x')",
     "entry_into_force_on"},
    {TREATY ", ended_on) VALUES ('x', 'treaty', '2002-04-31')", "ended_on"},
    {TREATY ", registered_on) VALUES ('x', 'treaty', '2002')", "registered_on"},
    {ACT ", deposited_on) VALUES (1, 99, 1, 'accession', '2002-02-30')",
     "deposited_on"},
    {ACT ", deposited_on) VALUES (1, 99, 1, 'accession', 'N/A')",
     "deposited_on"},
    {ACT ", effective_on) VALUES (1, 99, 1, 'accession', '30 Sep 1992')",
     "effective_on"},
    {SOURCE ", known_through) VALUES ('x', 'editor', 'X', '2015')",
     "known_through"},
    {SOURCE ", retrieved_on) VALUES ('x', 'editor', 'X', 'March 2015')",
     "retrieved_on"},
    {SOURCE ", retrieved_on) VALUES ('x', 'editor', 'X', '2015-03-32')",
     "retrieved_on"},
    {PARTICIPANT ", ended_on) VALUES ('x', 'state', '1991')", "ended_on"},
    {"INSERT INTO participant_name (participant_id, position, name, kind, "
     "valid_from) VALUES (1, 9, 'X', 'name', '2001')",
     "valid_from"},
    {"INSERT INTO participant_name (participant_id, position, name, kind, "
     "valid_to) VALUES (1, 9, 'X', 'name', 'now-ish')",
     "valid_to"},
    {"UPDATE fact_sheet SET released_on = 'December 24, 2002'", "released_on"},
    {"UPDATE claim SET as_of = '2002-12'", "as_of"},
    {STATEMENT ", made_on) VALUES (1, 9, 'note', '2002-02-30')", "made_on"},
    {"UPDATE treaty_rule SET later_kind = 'date', later_on = 'never'",
     "later_on"},
};

static const refused_t kinds[] = {
    {SOURCE ") VALUES ('x', 'rumour', 'X')", "kind"},
    {SOURCE ") VALUES ('X', 'editor', 'X')", "slug"},
    {SOURCE ") VALUES ('', 'editor', 'X')", "slug"},
    {SOURCE ") VALUES ('a b', 'editor', 'X')", "slug"},
    {SOURCE ") VALUES ('a/b', 'editor', 'X')", "slug"},
    {SOURCE ") VALUES ('x', 'editor', '')", "title"},
    {SOURCE ") VALUES ('x', 'editor', NULL)", "NOT NULL"},
    {SOURCE ", sha256) VALUES ('x', 'editor', 'X', 'abc')", "sha256"},
    {SOURCE ") VALUES ('table', 'editor', 'X')", "UNIQUE"},
    {PARTICIPANT ") VALUES ('x', 'country')", "kind"},
    {PARTICIPANT ", iso_alpha2) VALUES ('x', 'state', 'xx')", "iso_alpha2"},
    {PARTICIPANT ", iso_alpha3) VALUES ('x', 'state', 'XX')", "iso_alpha3"},
    {PARTICIPANT ", iso_alpha2) VALUES ('x', 'state', 'AA')", "UNIQUE"},
    {TREATY ") VALUES ('x', 'Convention')", "type"},
    {TREATY ") VALUES ('x@2002', 'treaty')", "slug"},
    {TREATY ") VALUES ('alpha', 'treaty')", "UNIQUE"},
    {TREATY ", mtdsg_no) VALUES ('x', 'treaty', 'I-1')", "UNIQUE"},
    {"INSERT INTO treaty (id, slug, type) VALUES ('one', 'x', 'treaty')",
     "mismatch"},
    {"INSERT INTO treaty_title VALUES (1, 9, 'long', 'en', 'X')", "kind"},
    {"INSERT INTO treaty_title VALUES (1, 0, 'short', 'en', 'X')", "UNIQUE"},
    {"INSERT INTO treaty_title VALUES (1, 'x', 'short', 'en', 'X')",
     "cannot store TEXT"},
    {"INSERT INTO treaty_alias VALUES ('ap', 2)", "UNIQUE"},
    {"INSERT INTO treaty_alias VALUES ('', 2)", "alias"},
    {"INSERT INTO treaty_coverage VALUES (2, 'all')", "covers"},
    {"INSERT INTO treaty_relation VALUES (1, 9, 'like', 'beta')", "kind"},
    {TEXT ", url) VALUES (1, 9, 'en', 'javascript:x')", "url"},
    {TEXT ", url) VALUES (1, 9, 'en', 'https://')", "url"},
    {TEXT ") VALUES (1, 9, 'e n')", "language"},
    {TEXT ", format) VALUES (1, 9, 'en', 'pdf')", "CHECK"},
    {TEXT ", url, format) VALUES (1, 9, 'en', 'http://x', 'doc')", "format"},
    {TEXT ", authentic) VALUES (1, 9, 'en', 2)", "authentic"},
    {ACT ") VALUES (1, 99, 1, 'notification')", "kind"},
    {ACT ") VALUES (1, 0, 1, 'accession')", "UNIQUE"},
    {ACT ", scope) VALUES (1, 99, 1, 'accession', 'treaty')", "CHECK"},
    {ACT ") VALUES (1, 99, 1, 'withdrawal')", "CHECK"},
    {ACT ", scope) VALUES (1, 99, 1, 'withdrawal', 'part')", "scope"},
    {RULE ") VALUES (2, 'years', 1, 'days', 'threshold')", "delay_kind"},
    {RULE ") VALUES (2, 'date', 1, 'days', 'threshold')", "delay_kind"},
    {RULE ") VALUES (2, 'days', -1, 'days', 'threshold')", "delay"},
    {RULE ") VALUES (2, 'days', 10001, 'days', 'threshold')", "delay"},
    {RULE ") VALUES (2, 'days', 1, 'days', 'ever')", "later_after"},
    {RULE ") VALUES (2, 'days', 1, 'date', 'threshold')", "CHECK"},
    {RULE ", later_on) VALUES (2, 'days', 1, 'days', 'threshold', "
          "'2002-01-01')",
     "CHECK"},
    {RULE ", threshold) VALUES (2, 'days', 1, 'days', 'threshold', 0)",
     "threshold"},
    {RULE ", organisations_count) VALUES (2, 'days', 1, 'days', 'threshold', "
          "2)",
     "organisations_count"},
    {STATEMENT ") VALUES (1, 9, 'speech')", "kind"},
    {STATEMENT ", text) VALUES (1, 9, 'note', '')", "text"},
    {STATEMENT ", listed_as) VALUES (1, 9, 'note', '')", "listed_as"},
    {"UPDATE fact_sheet SET title = ''", "title"},
    {BLOCK ") VALUES (1, 9, 'script', 1, 'x')", "kind"},
    {BLOCK ") VALUES (1, 9, 'item', 7, 'x')", "level"},
    {BLOCK ", ordered) VALUES (1, 9, 'heading', 2, 'x', 1)", "ordered"},
    {BLOCK ", runs) VALUES (1, 9, 'table', NULL, 'x', '[]')", "runs"},
    {BLOCK ", table_rows) VALUES (1, 9, 'item', 1, 'x', '[]')", "table_rows"},
    {"UPDATE claim SET status = 'dropped'", "status"},
    {"UPDATE claim SET claimed = ''", "claimed"},
    {"INSERT INTO publication VALUES (2, lower(hex(randomblob(16))), 'x')",
     "CHECK"},
    {"INSERT INTO publication VALUES (1, 'short', 'x')", "revision"},
    {"INSERT INTO span (treaty_id, participant_id, from_on, to_on, state, why) "
     "VALUES (1, 1, '2002-01-01', '2002-01-01', 'none', 'none')",
     "to_on"},
    {"INSERT INTO span (treaty_id, participant_id, from_on, to_on, state, why) "
     "VALUES (1, 1, '2001-01-01', '2002-01-01', 'party', 'none')",
     "state"},
    {"INSERT INTO tally (treaty_id, from_on, to_on, withdrawal_date_unknown, "
     "predecessors_missing) VALUES (1, '2002-01-01', '2001-01-01', 0, 0)",
     "to_on"},
};

static const refused_t orphans[] = {
    {"INSERT INTO treaty_title VALUES (99, 0, 'short', 'en', 'X')",
     "FOREIGN KEY"},
    {"INSERT INTO treaty_alias VALUES ('x', 99)", "FOREIGN KEY"},
    {"INSERT INTO treaty_coverage VALUES (99, 'consents')", "FOREIGN KEY"},
    {ACT ") VALUES (99, 0, 1, 'accession')", "FOREIGN KEY"},
    {ACT ") VALUES (1, 99, 99, 'accession')", "FOREIGN KEY"},
    {ACT ", source_id) VALUES (1, 99, 1, 'accession', 99)", "FOREIGN KEY"},
    {STATEMENT ") VALUES (99, 0, 'note')", "FOREIGN KEY"},
    {STATEMENT ", participant_id) VALUES (1, 9, 'note', 99)", "FOREIGN KEY"},
    {STATEMENT ", about_id) VALUES (1, 9, 'note', 99)", "FOREIGN KEY"},
    {TREATY ", source_id) VALUES ('x', 'treaty', 99)", "FOREIGN KEY"},
    {RULE ") VALUES (99, 'days', 1, 'days', 'threshold')", "FOREIGN KEY"},
    {"UPDATE claim SET participant_id = 99", "FOREIGN KEY"},
    {"INSERT INTO fact_sheet_link VALUES (99, 0, 'x', 'y')", "FOREIGN KEY"},
    {"INSERT INTO treaty_source VALUES (1, 99)", "FOREIGN KEY"},
    {"DELETE FROM participant WHERE id = 1", "FOREIGN KEY"},
    {"DELETE FROM source WHERE id = 1", "FOREIGN KEY"},
};

static void expect_refused(const refused_t *cases, size_t count,
                           apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "authoring.db", pool);
    size_t i;

    unit_authoring(path, unit_sample(pool), pool);
    for (i = 0; i < count; i++) {
        const char *error = unit_sql_error(
            path, apr_pstrcat(pool, "BEGIN;", cases[i].sql, NULL), pool);

        if (!error || !strstr(error, cases[i].why)) {
            fail_msg("%s: %s", cases[i].sql, error ? error : "taken");
        }
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    expect_refused(dates, LENGTH(dates), *state);
}

static void unknown_kinds_and_bad_values_are_refused(void **state)
{
    expect_refused(kinds, LENGTH(kinds), *state);
}

static void orphans_are_refused(void **state)
{
    expect_refused(orphans, LENGTH(orphans), *state);
}

static void what_belongs_to_a_treaty_goes_with_it(void **state)
{
    const char *path = unit_path(unit_folder(*state), "authoring.db", *state);

    unit_authoring(path, unit_sample(*state), *state);
    unit_sql(path, "DELETE FROM treaty WHERE id = 1");
    assert_string_equal(
        unit_rows(path,
                  "SELECT (SELECT count(*) FROM act WHERE treaty_id = 1), "
                  "(SELECT count(*) FROM treaty_alias), "
                  "(SELECT count(*) FROM treaty_rule)",
                  *state),
        "0|0|0\n");
}

/* ------------------------------------------------------------------------ */

typedef struct scan_t {
    treaty_sql_t sql;
    const char *table;
    const char *reason;
} scan_t;

static const scan_t scans[] = {
    {TREATY_SQL_PARTICIPANT_SHOWN_NAMES, "p",
     "puts a limited number into order"},
    {TREATY_SQL_DOWNLOAD_TREATIES, "t", "writes all"},
    {TREATY_SQL_DOWNLOAD_PARTICIPANTS, "p", "writes all"},
    {TREATY_SQL_DOWNLOAD_ACTS, "t", "writes all"},
    {TREATY_SQL_DOWNLOAD_STATEMENTS, "t", "writes all"},
    {TREATY_SQL_DOWNLOAD_SOURCES, "source", "a limited number of all"},
    {TREATY_SQL_DOWNLOAD_SOURCE_COUNT, "source", "counts all"},
    {TREATY_SQL_PUBLISH_DROP_PROPOSALS, "claim", "any may be proposed"},
    {TREATY_SQL_PUBLISH_TREATIES, "t", "publishing goes through all treaties"},
    {TREATY_SQL_PUBLISH_TREATY_SOURCES, "act", "each act may name a source"},
    {TREATY_SQL_PUBLISH_TREATY_SOURCES, "treaty_supplement", "each has one"},
    {TREATY_SQL_PUBLISH_TREATY_SOURCES, "treaty_total", "each has one"},
    {TREATY_SQL_PUBLISH_TREATY_SOURCES, "act_amendment", "each has one"},
    {TREATY_SQL_PUBLISH_SUPPLEMENTS, "treaty_supplement", "publishes all"},
    {TREATY_SQL_PUBLISH_AMENDMENTS, "m", "publishes all"},
    {TREATY_SQL_PUBLISH_TREATY_SOURCES, "statement", "so may each statement"},
    {TREATY_SQL_PUBLISH_TREATY_ORDER, "t", "publishes all"},
    {TREATY_SQL_PUBLISH_PARTICIPANT_ORDER, "p", "publishes all"},
    {TREATY_SQL_PUBLISH_ACT_ORDER, "act", "publishes all"},
    {TREATY_SQL_PUBLISH_ACT_LISTS, "act_order", "publishes all"},
    {TREATY_SQL_PUBLISH_ACT_LISTS, "o", "publishes all"},
    {TREATY_SQL_PUBLISH_MILESTONES, "t", "publishes all"},
    {TREATY_SQL_PUBLISH_FACETS, "treaty", "publishes all"},
    {TREATY_SQL_PUBLISH_FACETS, "treaty_subject", "publishes all"},
    {TREATY_SQL_PUBLISH_FAMILIES, "treaty", "publishes all"},
    {TREATY_SQL_PUBLISH_FAMILIES, "c", "climbs from all"},
    {TREATY_SQL_CHANGES_SINCE, "change_revision", "a hundred rows"},
    {TREATY_SQL_CHANGES_BOUNDS, "change_log", "the ends of its ids"},
    {TREATY_SQL_CHANGE_REVISION_ADD, "publication", "it has one row"},
    {TREATY_SQL_CHANGE_REVISION_ADD, "change_revision", "the end of its ids"},
    {TREATY_SQL_CHANGE_REVISION_ADD, "source", "once for each revision"},
    {TREATY_SQL_CHANGE_CUT, "change_revision", "the end of its ids"},
    {TREATY_SQL_CHANGE_CUT, "change_log", "steps over what is kept"},
    {TREATY_SQL_PUBLICATION_NUMBER, "change_revision", "the end of its ids"},
    {TREATY_SQL_PUBLICATION_CHANGES, "change_revision", "the end of its ids"},
    {TREATY_SQL_PUBLICATION_ACT_COUNTS, "t", "counts all"},
    {TREATY_SQL_PUBLISH_FORGET_LOG, "change_log", "empties it"},
    {TREATY_SQL_PUBLISH_FORGET_REVISIONS, "change_revision", "empties it"},
    {TREATY_SQL_IS_PUBLISHED, "publication", "it has one row"},
    {TREATY_SQL_STRANGE_OBJECTS, "sqlite_schema", "it has no index"},
    {TREATY_SQL_SCHEMA_OBJECTS, "sqlite_schema", "all are looked at"},
    {TREATY_SQL_SEARCH_KINDS, "search_kind", "it has four rows"},
    {TREATY_SQL_PUBLICATION_GET, "publication", "it has one row"},
    {TREATY_SQL_PUBLICATION_GET, "source", "once for each revision"},
    {TREATY_SQL_TREATY_LARGEST_KEY, "treaty", "the end of the table"},
    {TREATY_SQL_TREATY_KEYS, "treaty", "all but those of a participant"},
    {TREATY_SQL_TREATY_MILESTONES, "treaty_milestone",
     "any treaty may have the status"},
    {TREATY_SQL_FACET_TYPES, "treaty", "a facet is of all"},
    {TREATY_SQL_FACET_DEPOSITARIES, "treaty", "a facet is of all"},
    {TREATY_SQL_FACET_SUBJECTS, "treaty_subject", "a facet is of all"},
    {TREATY_SQL_FACET_CHAPTERS, "treaty", "a facet is of all"},
    {TREATY_SQL_INDEX_COUNTS, "treaty", "counts all"},
    {TREATY_SQL_INDEX_COUNTS, "participant", "counts all"},
    {TREATY_SQL_INDEX_COUNTS, "act", "counts all"},
    {TREATY_SQL_INDEX_COUNTS, "fact_sheet", "counts all"},
    {TREATY_SQL_PARTICIPANT_INITIALS, "o", "each has a letter"},
    {TREATY_SQL_STATUS_GROUP, "o", "any participant may be of the kind"},
    {TREATY_SQL_SUBJECT_LIST, "treaty_subject", "lists all"},
    {TREATY_SQL_TREATY_COUNT, "treaty", "counts all"},
    {TREATY_SQL_FACT_SHEET_COUNT, "fact_sheet", "counts all"},
    {TREATY_SQL_CLAIM_INSTRUMENTS, "t", "any name may stand in a page"},
    {TREATY_SQL_CLAIM_INSTRUMENTS, "n", "any name may stand in a page"},
    {TREATY_SQL_CLAIM_PARTICIPANTS, "n", "any name may stand in a page"},
    {TREATY_SQL_EXPORT_SOURCES, "source", "exports all"},
    {TREATY_SQL_EXPORT_PARTICIPANTS, "p", "exports all"},
    {TREATY_SQL_EXPORT_TREATIES, "t", "exports all"},
    {TREATY_SQL_EXPORT_FACT_SHEETS, "f", "exports all"},
    {TREATY_SQL_EXPORT_CSV_TREATIES, "t", "exports all"},
};

/* Whether a line of a plan makes a table of its own to read from. */
static int is_made(const char *plan, const char *name, apr_pool_t *pool)
{
    return strstr(plan, apr_pstrcat(pool, "CO-ROUTINE ", name, "\n", NULL)) ||
           strstr(plan, apr_pstrcat(pool, "MATERIALIZE ", name, "\n", NULL));
}

/*
 * The table that a line of a plan reads whole, or NULL. SQLite says SCAN for
 * it, or SEARCH without an index for a min() or max() over all rows.
 */
static const char *scanned(const char *line, const char *plan, apr_pool_t *pool)
{
    int is_scan = strncmp(line, "SCAN ", 5) == 0;
    const char *name;

    if (!is_scan &&
        (strncmp(line, "SEARCH ", 7) != 0 || strstr(line, " USING "))) {
        return NULL;
    }
    line += is_scan ? 5 : 7;
    name = apr_pstrmemdup(pool, line, strcspn(line, " "));
    if (*name == '(' || strstr(line, " VIRTUAL TABLE ") ||
        strcmp(line, "CONSTANT ROW") == 0 || strncmp(name, "pragma_", 7) == 0 ||
        is_made(plan, name, pool)) {
        return NULL;
    }
    return name;
}

static int is_listed(treaty_sql_t sql, const char *table, int *seen)
{
    size_t i;

    /* A check goes through the whole record, and so does what indexes it; a
     * comparison goes through two. */
    if (strncmp(treaty_sql_name[sql], "check_", 6) == 0 ||
        strncmp(treaty_sql_name[sql], "publish_search_", 15) == 0 ||
        strncmp(treaty_sql_name[sql], "compare_", 8) == 0) {
        return 1;
    }
    for (i = 0; i < LENGTH(scans); i++) {
        if (scans[i].sql == sql && strcmp(scans[i].table, table) == 0) {
            seen[i] = 1;
            return 1;
        }
    }
    return 0;
}

/* The scans of a statement that aren't listed, a line each. */
static const char *unlisted(treaty_db_t *db, treaty_sql_t sql, int *seen,
                            apr_pool_t *pool)
{
    const char *found = "";
    const char *plan;
    char *lines;
    char *line;
    char *rest;

    assert_int_equal(treaty_stmt_plan(&plan, db, sql, pool), APR_SUCCESS);
    lines = apr_pstrdup(pool, plan);
    for (line = apr_strtok(lines, "\n", &rest); line;
         line = apr_strtok(NULL, "\n", &rest)) {
        const char *table = scanned(line, plan, pool);

        if (table && !is_listed(sql, table, seen)) {
            found = apr_pstrcat(pool, found, treaty_sql_name[sql], ": ", line,
                                "\n", NULL);
        }
    }
    return found;
}

static treaty_db_t *empty_database(apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "authoring.db", pool);
    const char *old = unit_path(unit_folder(pool), "old.db", pool);
    treaty_db_t *db;

    assert_int_equal(treaty_db_open(&db, old, TREATY_DB_CREATE, NULL, pool),
                     APR_SUCCESS);
    assert_int_equal(treaty_db_extend(db), APR_SUCCESS);
    treaty_db_close(db);
    assert_int_equal(treaty_db_open(&db, path, TREATY_DB_CREATE, NULL, pool),
                     APR_SUCCESS);
    assert_int_equal(treaty_db_extend(db), APR_SUCCESS);
    assert_int_equal(treaty_db_attach(db, old), APR_SUCCESS);
    return db;
}

static void a_whole_table_is_read_only_where_it_is_listed(void **state)
{
    treaty_db_t *db = empty_database(*state);
    int seen[LENGTH(scans)] = {0};
    const char *found = "";
    size_t i;
    int k;

    for (k = 0; k < TREATY_SQL__COUNT; k++) {
        found = apr_pstrcat(*state, found,
                            unlisted(db, (treaty_sql_t)k, seen, *state), NULL);
    }
    if (*found) {
        fail_msg("scans that aren't listed:\n%s", found);
    }
    for (i = 0; i < LENGTH(scans); i++) {
        if (!seen[i]) {
            fail_msg("%s doesn't scan %s any more: strike it off the list",
                     treaty_sql_name[scans[i].sql], scans[i].table);
        }
    }
}

/* A participant has spans under all treaties: going through them for each cell
 * takes as long as the record is large. */
static void a_cell_of_the_matrix_is_one_lookup(void **state)
{
    const char *plan;

    assert_int_equal(treaty_stmt_plan(&plan, empty_database(*state),
                                      TREATY_SQL_STATUS_CELLS, *state),
                     APR_SUCCESS);
    unit_expect_part(plan, "SEARCH s USING PRIMARY KEY (treaty_id=? AND "
                           "participant_id=? AND from_on<?)");
}

static void every_named_statement_can_be_prepared(void **state)
{
    treaty_db_t *db = empty_database(*state);
    treaty_stmt_t *stmt;
    int i;

    assert_true(TREATY_SQL__COUNT > 60);
    for (i = 0; i < TREATY_SQL__COUNT; i++) {
        if (treaty_stmt_get(&stmt, db, (treaty_sql_t)i) != APR_SUCCESS) {
            fail_msg("%s can't be prepared", treaty_sql_name[i]);
        }
    }
}

static void every_table_is_strict(void **state)
{
    apr_pool_t *pool = *state;
    const char *path = unit_path(unit_folder(pool), "strict.db", pool);

    unit_authoring(path, "", pool);
    assert_string_equal(unit_rows(path,
                                  "SELECT name FROM pragma_table_list"
                                  " WHERE schema = 'main' AND NOT strict"
                                  " AND name NOT LIKE 'sqlite%'",
                                  pool),
                        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_table_is_strict),
        TEST(days_that_do_not_exist_are_refused),
        TEST(unknown_kinds_and_bad_values_are_refused),
        TEST(orphans_are_refused),
        TEST(what_belongs_to_a_treaty_goes_with_it),
        TEST(a_whole_table_is_read_only_where_it_is_listed),
        TEST(a_cell_of_the_matrix_is_one_lookup),
        TEST(every_named_statement_can_be_prepared),
    };

    return RUN("schema", tests);
}
