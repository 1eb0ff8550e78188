#include "claims.h"
#include "claim_finder.h"

#include "treaty_claims.h"
#include "treaty_json.h"

static apr_status_t find_sheet(apr_int64_t *id, treaty_db_t *db,
                               const char *slug)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_WRITE_FACT_SHEET_FIND, "s", slug);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    *id = treaty_stmt_int(stmt, 0);
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

static apr_status_t next_position(apr_int64_t *position, treaty_db_t *db,
                                  apr_int64_t sheet)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_CLAIMS_NEXT, "i", sheet);

    return rv == APR_SUCCESS ? treaty_writer_id(position, stmt) : rv;
}

static apr_status_t is_known(int *known, treaty_db_t *db, apr_int64_t sheet,
                             apr_int64_t participant, const json_t *claim)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, db, TREATY_SQL_CLAIM_KNOWN, "isis", sheet,
                        treaty_json_text(claim, "treaty"), participant,
                        treaty_json_text(claim, "measure"));

    *known = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(known, stmt);
    }
    if (rv == APR_SUCCESS && *known) {
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t put_claim(treaty_writer_t *writer, apr_int64_t sheet,
                              apr_int64_t position, apr_int64_t participant,
                              const json_t *claim)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, writer->db, TREATY_SQL_WRITE_CLAIM, "iisisssss", sheet, position,
        treaty_json_text(claim, "treaty"), participant,
        treaty_json_text(claim, "measure"), treaty_json_text(claim, "claimed"),
        treaty_json_text(claim, "as_of"), treaty_json_text(claim, "quote"),
        treaty_json_text(claim, "status"));

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

/* Drops from the list what is claimed already: all of it is looked at before
 * any of it is written. */
static apr_status_t leave_known(treaty_writer_t *writer, apr_int64_t sheet,
                                json_t *claims)
{
    apr_status_t rv = APR_SUCCESS;
    size_t i = json_array_size(claims);

    while (rv == APR_SUCCESS && i-- > 0) {
        json_t *claim = json_array_get(claims, i);
        const char *slug = treaty_json_text(claim, "participant");
        apr_int64_t participant = 0;
        int known = 0;

        if (slug) {
            rv = treaty_writer_participant(&participant, writer, slug);
        }
        if (rv == APR_SUCCESS) {
            rv = is_known(&known, writer->db, sheet, participant, claim);
        }
        if (known) {
            json_array_remove(claims, i);
        }
    }
    return rv;
}

static apr_status_t put_claims(treaty_writer_t *writer, apr_int64_t sheet,
                               const json_t *claims)
{
    apr_int64_t position;
    apr_status_t rv = next_position(&position, writer->db, sheet);
    size_t i;
    json_t *claim;

    json_array_foreach(claims, i, claim)
    {
        const char *slug = treaty_json_text(claim, "participant");
        apr_int64_t participant = 0;

        if (rv == APR_SUCCESS && slug) {
            rv = treaty_writer_participant(&participant, writer, slug);
        }
        if (rv == APR_SUCCESS) {
            rv = put_claim(writer, sheet, position++, participant, claim);
        }
    }
    return rv;
}

apr_status_t treaty_claims_propose(treaty_writer_t *writer, const json_t *sheet,
                                   apr_pool_t *scratch_pool)
{
    treaty_known_t *known;
    json_t *claims = NULL;
    apr_int64_t id;
    apr_status_t rv =
        find_sheet(&id, writer->db, treaty_json_text(sheet, "id"));

    if (rv == APR_SUCCESS) {
        rv = treaty_writer_clear(writer, TREATY_SQL_CLAIMS_PROPOSED_CLEAR, id);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_known_load(&known, writer->db, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        treaty_claims_find(&claims, known, sheet, 0, scratch_pool);
        rv = leave_known(writer, id, claims);
    }
    return rv == APR_SUCCESS ? put_claims(writer, id, claims) : rv;
}

apr_status_t treaty_claims_list(apr_array_header_t **list, treaty_db_t *db,
                                const char *sheet, apr_pool_t *result_pool)
{
    treaty_stmt_t *stmt;
    apr_int64_t id = 0;
    int row = 0;
    apr_status_t rv = find_sheet(&id, db, sheet);

    *list = apr_array_make(result_pool, 16, sizeof(treaty_claim_t));
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_CLAIMS_LIST, "i", id);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        treaty_claim_t *claim = apr_array_push(*list);

        claim->position = treaty_stmt_int(stmt, 0);
        claim->is_proposed = *treaty_stmt_text(stmt, 1) == 'p';
        claim->treaty = treaty_stmt_text_dup(stmt, 2, result_pool);
        claim->participant = treaty_stmt_text_dup(stmt, 3, result_pool);
        claim->measure = treaty_stmt_text_dup(stmt, 4, result_pool);
        claim->claimed = treaty_stmt_text_dup(stmt, 5, result_pool);
        claim->as_of = treaty_stmt_text_dup(stmt, 6, result_pool);
        claim->quote = treaty_stmt_text_dup(stmt, 7, result_pool);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static int holds(const apr_array_header_t *numbers, int number)
{
    int i;

    for (i = 0; i < numbers->nelts; i++) {
        if (APR_ARRAY_IDX(numbers, i, int) == number) {
            return 1;
        }
    }
    return 0;
}

static int are_valid(const apr_array_header_t *numbers,
                     const apr_array_header_t *others, int count)
{
    int i;

    for (i = 0; i < numbers->nelts; i++) {
        int number = APR_ARRAY_IDX(numbers, i, int);

        if (number < 1 || number > count || holds(others, number)) {
            return 0;
        }
    }
    return 1;
}

static apr_status_t decide(treaty_db_t *db, treaty_sql_t sql, apr_int64_t sheet,
                           const apr_array_header_t *numbers,
                           const apr_array_header_t *list)
{
    apr_status_t rv = APR_SUCCESS;
    int i;

    for (i = 0; i < numbers->nelts && rv == APR_SUCCESS; i++) {
        int number = APR_ARRAY_IDX(numbers, i, int);
        treaty_stmt_t *stmt;

        rv = treaty_stmt_ask(
            &stmt, db, sql, "ii", sheet,
            APR_ARRAY_IDX(list, number - 1, treaty_claim_t).position);
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

apr_status_t treaty_claims_decide(treaty_db_t *db, const char *sheet,
                                  const apr_array_header_t *accepted,
                                  const apr_array_header_t *dropped,
                                  apr_pool_t *scratch_pool)
{
    apr_array_header_t *list;
    apr_int64_t id = 0;
    apr_status_t rv = treaty_db_begin(db);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_claims_list(&list, db, sheet, scratch_pool);
    if (rv == APR_SUCCESS && (!are_valid(accepted, dropped, list->nelts) ||
                              !are_valid(dropped, accepted, list->nelts))) {
        rv = TREATY_EINPUT;
    }
    if (rv == APR_SUCCESS) {
        rv = find_sheet(&id, db, sheet);
    }
    if (rv == APR_SUCCESS) {
        rv = decide(db, TREATY_SQL_CLAIM_ACCEPT, id, accepted, list);
    }
    if (rv == APR_SUCCESS) {
        rv = decide(db, TREATY_SQL_CLAIM_DROP, id, dropped, list);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_db_commit(db);
    }
    if (rv != APR_SUCCESS) {
        treaty_db_rollback(db);
    }
    return rv;
}
