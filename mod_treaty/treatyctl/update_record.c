#include "update.h"

#include "import/sha256.h"

#include "treaty_export.h"
#include "treaty_json.h"

static apr_status_t add_to_digest(void *baton, const char *data, apr_size_t len)
{
    treaty_sha256_add(baton, data, len);
    return APR_SUCCESS;
}

apr_status_t treatyctl_record_digest(const char **digest, treaty_db_t *db,
                                     apr_pool_t *result_pool)
{
    treaty_sha256_t sha;
    apr_status_t rv;

    treaty_sha256_start(&sha);
    rv = treaty_export(db, add_to_digest, &sha, result_pool);
    *digest = rv == APR_SUCCESS ? treaty_sha256_hex(&sha, result_pool) : NULL;
    return rv;
}

const char *treatyctl_record_digest_of(const char *path, apr_pool_t *pool)
{
    const char *digest = NULL;
    treaty_db_t *db;

    if (treaty_db_open(&db, path, TREATY_DB_READ, NULL, pool) == APR_SUCCESS) {
        (void)treatyctl_record_digest(&digest, db, pool);
        treaty_db_close(db);
    }
    return digest;
}

static void read_changes(json_t *changes, treaty_db_t *db)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_get(&stmt, db, TREATY_SQL_PUBLICATION_CHANGES);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_t *one = json_object();

        treaty_json_set_text(one, "what", treaty_stmt_text(stmt, 0));
        treaty_json_set_text(one, "kind", treaty_stmt_text(stmt, 1));
        json_object_set_new(one, "count",
                            json_integer(treaty_stmt_int(stmt, 2)));
        json_array_append_new(changes, one);
        rv = treaty_stmt_step(&row, stmt);
    }
}

json_t *treatyctl_record_changes(const char *path, apr_pool_t *pool)
{
    json_t *changes = json_array();
    treaty_db_t *db;

    if (treaty_db_open(&db, path, TREATY_DB_PUBLISHED, NULL, pool) ==
        APR_SUCCESS) {
        read_changes(changes, db);
        treaty_db_close(db);
    }
    return changes;
}
