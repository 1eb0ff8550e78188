/* The strict reader of comma-separated values. */
#include "import_unit.h"

#include "import/csv.h"

/* All rows of a file: "line:cell|cell", joined by ";", or "error" with the
 * finding in findings. */
static const char *read_all(const char *data, apr_size_t len,
                            treaty_findings_t *findings, apr_pool_t *pool)
{
    const treaty_csv_row_t *row = NULL;
    treaty_csv_t *csv;
    const char *text = "";
    int i;
    apr_status_t rv;

    assert_int_equal(
        treaty_csv_open(&csv, file_of(data, len, pool), findings, pool),
        APR_SUCCESS);
    while ((rv = treaty_csv_next(&row, csv, pool)) == APR_SUCCESS && row) {
        text =
            apr_psprintf(pool, "%s%s%ld:", text, *text ? ";" : "", row->line);
        for (i = 0; i < row->count; i++) {
            text = apr_pstrcat(pool, text, i ? "|" : "", row->cells[i], NULL);
        }
    }
    return rv == APR_SUCCESS ? text : "error";
}

static const char *rows(const char *data, apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    const char *text = read_all(data, strlen(data), findings, pool);

    assert_int_equal(findings->errors, 0);
    return text;
}

static void expect_fault(const char *data, apr_size_t len, long line,
                         const char *message, apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);

    assert_string_equal(read_all(data, len, findings, pool), "error");
    assert_int_equal(findings->errors, 1);
    assert_holds(first_finding(findings), message);
    assert_int_equal(first_line(findings), line);
}

static void rows_are_read_with_the_line_they_begin_in(void **state)
{
    assert_string_equal(rows("a,b\n1,2\n", *state), "1:a|b;2:1|2");
    assert_string_equal(rows("a,b\r\n1,2", *state), "1:a|b;2:1|2");
    assert_string_equal(rows("a,b\n\n1,2\n\n", *state), "1:a|b;3:1|2");
    assert_string_equal(rows("a,b\n\"x\ny\",2\n3,4\n", *state),
                        "1:a|b;2:x\ny|2;4:3|4");
    assert_string_equal(rows("", *state), "");
}

static void quotes_hold_commas_and_doubled_quotes(void **state)
{
    assert_string_equal(rows("a,\"b, \"\"c\"\"\"\n", *state), "1:a|b, \"c\"");
    assert_string_equal(rows("\"\",\"\"\n", *state), "1:|");
}

static void a_byte_order_mark_is_no_part_of_the_first_cell(void **state)
{
    assert_string_equal(rows("\xef\xbb\xbf"
                             "a,b\n",
                             *state),
                        "1:a|b");
}

static void faults_name_their_line(void **state)
{
    static const struct {
        const char *data;
        long line;
        const char *message;
    } faults[] = {
        {"a,b\n1\n", 2, "1 cell where the header has 2; an empty cell"},
        {"a,b\n1,2,3\n", 2, "3 cells where the header has 2"},
        {"a,b\n\"1,2\n3,4\n", 2, "isn't closed"},
        {"a,b\n1\"x,2\n", 2, "inside a cell that isn't quoted"},
        {"a,b\n\"1\"x,2\n", 2, "text follows a closing quote"},
        {"a,b\r1,2\r", 1, "carriage return stands alone"},
        {"a,b\nC\xf4te,2\n", 2, "isn't UTF-8"},
    };
    size_t i;

    for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        expect_fault(faults[i].data, strlen(faults[i].data), faults[i].line,
                     faults[i].message, *state);
    }
    expect_fault("a,b\n1,\0\n", 8, 2, "NUL byte", *state);
}

static void bounds_are_kept(void **state)
{
    apr_size_t len = TREATY_CSV_CELL_MAX + 2;
    char *cell = apr_palloc(*state, len);
    char *wide = apr_palloc(*state, TREATY_CSV_COLUMNS_MAX + 2);

    memset(cell, 'x', len);
    expect_fault(cell, len, 1, "longer than 64 KB", *state);
    memset(wide, ',', TREATY_CSV_COLUMNS_MAX + 1);
    expect_fault(wide, TREATY_CSV_COLUMNS_MAX + 1, 1, "more than 64 cells",
                 *state);
}

static void a_file_that_is_missing_is_told(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    treaty_csv_t *csv;

    assert_true(APR_STATUS_IS_ENOENT(
        treaty_csv_open(&csv, "/nonexistent/x.csv", findings, *state)));
    assert_holds(first_finding(findings), "can't be read");
}

static void a_thousand_findings_of_each_severity_are_kept(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    int i;

    for (i = 0; i < TREATY_FINDINGS_KEPT + 5; i++) {
        treaty_findings_add(findings, TREATY_FINDING_WARNING, "f", i, "k", "m");
    }
    treaty_findings_add(findings, TREATY_FINDING_ERROR, "f", 7, "k", "%s", "e");
    assert_int_equal(findings->warnings, TREATY_FINDINGS_KEPT + 5);
    assert_int_equal(findings->kept->nelts, TREATY_FINDINGS_KEPT + 1);
    assert_string_equal(
        treaty_finding_text(&APR_ARRAY_IDX(findings->kept, TREATY_FINDINGS_KEPT,
                                           treaty_finding_t),
                            *state),
        "f:7: error: e [k]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_with_the_line_they_begin_in),
        cmocka_unit_test(quotes_hold_commas_and_doubled_quotes),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_cell),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(a_file_that_is_missing_is_told),
        cmocka_unit_test(a_thousand_findings_of_each_severity_are_kept),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_csv", tests, pool_create,
                                       pool_destroy);
}
