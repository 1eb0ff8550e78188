#include "document.h"

/* As many members as one answer gives, and as many relations of theirs. */
#define MEMBERS_MAX 500
#define RELATIONS_MAX 2000

static treaty_day_t day_column(treaty_stmt_t *stmt, int column)
{
    treaty_day_t day = TREATY_DAY_NONE;

    treaty_day_parse(&day, treaty_stmt_string(stmt, column));
    return day;
}

static void set_url(json_t *item, const treaty_reading_t *reading)
{
    treaty_json_set_text(item, "url",
                         treaty_reading_url(reading, "treaties",
                                            treaty_json_text(item, "id"),
                                            ".json"));
}

/* From the columns of family_members. */
static void member_row(json_t *list, treaty_stmt_t *stmt,
                       const treaty_reading_t *reading)
{
    static const char *const keys[] = {
        "id", "title", "mtdsg_no", "type", "adopted_on", "entry_into_force_on"};
    json_t *item = json_object();
    json_t *counts = json_object();
    treaty_milestones_t milestones;
    int i;

    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(item, keys[i], stmt, i);
    }
    treaty_reading_set_column(item, "language", stmt, 12);
    milestones.adopted = day_column(stmt, 4);
    milestones.entry = day_column(stmt, 5);
    milestones.ended = day_column(stmt, 6);
    milestones.is_decidable =
        treaty_stmt_int(stmt, 7) && treaty_stmt_int(stmt, 8);
    treaty_json_set_text(item, "status",
                         treaty_status_on(&milestones, reading->day));
    treaty_reading_set_number(counts, "signatures", stmt, 9);
    treaty_reading_set_number(counts, "consents", stmt, 10);
    treaty_reading_set_number(counts, "in_force", stmt, 11);
    json_object_set_new(item, "counts", counts);
    json_object_set_new(item, "relations", json_array());
    set_url(item, reading);
    json_array_append_new(list, item);
}

static apr_status_t read_members(json_t *document,
                                 const treaty_reading_t *reading,
                                 apr_int64_t head)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_FAMILY_MEMBERS, "isi",
                        head, reading->on, (apr_int64_t)MEMBERS_MAX);

    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(document, "items", stmt,
                                                       member_row, reading);
}

/* The members by their ids; the members themselves are shared. */
static json_t *by_id(const json_t *items, apr_pool_t *pool)
{
    json_t *members = treaty_json_bind(json_object(), pool);
    json_t *item;
    size_t i;

    json_array_foreach(items, i, item)
    {
        const char *id = treaty_json_text(item, "id");

        if (id) {
            json_object_set(members, id, item);
        }
    }
    return members;
}

static apr_status_t read_relations(const json_t *document,
                                   const treaty_reading_t *reading,
                                   apr_int64_t head)
{
    json_t *members = by_id(json_object_get(document, "items"), reading->pool);
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_FAMILY_RELATIONS, "ii",
                        head, (apr_int64_t)RELATIONS_MAX);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        json_t *member = json_object_get(members, treaty_stmt_string(stmt, 0));

        if (member) {
            json_t *relation = json_object();

            treaty_reading_set_column(relation, "kind", stmt, 1);
            treaty_reading_set_column(relation, "id", stmt, 2);
            json_array_append_new(json_object_get(member, "relations"),
                                  relation);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

/* Sets the head's id and the number of members. */
static apr_status_t read_head(apr_int64_t *head, json_t *document,
                              const treaty_reading_t *reading, apr_int64_t key)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_FAMILY_HEAD, "i", key);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv != APR_SUCCESS || !row) {
        return rv != APR_SUCCESS ? rv : TREATY_ENOTFOUND;
    }
    *head = treaty_stmt_int(stmt, 0);
    treaty_reading_set_column(document, "head", stmt, 1);
    treaty_reading_set_number(document, "total", stmt, 2);
    treaty_stmt_reset(stmt);
    return APR_SUCCESS;
}

apr_status_t treaty_document_family(json_t **document,
                                    const treaty_reading_t *reading,
                                    apr_int64_t key)
{
    json_t *family = treaty_json_bind(json_object(), reading->pool);
    apr_int64_t head = 0;
    apr_status_t rv;

    *document = family;
    treaty_json_set_text(family, "as_of", reading->on);
    json_object_set_new(family, "projected", json_boolean(reading->is_future));
    treaty_json_set_text(family, "known_through",
                         treaty_snapshot_known_through(reading->snapshot));
    treaty_json_set_text(family, "revision",
                         treaty_snapshot_revision(reading->snapshot));
    rv = read_head(&head, family, reading, key);
    if (rv == APR_SUCCESS) {
        rv = read_members(family, reading, head);
    }
    if (rv == APR_SUCCESS) {
        rv = read_relations(family, reading, head);
    }
    json_object_set_new(family, "next", json_null());
    return rv;
}
