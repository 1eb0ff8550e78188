#include "update.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What a treaty may lose without a word: fewer acts than that, or less than
 * that part of them. */
#define LOST_LEAST 3
#define LOST_PART 10

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Without --gate these hold a publication. */
static const char *const usual[] = {"total", "acts-lost"};
/* These always do: the first can't be published, the second was taken back. */
static const char *const always[] = {"reference", "rolled-back"};
/* All that a check may find, and what an update finds beside. */
static const char *const known[] = {
    "act-after-end",
    "act-after-source",
    "act-before-adoption",
    "acts-lost",
    "amendment-of-nothing",
    "claim",
    "claim-contradicted",
    "claim-not-checkable",
    "claim-off",
    "consent-twice",
    "consent-without-signature",
    "duplicate-act",
    "effective-before-deposit",
    "effective-day",
    "entry-into-force",
    "name-period",
    "participant-code",
    "reference",
    "relation",
    "rolled-back",
    "signature-after-consent",
    "total",
    "treaty-dates",
    "withdrawal-of-nothing",
};

static int is_one_of(const char *const *words, size_t count, const char *word)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

static int holds(const treatyctl_update_t *update, const char *kind)
{
    return is_one_of((const char *const *)update->gate->elts,
                     (size_t)update->gate->nelts, kind);
}

static void add_all(treatyctl_update_t *update, const char *const *kinds,
                    size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (!holds(update, kinds[i])) {
            APR_ARRAY_PUSH(update->gate, const char *) = kinds[i];
        }
    }
}

static int no_such_kind(const char *kind)
{
    treatyctl_complain("--gate %s: there is no such kind of findings; "
                       "`treatyctl check` names the kind behind each, all and "
                       "none are taken, too",
                       kind);
    return 0;
}

int treatyctl_update_gate_read(treatyctl_update_t *update)
{
    const char *wanted = treatyctl_option(update->call, TREATYCTL_GATE);
    char *rest = NULL;
    char *kind;

    update->gate = apr_array_make(update->call->pool, 32, sizeof(const char *));
    add_all(update, always, LENGTH(always));
    if (!wanted) {
        add_all(update, usual, LENGTH(usual));
        return 1;
    }
    if (strcmp(wanted, "all") == 0) {
        add_all(update, known, LENGTH(known));
        return 1;
    }
    if (strcmp(wanted, "none") == 0) {
        return 1;
    }
    for (kind = apr_strtok(apr_pstrdup(update->call->pool, wanted), ",", &rest);
         kind; kind = apr_strtok(NULL, ",", &rest)) {
        if (!is_one_of(known, LENGTH(known), kind)) {
            return no_such_kind(kind);
        }
        add_all(update, (const char *const *)&kind, 1);
    }
    return update->gate->nelts > (int)LENGTH(always) ||
           no_such_kind(*wanted ? wanted : "\"\"");
}

apr_status_t treatyctl_update_count_acts(treatyctl_update_t *update,
                                         treaty_db_t *db, int is_after)
{
    apr_pool_t *pool = update->call->pool;
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_ACT_COUNTS);

    if (!update->acts) {
        update->acts = apr_hash_make(pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        const char *slug = treaty_stmt_string(stmt, 0);
        treatyctl_acts_t *acts =
            apr_hash_get(update->acts, slug, APR_HASH_KEY_STRING);

        if (!acts) {
            acts = apr_pcalloc(pool, sizeof(*acts));
            acts->slug = apr_pstrdup(pool, slug);
            apr_hash_set(update->acts, acts->slug, APR_HASH_KEY_STRING, acts);
        }
        *(is_after ? &acts->after : &acts->before) = treaty_stmt_int(stmt, 1);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

void treatyctl_update_find_losses(treatyctl_update_t *update)
{
    apr_hash_index_t *at;

    for (at = apr_hash_first(update->call->pool, update->acts); at;
         at = apr_hash_next(at)) {
        const treatyctl_acts_t *acts = apr_hash_this_val(at);
        apr_int64_t lost = acts->before - acts->after;

        if (lost >= LOST_LEAST && lost * LOST_PART >= acts->before) {
            treaty_findings_add(
                update->after, TREATY_FINDING_WARNING,
                apr_pstrcat(update->call->pool, "treaties/", acts->slug, NULL),
                0, "acts-lost",
                "it would have %" APR_INT64_T_FMT
                " acts, and has %" APR_INT64_T_FMT
                ": see whether its file is whole",
                acts->after, acts->before);
        }
    }
}

static apr_int64_t count_of(const treaty_findings_t *findings, const char *kind)
{
    int i;

    for (i = 0; i < findings->kinds->nelts; i++) {
        const treaty_finding_count_t *count =
            &APR_ARRAY_IDX(findings->kinds, i, treaty_finding_count_t);

        if (strcmp(count->kind, kind) == 0) {
            return count->count;
        }
    }
    return 0;
}

/* A total that differs is known by its place: its numbers go on. */
static const char *key_of(const treaty_finding_t *finding, apr_pool_t *pool)
{
    int is_total = strcmp(finding->kind, "total") == 0;

    return apr_pstrcat(pool, finding->kind, " ", finding->file, " ",
                       is_total ? "" : finding->message, NULL);
}

static void sort_in(treatyctl_update_t *update, const treaty_finding_t *finding)
{
    APR_ARRAY_PUSH(holds(update, finding->kind) ? update->held
                                                : update->noticed,
                   treaty_finding_t) = *finding;
}

/* What there was of a kind at a place before is known. */
static void weigh_each(treatyctl_update_t *update)
{
    apr_pool_t *pool = update->call->pool;
    apr_hash_t *were = apr_hash_make(pool);
    int i;

    for (i = 0; i < update->before->kept->nelts; i++) {
        apr_hash_set(
            were,
            key_of(&APR_ARRAY_IDX(update->before->kept, i, treaty_finding_t),
                   pool),
            APR_HASH_KEY_STRING, "");
    }
    for (i = 0; i < update->after->kept->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(update->after->kept, i, treaty_finding_t);

        if (!apr_hash_get(were, key_of(finding, pool), APR_HASH_KEY_STRING)) {
            sort_in(update, finding);
        }
    }
}

/* There are more than are told one by one: it counts how many of a kind. */
static void weigh_kinds(treatyctl_update_t *update)
{
    int i;

    for (i = 0; i < update->after->kinds->nelts; i++) {
        const treaty_finding_count_t *kind =
            &APR_ARRAY_IDX(update->after->kinds, i, treaty_finding_count_t);
        apr_int64_t before = count_of(update->before, kind->kind);

        if (kind->count > before) {
            treaty_finding_t finding = {
                TREATY_FINDING_WARNING, update->database, 0, kind->kind,
                apr_psprintf(update->call->pool,
                             "there are %" APR_INT64_T_FMT
                             " of the kind, and were %" APR_INT64_T_FMT,
                             kind->count, before)};

            sort_in(update, &finding);
        }
    }
}

void treatyctl_update_weigh(treatyctl_update_t *update)
{
    apr_pool_t *pool = update->call->pool;

    update->held = apr_array_make(pool, 8, sizeof(treaty_finding_t));
    update->noticed = apr_array_make(pool, 8, sizeof(treaty_finding_t));
    if (update->before->warnings > update->before->kept->nelts ||
        update->after->warnings > update->after->kept->nelts) {
        weigh_kinds(update);
    }
    else {
        weigh_each(update);
    }
}
