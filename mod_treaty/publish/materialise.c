#include "publish.h"

#include "treaty_acts.h"
#include "treaty_rule.h"
#include "treaty_status.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A treaty as the work on it needs it. */
typedef struct {
    apr_int64_t id;
    const char *slug;
    /** The treaty whose parties this amendment binds, or 0. */
    apr_int64_t amended;
    treaty_day_t stated;
    int has_rule;
    treaty_rule_t rule;
    /** TREATY_COVERS_ bits. */
    unsigned covered;
    int is_done;
} subject_t;

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    const char *text = treaty_stmt_text(stmt, column);
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

static treaty_delay_t delay_columns(treaty_stmt_t *stmt, int kind, int count)
{
    treaty_delay_t delay = {TREATY_DELAY_DAYS, 0, TREATY_DAY_NONE};

    treaty_delay_kind_parse(&delay.kind, treaty_stmt_string(stmt, kind));
    delay.count = (int)treaty_stmt_int(stmt, count);
    return delay;
}

/* From the columns of publish_treaties. */
static subject_t read_subject(treaty_stmt_t *stmt, apr_pool_t *pool)
{
    subject_t subject = {0};

    subject.id = treaty_stmt_int(stmt, 0);
    subject.slug = apr_pstrdup(pool, treaty_stmt_string(stmt, 10));
    subject.amended = treaty_stmt_int(stmt, 11);
    subject.stated = day_column(stmt, 1);
    subject.has_rule = !treaty_stmt_is_null(stmt, 4);
    if (subject.has_rule) {
        subject.rule.threshold = (int)treaty_stmt_int(stmt, 2);
        subject.rule.organisations_count = (int)treaty_stmt_int(stmt, 3);
        subject.rule.delay = delay_columns(stmt, 4, 5);
        subject.rule.later = delay_columns(stmt, 6, 7);
        subject.rule.later.on = day_column(stmt, 8);
        subject.rule.later_after =
            strcmp(treaty_stmt_string(stmt, 9), "threshold") == 0
                ? TREATY_LATER_THRESHOLD
                : TREATY_LATER_ENTRY_INTO_FORCE;
    }
    return subject;
}

static apr_status_t read_coverage(subject_t *subject, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_TREATY_COVERAGE,
                                      "i", subject->id);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        subject->covered |= treaty_coverage_bit(treaty_stmt_string(stmt, 0));
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static int compare_participants(const void *a, const void *b)
{
    const treaty_act_t *left = *(const treaty_act_t *const *)a;
    const treaty_act_t *right = *(const treaty_act_t *const *)b;

    if (left->participant != right->participant) {
        return left->participant < right->participant ? -1 : 1;
    }
    /* Acts are sorted by deposit already: their order stands. */
    return (left > right) - (left < right);
}

/* The acts again, each participant's together. */
static treaty_act_t *by_participant(const apr_array_header_t *acts,
                                    apr_pool_t *pool)
{
    apr_size_t count = (apr_size_t)acts->nelts;
    const treaty_act_t **order = apr_palloc(pool, (count + 1) * sizeof(*order));
    treaty_act_t *sorted = apr_palloc(pool, (count + 1) * sizeof(*sorted));
    apr_size_t i;

    for (i = 0; i < count; i++) {
        order[i] = &APR_ARRAY_IDX(acts, i, treaty_act_t);
    }
    qsort(order, count, sizeof(*order), compare_participants);
    for (i = 0; i < count; i++) {
        sorted[i] = *order[i];
    }
    return sorted;
}

static apr_array_header_t *spans_of(const apr_array_header_t *acts,
                                    apr_pool_t *pool)
{
    apr_array_header_t *spans =
        apr_array_make(pool, acts->nelts * 2 + 1, sizeof(treaty_span_t));
    const treaty_act_t *sorted = by_participant(acts, pool);
    int first;
    int end;

    for (first = 0; first < acts->nelts; first = end) {
        for (end = first + 1; end < acts->nelts; end++) {
            if (sorted[end].participant != sorted[first].participant) {
                break;
            }
        }
        treaty_status_spans(spans, sorted + first, end - first);
    }
    return spans;
}

/* A day that a row may name: neither unknown nor "some day, not yet". */
static const char *known_day(treaty_day_t day, apr_pool_t *pool)
{
    return day >= TREATY_DAY_END ? NULL : treaty_day_text(day, pool);
}

static apr_status_t write_span(treaty_db_t *db, apr_int64_t treaty,
                               const treaty_span_t *span, apr_pool_t *pool)
{
    treaty_stmt_t *stmt;
    int consented = treaty_act_is_consent(span->consent_kind);
    apr_status_t rv = treaty_stmt_ask(
        &stmt, db, TREATY_SQL_PUBLISH_SPAN, "iissssssssi", treaty,
        span->participant, treaty_day_text(span->from, pool),
        treaty_day_text(span->to, pool), treaty_state_name(span->state),
        known_day(span->signed_on, pool), known_day(span->consented_on, pool),
        consented ? treaty_act_kind_name(span->consent_kind) : NULL,
        known_day(span->in_force_on, pool), treaty_basis_name(span->basis),
        (apr_int64_t)span->withdrawal_date_unknown);

    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

/* A number, or nothing where the sources don't cover it. What is in force is
 * unknown too when no consent's effective day is known. */
static const char *number(const int *counts, treaty_measure_t measure,
                          unsigned covered, apr_pool_t *pool)
{
    if (!treaty_coverage_holds(covered, measure)) {
        return NULL;
    }
    if ((measure == TREATY_MEASURE_IN_FORCE ||
         measure == TREATY_MEASURE_PENDING) &&
        counts[TREATY_MEASURE_CONSENTS] > 0 &&
        counts[TREATY_MEASURE_CONSENTS] ==
            counts[TREATY_MEASURE_IN_FORCE_UNKNOWN]) {
        return NULL;
    }
    return apr_itoa(pool, counts[measure]);
}

static apr_status_t write_tally(treaty_db_t *db, const subject_t *subject,
                                const treaty_tally_t *tally, apr_pool_t *pool)
{
    const char *all[TREATY_MEASURE__COUNT];
    const char *states[TREATY_MEASURE__COUNT];
    treaty_stmt_t *stmt;
    apr_status_t rv;
    int i;

    for (i = 0; i < TREATY_MEASURE__COUNT; i++) {
        all[i] = number(tally->all, i, subject->covered, pool);
        states[i] = number(tally->states, i, subject->covered, pool);
    }
    rv = treaty_stmt_ask(
        &stmt, db, TREATY_SQL_PUBLISH_TALLY, "issssssssssssssssssii",
        subject->id, treaty_day_text(tally->from, pool),
        treaty_day_text(tally->to, pool), all[0], all[1], all[2], all[3],
        all[4], all[5], all[6], all[7], states[0], states[1], states[2],
        states[3], states[4], states[5], states[6], states[7],
        (apr_int64_t)tally->withdrawal_date_unknown,
        (apr_int64_t)(tally->predecessors_missing &&
                      !(subject->covered & TREATY_COVERS_PREDECESSORS)));
    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

/* Whether a deposit that a predecessor made may be missing among those that
 * the threshold was counted from. */
static int is_recount_incomplete(const subject_t *subject,
                                 const apr_array_header_t *spans,
                                 treaty_day_t derived)
{
    treaty_day_t last = treaty_status_last_succession(spans);

    return last != TREATY_DAY_NONE &&
           !(subject->covered & TREATY_COVERS_PREDECESSORS) &&
           treaty_delay_apply(&subject->rule.delay, last) > derived;
}

/* The treaty's entry into force, and how it is known. */
static apr_status_t write_entry(treaty_db_t *db, const subject_t *subject,
                                const apr_array_header_t *spans,
                                treaty_day_t derived, apr_pool_t *pool)
{
    const char *basis = "stated";
    treaty_day_t entry = subject->stated;
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (entry == TREATY_DAY_NONE) {
        entry = derived;
        basis = is_recount_incomplete(subject, spans, derived)
                    ? "derived_incomplete"
                    : "derived";
    }
    if (!known_day(entry, pool)) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_PUBLISH_ENTRY_INTO_FORCE, "iss",
                         subject->id, treaty_day_text(entry, pool), basis);

    return rv != APR_SUCCESS ? rv : treaty_stmt_run(stmt);
}

static apr_status_t write_status(treaty_db_t *db, const subject_t *subject,
                                 const apr_array_header_t *spans,
                                 apr_pool_t *pool)
{
    apr_array_header_t *tallies;
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; i < spans->nelts && rv == APR_SUCCESS; i++) {
        rv = write_span(db, subject->id,
                        &APR_ARRAY_IDX(spans, i, treaty_span_t), pool);
    }
    treaty_status_tallies(&tallies, spans, pool, pool);
    for (i = 0; i < tallies->nelts && rv == APR_SUCCESS; i++) {
        rv = write_tally(db, subject,
                         &APR_ARRAY_IDX(tallies, i, treaty_tally_t), pool);
    }
    return rv;
}

/* A stated day stands, but that the rule gives another one is worth a look. */
static void warn_of_difference(treaty_db_t *db, const subject_t *subject,
                               treaty_day_t derived, apr_pool_t *pool)
{
    if (derived != TREATY_DAY_NONE && subject->stated != TREATY_DAY_NONE &&
        derived != subject->stated) {
        treaty_log(treaty_db_log(db), TREATY_LOG_INFO, APR_SUCCESS,
                   TREATYNO(0202) "%s: the entry into force is stated as %s, "
                                  "and by the rule it would be %s; the stated "
                                  "day stands",
                   subject->slug, treaty_day_text(subject->stated, pool),
                   treaty_day_text(derived, pool));
    }
}

/* From the columns of publish_parties. */
static treaty_span_t read_party(treaty_stmt_t *stmt)
{
    treaty_span_t party = {0};

    party.participant = treaty_stmt_int(stmt, 0);
    party.is_state = strcmp(treaty_stmt_string(stmt, 1), "state") == 0;
    party.from = day_column(stmt, 2);
    party.to = day_column(stmt, 3);
    return party;
}

/* Adds those whom the amendment binds without an act of their own. */
static apr_status_t bind_parties(apr_array_header_t **spans, treaty_db_t *db,
                                 const subject_t *subject, treaty_day_t entry,
                                 apr_pool_t *pool)
{
    apr_array_header_t *parties =
        apr_array_make(pool, 256, sizeof(treaty_span_t));
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_PUBLISH_PARTIES,
                                      "i", subject->amended);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        APR_ARRAY_PUSH(parties, treaty_span_t) = read_party(stmt);
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS) {
        treaty_status_bind(spans, *spans, parties, entry, pool);
    }
    return rv;
}

static apr_status_t materialise_treaty(treaty_db_t *db, subject_t *subject,
                                       apr_pool_t *pool)
{
    apr_array_header_t *acts = apr_array_make(pool, 256, sizeof(treaty_act_t));
    apr_array_header_t *spans;
    treaty_day_t derived;
    apr_status_t rv = read_coverage(subject, db);

    if (rv == APR_SUCCESS) {
        rv = treaty_acts_read(acts, subject->id, db);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!(subject->covered & TREATY_COVERS_CONSENTS)) {
        /* A threshold can't be counted from a part of the acts. */
        subject->rule.threshold = 0;
    }
    treaty_rule_apply(&derived, (treaty_act_t *)acts->elts, acts->nelts,
                      subject->has_rule ? &subject->rule : NULL,
                      subject->stated);
    warn_of_difference(db, subject, derived, pool);
    spans = spans_of(acts, pool);
    if (subject->amended) {
        rv = bind_parties(&spans, db, subject,
                          subject->stated != TREATY_DAY_NONE ? subject->stated
                                                             : derived,
                          pool);
    }
    if (rv == APR_SUCCESS) {
        rv = write_status(db, subject, spans, pool);
    }
    return rv == APR_SUCCESS ? write_entry(db, subject, spans, derived, pool)
                             : rv;
}

static apr_status_t read_subjects(apr_array_header_t *subjects, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLISH_TREATIES);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        APR_ARRAY_PUSH(subjects, subject_t) =
            read_subject(stmt, subjects->pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* Each by its rowid. */
static apr_hash_t *by_id(const apr_array_header_t *subjects, apr_pool_t *pool)
{
    apr_hash_t *found = apr_hash_make(pool);
    int i;

    for (i = 0; i < subjects->nelts; i++) {
        subject_t *subject = &APR_ARRAY_IDX(subjects, i, subject_t);

        apr_hash_set(found, &subject->id, sizeof(subject->id), subject);
    }
    return found;
}

/* The one that a treaty has to wait for, or itself: whom an amendment binds is
 * known once what it amends is done. Amendments that amend each other in a
 * circle don't wait for ever. */
static subject_t *next_after(subject_t *subject, apr_hash_t *subjects)
{
    unsigned steps = apr_hash_count(subjects);
    subject_t *amended = subject;

    while (amended && !amended->is_done && steps-- > 0) {
        subject = amended;
        amended =
            apr_hash_get(subjects, &subject->amended, sizeof(subject->amended));
    }
    return subject;
}

static apr_status_t materialise_treaties(treaty_db_t *db, apr_pool_t *pool)
{
    apr_array_header_t *subjects = apr_array_make(pool, 64, sizeof(subject_t));
    apr_pool_t *iterpool;
    apr_status_t rv = read_subjects(subjects, db);
    apr_hash_t *found = by_id(subjects, pool);
    int i = 0;

    apr_pool_create(&iterpool, pool);
    while (i < subjects->nelts && rv == APR_SUCCESS) {
        subject_t *subject = &APR_ARRAY_IDX(subjects, i, subject_t);

        if (subject->is_done) {
            i++;
            continue;
        }
        subject = next_after(subject, found);
        apr_pool_clear(iterpool);
        rv = materialise_treaty(db, subject, iterpool);
        subject->is_done = 1;
    }
    apr_pool_destroy(iterpool);
    return rv;
}

apr_status_t treaty_publish_stamp(const char **revision, treaty_db_t *db,
                                  apr_pool_t *result_pool)
{
    char now[APR_RFC822_DATE_LEN];
    apr_time_exp_t utc;
    apr_size_t len;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv;

    apr_time_exp_gmt(&utc, apr_time_now());
    apr_strftime(now, &len, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", &utc);
    rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_PUBLISH_PUBLICATION, "s", now);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_run(stmt);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_GET);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *revision = treaty_stmt_text_dup(stmt, 0, result_pool);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

apr_status_t treaty_publish_run_all(treaty_db_t *db,
                                    const treaty_sql_t *statements,
                                    size_t count)
{
    apr_status_t rv = APR_SUCCESS;
    size_t i;

    for (i = 0; i < count && rv == APR_SUCCESS; i++) {
        rv = treaty_db_run(db, statements[i]);
    }
    return rv;
}

apr_status_t treaty_publish_materialise(const char **revision, treaty_db_t *db,
                                        apr_pool_t *result_pool,
                                        apr_pool_t *scratch_pool)
{
    static const treaty_sql_t before[] = {TREATY_SQL_PUBLISH_AMENDMENTS,
                                          TREATY_SQL_PUBLISH_SUPPLEMENTS};
    /* These read what the treaties' own entries into force have become. */
    static const treaty_sql_t behind[] = {
        TREATY_SQL_PUBLISH_TREATY_SOURCES,    TREATY_SQL_PUBLISH_TREATY_ORDER,
        TREATY_SQL_PUBLISH_PARTICIPANT_ORDER, TREATY_SQL_PUBLISH_ACT_ORDER,
        TREATY_SQL_PUBLISH_ACT_LISTS,         TREATY_SQL_PUBLISH_FAMILIES,
        TREATY_SQL_PUBLISH_MILESTONES,        TREATY_SQL_PUBLISH_FACETS};
    apr_status_t rv = treaty_db_begin(db);

    if (rv == APR_SUCCESS) {
        rv = treaty_db_extend(db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_run_all(db, before, LENGTH(before));
    }
    if (rv == APR_SUCCESS) {
        rv = materialise_treaties(db, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_run_all(db, behind, LENGTH(behind));
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_search(db);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_publish_stamp(revision, db, result_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(db);
    }
    if (rv != APR_SUCCESS) {
        treaty_db_rollback(db);
    }
    return rv;
}
