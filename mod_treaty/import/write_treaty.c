#include "writer.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* The work on one treaty. */
typedef struct work_t {
    treaty_writer_t *writer;
    const json_t *record;
    const treaty_place_t *place;
    apr_int64_t id;
    apr_int64_t source;
    apr_pool_t *pool;
} work_t;

static const json_t *member(const work_t *work, const char *name)
{
    return json_object_get(work->record, name);
}

static const char *text(const work_t *work, const char *name)
{
    return treaty_json_text(work->record, name);
}

/* Who bears an MTDSG number; *id is 0 where nobody does. */
static apr_status_t owner_of(apr_int64_t *id, const char **slug, work_t *work,
                             treaty_sql_t sql, const char *name)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, work->writer->db, sql);

    *id = 0;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "s", name);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        *id = treaty_stmt_int(stmt, 0);
        *slug = treaty_stmt_text_dup(stmt, 1, work->pool);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t find_slug(work_t *work)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_TREATY_FIND);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "s", text(work, "id"));
    }
    return rv == APR_SUCCESS ? treaty_writer_id(&work->id, stmt) : rv;
}

/* The treaty that is there already: by its number for a status table, by its
 * slug for a record, whose number nobody else may have. */
static apr_status_t find_treaty(work_t *work, treaty_write_mode_t mode)
{
    const char *number = text(work, "mtdsg_no");
    const char *slug = NULL;
    apr_int64_t owner = 0;
    apr_status_t rv = find_slug(work);

    if (rv == APR_SUCCESS && number) {
        rv = owner_of(&owner, &slug, work, TREATY_SQL_WRITE_TREATY_BY_NUMBER,
                      number);
    }
    if (rv != APR_SUCCESS || owner == 0 || owner == work->id) {
        return rv;
    }
    if (mode == TREATY_WRITE_MERGED) {
        work->id = owner;
        return APR_SUCCESS;
    }
    treaty_place_error(work->place, "mtdsg_no", work->writer->findings,
                       "the treaty \"%s\" bears the number %s already; use its "
                       "id",
                       slug, number);
    return TREATY_EINPUT;
}

static apr_status_t put_treaty(work_t *work)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_TREATY);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "ssssssssssssi", text(work, "id"), text(work, "mtdsg_no"),
            text(work, "type"), text(work, "adopted_on"),
            text(work, "adopted_at"), text(work, "entry_into_force_on"),
            text(work, "ended_on"), text(work, "registered_on"),
            text(work, "registration_no"), text(work, "citation"),
            text(work, "depositary"), text(work, "binds"), work->source);
    }
    return rv == APR_SUCCESS ? treaty_writer_id(&work->id, stmt) : rv;
}

static apr_status_t fill_treaty(work_t *work)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_TREATY_FILL);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "isssissss", work->id, text(work, "adopted_on"),
            text(work, "adopted_at"), text(work, "depositary"), work->source,
            text(work, "entry_into_force_on"), text(work, "registered_on"),
            text(work, "registration_no"), text(work, "citation"));
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t clear(work_t *work, treaty_sql_t sql)
{
    return treaty_writer_clear(work->writer, sql, work->id);
}

static apr_status_t write_texts(work_t *work, treaty_sql_t clearing,
                                treaty_sql_t sql, const char *name)
{
    apr_status_t rv = clear(work, clearing);

    return rv == APR_SUCCESS ? treaty_writer_texts(work->writer, sql, work->id,
                                                   member(work, name))
                             : rv;
}

static apr_status_t write_titles(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *title;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_TITLES_CLEAR);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_TITLE);
    }
    json_array_foreach(member(work, "titles"), i, title)
    {
        const char *language = treaty_json_text(title, "language");

        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(stmt, "iisss", work->id, (apr_int64_t)i,
                                  treaty_json_text(title, "kind"),
                                  language ? language : "en",
                                  treaty_json_text(title, "title"));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

static apr_status_t write_alias(work_t *work, const char *alias,
                                const char *path)
{
    treaty_stmt_t *stmt;
    const char *slug = NULL;
    apr_int64_t owner;
    apr_status_t rv =
        owner_of(&owner, &slug, work, TREATY_SQL_WRITE_ALIAS_OWNER, alias);

    if (rv == APR_SUCCESS && owner != 0 && owner != work->id) {
        treaty_place_error(work->place, path, work->writer->findings,
                           "\"%s\" finds the treaty \"%s\" already; an alias "
                           "belongs to one treaty",
                           alias, slug);
        return TREATY_EINPUT;
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_ALIAS);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "si", alias, work->id);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

/* The MTDSG number finds a treaty as an alias does. */
static apr_status_t write_aliases(work_t *work)
{
    const char *number = text(work, "mtdsg_no");
    size_t i;
    json_t *alias;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_ALIASES_CLEAR);

    if (rv == APR_SUCCESS && number) {
        rv = write_alias(work, number, "mtdsg_no");
    }
    json_array_foreach(member(work, "aliases"), i, alias)
    {
        if (rv == APR_SUCCESS) {
            rv = write_alias(
                work, json_string_value(alias),
                apr_psprintf(work->pool, "aliases[%lu]", (unsigned long)i));
        }
    }
    return rv;
}

static apr_status_t write_relations(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *relation;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_RELATIONS_CLEAR);

    if (rv == APR_SUCCESS) {
        rv =
            treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_RELATION);
    }
    json_array_foreach(member(work, "relations"), i, relation)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(stmt, "iiss", work->id, (apr_int64_t)i,
                                  treaty_json_text(relation, "kind"),
                                  treaty_json_text(relation, "treaty"));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

/* The treaty's own texts, each in a language. */
static apr_status_t write_treaty_texts(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *one;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_TEXTS_CLEAR);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_TEXT);
    }
    json_array_foreach(member(work, "texts"), i, one)
    {
        int is_authentic = json_is_true(json_object_get(one, "authentic"));

        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(
                stmt, "iisisss", work->id, (apr_int64_t)i,
                treaty_json_text(one, "language"), (apr_int64_t)is_authentic,
                treaty_json_text(one, "title"), treaty_json_text(one, "url"),
                treaty_json_text(one, "format"));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

static apr_status_t write_coverage(work_t *work)
{
    treaty_stmt_t *stmt;
    size_t i;
    json_t *covers;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_COVERAGE_CLEAR);

    if (rv == APR_SUCCESS) {
        rv =
            treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_COVERAGE);
    }
    json_array_foreach(member(work, "covers"), i, covers)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_bind(stmt, "is", work->id,
                                  json_string_value(covers));
        }
        if (rv == APR_SUCCESS) {
            rv = treaty_stmt_run(stmt);
        }
    }
    return rv;
}

static apr_int64_t number(const json_t *record, const char *name)
{
    return json_integer_value(json_object_get(record, name));
}

static apr_status_t write_rule(work_t *work)
{
    const json_t *rule = member(work, "rule");
    treaty_stmt_t *stmt;
    apr_int64_t source;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_RULE_CLEAR);

    if (rv != APR_SUCCESS || !json_is_object(rule)) {
        return rv;
    }
    rv = treaty_writer_source_of(&source, work->writer, rule, "rule.source",
                                 work->place);
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_RULE);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "iiisisisssi", work->id, number(rule, "threshold"),
            (apr_int64_t)json_is_true(
                json_object_get(rule, "organisations_count")),
            treaty_json_text(rule, "delay_kind"), number(rule, "delay"),
            treaty_json_text(rule, "later_kind"), number(rule, "later_delay"),
            treaty_json_text(rule, "later_on"),
            treaty_json_text(rule, "later_after"),
            treaty_json_text(rule, "article"), source);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_act(work_t *work, treaty_stmt_t *stmt,
                              const json_t *act, size_t position)
{
    const char *path =
        apr_psprintf(work->pool, "acts[%lu]", (unsigned long)position);
    apr_int64_t participant;
    apr_int64_t source = 0;
    apr_status_t rv = treaty_writer_participant_of(
        &participant, work->writer, act,
        apr_pstrcat(work->pool, path, ".participant", NULL), work->place);

    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source_of(
            &source, work->writer, act,
            apr_pstrcat(work->pool, path, ".source", NULL), work->place);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "iiisssssssis", work->id, (apr_int64_t)position, participant,
            treaty_json_text(act, "kind"),
            treaty_json_text(act, "deposited_on"),
            treaty_json_text(act, "effective_on"),
            treaty_json_text(act, "scope"), treaty_json_text(act, "column"),
            treaty_json_text(act, "raw"), treaty_json_text(act, "note"), source,
            treaty_json_text(act, "listed"));
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_acts(work_t *work)
{
    const json_t *acts = member(work, "acts");
    treaty_stmt_t *stmt;
    size_t i;
    json_t *act;
    apr_status_t rv =
        treaty_stmt_get(&stmt, work->writer->db, TREATY_SQL_WRITE_ACT);

    json_array_foreach(acts, i, act)
    {
        if (rv == APR_SUCCESS) {
            rv = write_act(work, stmt, act, i);
        }
    }
    work->writer->report->acts += (apr_int64_t)json_array_size(acts);
    return rv;
}

/* The acts of a new status table go first, those of other sources after. */
static apr_status_t replace_table_acts(work_t *work)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = clear(work, TREATY_SQL_WRITE_TABLE_ACTS_CLEAR);

    if (rv == APR_SUCCESS) {
        rv = clear(work, TREATY_SQL_WRITE_ACTS_ASIDE);
    }
    if (rv == APR_SUCCESS) {
        rv = write_acts(work);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_get(&stmt, work->writer->db,
                             TREATY_SQL_WRITE_ACTS_BACK);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(
            stmt, "ii", work->id,
            (apr_int64_t)json_array_size(member(work, "acts")));
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t write_table_form(work_t *work)
{
    apr_status_t rv = write_texts(work, TREATY_SQL_WRITE_COLUMNS_CLEAR,
                                  TREATY_SQL_WRITE_COLUMN, "columns");

    return rv == APR_SUCCESS ? write_coverage(work) : rv;
}

static apr_status_t write_totals(work_t *work)
{
    return treaty_write_totals(work->writer, work->id, member(work, "totals"),
                               work->place, work->pool);
}

static apr_status_t write_whole(work_t *work)
{
    apr_status_t rv = put_treaty(work);

    if (rv == APR_SUCCESS) {
        rv = write_titles(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_aliases(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_texts(work, TREATY_SQL_WRITE_SUBJECTS_CLEAR,
                         TREATY_SQL_WRITE_SUBJECT, "subjects");
    }
    if (rv == APR_SUCCESS) {
        rv = write_relations(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_treaty_texts(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_table_form(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_rule(work);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_write_supplements(work->writer, work->id,
                                      member(work, "supplements"), work->place,
                                      work->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_write_amendments(work->writer, work->id,
                                     member(work, "amendments"), work->place,
                                     work->pool);
    }
    if (rv == APR_SUCCESS) {
        rv = write_totals(work);
    }
    if (rv == APR_SUCCESS) {
        rv = clear(work, TREATY_SQL_WRITE_ACTS_CLEAR);
    }
    return rv == APR_SUCCESS ? write_acts(work) : rv;
}

static apr_status_t has(int *result, work_t *work, treaty_sql_t sql)
{
    treaty_stmt_t *stmt;
    apr_int64_t there = 0;
    apr_status_t rv = treaty_stmt_get(&stmt, work->writer->db, sql);

    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_bind(stmt, "i", work->id);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_id(&there, stmt);
    }
    *result = there != 0;
    return rv;
}

static apr_status_t write_merged(work_t *work)
{
    int there = 0;
    apr_status_t rv = fill_treaty(work);

    if (rv == APR_SUCCESS) {
        rv = has(&there, work, TREATY_SQL_WRITE_TITLES_EXIST);
    }
    if (rv == APR_SUCCESS && !there) {
        rv = write_titles(work);
    }
    if (rv == APR_SUCCESS) {
        rv = has(&there, work, TREATY_SQL_WRITE_SUBJECTS_EXIST);
    }
    if (rv == APR_SUCCESS && !there) {
        rv = write_texts(work, TREATY_SQL_WRITE_SUBJECTS_CLEAR,
                         TREATY_SQL_WRITE_SUBJECT, "subjects");
    }
    if (rv == APR_SUCCESS) {
        rv = has(&there, work, TREATY_SQL_WRITE_TEXTS_EXIST);
    }
    if (rv == APR_SUCCESS && !there) {
        rv = write_treaty_texts(work);
    }
    if (rv == APR_SUCCESS) {
        rv = write_table_form(work);
    }
    /* The totals were those of the table that is replaced. */
    if (rv == APR_SUCCESS) {
        rv = write_totals(work);
    }
    return rv == APR_SUCCESS ? replace_table_acts(work) : rv;
}

apr_status_t treaty_write_treaty(treaty_writer_t *writer, const json_t *record,
                                 treaty_write_mode_t mode,
                                 const treaty_place_t *place,
                                 apr_pool_t *scratch_pool)
{
    work_t work = {writer, record, place, 0, 0, scratch_pool};
    apr_status_t rv = treaty_shape_check(&treaty_shape_treaty, record, place,
                                         writer->findings, scratch_pool);

    if (rv == APR_SUCCESS) {
        rv = find_treaty(&work, mode);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_source_of(&work.source, writer, record, "source",
                                     place);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    writer->report->treaties++;
    rv = mode == TREATY_WRITE_MERGED && work.id != 0 ? write_merged(&work)
                                                     : write_whole(&work);
    return rv == APR_SUCCESS
               ? treaty_write_statements(writer, work.id, record, mode, place,
                                         scratch_pool)
               : rv;
}
