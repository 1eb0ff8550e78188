/* Documents as comma-separated values. */
#include "format_unit.h"

#include "import/csv.h"

static const treaty_csv_column_t columns[] = {
    {"participant", "participant.id"},
    {"value", "value"},
    {NULL, NULL},
};

/* The one row of a document, without its end. */
static const char *row_of(const json_t *document, apr_pool_t *pool)
{
    treaty_text_t *out = treaty_text_create(LIMIT, pool);

    assert_int_equal(treaty_csv_row_represent(out, columns, document),
                     APR_SUCCESS);
    assert_int_equal(strlen(out->data), out->len);
    assert_true(out->len >= 2);
    assert_string_equal(out->data + out->len - 2, "\r\n");
    out->data[out->len - 2] = '\0';
    return out->data;
}

/* The cell of a value, which is JSON. */
static const char *cell(const char *value, apr_pool_t *pool)
{
    const char *text =
        apr_psprintf(pool, "{\"participant\":null,\"value\":%s}", value);
    const char *row = row_of(json_of(text, pool), pool);

    assert_int_equal(row[0], ',');
    return row + 1;
}

static void a_path_leads_into_the_row(void **state)
{
    const json_t *row = json_of("{\"participant\":{\"id\":\"usa\",\"x\":1},"
                                "\"value\":{\"deep\":true}}",
                                *state);
    treaty_text_t *out = treaty_text_create(LIMIT, *state);
    const treaty_csv_column_t deep[] = {
        {"a,b", "value.deep"},   {"c", "value.deep.er"},
        {"d", "participant.x"},  {"e", ""},
        {"f", "participant..x"}, {NULL, NULL}};

    assert_string_equal(row_of(row, *state), "usa,");
    treaty_csv_header_represent(out, deep);
    treaty_csv_row_represent(out, deep, row);
    assert_string_equal(out->data, "\"a,b\",c,d,e,f\r\ntrue,,1,,\r\n");
}

static void values_are_written_as_their_type_says(void **state)
{
    static const char *const cases[][2] = {
        {"null", ""},
        {"\"\"", "\"\""},
        {"true", "true"},
        {"false", "false"},
        {"0", "0"},
        {"-5", "-5"},
        {"9223372036854775807", "9223372036854775807"},
        {"-0.5", "-0.5"},
        {"{}", ""},
        {"{\"id\":1}", ""},
        {"[]", ""},
        {"[\"a\"]", "\"a\""},
        {"[\"a\",\"b;c\",\"d\\\"e\"]", "\"a; b;c; d\"\"e\""},
        {"[null,\"a\",[1]]", "\"; a; \""},
        {"\"Cabo Verde\"", "Cabo Verde"},
        {"\"C\\u00f4te d'Ivoire\"", "C\xc3\xb4te d'Ivoire"},
        {"\"2002-12-24\"", "2002-12-24"},
        {"\"null\"", "null"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(cell(cases[i][0], *state), cases[i][1]);
    }
}

static void what_has_a_meaning_in_csv_is_quoted(void **state)
{
    static const char *const cases[][2] = {
        {"\"a,b\"", "\"a,b\""},
        {"\"a;b\"", "\"a;b\""},
        {"\"say \\\"no\\\"\"", "\"say \"\"no\"\"\""},
        {"\"\\\"\"", "\"\"\"\""},
        {"\"a\\nb\"", "\"a\nb\""},
        {"\"a\\r\\nb\"", "\"a\r\nb\""},
        {"\"a\\tb\"", "\"a\tb\""},
        {"\" a\"", "\" a\""},
        {"\"a \"", "\"a \""},
        {"\"a\\u0000b\"", "\"ab\""},
        {"\"\\u0000\"", "\"\""},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(cell(cases[i][0], *state), cases[i][1]);
    }
}

static void a_text_cannot_run_as_a_formula(void **state)
{
    static const char *const cases[][2] = {
        {"\"=1+1\"", "\"'=1+1\""},
        {"\"+1\"", "\"'+1\""},
        {"\"-5\"", "\"'-5\""},
        {"\"-\"", "\"'-\""},
        {"\"@SUM(A1)\"", "\"'@SUM(A1)\""},
        {"\"\\t=1\"", "\"'\t=1\""},
        {"\"\\r=1\"", "\"'\r=1\""},
        {"\"\\n=1\"", "\"'\n=1\""},
        {"\" =1\"", "\"' =1\""},
        {"\"\\u0000=1\"", "\"'=1\""},
        {"\"'=1\"", "\"''=1\""},
        {"\"'s-Gravenhage\"", "\"''s-Gravenhage\""},
        {"\"\\uff1d1\"", "\"'\xef\xbc\x9d"
                         "1\""},
        {"\"=HYPERLINK(\\\"https://x\\\",\\\"y\\\")\"",
         "\"'=HYPERLINK(\"\"https://x\"\",\"\"y\"\")\""},
        {"[\"=1\",\"=2\"]", "\"'=1; =2\""},
        {"[\"\",\"=2\"]", "\"; =2\""},
        {"\"a=1\"", "a=1"},
        {"\"\\uff01\"", "\xef\xbc\x81"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(cell(cases[i][0], *state), cases[i][1]);
    }
}

/* Texts of characters that mean something somewhere. */
static const char *hostile_text(unsigned seed, apr_pool_t *pool)
{
    static const char *const parts[] = {
        "=",        "+",  "-", "@",    "\t",          "\r", "\n",
        "'",        "\"", ",", ";",    "\r\n",        " ",  "a",
        "\xc3\xb4", "",   "1", "\"\"", "\xef\xbc\x9d"};
    const char *text = "";
    int i;

    for (i = 0; i < 6; i++) {
        text = apr_pstrcat(pool, text, parts[seed % LENGTH(parts)], NULL);
        seed = seed / LENGTH(parts) * 7 + seed * 31 + 11;
    }
    return text;
}

static void a_program_gets_every_text_back(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    treaty_text_t *out = treaty_text_create(1 << 20, *state);
    const treaty_csv_row_t *row;
    treaty_csv_t *csv;
    const char *path = unit_path(unit_folder(*state), "x.csv", *state);
    unsigned i;

    treaty_csv_header_represent(out, columns);
    for (i = 0; i < 2000; i++) {
        json_t *document = json_of("{\"participant\":{}}", *state);

        json_object_set_new(json_object_get(document, "participant"), "id",
                            json_string("x"));
        treaty_json_set_text(document, "value", hostile_text(i, *state));
        assert_int_equal(treaty_csv_row_represent(out, columns, document),
                         APR_SUCCESS);
    }
    unit_write(path, out->data, out->len);
    assert_int_equal(treaty_csv_open(&csv, path, findings, *state),
                     APR_SUCCESS);
    assert_int_equal(treaty_csv_next(&row, csv, *state), APR_SUCCESS);
    assert_string_equal(row->cells[1], "value");
    for (i = 0; i < 2000; i++) {
        const char *text;

        assert_int_equal(treaty_csv_next(&row, csv, *state), APR_SUCCESS);
        assert_int_equal(row->count, 2);
        text = row->cells[1];
        assert_null(*text ? strchr("=+-@\t\r\n", *text) : NULL);
        assert_string_equal(*text == '\'' ? text + 1 : text,
                            hostile_text(i, *state));
    }
    assert_int_equal(treaty_csv_next(&row, csv, *state), APR_SUCCESS);
    assert_null(row);
}

static void a_row_that_is_too_long_leaves_the_rows_before_it(void **state)
{
    const json_t *row =
        json_of("{\"participant\":{\"id\":\"usa\"},\"value\":\"a,b\"}", *state);
    treaty_text_t *out = treaty_text_create(20, *state);

    assert_int_equal(treaty_csv_row_represent(out, columns, row), APR_SUCCESS);
    assert_int_equal(treaty_csv_row_represent(out, columns, row),
                     TREATY_ELIMIT);
    assert_string_equal(out->data, "usa,\"a,b\"\r\n");
    assert_int_equal(treaty_csv_header_represent(out, columns), TREATY_ELIMIT);
    assert_string_equal(out->data, "usa,\"a,b\"\r\n");
    assert_null(treaty_json_at(
        row, "a23456789012345678901234567890123456789012345678901234567890123"
             "4"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_leads_into_the_row),
        TEST(values_are_written_as_their_type_says),
        TEST(what_has_a_meaning_in_csv_is_quoted),
        TEST(a_text_cannot_run_as_a_formula),
        TEST(a_program_gets_every_text_back),
        TEST(a_row_that_is_too_long_leaves_the_rows_before_it),
    };

    return RUN("format_csv", tests);
}
