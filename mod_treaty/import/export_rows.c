#include "export_rows.h"

#include "treaty_json.h"

static const char *const treaty_columns[] = {"id", "mtdsg_no", "type", NULL};
static const char *const treaty_facts[] = {
    "adopted_on", "adopted_at",    "entry_into_force_on",
    "ended_on",   "registered_on", "registration_no",
    "citation",   "depositary",    "binds",
    NULL};
/* Where the treaty's facts and its source stand in export_treaties. */
#define TREATY_FACTS_AT 4
#define TREATY_SOURCE_AT 13
static const char *const source_column[] = {"source", NULL};
static const char *const title_columns[] = {"kind", "language", "title", NULL};
static const char *const relation_columns[] = {"kind", "treaty", NULL};
static const char *const text_columns[] = {"language", "?authentic", "title",
                                           "url",      "format",     NULL};
static const char *const rule_columns[] = {"#threshold", "?organisations_count",
                                           "delay_kind", "#delay",
                                           "later_kind", "#later_delay",
                                           "later_on",   "later_after",
                                           "article",    "source",
                                           NULL};
static const char *const fact_sheet_columns[] = {
    "id",    "kind",        "title", "language", "office",
    "place", "released_on", "url",   "source",   NULL};
static const char *const block_columns[] = {
    "kind", "#level", "?ordered", "text", "%runs", "%rows", NULL};
static const char *const link_columns[] = {"label", "url", NULL};
static const char *const claim_columns[] = {"treaty",  "participant", "measure",
                                            "claimed", "as_of",       "quote",
                                            "status",  NULL};

static const char *const supplement_columns[] = {"covers", "source", NULL};
static const char *const total_columns[] = {"measure", "#total", "source",
                                            NULL};
static const char *const amendment_columns[] = {
    "participant", "kind", "deposited_on", "effective_on", "note",
    "source",      NULL};

const char *const treaty_name_columns[] = {
    "name", "language", "kind", "valid_from", "valid_to", "source", NULL};

void treaty_row_members(json_t *record, treaty_stmt_t *stmt, int column,
                        const char *const *names)
{
    for (; *names; names++, column++) {
        if (treaty_stmt_is_null(stmt, column)) {
            continue;
        }
        switch (**names) {
        case '#':
            json_object_set_new(record, *names + 1,
                                json_integer(treaty_stmt_int(stmt, column)));
            break;
        case '?':
            json_object_set_new(record, *names + 1,
                                json_boolean(treaty_stmt_int(stmt, column)));
            break;
        case '%':
            json_object_set_new(
                record, *names + 1,
                json_loads(treaty_stmt_text(stmt, column), 0, NULL));
            break;
        default:
            treaty_json_set_text(record, *names,
                                 treaty_stmt_text(stmt, column));
        }
    }
}

apr_status_t treaty_rows_read(json_t **list, treaty_db_t *db, treaty_sql_t sql,
                              apr_int64_t id, const char *const *names)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, db, sql);

    *list = json_array();
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "i", id);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_t *one =
            names ? json_object() : json_string(treaty_stmt_text(stmt, 0));

        if (names) {
            treaty_row_members(one, stmt, 0, names);
        }
        json_array_append_new(*list, one);
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* A member that is a list; once rv is an error, nothing happens. */
static apr_status_t set_rows(apr_status_t rv, json_t *record, const char *name,
                             treaty_db_t *db, treaty_sql_t sql, apr_int64_t id,
                             const char *const *names)
{
    json_t *list;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_rows_read(&list, db, sql, id, names);
    json_object_set_new(record, name, list);
    return rv;
}

static apr_status_t set_rule(apr_status_t rv, json_t *record, treaty_db_t *db,
                             apr_int64_t id)
{
    json_t *list;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = treaty_rows_read(&list, db, TREATY_SQL_EXPORT_RULE, id, rule_columns);
    if (json_array_size(list) > 0) {
        json_object_set(record, "rule", json_array_get(list, 0));
    }
    json_decref(list);
    return rv;
}

apr_status_t treaty_export_treaty(json_t **result, treaty_db_t *db,
                                  treaty_stmt_t *stmt, apr_pool_t *result_pool)
{
    json_t *record = treaty_json_bind(json_object(), result_pool);
    apr_int64_t id = treaty_stmt_int(stmt, 0);
    apr_status_t rv = APR_SUCCESS;

    *result = record;
    treaty_row_members(record, stmt, 1, treaty_columns);
    rv = set_rows(rv, record, "titles", db, TREATY_SQL_EXPORT_TITLES, id,
                  title_columns);
    rv = set_rows(rv, record, "aliases", db, TREATY_SQL_EXPORT_ALIASES, id,
                  NULL);
    treaty_row_members(record, stmt, TREATY_FACTS_AT, treaty_facts);
    rv = set_rows(rv, record, "subjects", db, TREATY_SQL_EXPORT_SUBJECTS, id,
                  NULL);
    rv = set_rows(rv, record, "relations", db, TREATY_SQL_EXPORT_RELATIONS, id,
                  relation_columns);
    rv = set_rows(rv, record, "texts", db, TREATY_SQL_EXPORT_TEXTS, id,
                  text_columns);
    rv = set_rows(rv, record, "covers", db, TREATY_SQL_EXPORT_COVERAGE, id,
                  NULL);
    rv = set_rows(rv, record, "columns", db, TREATY_SQL_EXPORT_COLUMNS, id,
                  NULL);
    rv = set_rule(rv, record, db, id);
    rv = set_rows(rv, record, "supplements", db, TREATY_SQL_EXPORT_SUPPLEMENTS,
                  id, supplement_columns);
    rv = set_rows(rv, record, "amendments", db, TREATY_SQL_EXPORT_AMENDMENTS,
                  id, amendment_columns);
    rv = set_rows(rv, record, "totals", db, TREATY_SQL_EXPORT_TOTALS, id,
                  total_columns);
    treaty_row_members(record, stmt, TREATY_SOURCE_AT, source_column);
    return rv;
}

apr_status_t treaty_export_fact_sheet(json_t **result, treaty_db_t *db,
                                      treaty_stmt_t *stmt,
                                      apr_pool_t *result_pool)
{
    json_t *record = treaty_json_bind(json_object(), result_pool);
    apr_int64_t id = treaty_stmt_int(stmt, 0);
    apr_status_t rv = APR_SUCCESS;

    *result = record;
    treaty_row_members(record, stmt, 1, fact_sheet_columns);
    rv = set_rows(rv, record, "breadcrumb", db, TREATY_SQL_EXPORT_CRUMBS, id,
                  NULL);
    rv = set_rows(rv, record, "blocks", db, TREATY_SQL_EXPORT_BLOCKS, id,
                  block_columns);
    rv = set_rows(rv, record, "links", db, TREATY_SQL_EXPORT_LINKS, id,
                  link_columns);
    return set_rows(rv, record, "claims", db, TREATY_SQL_EXPORT_CLAIMS, id,
                    claim_columns);
}
