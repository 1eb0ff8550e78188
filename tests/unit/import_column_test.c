/* What the headers and cells of status tables mean. */
#include "import_unit.h"

#include "import/column.h"

/* "kind" or "kind(code)" of each alternative. */
static const char *summary(const char *header, apr_pool_t *pool)
{
    treaty_column_t *column = treaty_column_parse(header, pool);
    const char *text = "";
    int i;

    for (i = 0; i < column->alternatives->nelts; i++) {
        treaty_alternative_t *one =
            &APR_ARRAY_IDX(column->alternatives, i, treaty_alternative_t);

        text = apr_pstrcat(pool, text, *text ? " " : "", one->known ? "" : "?",
                           treaty_act_kind_name(one->kind),
                           *one->code ? ":" : "", one->code, NULL);
    }
    return text;
}

static const struct {
    const char *header;
    const char *expected;
} headers[] = {
    {"Signature", "signature"},
    {"Ratification, Accession(a), Succession(d)",
     "ratification accession:a succession:d"},
    {"Accession(a), Succession(d), Ratification",
     "accession:a succession:d ratification"},
    {"Approval(AA), Acceptance(A), Accession(a), Ratification",
     "approval:AA acceptance:A accession:a ratification"},
    {"Signature, Succession to signature(d)",
     "signature succession_to_signature:d"},
    {"Signature, Signature ad referendum (s)",
     "signature signature_ad_referendum:s"},
    {"Definitive signature(s), Acceptance(A)",
     "definitive_signature:s acceptance:A"},
    {"Provisional application(n)", "provisional_application:n"},
    {"Provisional application by virtue of signature, adoption of the "
     "Agreement or accession thereto, Provisional application by virtue of a "
     "notification (n)",
     "provisional_application provisional_application:n"},
    {"Notification of non-provisional application under article 7 (1) (b)",
     "other"},
    {"Notification under article 21 (1)", "other"},
    {"Simplified procedure(p), Formal confirmation(c), Consent to be bound(P)",
     "participation:p formal_confirmation:c consent_to_be_bound:P"},
    {"Accession(a), Participation by virtue of accession to the Protocol of 11 "
     "April 1980(P)",
     "accession:a participation:P"},
    {"Participation in the Convention by virtue of ratification, accession or "
     "succession to the Protocol",
     "participation"},
    {"Definitive signature or participation in the Convention and the "
     "Protocol, Participation(P)",
     "unspecified participation:P"},
    {"Definitive signature of the Protocol, Acceptance of the Protocol, "
     "Notification in respect of the Agreement as amended(d)",
     "definitive_signature acceptance other:d"},
    {"Acceptance ipso facto by virtue of article 10 (1) of the Convention of "
     "12 September 1923, as amended(A)",
     "acceptance:A"},
    {"Definitive signature(s), Confirmation of signature",
     "definitive_signature:s unspecified"},
    {"Confirmation of signature ad referendum(C)", "other:C"},
    {"Accession under article XX (a), Ratification", "accession ratification"},
    {"Acceptance of annex IV (a), Accession(a)", "acceptance accession:a"},
    {"Notification under article 3 (iv) (b)", "other"},
    {"Acceptance (in respect of the Protocol)(A), Ratification",
     "acceptance:A ratification"},
    {"Ratification by the CIVIC (R)", "ratification:R"},
    {"Denunciation", "withdrawal"},
    {"Application", "other"},
    {"Extension", "other"},
    {"Resolution", "?other"},
    {"Signatures", "?other"},
    {"(a)", "?other"},
    {"  Signature\t", "signature"},
    {"", ""},
};

static void a_header_is_its_alternatives_with_their_codes(void **state)
{
    size_t i;

    for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        assert_string_equal(summary(headers[i].header, *state),
                            headers[i].expected);
    }
}

static void a_table_covers_what_its_columns_record(void **state)
{
    assert_int_equal(treaty_column_parse("Signature", *state)->covers,
                     TREATY_COVERS_SIGNATURES);
    assert_int_equal(treaty_column_parse("Acceptance(A)", *state)->covers,
                     TREATY_COVERS_CONSENTS);
    assert_int_equal(
        treaty_column_parse("Provisional application(n)", *state)->covers,
        TREATY_COVERS_PROVISIONAL);
    assert_int_equal(treaty_column_parse("Application", *state)->covers, 0);
    assert_int_equal(treaty_column_parse("Resolution", *state)->covers, 0);
}

static const struct {
    const char *header;
    const char *raw;
    const char *kind;
    const char *day;
    /* Part of the warning; NULL for none. */
    const char *problem;
} cells[] = {
    {"Ratification, Accession(a)", "19 Sep 2002 a", "accession", "2002-09-19",
     NULL},
    {"Ratification, Accession(a)", "19 Sep 2002", "ratification", "2002-09-19",
     NULL},
    {"Ratification, Accession(a)",
     " 4 Oct 2007\xc2\xa0"
     "a ",
     "accession", "2007-10-04", NULL},
    {"Acceptance(A), Accession(a)", "5 Sept 2000 A", "acceptance", "2000-09-05",
     NULL},
    {"Acceptance(A), Approval(AA), Ratification", "19 July 2006 AA", "approval",
     "2006-07-19", NULL},
    {"Signature", "1 Jan 2000 d", "succession_to_signature", "2000-01-01",
     NULL},
    {"Signature", "1 Jan 2000 s", "other", "2000-01-01", "no code \"s\""},
    {"Ratification", "1 Jan 2000 d", "other", "2000-01-01", "no code \"d\""},
    {"Accession(a), Succession(d)", "1 Jan 2000 A", "other", "2000-01-01",
     "no code \"A\""},
    {"Accession(a), Succession(d)", "1 Jan 2000", "other", "2000-01-01",
     "codes only"},
    {"Signature ad referendum (s)", "5 May 1986", "signature_ad_referendum",
     "1986-05-05", NULL},
    {"Definitive signature of it, Acceptance of it, Notification(d)",
     "1 Jan 2000", "unspecified", "2000-01-01", NULL},
    {"Definitive signature of it, Acceptance of it, Notification(d)",
     "1 Jan 2000 d", "other", "2000-01-01", NULL},
    {"Signature, Ratification", "1 Jan 2000", "other", "2000-01-01", NULL},
    {"Application", "9 Nov 1946", "other", "1946-11-09", NULL},
    {"Ratification", "N/A", "other", NULL, "\"N/A\" is no date"},
    {"Ratification", "30 Feb 2000", "other", NULL, "is no date"},
    {"Ratification", "[30 Sep 1992]", "other", NULL, "is no date"},
};

static void a_cell_is_an_act_and_what_cannot_be_read_is_kept(void **state)
{
    size_t i;

    for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        treaty_cell_t cell;
        const char *day;

        treaty_cell_parse(&cell, treaty_column_parse(cells[i].header, *state),
                          cells[i].raw, *state);
        day = treaty_day_text(cell.deposited_on, *state);
        assert_string_equal(treaty_act_kind_name(cell.kind), cells[i].kind);
        assert_string_equal(day ? day : "", cells[i].day ? cells[i].day : "");
        assert_int_equal(cell.problem == NULL, cells[i].problem == NULL);
        if (cells[i].problem) {
            assert_holds(cell.problem, cells[i].problem);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_is_its_alternatives_with_their_codes),
        cmocka_unit_test(a_table_covers_what_its_columns_record),
        cmocka_unit_test(a_cell_is_an_act_and_what_cannot_be_read_is_kept),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("import_column", tests, pool_create,
                                       pool_destroy);
}
