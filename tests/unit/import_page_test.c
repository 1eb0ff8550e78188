/* How a saved page is taken apart. */
#include "import_unit.h"

#include "import/fact_sheet.h"
#include "treaty_json.h"

static json_t *page(const char *text, apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    json_t *record;

    assert_int_equal(
        treaty_page_read(&record, "2001-02-03-x.txt", text, findings, pool),
        APR_SUCCESS);
    assert_int_equal(findings->kept->nelts, 0);
    return record;
}

/* "h:text p:text 1:text 2:text" for headings, paragraphs and items. */
static const char *blocks(const char *body, apr_pool_t *pool)
{
    json_t *record = page(apr_pstrcat(pool,
                                      "You are in: A\nSheet\n3 May "
                                      "2001\n\nTitle\n\n",
                                      body, NULL),
                          pool);
    const char *text = "";
    size_t i;
    json_t *block;

    json_array_foreach(json_object_get(record, "blocks"), i, block)
    {
        const char *kind = treaty_json_text(block, "kind");
        json_int_t level = json_integer_value(json_object_get(block, "level"));

        text = apr_psprintf(pool, "%s%s%c:%s", text, *text ? " " : "",
                            *kind == 'i' ? (char)('0' + level) : *kind,
                            treaty_json_text(block, "text"));
    }
    return text;
}

static void a_short_line_without_a_full_stop_is_a_heading(void **state)
{
    assert_string_equal(blocks("A Part\n\nText.\n", *state),
                        "h:A Part p:Text.");
    assert_string_equal(blocks("A sentence.\n\nText.\n", *state),
                        "p:A sentence. p:Text.");
    assert_string_equal(blocks("Text.\n\nThe last line\n", *state),
                        "p:Text. p:The last line");
    assert_string_equal(blocks("Two lines\nof text\n\nText.\n", *state),
                        "p:Two lines of text p:Text.");
}

static void a_line_with_a_colon_is_a_heading_before_items_only(void **state)
{
    assert_string_equal(blocks("It says:\n\n* One\n* Two\n", *state),
                        "h:It says: 1:One 1:Two");
    assert_string_equal(blocks("It says:\n\nText.\n", *state),
                        "p:It says: p:Text.");
}

static void items_go_on_over_lines_and_nest_by_indent(void **state)
{
    assert_string_equal(
        blocks("  * One\n    more\n      - Deep\n  * Two\n", *state),
        "1:One more 2:Deep 1:Two");
    assert_string_equal(blocks("\xe2\x80\xa2 One\n\n\xe2\x80\xa2 Two\n\nText."
                               "\n",
                               *state),
                        "1:One 1:Two p:Text.");
}

static void a_page_ends_at_its_release_or_its_footer(void **state)
{
    assert_string_equal(
        blocks("Text.\n\nReleased on May 3, 2001\n\nChrome\n", *state),
        "p:Text.");
    assert_string_equal(blocks("Text.\n\n  Back to top\n\nChrome\n", *state),
                        "p:Text.");
    assert_string_equal(blocks("Text.\n\nA | B | C\n\nChrome\n", *state),
                        "p:Text.");
}

static const char *head(const char *lines, const char *name, apr_pool_t *pool)
{
    const char *text =
        treaty_json_text(page(apr_pstrcat(pool, "You are in: A > B\n", lines,
                                          "\n\nTitle\n\nText.\n", NULL),
                              pool),
                         name);

    return text ? text : "";
}

static void the_head_is_kind_office_place_and_date(void **state)
{
    static const char all[] = "Note\nOffice of X\nY, Z\nMay 3, 2001";
    static const char place[] = "Note\nY, Z\nMay 3, 2001";
    static const char office[] = "Note\nOffice of X\n3 May 2001";

    assert_string_equal(head(all, "kind", *state), "Note");
    assert_string_equal(head(all, "office", *state), "Office of X");
    assert_string_equal(head(all, "place", *state), "Y, Z");
    assert_string_equal(head(all, "released_on", *state), "2001-05-03");
    assert_string_equal(head(all, "title", *state), "Title");
    assert_string_equal(head(place, "place", *state), "Y, Z");
    assert_string_equal(head(place, "office", *state), "");
    assert_string_equal(head(office, "office", *state), "Office of X");
    assert_string_equal(head(office, "place", *state), "");
}

static void the_file_gives_the_slug_or_the_date_and_title_do(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    json_t *record;

    assert_string_equal(head("Note\nMay 3, 2001", "id", *state),
                        "2001-02-03-x");
    treaty_page_read(&record, "/x/A page.txt",
                     "Note\n3 May 2001\n\nThe Title\n\nText.\n", findings,
                     *state);
    assert_string_equal(treaty_json_text(record, "id"), "2001-05-03-the-title");
}

static void two_dates_of_release_are_a_warning(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    json_t *record;

    treaty_page_read(&record, "x.txt",
                     "Note\n3 May 2001\n\nTitle\n\nText.\n\nReleased on May 4, "
                     "2001\n",
                     findings, *state);
    assert_int_equal(findings->warnings, 1);
    assert_int_equal(first_line(findings), 8);
    assert_string_equal(treaty_json_text(record, "released_on"), "2001-05-04");
}

static void a_page_without_a_title_is_refused(void **state)
{
    treaty_findings_t *findings = treaty_findings_create(*state);
    json_t *record;

    assert_int_equal(treaty_page_read(&record, "x.txt", "You are in: A\n\n",
                                      findings, *state),
                     TREATY_EINPUT);
    assert_holds(first_finding(findings), "no title");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_line_without_a_full_stop_is_a_heading),
        cmocka_unit_test(a_line_with_a_colon_is_a_heading_before_items_only),
        cmocka_unit_test(items_go_on_over_lines_and_nest_by_indent),
        cmocka_unit_test(a_page_ends_at_its_release_or_its_footer),
        cmocka_unit_test(the_head_is_kind_office_place_and_date),
        cmocka_unit_test(the_file_gives_the_slug_or_the_date_and_title_do),
        cmocka_unit_test(two_dates_of_release_are_a_warning),
        cmocka_unit_test(a_page_without_a_title_is_refused),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_page", tests, pool_create,
                                       pool_destroy);
}
