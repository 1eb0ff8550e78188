#include "shape_private.h"

#include "treaty_rule.h"

#define REQUIRED 1
#define OPTIONAL 0
#define MEMBER(name, kind, required)           \
    {                                          \
        name, kind, required, NULL, NULL, 0, 0 \
    }
#define CHOICE(name, kind, required, words)     \
    {                                           \
        name, kind, required, words, NULL, 0, 0 \
    }
#define RECORDS(name, kind, required, shape)       \
    {                                              \
        name, kind, required, NULL, &(shape), 0, 0 \
    }
#define NUMBER(name, kind, required, min, max)     \
    {                                              \
        name, kind, required, NULL, NULL, min, max \
    }
#define END MEMBER(NULL, MEMBER_TEXT, OPTIONAL)

static const char *const source_kinds[] = {"status_table", "document", "editor",
                                           "code_list", NULL};
static const char *const participant_kinds[] = {"state", "organisation",
                                                "territory", "other", NULL};
static const char *const name_kinds[] = {"name", "alias", NULL};
static const char *const treaty_types[] = {
    "treaty",      "convention", "covenant", "protocol",
    "agreement",   "charter",    "statute",  "constitution",
    "declaration", "amendment",  "other",    NULL};
static const char *const title_kinds[] = {"official", "short", NULL};
static const char *const relation_kinds[] = {"protocol_to", "amends",
                                             "replaces", NULL};
static const char *const coverages[] = {"signatures",   "consents",
                                        "provisional",  "withdrawals",
                                        "predecessors", NULL};
static const char *const totals[] = {"signatures", "consents", NULL};
static const char *const bindings[] = {"acceptors", "all", NULL};
static const char *const delay_kinds[] = {"days", "months", "month_first",
                                          "months_then_first", NULL};
static const char *const later_kinds[] = {
    "days", "months", "month_first", "months_then_first", "date", NULL};
static const char *const later_starts[] = {"entry_into_force", "threshold",
                                           NULL};
static const char *const act_kinds[] = {"signature",
                                        "signature_ad_referendum",
                                        "succession_to_signature",
                                        "definitive_signature",
                                        "ratification",
                                        "acceptance",
                                        "approval",
                                        "accession",
                                        "succession",
                                        "formal_confirmation",
                                        "consent_to_be_bound",
                                        "participation",
                                        "unspecified",
                                        "provisional_application",
                                        "withdrawal",
                                        "other",
                                        NULL};
static const char *const scopes[] = {"treaty", "consent", NULL};
static const char *const text_formats[] = {"html", "pdf",   "text",
                                           "xml",  "other", NULL};
static const char *const statement_kinds[] = {"declaration",
                                              "reservation",
                                              "objection",
                                              "notification",
                                              "territorial_application",
                                              "communication",
                                              "end_note",
                                              "note",
                                              NULL};
static const char *const block_kinds[] = {"heading", "paragraph", "item",
                                          "quote",   "table",     NULL};
static const char *const cell_scopes[] = {"col", "row", NULL};
static const char *const claim_statuses[] = {"proposed", "accepted", NULL};

static const member_t source_members[] = {
    MEMBER("id", MEMBER_SLUG, REQUIRED),
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, source_kinds),
    MEMBER("title", MEMBER_TEXT, REQUIRED),
    MEMBER("publisher", MEMBER_TEXT, OPTIONAL),
    MEMBER("url", MEMBER_TEXT, OPTIONAL),
    MEMBER("retrieved_on", MEMBER_DATE, OPTIONAL),
    MEMBER("known_through", MEMBER_DAY, OPTIONAL),
    MEMBER("sha256", MEMBER_SHA256, OPTIONAL),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    END};

static const member_t name_members[] = {
    MEMBER("name", MEMBER_TEXT, REQUIRED),
    MEMBER("language", MEMBER_TEXT, OPTIONAL),
    CHOICE("kind", MEMBER_CHOICE, OPTIONAL, name_kinds),
    MEMBER("valid_from", MEMBER_DAY, OPTIONAL),
    MEMBER("valid_to", MEMBER_DAY, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    END};
static const treaty_shape_t name_shape = {name_members};

static const member_t participant_members[] = {
    MEMBER("id", MEMBER_SLUG, REQUIRED),
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, participant_kinds),
    NUMBER("iso_alpha2", MEMBER_CODE, OPTIONAL, 2, 2),
    NUMBER("iso_alpha3", MEMBER_CODE, OPTIONAL, 3, 3),
    MEMBER("ended_on", MEMBER_DAY, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    RECORDS("names", MEMBER_RECORDS, REQUIRED, name_shape),
    END};

static const member_t title_members[] = {
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, title_kinds),
    MEMBER("language", MEMBER_TEXT, OPTIONAL),
    MEMBER("title", MEMBER_TEXT, REQUIRED), END};
static const treaty_shape_t title_shape = {title_members};

static const member_t relation_members[] = {
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, relation_kinds),
    MEMBER("treaty", MEMBER_SLUG, REQUIRED), END};
static const treaty_shape_t relation_shape = {relation_members};

static const member_t text_members[] = {
    MEMBER("language", MEMBER_LANGUAGE, REQUIRED),
    MEMBER("authentic", MEMBER_BOOLEAN, OPTIONAL),
    MEMBER("title", MEMBER_TEXT, OPTIONAL),
    MEMBER("url", MEMBER_ADDRESS, OPTIONAL),
    CHOICE("format", MEMBER_CHOICE, OPTIONAL, text_formats),
    END};
const treaty_shape_t treaty_shape_text = {text_members};

static const member_t rule_members[] = {
    NUMBER("threshold", MEMBER_INTEGER, OPTIONAL, 1, TREATY_THRESHOLD_MAX),
    MEMBER("organisations_count", MEMBER_BOOLEAN, OPTIONAL),
    CHOICE("delay_kind", MEMBER_CHOICE, REQUIRED, delay_kinds),
    NUMBER("delay", MEMBER_INTEGER, REQUIRED, 0, 10000),
    CHOICE("later_kind", MEMBER_CHOICE, REQUIRED, later_kinds),
    NUMBER("later_delay", MEMBER_INTEGER, OPTIONAL, 0, 10000),
    MEMBER("later_on", MEMBER_DAY, OPTIONAL),
    CHOICE("later_after", MEMBER_CHOICE, REQUIRED, later_starts),
    MEMBER("article", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    END};
const treaty_shape_t treaty_shape_rule = {rule_members};

static const member_t act_members[] = {
    MEMBER("participant", MEMBER_SLUG, REQUIRED),
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, act_kinds),
    MEMBER("deposited_on", MEMBER_DAY, OPTIONAL),
    MEMBER("effective_on", MEMBER_DAY, OPTIONAL),
    CHOICE("scope", MEMBER_CHOICE, OPTIONAL, scopes),
    MEMBER("column", MEMBER_TEXT, OPTIONAL),
    MEMBER("raw", MEMBER_TEXT, OPTIONAL),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    MEMBER("listed", MEMBER_TEXT, OPTIONAL),
    END};
const treaty_shape_t treaty_shape_act = {act_members};

static const member_t amendment_members[] = {
    MEMBER("participant", MEMBER_SLUG, REQUIRED),
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, act_kinds),
    MEMBER("deposited_on", MEMBER_DAY, OPTIONAL),
    MEMBER("effective_on", MEMBER_DAY, REQUIRED),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, REQUIRED),
    END};
static const treaty_shape_t amendment_shape = {amendment_members};

static const member_t supplement_members[] = {
    CHOICE("covers", MEMBER_CHOICE, REQUIRED, coverages),
    MEMBER("source", MEMBER_SLUG, REQUIRED), END};
static const treaty_shape_t supplement_shape = {supplement_members};

static const member_t total_members[] = {
    CHOICE("measure", MEMBER_CHOICE, REQUIRED, totals),
    NUMBER("total", MEMBER_INTEGER, REQUIRED, 0, 100000),
    MEMBER("source", MEMBER_SLUG, REQUIRED), END};
static const treaty_shape_t total_shape = {total_members};

static const member_t statement_members[] = {
    MEMBER("participant", MEMBER_SLUG, OPTIONAL),
    MEMBER("listed_as", MEMBER_TEXT, OPTIONAL),
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, statement_kinds),
    MEMBER("made_on", MEMBER_DAY, OPTIONAL),
    MEMBER("about", MEMBER_SLUG, OPTIONAL),
    MEMBER("text", MEMBER_PROSE, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    END};
static const treaty_shape_t statement_shape = {statement_members};

static const member_t treaty_members[] = {
    MEMBER("id", MEMBER_SLUG, REQUIRED),
    MEMBER("mtdsg_no", MEMBER_TEXT, OPTIONAL),
    CHOICE("type", MEMBER_CHOICE, REQUIRED, treaty_types),
    RECORDS("titles", MEMBER_RECORDS, REQUIRED, title_shape),
    MEMBER("aliases", MEMBER_TEXTS, OPTIONAL),
    MEMBER("adopted_on", MEMBER_DAY, OPTIONAL),
    MEMBER("adopted_at", MEMBER_TEXT, OPTIONAL),
    MEMBER("entry_into_force_on", MEMBER_DAY, OPTIONAL),
    MEMBER("ended_on", MEMBER_DAY, OPTIONAL),
    MEMBER("registered_on", MEMBER_DAY, OPTIONAL),
    MEMBER("registration_no", MEMBER_TEXT, OPTIONAL),
    MEMBER("citation", MEMBER_TEXT, OPTIONAL),
    MEMBER("depositary", MEMBER_TEXT, OPTIONAL),
    CHOICE("binds", MEMBER_CHOICE, OPTIONAL, bindings),
    MEMBER("subjects", MEMBER_TEXTS, OPTIONAL),
    RECORDS("relations", MEMBER_RECORDS, OPTIONAL, relation_shape),
    RECORDS("texts", MEMBER_RECORDS, OPTIONAL, treaty_shape_text),
    CHOICE("covers", MEMBER_CHOICES, OPTIONAL, coverages),
    MEMBER("columns", MEMBER_TEXTS, OPTIONAL),
    RECORDS("rule", MEMBER_RECORD, OPTIONAL, treaty_shape_rule),
    RECORDS("supplements", MEMBER_RECORDS, OPTIONAL, supplement_shape),
    RECORDS("amendments", MEMBER_RECORDS, OPTIONAL, amendment_shape),
    RECORDS("totals", MEMBER_RECORDS, OPTIONAL, total_shape),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    RECORDS("acts", MEMBER_RECORDS, OPTIONAL, treaty_shape_act),
    RECORDS("statements", MEMBER_RECORDS, OPTIONAL, statement_shape),
    END};

static const member_t run_members[] = {
    MEMBER("text", MEMBER_TEXT, REQUIRED),
    MEMBER("href", MEMBER_TEXT, OPTIONAL),
    MEMBER("strong", MEMBER_BOOLEAN, OPTIONAL),
    MEMBER("em", MEMBER_BOOLEAN, OPTIONAL),
    MEMBER("abbr", MEMBER_TEXT, OPTIONAL),
    MEMBER("datetime", MEMBER_TEXT, OPTIONAL),
    END};
static const treaty_shape_t run_shape = {run_members};

static const member_t cell_members[] = {
    CHOICE("scope", MEMBER_CHOICE, OPTIONAL, cell_scopes),
    MEMBER("text", MEMBER_TEXT, OPTIONAL),
    RECORDS("runs", MEMBER_RECORDS, OPTIONAL, run_shape), END};
static const treaty_shape_t cell_shape = {cell_members};

static const member_t row_members[] = {
    MEMBER("head", MEMBER_BOOLEAN, OPTIONAL),
    RECORDS("cells", MEMBER_RECORDS, REQUIRED, cell_shape), END};
static const treaty_shape_t row_shape = {row_members};

static const member_t block_members[] = {
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, block_kinds),
    NUMBER("level", MEMBER_INTEGER, OPTIONAL, 1, 6),
    MEMBER("ordered", MEMBER_BOOLEAN, OPTIONAL),
    MEMBER("text", MEMBER_TEXT, REQUIRED),
    RECORDS("runs", MEMBER_RECORDS, OPTIONAL, run_shape),
    RECORDS("rows", MEMBER_RECORDS, OPTIONAL, row_shape),
    END};
const treaty_shape_t treaty_shape_block = {block_members};

static const member_t link_members[] = {MEMBER("label", MEMBER_TEXT, REQUIRED),
                                        MEMBER("url", MEMBER_TEXT, REQUIRED),
                                        END};
static const treaty_shape_t link_shape = {link_members};

static const member_t claim_members[] = {
    MEMBER("treaty", MEMBER_SLUG, REQUIRED),
    MEMBER("participant", MEMBER_SLUG, OPTIONAL),
    MEMBER("measure", MEMBER_TEXT, REQUIRED),
    MEMBER("claimed", MEMBER_TEXT, REQUIRED),
    MEMBER("as_of", MEMBER_DAY, REQUIRED),
    MEMBER("quote", MEMBER_TEXT, OPTIONAL),
    CHOICE("status", MEMBER_CHOICE, OPTIONAL, claim_statuses),
    END};
static const treaty_shape_t claim_shape = {claim_members};

static const member_t fact_sheet_members[] = {
    MEMBER("id", MEMBER_SLUG, REQUIRED),
    MEMBER("kind", MEMBER_TEXT, OPTIONAL),
    MEMBER("title", MEMBER_TEXT, REQUIRED),
    MEMBER("language", MEMBER_TEXT, OPTIONAL),
    MEMBER("office", MEMBER_TEXT, OPTIONAL),
    MEMBER("place", MEMBER_TEXT, OPTIONAL),
    MEMBER("released_on", MEMBER_DAY, OPTIONAL),
    MEMBER("url", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, OPTIONAL),
    MEMBER("breadcrumb", MEMBER_TEXTS, OPTIONAL),
    RECORDS("blocks", MEMBER_RECORDS, OPTIONAL, treaty_shape_block),
    RECORDS("links", MEMBER_RECORDS, OPTIONAL, link_shape),
    RECORDS("claims", MEMBER_RECORDS, OPTIONAL, claim_shape),
    END};

/* The lines of an overlay, each told by the member that stands first. */
static const member_t overlay_act_members[] = {
    CHOICE("act", MEMBER_CHOICE, REQUIRED, act_kinds),
    MEMBER("treaty", MEMBER_TEXT, REQUIRED),
    MEMBER("participant", MEMBER_TEXT, REQUIRED),
    MEMBER("deposited_on", MEMBER_DAY, OPTIONAL),
    MEMBER("effective_on", MEMBER_DAY, OPTIONAL),
    CHOICE("scope", MEMBER_CHOICE, OPTIONAL, scopes),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, REQUIRED),
    END};

static const member_t overlay_extension_members[] = {
    MEMBER("extends_to", MEMBER_TEXT, REQUIRED),
    MEMBER("treaty", MEMBER_TEXT, REQUIRED),
    MEMBER("participant", MEMBER_TEXT, REQUIRED),
    MEMBER("deposited_on", MEMBER_DAY, OPTIONAL),
    MEMBER("effective_on", MEMBER_DAY, OPTIONAL),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, REQUIRED),
    END};

static const member_t overlay_mend_members[] = {
    CHOICE("kind", MEMBER_CHOICE, REQUIRED, act_kinds),
    MEMBER("treaty", MEMBER_TEXT, REQUIRED),
    MEMBER("participant", MEMBER_TEXT, REQUIRED),
    MEMBER("deposited_on", MEMBER_DAY, OPTIONAL),
    MEMBER("effective_on", MEMBER_DAY, REQUIRED),
    MEMBER("note", MEMBER_TEXT, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, REQUIRED),
    END};

static const member_t overlay_name_members[] = {
    MEMBER("name", MEMBER_TEXT, REQUIRED),
    MEMBER("participant", MEMBER_TEXT, REQUIRED),
    MEMBER("language", MEMBER_TEXT, OPTIONAL),
    CHOICE("kind", MEMBER_CHOICE, OPTIONAL, name_kinds),
    MEMBER("valid_from", MEMBER_DAY, OPTIONAL),
    MEMBER("valid_to", MEMBER_DAY, OPTIONAL),
    MEMBER("source", MEMBER_SLUG, REQUIRED),
    END};

static const member_t overlay_covers_members[] = {
    CHOICE("covers", MEMBER_CHOICES, REQUIRED, coverages),
    MEMBER("treaty", MEMBER_TEXT, REQUIRED),
    MEMBER("source", MEMBER_SLUG, REQUIRED), END};

const treaty_shape_t treaty_shape_overlay_act = {overlay_act_members};
const treaty_shape_t treaty_shape_overlay_extension = {
    overlay_extension_members};
const treaty_shape_t treaty_shape_overlay_mend = {overlay_mend_members};
const treaty_shape_t treaty_shape_overlay_name = {overlay_name_members};
const treaty_shape_t treaty_shape_overlay_covers = {overlay_covers_members};

const treaty_shape_t treaty_shape_source = {source_members};
const treaty_shape_t treaty_shape_participant = {participant_members};
const treaty_shape_t treaty_shape_treaty = {treaty_members};
const treaty_shape_t treaty_shape_fact_sheet = {fact_sheet_members};
