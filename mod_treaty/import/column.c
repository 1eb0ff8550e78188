#include "column.h"
#include "utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define CODE_MAX 2
#define CONFIRMATION "Confirmation of signature"

/* How labels begin. What is more precise stands before what is less. */
static const struct {
    const char *start;
    treaty_act_kind_t kind;
} labels[] = {
    {"Signature ad referendum", TREATY_ACT_SIGNATURE_AD_REFERENDUM},
    {"Signature without reservation", TREATY_ACT_DEFINITIVE_SIGNATURE},
    {"Signature", TREATY_ACT_SIGNATURE},
    {"Succession to signature", TREATY_ACT_SUCCESSION_TO_SIGNATURE},
    {"Succession to the signature", TREATY_ACT_SUCCESSION_TO_SIGNATURE},
    {"Succession", TREATY_ACT_SUCCESSION},
    {"Definitive signature", TREATY_ACT_DEFINITIVE_SIGNATURE},
    {"Ratification", TREATY_ACT_RATIFICATION},
    {"Acceptance", TREATY_ACT_ACCEPTANCE},
    {"Approval", TREATY_ACT_APPROVAL},
    {"Accession", TREATY_ACT_ACCESSION},
    {"Formal confirmation", TREATY_ACT_FORMAL_CONFIRMATION},
    {"Consent to be bound", TREATY_ACT_CONSENT_TO_BE_BOUND},
    {"Participation", TREATY_ACT_PARTICIPATION},
    {"Simplified procedure", TREATY_ACT_PARTICIPATION},
    {"Provisional application", TREATY_ACT_PROVISIONAL_APPLICATION},
    {"Withdrawal", TREATY_ACT_WITHDRAWAL},
    {"Denunciation", TREATY_ACT_WITHDRAWAL},
    /* Acts that are in no count. */
    {CONFIRMATION, TREATY_ACT_OTHER},
    {"Application", TREATY_ACT_OTHER},
    {"Extension", TREATY_ACT_OTHER},
    {"Notification", TREATY_ACT_OTHER},
};

/* Whether the label names a second act right after the first, "Definitive
 * signature or participation in …". A later "or" belongs to a description. */
static int names_two(const char *after)
{
    return strncmp(after, " or ", 4) == 0 || strncmp(after, " and ", 5) == 0 ||
           strncmp(after, ", ", 2) == 0 || *after == '/';
}

static void classify(treaty_alternative_t *alternative)
{
    apr_size_t i;

    alternative->kind = TREATY_ACT_OTHER;
    alternative->known = 0;
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        apr_size_t len = strlen(labels[i].start);
        const char *after;

        if (strncasecmp(alternative->label, labels[i].start, len) != 0) {
            continue;
        }
        after = alternative->label + len;
        if (apr_isalnum(*after)) {
            continue;
        }
        alternative->known = 1;
        alternative->kind = labels[i].kind;
        if (names_two(after) && treaty_act_is_consent(labels[i].kind)) {
            alternative->kind = TREATY_ACT_UNSPECIFIED;
        }
        return;
    }
}

/* Whether a text ends in a year, "… the Protocol of 11 April 1980". */
static int ends_in_year(const char *text, apr_size_t len)
{
    return len > 4 && strspn(text + len - 4, "0123456789") >= 4 &&
           !apr_isdigit(text[len - 5]);
}

/* Whether the parenthesis that closes here is a part of a reference, "(1)" or
 * "(b)" or "(iv)"; others are words, "(in respect of the Protocol)". */
static int closes_reference(const char *text, apr_size_t close)
{
    apr_size_t open = close;

    while (open > 0 && text[open - 1] != '(') {
        open--;
    }
    return open == 0 || close - open <= 1 ||
           strspn(text + open, "0123456789") == close - open ||
           strspn(text + open, "ivxIVX") == close - open;
}

/* Whether the text ends in the number of an article, "under article XX". */
static int ends_in_numeral(const char *text, apr_size_t len)
{
    static const char *const words[] = {"article",   "articles", "section",
                                        "paragraph", "annex",    "part"};
    apr_size_t start = len;
    apr_size_t i;

    while (start > 0 && strchr("IVXLC", text[start - 1])) {
        start--;
    }
    if (start == len || start == 0 || text[start - 1] != ' ') {
        return 0;
    }
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        apr_size_t word = strlen(words[i]);

        if (start > word &&
            strncasecmp(text + start - 1 - word, words[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether a parenthesis behind so much of a text goes on with a reference:
 * "article 7", "article 7 (1)", "article XX". */
static int is_reference(const char *text, apr_size_t len)
{
    if (len == 0) {
        return 1;
    }
    if (text[len - 1] == ')') {
        return closes_reference(text, len - 1);
    }
    return (apr_isdigit(text[len - 1]) && !ends_in_year(text, len)) ||
           ends_in_numeral(text, len);
}

/* Where the code's parenthesis opens, or NULL. The last parenthesis of
 * "Notification under article 7 (1) (b)" is a reference and no code. */
static const char *code_start(const char *text, apr_size_t len)
{
    apr_size_t open = len;
    apr_size_t before;

    if (len == 0 || text[len - 1] != ')') {
        return NULL;
    }
    for (open = len - 1; open > 0 && apr_isalpha(text[open - 1]);) {
        open--;
    }
    if (open < 2 || text[open - 1] != '(' || len - 1 - open < 1 ||
        len - 1 - open > CODE_MAX) {
        return NULL;
    }
    before = open - 1;
    while (before > 0 && apr_isspace(text[before - 1])) {
        before--;
    }
    return is_reference(text, before) ? NULL : text + open - 1;
}

static void add_alternative(treaty_column_t *column, const char *start,
                            apr_size_t len, apr_pool_t *pool)
{
    const char *text = treaty_trim(apr_pstrmemdup(pool, start, len), pool);
    const char *code = code_start(text, strlen(text));
    treaty_alternative_t *alternative;

    if (*text == '\0') {
        return;
    }
    alternative = apr_array_push(column->alternatives);
    alternative->code = "";
    alternative->label = text;
    if (code) {
        alternative->code = apr_pstrmemdup(pool, code + 1, strlen(code) - 2);
        alternative->label = treaty_trim(
            apr_pstrmemdup(pool, text, (apr_size_t)(code - text)), pool);
    }
    classify(alternative);
}

static unsigned covers_of(treaty_act_kind_t kind)
{
    if (treaty_act_is_signature(kind)) {
        return TREATY_COVERS_SIGNATURES;
    }
    if (treaty_act_is_consent(kind)) {
        return TREATY_COVERS_CONSENTS;
    }
    return kind == TREATY_ACT_PROVISIONAL_APPLICATION
               ? TREATY_COVERS_PROVISIONAL
               : 0;
}

/* The confirmation of a signature ad referendum makes it a signature: one that
 * binds where the column is for consents (Vienna Convention, art. 12(2)). */
static void weigh_confirmations(treaty_column_t *column)
{
    int i;

    for (i = 0; i < column->alternatives->nelts; i++) {
        treaty_alternative_t *alternative =
            &APR_ARRAY_IDX(column->alternatives, i, treaty_alternative_t);

        if (column->covers & TREATY_COVERS_CONSENTS &&
            strncasecmp(alternative->label, CONFIRMATION,
                        strlen(CONFIRMATION)) == 0) {
            alternative->kind = TREATY_ACT_UNSPECIFIED;
        }
    }
}

treaty_column_t *treaty_column_parse(const char *header,
                                     apr_pool_t *result_pool)
{
    treaty_column_t *column = apr_palloc(result_pool, sizeof(*column));
    const char *start;
    const char *at;
    int depth = 0;
    int i;

    column->header = treaty_trim(header, result_pool);
    column->alternatives =
        apr_array_make(result_pool, 4, sizeof(treaty_alternative_t));
    column->covers = 0;
    for (start = at = column->header; *at; at++) {
        depth += *at == '(';
        depth -= *at == ')' && depth > 0;
        if (depth == 0 && at[0] == ',' && at[1] == ' ' && apr_isupper(at[2])) {
            add_alternative(column, start, (apr_size_t)(at - start),
                            result_pool);
            start = at + 2;
        }
    }
    add_alternative(column, start, (apr_size_t)(at - start), result_pool);
    for (i = 0; i < column->alternatives->nelts; i++) {
        column->covers |= covers_of(
            APR_ARRAY_IDX(column->alternatives, i, treaty_alternative_t).kind);
    }
    weigh_confirmations(column);
    return column;
}

int treaty_column_known(const treaty_column_t *column)
{
    int i;

    for (i = 0; i < column->alternatives->nelts; i++) {
        if (!APR_ARRAY_IDX(column->alternatives, i, treaty_alternative_t)
                 .known) {
            return 0;
        }
    }
    return column->alternatives->nelts > 0;
}

/* Two alternatives of one code: what can be said of both. */
static treaty_act_kind_t common_kind(treaty_act_kind_t one,
                                     treaty_act_kind_t other)
{
    if (one == other) {
        return one;
    }
    return treaty_act_is_consent(one) && treaty_act_is_consent(other)
               ? TREATY_ACT_UNSPECIFIED
               : TREATY_ACT_OTHER;
}

/* @return how many of the column's alternatives bear the code */
static int kind_of_code(treaty_act_kind_t *kind, const treaty_column_t *column,
                        const char *code)
{
    /* Under a single alternative the code may be left out. */
    int only = column->alternatives->nelts == 1;
    int found = 0;
    int i;

    for (i = 0; i < column->alternatives->nelts; i++) {
        const treaty_alternative_t *alternative =
            &APR_ARRAY_IDX(column->alternatives, i, treaty_alternative_t);

        if (strcmp(alternative->code, code) == 0 || (*code == '\0' && only)) {
            *kind = found++ ? common_kind(*kind, alternative->kind)
                            : alternative->kind;
        }
    }
    /* Depositaries use it without declaring it. */
    if (!found && strcmp(code, "d") == 0 &&
        column->covers == TREATY_COVERS_SIGNATURES) {
        *kind = TREATY_ACT_SUCCESSION_TO_SIGNATURE;
        found = 1;
    }
    return found;
}

void treaty_cell_parse(treaty_cell_t *cell, const treaty_column_t *column,
                       const char *raw, apr_pool_t *result_pool)
{
    const char *rest;
    const char *code;

    cell->kind = TREATY_ACT_OTHER;
    cell->problem = NULL;
    if (!treaty_day_parse_prose(&cell->deposited_on, &rest,
                                treaty_skip_space(raw))) {
        cell->problem = apr_psprintf(
            result_pool,
            "\"%s\" is no date such as \"19 Sep 2002 a\"; kept as it stands",
            raw);
        return;
    }
    code = treaty_trim(rest, result_pool);
    if (kind_of_code(&cell->kind, column, code) > 0) {
        return;
    }
    cell->problem =
        *code ? apr_psprintf(result_pool,
                             "the column \"%s\" declares no code \"%s\"; "
                             "\"%s\" is kept as it stands",
                             column->header, code, raw)
              : apr_psprintf(result_pool,
                             "the column \"%s\" declares codes only; \"%s\" "
                             "has none and is kept as it stands",
                             column->header, raw);
}
