/*
 * The words of the record, each as it is defined: what a history makes of a
 * participant on a day. A history is its acts by the order of their deposit,
 * "ratification 2001-01-01 > 2001-02-01" with the day of its effect; "*" marks
 * a withdrawal of which no source tells the day, "/consent" its scope.
 */
#include "unit.h"

#include "treaty_rule.h"
#include "treaty_status.h"

#define MAX_ACTS 8

typedef struct row_t {
    const char *term;
    const char *history;
    const char *day;
    /** The state, and the counts that the participant is in. */
    const char *expected;
} row_t;

static const row_t rows[] = {
    /* A span is [start, end): the day of a deposit or an effect counts. */
    {"span", "signature 2000-07-05", "2000-07-04", "none:"},
    {"span", "signature 2000-07-05", "2000-07-05", "signatory: signatures"},
    {"span", "accession 2000-01-01 > 2000-02-01", "2000-02-01",
     "in_force: consents in_force"},
    /* … and a withdrawal's effective day doesn't. */
    {"span",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01",
     "2001-12-31", "withdrawal_notified: consents in_force"},
    {"span",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01",
     "2002-01-01", "withdrawn: withdrawn"},

    {"signatures", "signature 2000-01-01", "2000-01-01",
     "signatory: signatures"},
    {"signatures", "signature_ad_referendum 2000-01-01", "2000-01-01",
     "signatory_ad_referendum: signatures"},
    {"signatures", "succession_to_signature 2000-01-01", "2000-01-01",
     "signatory: signatures"},
    {"signatures", "signature 2000-01-01, ratification 2001-01-01 > 2001-01-01",
     "2002-01-01", "in_force: signatures consents in_force"},
    {"signatures", "definitive_signature 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"d in a Signature column", "succession_to_signature 2000-01-01",
     "2020-01-01", "signatory: signatures"},

    {"consents", "ratification 2000-01-01", "1999-12-31", "none:"},
    {"consents", "ratification 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "acceptance 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "approval 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "accession 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "succession 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "formal_confirmation 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "consent_to_be_bound 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "participation 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    {"consents", "unspecified 2000-01-01 > 2000-01-01", "2000-01-01",
     "in_force: consents in_force"},
    /* Two instruments of one participant are one consent: the first's. */
    {"consents",
     "acceptance 2000-01-01 > 2000-02-01, ratification 2001-01-01 > 2001-02-01",
     "2000-06-01", "in_force: consents in_force"},

    {"in_force", "accession 2000-01-01 > 2000-02-01", "2000-01-31",
     "consented: consents pending"},
    {"in_force",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01",
     "2001-06-01", "withdrawal_notified: consents in_force"},
    {"in_force_unknown", "succession 2000-01-01", "2020-01-01",
     "consented: consents in_force_unknown"},
    {"pending", "accession 2000-01-01 > 9999-12-31", "9999-12-30",
     "consented: consents pending"},
    {"pending",
     "accession 2000-01-01 > 2000-06-01, withdrawal 2000-02-01 > 2000-03-01",
     "2000-02-01", "withdrawal_notified: consents pending"},

    {"provisional", "provisional_application 2000-01-01", "2000-01-01",
     "provisional: provisional"},
    {"provisional", "provisional_application 2000-01-01 > 2000-03-01",
     "2000-02-01", "none:"},
    {"provisional",
     "signature 2000-01-01, provisional_application 2000-01-01, "
     "ratification 2001-01-01 > 2001-02-01",
     "2001-01-31", "provisional: signatures consents pending provisional"},
    {"provisional",
     "signature 2000-01-01, provisional_application 2000-01-01, "
     "ratification 2001-01-01 > 2001-02-01",
     "2001-02-01", "in_force: signatures consents in_force"},
    {"provisional",
     "provisional_application 2000-01-01, withdrawal 2001-01-01 > 2001-01-01",
     "2001-01-01", "withdrawn: withdrawn"},

    {"withdrawn",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01, "
     "accession 2003-01-01 > 2003-02-01",
     "2003-01-01", "consented: consents pending"},
    /* The latest decides. */
    {"withdrawn",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01, "
     "accession 2003-01-01 > 2003-02-01, withdrawal 2004-01-01 > 2005-01-01",
     "2005-01-01", "withdrawn: withdrawn"},
    {"withdrawn",
     "accession 2000-01-01 > 2000-02-01, withdrawal 2001-01-01 > 2002-01-01, "
     "accession 2003-01-01 > 2003-02-01, withdrawal 2004-01-01 > 2005-01-01, "
     "accession 2006-01-01 > 2006-02-01",
     "2006-02-01", "in_force: consents in_force"},

    {"withdrawal of unknown date",
     "accession 2000-01-01 > 2000-02-01, withdrawal* 2015-03-01", "2015-02-28",
     "in_force: consents in_force withdrawal_date_unknown"},
    {"withdrawal of unknown date",
     "accession 2000-01-01 > 2000-02-01, withdrawal* 2015-03-01", "2015-03-01",
     "withdrawn: withdrawn"},
    {"withdrawal of unknown date",
     "signature 2000-01-01, withdrawal* 2015-03-01", "2000-01-01",
     "signatory: signatures withdrawal_date_unknown"},
    {"withdrawal of unknown date",
     "accession 2000-01-01 > 2000-02-01, withdrawal* 2015-03-01", "1999-12-31",
     "none:"},

    {"scope of a withdrawal",
     "signature 1999-01-01, ratification 2000-01-01 > 2000-02-01, "
     "withdrawal/treaty 2001-01-01 > 2002-01-01",
     "2002-01-01", "withdrawn: withdrawn"},
    {"scope of a withdrawal",
     "signature 1999-01-01, ratification 2000-01-01 > 2000-02-01, "
     "withdrawal/consent 2001-01-01 > 2002-01-01",
     "2002-01-01", "signatory: signatures"},
    /* An intention not to become a party is a note. */
    {"scope of a withdrawal", "signature 1998-12-31, other 2002-05-06",
     "2020-01-01", "signatory: signatures"},

    {"undated", "ratification -", "2000-01-01", "undated: undated"},
    {"undated", "signature -, ratification 2000-01-01 > 2000-01-01",
     "1999-12-31", "none:"},
    {"undated", "signature -, ratification 2000-01-01 > 2000-01-01",
     "2000-01-01", "in_force: consents in_force"},
    /* Only its effect is dated: it was deposited by then. */
    {"undated", "accession - > 2000-02-01", "2000-01-31", "none:"},
    {"undated", "accession - > 2000-02-01", "2000-02-01",
     "in_force: consents in_force"},

    {"other acts", "other 2000-01-01", "2000-01-01", "none:"},
    {"other acts", "signature 1999-01-01, other 2000-01-01", "2000-01-01",
     "signatory: signatures"},

    /* Of several that are true the first is named. */
    {"state",
     "provisional_application 1999-01-01, accession 2000-01-01 > 2000-06-01, "
     "withdrawal 2000-02-01 > 2000-12-01",
     "2000-03-01", "withdrawal_notified: consents pending provisional"},
    {"state",
     "signature_ad_referendum 1999-01-01, accession 2000-01-01 > 2000-06-01",
     "2000-03-01", "consented: signatures consents pending"},
    {"state",
     "signature 1999-01-01, withdrawal 2000-01-01 > 2000-01-01, "
     "signature 2001-01-01",
     "2001-01-01", "signatory: signatures"},
    {"state", "", "2000-01-01", "none:"},
};

static char *next_word(char **rest)
{
    return apr_strtok(*rest ? *rest : NULL, " ", rest);
}

/* "withdrawal/consent 2001-01-01 > 2002-01-01" */
static treaty_act_t act_of(const char *text, apr_pool_t *pool)
{
    treaty_act_t act = {0};
    char *rest = apr_pstrdup(pool, text);
    char *kind = next_word(&rest);
    const char *day = next_word(&rest);
    const char *arrow = next_word(&rest);
    char *scope = strpbrk(kind, "/*");

    act.is_day_unknown = scope && *scope == '*';
    act.scope = scope && strcmp(scope, "/consent") == 0 ? TREATY_SCOPE_CONSENT
                                                        : TREATY_SCOPE_TREATY;
    if (scope) {
        *scope = '\0';
    }
    assert_true(treaty_act_kind_parse(&act.kind, kind));
    act.participant = 7;
    act.is_state = 1;
    act.deposited_on = unit_day(*day == '-' ? NULL : day);
    act.effective_on = arrow ? unit_day(next_word(&rest)) : TREATY_DAY_NONE;
    if (*day == '-' && arrow) {
        act.deposited_on = act.effective_on;
        act.is_deposit_unknown = 1;
    }
    return act;
}

static int acts_of(treaty_act_t *acts, const char *history, apr_pool_t *pool)
{
    int count = 0;

    while (*history) {
        apr_size_t len = strcspn(history, ",");

        assert_true(count < MAX_ACTS);
        acts[count++] = act_of(apr_pstrmemdup(pool, history, len), pool);
        history += len + strspn(history + len, ", ");
    }
    return count;
}

static const treaty_span_t *span_on(const apr_array_header_t *spans,
                                    treaty_day_t day)
{
    int i;

    for (i = 0; i < spans->nelts; i++) {
        const treaty_span_t *span = &APR_ARRAY_IDX(spans, i, treaty_span_t);

        if (span->from <= day && day < span->to) {
            return span;
        }
    }
    return NULL;
}

static const char *words_of(const treaty_span_t *span, apr_pool_t *pool)
{
    const char *words = apr_pstrcat(
        pool, treaty_state_name(span ? span->state : TREATY_STATE_NONE), ":",
        NULL);
    int i;

    for (i = 0; i < TREATY_MEASURE__COUNT; i++) {
        if (span && span->measures & (1u << i)) {
            words = apr_pstrcat(pool, words, " ",
                                treaty_measure_name((treaty_measure_t)i), NULL);
        }
    }
    return span && span->withdrawal_date_unknown
               ? apr_pstrcat(pool, words, " withdrawal_date_unknown", NULL)
               : words;
}

static void each_term_is_as_it_is_defined(void **state)
{
    size_t i;

    for (i = 0; i < LENGTH(rows); i++) {
        treaty_act_t acts[MAX_ACTS];
        apr_array_header_t *spans =
            apr_array_make(*state, 4, sizeof(treaty_span_t));
        const char *words;

        treaty_status_spans(spans, acts,
                            acts_of(acts, rows[i].history, *state));
        words = words_of(span_on(spans, unit_day(rows[i].day)), *state);
        if (strcmp(words, rows[i].expected) != 0) {
            fail_msg("%s: of \"%s\" on %s: %s, not %s", rows[i].term,
                     rows[i].history, rows[i].day, words, rows[i].expected);
        }
    }
}

/* A day that a row names is one that somebody told. */
static void an_effect_alone_tells_no_deposit(void **state)
{
    treaty_act_t acts[MAX_ACTS];
    apr_array_header_t *spans =
        apr_array_make(*state, 4, sizeof(treaty_span_t));
    const treaty_span_t *span;

    treaty_status_spans(spans, acts,
                        acts_of(acts, "accession - > 2000-02-01", *state));
    span = span_on(spans, unit_day("2000-02-01"));
    unit_expect_day(span->consented_on, NULL);
    unit_expect_day(span->in_force_on, "2000-02-01");
    assert_int_equal(span->consent_kind, TREATY_ACT_ACCESSION);
}

static apr_array_header_t *spans_of(const char *history, apr_pool_t *pool)
{
    treaty_act_t acts[MAX_ACTS];
    apr_array_header_t *spans = apr_array_make(pool, 4, sizeof(treaty_span_t));

    treaty_status_spans(spans, acts, acts_of(acts, history, pool));
    return spans;
}

/* Successors' rows replaced their predecessors': counts until then miss them,
 * those of signatures too. */
static void counts_before_a_succession_miss_a_predecessor(void **state)
{
    static const struct {
        const char *history;
        const char *last;
    } cases[] = {
        {"signature 1990-01-01, ratification 1991-01-01", NULL},
        {"succession 1993-02-22", "1993-02-22"},
        {"succession_to_signature 1993-02-22", "1993-02-22"},
        {"succession_to_signature 1993-02-22, succession 1995-01-01",
         "1995-01-01"},
        {"succession_to_signature 1993-02-22, ratification 1995-01-01",
         "1993-02-22"},
    };
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        apr_array_header_t *spans = spans_of(cases[i].history, *state);
        treaty_day_t last = treaty_status_last_succession(spans);
        apr_array_header_t *tallies;
        int k;

        unit_expect_day(last, cases[i].last);
        treaty_status_tallies(&tallies, spans, *state, *state);
        for (k = 0; k < tallies->nelts; k++) {
            const treaty_tally_t *tally =
                &APR_ARRAY_IDX(tallies, k, treaty_tally_t);

            assert_int_equal(tally->predecessors_missing, tally->from < last);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_term_is_as_it_is_defined),
        TEST(an_effect_alone_tells_no_deposit),
        TEST(counts_before_a_succession_miss_a_predecessor),
    };

    return RUN("terms", tests);
}
