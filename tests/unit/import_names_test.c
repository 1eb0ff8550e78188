/* Who a listed name is, and what titles and file names tell. */
#include "import_unit.h"

#include "import/names.h"
#include "import/sha256.h"
#include "import/title.h"
#include "import/utf8.h"
#include "treaty_json.h"

/* Two countries, one territory and one that has ended, in the form of
 * iso-codes: the tests don't depend on the package. */
static const char iso_1[] =
    "{\"3166-1\": ["
    "{\"alpha_2\":\"BO\",\"alpha_3\":\"BOL\",\"name\":\"Bolivia, "
    "Plurinational State of\",\"common_name\":\"Bolivia\"},"
    "{\"alpha_2\":\"KN\",\"alpha_3\":\"KNA\",\"name\":\"Saint Kitts and "
    "Nevis\"},"
    "{\"alpha_2\":\"KR\",\"alpha_3\":\"KOR\",\"name\":\"Korea, Republic of\","
    "\"common_name\":\"South Korea\"},"
    "{\"alpha_2\":\"HK\",\"alpha_3\":\"HKG\",\"name\":\"Hong Kong\"}]}";
static const char iso_3[] =
    "{\"3166-3\": ["
    "{\"alpha_2\":\"DD\",\"alpha_3\":\"DDR\",\"name\":\"German Democratic "
    "Republic\",\"withdrawal_date\":\"1990-10-30\"}]}";

static void write_file(const char *path, const char *text, apr_pool_t *pool)
{
    apr_file_t *file;

    assert_int_equal(
        apr_file_open(&file, path,
                      APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE,
                      APR_FPROT_OS_DEFAULT, pool),
        APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, text, strlen(text), NULL),
                     APR_SUCCESS);
    apr_file_close(file);
}

static treaty_names_t *load(apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    const char *folder = file_of("", 0, pool);
    const char *one;
    const char *three;
    treaty_names_t *names;

    folder = apr_pstrcat(pool, folder, ".d", NULL);
    one = apr_pstrcat(pool, folder, "/iso_3166-1.json", NULL);
    three = apr_pstrcat(pool, folder, "/iso_3166-3.json", NULL);
    assert_int_equal(apr_dir_make(folder, APR_FPROT_OS_DEFAULT, pool),
                     APR_SUCCESS);
    write_file(one, iso_1, pool);
    write_file(three, iso_3, pool);
    assert_int_equal(treaty_names_load(&names, folder, findings, pool),
                     APR_SUCCESS);
    assert_int_equal(findings->kept->nelts, 0);
    apr_file_remove(one, pool);
    apr_file_remove(three, pool);
    apr_dir_remove(folder, pool);
    return names;
}

static void a_listed_name_finds_its_participant(void **state)
{
    static const struct {
        const char *listed;
        const char *id;
    } known[] = {
        {"Bolivia (Plurinational State of)", "bol"},
        {"bolivia", "bol"},
        {"St. Kitts and Nevis", "kna"},
        {"Republic of Korea", "kor"},
        {"South Korea", "kor"},
        {"Turkey", "tur"},
        {"T\xc3\xbcrkiye", "tur"},
        {"The former Yugoslav Republic of Macedonia", "mkd"},
        {"European Union", "european-union"},
        {"United Nations Educational Scientific and Cultural Organization",
         "united-nations-educational-scientific-and-cultural-organization"},
        {"German Democratic Republic", "ddr"},
    };
    treaty_names_t *names = load(*state);
    const char *id;
    size_t i;

    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        assert_int_equal(treaty_names_find(&id, names, known[i].listed, *state),
                         1);
        assert_string_equal(id, known[i].id);
    }
    assert_int_equal(treaty_names_find(&id, names, "Ruritania", *state), 0);
}

static const char *member(const json_t *record, const char *name)
{
    const char *text = treaty_json_text(record, name);

    return text ? text : "";
}

static void a_record_has_kind_codes_and_all_names(void **state)
{
    treaty_names_t *names = load(*state);
    json_t *korea =
        treaty_names_record(names, "kor", "Republic of Korea", "table", *state);
    json_t *bolivia =
        treaty_names_record(names, "bol", "Bolivia", "table", *state);
    json_t *first = json_array_get(json_object_get(bolivia, "names"), 0);
    json_t *union_record = treaty_names_record(
        names, "european-union", "European Union", "table", *state);

    assert_string_equal(member(korea, "kind"), "state");
    assert_string_equal(member(korea, "iso_alpha2"), "KR");
    assert_string_equal(member(korea, "source"), "iso-codes");
    assert_string_equal(
        member(json_array_get(json_object_get(korea, "names"), 0), "name"),
        "Republic of Korea");
    assert_string_equal(member(first, "name"),
                        "Bolivia (Plurinational State of)");
    assert_string_equal(member(first, "valid_from"), "2009-04-09");
    assert_string_equal(member(union_record, "kind"), "organisation");
    assert_string_equal(member(union_record, "iso_alpha3"), "");
    assert_string_equal(member(union_record, "source"), "table");
}

static void territories_and_ended_states_are_told_apart(void **state)
{
    treaty_names_t *names = load(*state);

    assert_string_equal(
        member(treaty_names_record(names, "hkg", "Hong Kong", "t", *state),
               "kind"),
        "territory");
    /* The State's own last day, not the day of ISO's paper. */
    assert_string_equal(
        member(treaty_names_record(names, "ddr", "German Democratic Republic",
                                   "t", *state),
               "ended_on"),
        "1990-10-03");
}

static void without_iso_codes_there_is_a_warning(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    treaty_names_t *names;

    assert_int_equal(
        treaty_names_load(&names, "/nonexistent", findings, *state),
        APR_SUCCESS);
    assert_int_equal(findings->warnings, 1);
    assert_holds(first_finding(findings), "install the package iso-codes");
}

static void an_index_entry_is_title_place_and_date(void **state)
{
    static const struct {
        const char *text;
        const char *title;
        const char *place;
        const char *day;
        int clean;
    } entries[] = {
        {"Convention on X. New York, 20 November 1989", "Convention on X",
         "New York", "1989-11-20", 1},
        {"Annex of Y*. Geneva, 29 March 1949", "Annex of Y", "Geneva",
         "1949-03-29", 1},
        {"Z. Lake Success, New York, 4 December 1954", "Z",
         "Lake Success, New York", "1954-12-04", 1},
        {"Declarations. 15 October 1946", "Declarations", "", "1946-10-15", 1},
        {"Both. Geneva, 11 February 1925 and Lake Success, 11 December 1946",
         "Both. Geneva, 11 February 1925 and Lake Success, 11 December 1946",
         "", "", 0},
        {"No date at all*", "No date at all", "", "", 0},
    };
    size_t i;

    for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        treaty_title_t title;

        treaty_title_split(&title, entries[i].text, *state);
        assert_string_equal(title.title, entries[i].title);
        assert_string_equal(title.place ? title.place : "", entries[i].place);
        assert_string_equal(title.adopted_on ? title.adopted_on : "",
                            entries[i].day);
        assert_int_equal(title.clean, entries[i].clean);
    }
}

static void a_type_is_told_by_the_first_words(void **state)
{
    (void)state;
    assert_string_equal(treaty_title_type("Optional Protocol to the "
                                          "Convention"),
                        "protocol");
    assert_string_equal(treaty_title_type("International Covenant on X"),
                        "covenant");
    assert_string_equal(treaty_title_type("Amendment to article 8"),
                        "amendment");
    assert_string_equal(treaty_title_type("Slavery Convention, signed"),
                        "convention");
    assert_string_equal(treaty_title_type("Revised General Act for the "
                                          "Pacific Settlement"),
                        "treaty");
    assert_string_equal(treaty_title_type(""), "treaty");
}

static void a_file_name_tells_the_number(void **state)
{
    assert_string_equal(treaty_mtdsg_number("/x/4-11-c.csv", *state),
                        "IV-11-c");
    assert_string_equal(treaty_mtdsg_number("29-1.csv", *state), "XXIX-1");
    assert_string_equal(treaty_mtdsg_number("3-2-12a.csv", *state),
                        "III-2-12a");
    assert_string_equal(treaty_mtdsg_number("19-39", *state), "XIX-39");
    assert_null(treaty_mtdsg_number("table.csv", *state));
    assert_null(treaty_mtdsg_number("4.csv", *state));
    assert_null(treaty_mtdsg_number("0-1.csv", *state));
    assert_null(treaty_mtdsg_number("4-11 c.csv", *state));
}

static void a_slug_is_letters_digits_and_hyphens(void **state)
{
    assert_string_equal(treaty_slug_make("  IV-11-c ", *state), "iv-11-c");
    assert_string_equal(treaty_slug_make("A & B, (C)", *state), "a-b-c");
    assert_string_equal(treaty_slug_make("\xc3\xa9", *state), "");
    assert_true(treaty_slug_valid("2002-12-24-opsc"));
    assert_false(treaty_slug_valid("OPSC"));
    assert_false(treaty_slug_valid(""));
}

static void text_is_utf8_or_refused(void **state)
{
    (void)state;
    assert_true(
        treaty_utf8_valid("C\xc3\xb4te \xe2\x82\xac \xf0\x9f\x8c\x8d", 14));
    assert_false(treaty_utf8_valid("C\xf4te", 4));
    assert_false(treaty_utf8_valid("\xc3", 1));
    assert_false(treaty_utf8_valid("\xc0\xaf", 2));
    assert_false(treaty_utf8_valid("\xed\xa0\x80", 3));
    assert_false(treaty_utf8_valid("\xf4\x90\x80\x80", 4));
}

static const char *digest(const char *data, apr_size_t times, apr_pool_t *pool)
{
    treaty_sha256_t sha;

    treaty_sha256_start(&sha);
    while (times--) {
        treaty_sha256_add(&sha, data, strlen(data));
    }
    return treaty_sha256_hex(&sha, pool);
}

/* The examples of FIPS 180. */
static void the_digest_is_sha256(void **state)
{
    assert_string_equal(digest("", 1, *state),
                        "e3b0c44298fc1c149afbf4c8996fb924"
                        "27ae41e4649b934ca495991b7852b855");
    assert_string_equal(digest("abc", 1, *state),
                        "ba7816bf8f01cfea414140de5dae2223"
                        "b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(digest("aaaaaaaaaa", 100000, *state),
                        "cdc76e5c9914fb9281a1c7e284d73e67"
                        "f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listed_name_finds_its_participant),
        cmocka_unit_test(a_record_has_kind_codes_and_all_names),
        cmocka_unit_test(territories_and_ended_states_are_told_apart),
        cmocka_unit_test(without_iso_codes_there_is_a_warning),
        cmocka_unit_test(an_index_entry_is_title_place_and_date),
        cmocka_unit_test(a_type_is_told_by_the_first_words),
        cmocka_unit_test(a_file_name_tells_the_number),
        cmocka_unit_test(a_slug_is_letters_digits_and_hyphens),
        cmocka_unit_test(text_is_utf8_or_refused),
        cmocka_unit_test(the_digest_is_sha256),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_names", tests, pool_create,
                                       pool_destroy);
}
