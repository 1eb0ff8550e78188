/* The depositary's XML: what is parsed, and what its elements say. */
#include "import_unit.h"

#include "import/mtdsg_parse.h"
#include "import/mtdsg_text.h"
#include "import/statement.h"
#include "import/title.h"

static xmlDoc *parsed(const char *text, treaty_findings_t *findings,
                      apr_pool_t *pool)
{
    xmlDoc *doc = NULL;

    if (treaty_mtdsg_parse(&doc, file_of(text, strlen(text), pool), findings,
                           pool) != APR_SUCCESS) {
        return NULL;
    }
    return doc;
}

static const xmlNode *root_of(const char *text, apr_pool_t *pool)
{
    treaty_findings_t *findings = treaty_findings_create(pool);
    xmlDoc *doc = parsed(text, findings, pool);

    assert_non_null(doc);
    return xmlDocGetRootElement(doc);
}

static void a_label_is_a_line_without_footnotes(void **state)
{
    static const struct {
        const char *xml;
        const char *label;
        const char *markers;
    } labels[] = {
        {"<a>Australia<superscript>4,5</superscript></a>", "Australia", "4,5"},
        {"<a>116<superscript>1,2,3</superscript></a>", "116", "1,2,3"},
        {"<a>116</a>", "116", NULL},
        {"<a>&lt;superscript&gt; 4 &lt;/superscript&gt;Chad <sup>5</sup></a>",
         "Chad", "4,5"},
        {"<a>22 Apr\t 2016 </a>", "22 Apr 2016", NULL},
        {"<a>&#160;4&#160;Oct\n  2007</a>", "4 Oct 2007", NULL},
        {"<a><b>R</b>&amp;<i>D</i></a>", "R&D", NULL},
        {"<a>&lt;i&gt;x&lt;/i&gt;&amp;amp;y</a>", "x&y", NULL},
        {"<a>1 &lt; 2 &gt; 0</a>", "1 < 2 > 0", NULL},
        {"<a>a &lt;b</a>", "a <b", NULL},
        {"<a><p>x</p><p>y</p></a>", "x y", NULL},
        {"<a>&lt;superscript&gt;4</a>", "", "4"},
        {"<a/>", "", NULL},
    };
    size_t i;

    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        const char *markers = "unset";
        const char *label = treaty_mtdsg_label(root_of(labels[i].xml, *state),
                                               &markers, *state);

        assert_string_equal(label, labels[i].label);
        assert_string_equal(markers ? markers : "-",
                            labels[i].markers ? labels[i].markers : "-");
    }
}

static void prose_keeps_paragraphs_rows_and_footnotes(void **state)
{
    static const struct {
        const char *xml;
        const char *prose;
    } proses[] = {
        {"<a><p>One\n two.</p><p>Three.</p></a>", "One two.\n\nThree."},
        {"<a>One.\n\n  Two.</a>", "One.\n\nTwo."},
        {"<a>&lt;p&gt;One&lt;br/&gt;two&lt;/p&gt;&lt;P&gt;Three</a>",
         "One\ntwo\n\nThree"},
        {"<a>word<superscript>4</superscript> on</a>", "word[4] on"},
        {"<a><Row><Entry>x</Entry><Entry/><Entry>y</Entry></Row><Row>"
         "<Entry/><Entry>z</Entry></Row></a>",
         "x | | y\n| z"},
        {"<a><![CDATA[<p>x</p>]]></a>", "x"},
        {"<a>it&#146;s</a>", "it\xe2\x80\x99s"},
        {"<a><!-- no --><?no no?> x </a>", "x"},
        {"<a> \n\n </a>", ""},
    };
    size_t i;

    for (i = 0; i < sizeof(proses) / sizeof(proses[0]); i++) {
        assert_string_equal(
            treaty_mtdsg_prose(root_of(proses[i].xml, *state)->children, NULL,
                               *state),
            proses[i].prose);
    }
}

static void elements_are_found_at_any_depth_and_in_any_case(void **state)
{
    const xmlNode *root = root_of("<r><x><THEAD/></x><y/></r>", *state);

    assert_non_null(treaty_mtdsg_find(root, "Thead"));
    assert_null(treaty_mtdsg_find(root, "r"));
    assert_true(
        treaty_mtdsg_is(treaty_mtdsg_next(treaty_mtdsg_first(root)), "Y"));
}

static void a_fault_names_its_line_and_kind(void **state)
{
    static const struct {
        const char *xml;
        const char *kind;
        long line;
    } faults[] = {
        {"<r>\n<x></r>", "xml", 2},
        {"<r>\n", "xml", 2},
        {"", "xml", 0},
        {"<r>\n&nbsp;</r>", "entity", 2},
        {"<r a=\"&nbsp;\"/>", "entity", 1},
        {"<!DOCTYPE r [\n<!ENTITY a \"b\">]>\n<r/>", "entity", 2},
        {"<!DOCTYPE r [\n%a;]>\n<r/>", "entity", 2},
        {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r>\xf4</r>", "encoding",
         2},
        {"<?xml version=\"1.0\" encoding=\"latin1\"?>\n<r>\n\xc3\xb4</r>",
         "encoding", 3},
        {"<r>&#0;</r>", "xml", 1},
    };
    size_t i;

    for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        treaty_findings_t *findings = treaty_findings_create(*state);

        assert_null(parsed(faults[i].xml, findings, *state));
        assert_int_equal(findings->errors, 1);
        assert_string_equal(
            APR_ARRAY_IDX(findings->kept, 0, treaty_finding_t).kind,
            faults[i].kind);
        if (faults[i].line > 0) {
            assert_int_equal(first_line(findings), faults[i].line);
        }
    }
}

static void a_document_type_is_read_over(void **state)
{
    const xmlNode *root =
        root_of("<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r>x</r>", *state);

    assert_string_equal(treaty_mtdsg_label(root, NULL, *state), "x");
}

static void a_file_is_recognised_by_its_elements(void **state)
{
    static const char wide[] = "\xff\xfe<\0T\0i\0t\0l\0e\0s\0e\0c\0t\0>\0";
    static const char plain[] = "\xef\xbb\xbf <?xml?><D><Participants>";
    static const char html[] = "<html><p>You are in: A</p>";
    static const char text[] = "Participants <Titlesect>";

    (void)state;
    assert_true(treaty_mtdsg_recognise(wide, sizeof(wide)));
    assert_true(treaty_mtdsg_recognise(plain, sizeof(plain)));
    assert_false(treaty_mtdsg_recognise(html, sizeof(html)));
    assert_false(treaty_mtdsg_recognise(text, sizeof(text)));
    assert_false(treaty_mtdsg_recognise("", 0));
}

static void a_file_name_tells_the_number(void **state)
{
    static const struct {
        const char *path;
        const char *number;
    } names[] = {
        {"4-11-c.csv", "IV-11-c"},
        {"x/IV-11-c.en.xml", "IV-11-c"},
        {"xxvii-7-d.en.xml", "XXVII-7-d"},
        {"XI-B-22.xml", "XI-B-22"},
        {"XXIX-1.fr.xml", "XXIX-1"},
        {"IIII-1.xml", NULL},
        {"IV.xml", NULL},
        {"IV-x.xml", NULL},
        {"lanterns.xml", NULL},
        {"0-1.csv", NULL},
        {"123-1.csv", NULL},
        {"IV-1_a.xml", NULL},
    };
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *number = treaty_mtdsg_number(names[i].path, *state);

        assert_string_equal(number ? number : "-",
                            names[i].number ? names[i].number : "-");
    }
}

static void a_statement_says_whether_it_is_a_reservation(void **state)
{
    (void)state;
    assert_string_equal(treaty_statement_kind("Reservations: none"),
                        "reservation");
    assert_string_equal(treaty_statement_kind(" RESERVATION"), "reservation");
    assert_string_equal(treaty_statement_kind("We make a reservation."),
                        "declaration");
    assert_string_equal(treaty_statement_kind(NULL), "declaration");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_is_a_line_without_footnotes),
        cmocka_unit_test(prose_keeps_paragraphs_rows_and_footnotes),
        cmocka_unit_test(elements_are_found_at_any_depth_and_in_any_case),
        cmocka_unit_test(a_fault_names_its_line_and_kind),
        cmocka_unit_test(a_document_type_is_read_over),
        cmocka_unit_test(a_file_is_recognised_by_its_elements),
        cmocka_unit_test(a_file_name_tells_the_number),
        cmocka_unit_test(a_statement_says_whether_it_is_a_reservation),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_mtdsg", tests, pool_create,
                                       pool_destroy);
}
