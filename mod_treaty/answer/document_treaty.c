#include "document.h"

#include "caveats.h"

#include "treaty_status.h"

#include <apr_strings.h>
#include <string.h>

/* As many as are read. */
#define SOURCES_MAX 10000

static treaty_day_t day_member(const json_t *document, const char *key)
{
    const char *text = treaty_json_text(document, key);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

const char *treaty_status_on(const treaty_milestones_t *milestones,
                             treaty_day_t day)
{
    if (milestones->adopted != TREATY_DAY_NONE && day < milestones->adopted) {
        return "not_adopted";
    }
    if (milestones->ended != TREATY_DAY_NONE && day >= milestones->ended) {
        return "ended";
    }
    if (milestones->entry != TREATY_DAY_NONE) {
        return day >= milestones->entry ? "in_force" : "not_in_force";
    }
    return milestones->is_decidable ? "not_in_force" : "unknown";
}

/* The day of a column, TREATY_DAY_NONE for none. */
static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    treaty_day_t day = TREATY_DAY_NONE;

    treaty_day_parse(&day, treaty_stmt_string(stmt, column));
    return day;
}

void treaty_milestones_read(treaty_milestones_t *milestones,
                            treaty_stmt_t *stmt, int first)
{
    milestones->adopted = day_column(stmt, first);
    milestones->entry = day_column(stmt, first + 1);
    milestones->ended = day_column(stmt, first + 2);
    milestones->is_decidable =
        treaty_stmt_int(stmt, first + 3) && treaty_stmt_int(stmt, first + 4);
}

static void set_as_of(json_t *document, const treaty_reading_t *reading,
                      const char *known_through)
{
    treaty_json_set_text(document, "as_of", reading->on);
    json_object_set_new(document, "projected",
                        json_boolean(reading->is_future));
    treaty_json_set_text(document, "known_through", known_through);
    treaty_json_set_text(document, "revision",
                         treaty_snapshot_revision(reading->snapshot));
}

static apr_status_t read_row(json_t *document, const treaty_reading_t *reading,
                             apr_int64_t key)
{
    static const char *const keys[] = {"id",
                                       "mtdsg_no",
                                       "type",
                                       "adopted_on",
                                       "adopted_at",
                                       "entry_into_force_on",
                                       "ended_on",
                                       "registered_on",
                                       "registration_no",
                                       "citation",
                                       "depositary",
                                       "binds",
                                       "entry_into_force_basis"};
    treaty_stmt_t *stmt;
    int row = 0;
    int i;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_GET, "i", key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(document, keys[i], stmt, i);
    }
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

static json_t *counts_of(treaty_stmt_t *stmt, int first)
{
    static const char *const names[] = {
        "signatures", "consents",    "in_force",  "in_force_unknown",
        "pending",    "provisional", "withdrawn", "undated"};
    json_t *counts = json_object();
    int i;

    for (i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
        treaty_reading_set_number(counts, names[i], stmt, first + i);
    }
    /* The Vienna Convention's word for those it is in force for. */
    treaty_reading_set_number(counts, "parties", stmt, first + 2);
    return counts;
}

static apr_status_t read_counts(json_t *document, unsigned *caveats,
                                const treaty_reading_t *reading,
                                apr_int64_t key)
{
    treaty_stmt_t *stmt;
    json_t *counts;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, reading->db, TREATY_SQL_TREATY_TALLY, "is", key, reading->on);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        json_object_set_new(document, "counts", json_null());
        return rv;
    }
    counts = counts_of(stmt, 0);
    if (treaty_reading_shows(reading, "counts.states")) {
        json_object_set_new(counts, "states", counts_of(stmt, 8));
    }
    json_object_set_new(document, "counts", counts);
    if (treaty_stmt_int(stmt, 16) > 0) {
        *caveats |= TREATY_CAVEAT_WITHDRAWAL_DATE;
    }
    if (treaty_stmt_int(stmt, 17)) {
        *caveats |= TREATY_CAVEAT_PREDECESSORS;
    }
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

apr_status_t treaty_document_coverage(unsigned *covered,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db,
                                      TREATY_SQL_TREATY_COVERAGE, "i", key);

    *covered = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        *covered |= treaty_coverage_bit(treaty_stmt_string(stmt, 0));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* By their ids. */
static apr_status_t read_sources(json_t *holder,
                                 const treaty_reading_t *reading,
                                 apr_int64_t key)
{
    static const treaty_row_order_t order = {0, 0, SOURCES_MAX};
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, reading->db,
                                      TREATY_SQL_TREATY_SOURCES, "i", key);

    return rv == APR_SUCCESS
               ? treaty_reading_set_sorted(holder, "list", stmt,
                                           treaty_row_source, &order, reading)
               : rv;
}

/* The earlier of two days, either of which may be missing. */
static const char *earlier(const char *a, const char *b)
{
    if (!a || !b) {
        return a ? a : b;
    }
    return strcmp(a, b) < 0 ? a : b;
}

/* Up to when the record is whole: the counts rest on the status tables, and
 * where there are none on all sources. A later note doesn't make them newer. */
static const char *known_through(const json_t *sources)
{
    const char *tables = NULL;
    const char *others = NULL;
    json_t *source;
    size_t i;

    json_array_foreach(sources, i, source)
    {
        const char *kind = treaty_json_text(source, "kind");
        const char *known = treaty_json_text(source, "known_through");

        if (kind && strcmp(kind, "status_table") == 0) {
            tables = earlier(tables, known);
        }
        else {
            others = earlier(others, known);
        }
    }
    return tables ? tables : others;
}

static void participant_row(json_t *list, treaty_stmt_t *stmt,
                            const treaty_reading_t *reading)
{
    static const char *const keys[] = {"state",        "signed_on",
                                       "consented_on", "consent_kind",
                                       "in_force_on",  "in_force_basis"};
    json_t *row = json_object();
    json_t *participant = json_object();
    int i;

    (void)reading;
    treaty_reading_set_column(participant, "id", stmt, 0);
    treaty_reading_set_column(participant, "name", stmt, 1);
    treaty_reading_set_column(participant, "language", stmt, 11);
    treaty_reading_set_column(participant, "kind", stmt, 2);
    json_object_set_new(participant, "name_is_current",
                        json_boolean(treaty_stmt_int(stmt, 10)));
    json_object_set_new(row, "participant", participant);
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(row, keys[i], stmt, 3 + i);
    }
    json_object_set_new(row, "withdrawal_date_unknown",
                        json_boolean(treaty_stmt_int(stmt, 9)));
    json_array_append_new(list, row);
}

static apr_status_t read_participants(json_t *document,
                                      const treaty_reading_t *reading,
                                      apr_int64_t key)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_PARTICIPANTS,
                        "is", key, reading->on);

    return rv != APR_SUCCESS
               ? rv
               : treaty_reading_set_list(document, "participants", stmt,
                                         participant_row, reading);
}

/* Whether anybody stands under another name than one of the day. */
static int has_current_names(const json_t *document)
{
    json_t *row;
    size_t i;

    json_array_foreach(json_object_get(document, "participants"), i, row)
    {
        if (json_is_true(json_object_get(json_object_get(row, "participant"),
                                         "name_is_current"))) {
            return 1;
        }
    }
    return 0;
}

/* How the entry into force is known decides what it is good for. */
static unsigned caveats_of_entry(const json_t *document)
{
    const char *basis = treaty_json_text(document, "entry_into_force_basis");

    return basis && strcmp(basis, "derived_incomplete") == 0
               ? TREATY_CAVEAT_ENTRY
               : 0;
}

static void set_urls(json_t *document, const treaty_reading_t *reading)
{
    /* Below "urls"; the first two are always there, for who reads the document
     * refers to it by them. */
    static const struct {
        const char *path;
        const char *suffix;
    } addresses[] = {{"urls.self", ".json"},
                     {"urls.html", ""},
                     {"urls.box", "/box"},
                     {"urls.jsonld", ".jsonld"},
                     {"urls.participants", "/participants.json"},
                     {"urls.acts", "/acts.json"},
                     {"urls.feed", "/acts.atom"},
                     {"urls.statements", "/statements.json"},
                     {"urls.timeline", "/timeline.json"},
                     {"urls.picture", "/timeline.svg"},
                     {"urls.family", "/family.json"},
                     {"urls.bibtex", "/citation.bib"},
                     {"urls.ris", "/citation.ris"},
                     {"urls.csl", "/citation.json"}};
    const char *slug = treaty_json_text(document, "id");
    json_t *urls = json_object();
    size_t i;

    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        if (i < 2 || treaty_reading_shows(reading, addresses[i].path)) {
            treaty_json_set_text(urls, addresses[i].path + strlen("urls."),
                                 treaty_reading_url(reading, "treaties", slug,
                                                    addresses[i].suffix));
        }
    }
    if (treaty_reading_shows(reading, "urls.oembed")) {
        treaty_json_set_text(urls, "oembed",
                             treaty_reading_oembed(reading, "treaties", slug));
    }
    json_object_set_new(document, "urls", urls);
}

static void set_status(json_t *document, const treaty_reading_t *reading,
                       unsigned covered)
{
    treaty_milestones_t milestones;

    milestones.adopted = day_member(document, "adopted_on");
    milestones.entry = day_member(document, "entry_into_force_on");
    milestones.ended = day_member(document, "ended_on");
    milestones.is_decidable =
        json_is_integer(
            json_object_get(json_object_get(document, "rule"), "threshold")) &&
        (covered & TREATY_COVERS_CONSENTS);
    treaty_json_set_text(document, "status",
                         treaty_status_on(&milestones, reading->day));
}

static apr_status_t read_subjects(json_t *document,
                                  const treaty_reading_t *reading,
                                  apr_int64_t key)
{
    return treaty_reading_list(document, "subjects", reading,
                               TREATY_SQL_TREATY_SUBJECTS, key,
                               treaty_row_text);
}

static apr_status_t read_aliases(json_t *document,
                                 const treaty_reading_t *reading,
                                 apr_int64_t key)
{
    return treaty_reading_list(document, "aliases", reading,
                               TREATY_SQL_TREATY_ALIASES, key, treaty_row_text);
}

/* The parts that are lists, in the order in which readers meet them; each is
 * for what stands at one or two paths. */
static apr_status_t read_lists(json_t *document,
                               const treaty_reading_t *reading, apr_int64_t key)
{
    static const struct {
        apr_status_t (*read)(json_t *document, const treaty_reading_t *reading,
                             apr_int64_t key);
        const char *paths[2];
    } lists[] = {/* A citation has its subjects, too. */
                 {read_subjects, {"subjects", "citations"}},
                 {read_aliases, {"aliases", "aliases"}},
                 {treaty_document_relations, {"relations", "relations"}},
                 {treaty_document_related_by, {"related_by", "related_by"}},
                 {treaty_document_texts, {"texts", "authentic_languages"}}};
    apr_status_t rv = APR_SUCCESS;
    size_t i;

    for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (rv == APR_SUCCESS &&
            (treaty_reading_shows(reading, lists[i].paths[0]) ||
             treaty_reading_shows(reading, lists[i].paths[1]))) {
            rv = lists[i].read(document, reading, key);
        }
    }
    return rv;
}

static apr_status_t build(json_t *document, const treaty_reading_t *reading,
                          apr_int64_t key, unsigned sections)
{
    json_t *sources = treaty_json_bind(json_object(), reading->pool);
    const char *known;
    unsigned covered = 0;
    unsigned caveats = 0;
    apr_status_t rv = read_sources(sources, reading, key);

    known = known_through(json_object_get(sources, "list"));
    json_object_set_new(document, "id", json_null());
    set_as_of(document, reading, known);
    if (rv == APR_SUCCESS) {
        json_object_set_new(document, "title", json_null());
        json_object_set_new(document, "short_title", json_null());
        json_object_set_new(document, "language", json_null());
        rv = read_row(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_document_titles(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_document_coverage(&covered, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_document_rule(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        set_status(document, reading, covered);
        rv = read_counts(document, &caveats, reading, key);
    }
    if (rv == APR_SUCCESS) {
        rv = read_lists(document, reading, key);
    }
    if (rv == APR_SUCCESS) {
        caveats |= treaty_caveats_of(
            covered, json_is_object(json_object_get(document, "rule")),
            reading->on, known);
        caveats |= caveats_of_entry(document);
        treaty_caveats_set(document, caveats, reading);
        json_object_set(document, "sources", json_object_get(sources, "list"));
        set_urls(document, reading);
    }
    if (rv == APR_SUCCESS && sections & TREATY_SECTION_PARTICIPANTS) {
        rv = read_participants(document, reading, key);
        if (has_current_names(document)) {
            treaty_caveats_set(document, caveats | TREATY_CAVEAT_NAMES,
                               reading);
        }
    }
    return rv == APR_SUCCESS
               ? treaty_document_sections(document, reading, key, sections)
               : rv;
}

apr_status_t treaty_document_treaty(json_t **document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key, unsigned sections)
{
    *document = treaty_json_bind(json_object(), reading->pool);
    return build(*document, reading, key, sections);
}

apr_status_t treaty_document_participant(json_t **row,
                                         const treaty_reading_t *reading,
                                         apr_int64_t treaty,
                                         apr_int64_t participant)
{
    json_t *holder = treaty_json_bind(json_object(), reading->pool);
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_TREATY_PARTICIPANT,
                        "isi", treaty, reading->on, participant);

    if (rv == APR_SUCCESS) {
        rv = treaty_reading_set_list(holder, "rows", stmt, participant_row,
                                     reading);
    }
    *row = json_array_get(json_object_get(holder, "rows"), 0);
    return rv == APR_SUCCESS && !*row ? TREATY_ENOTFOUND : rv;
}
