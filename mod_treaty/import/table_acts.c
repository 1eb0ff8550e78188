#include "table_acts.h"
#include "title.h"

#include "treaty_json.h"

#include <apr_strings.h>

static treaty_day_t today(void)
{
    return treaty_day_of_time(apr_time_now());
}

void treaty_table_take_latest(treaty_day_t *latest, treaty_day_t day)
{
    if (day > *latest && day <= today()) {
        *latest = day;
    }
}

const treaty_column_t *treaty_table_column(const treaty_table_t *table, int i)
{
    return APR_ARRAY_IDX(table->columns, i, treaty_column_t *);
}

void treaty_table_warn(const treaty_table_t *table, long line, const char *kind,
                       const char *message)
{
    treaty_findings_add(table->findings, TREATY_FINDING_WARNING, table->path,
                        line, kind, "%s", message);
}

/* One warning a column, not one a cell: that is what has to be looked at. */
void treaty_table_warn_of_columns(const treaty_table_t *table, long line)
{
    int i;

    for (i = 0; i < table->columns->nelts; i++) {
        const treaty_column_t *column = treaty_table_column(table, i);

        if (!treaty_column_known(column)) {
            treaty_table_warn(
                table, line, "column",
                apr_psprintf(table->pool,
                             "what the column \"%s\" records isn't known; "
                             "its cells are kept as they stand, in no count",
                             column->header));
        }
    }
}

static json_t *columns_json(const treaty_table_t *table)
{
    json_t *columns = json_array();
    int i;

    for (i = 0; i < table->columns->nelts; i++) {
        const char *header = treaty_table_column(table, i)->header;

        json_array_append_new(columns,
                              json_string(*header ? header : "(no header)"));
    }
    return columns;
}

static json_t *covers_json(const treaty_table_t *table, unsigned bits)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {{TREATY_COVERS_CONSENTS, "consents"},
                 {TREATY_COVERS_PROVISIONAL, "provisional"},
                 {TREATY_COVERS_SIGNATURES, "signatures"},
                 {TREATY_COVERS_WITHDRAWALS, "withdrawals"}};
    json_t *covers = json_array();
    apr_size_t i;
    int k;

    for (k = 0; k < table->columns->nelts; k++) {
        bits |= treaty_table_column(table, k)->covers;
    }
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (bits & names[i].bit) {
            json_array_append_new(covers, json_string(names[i].name));
        }
    }
    return covers;
}

void treaty_table_describe(json_t *record, const treaty_table_t *table,
                           unsigned covers)
{
    json_object_set_new(record, "columns", columns_json(table));
    json_object_set_new(record, "covers", covers_json(table, covers));
}

void treaty_record_set_title(json_t *record, const char *title,
                             const char *language)
{
    json_object_set_new(record, "titles",
                        json_pack("[{s:s, s:s, s:s}]", "kind", "official",
                                  "language", language, "title", title));
    treaty_json_set_text(record, "type", treaty_title_type(title));
}

void treaty_table_see(const treaty_table_t *table, long line, apr_hash_t *seen,
                      const char *participant)
{
    table->report->rows++;
    if (apr_hash_get(seen, participant, APR_HASH_KEY_STRING)) {
        treaty_table_warn(
            table, line, "duplicate",
            apr_psprintf(table->row_pool,
                         "%s has more than one row; all are taken",
                         participant));
    }
    apr_hash_set(seen, apr_pstrdup(table->pool, participant),
                 APR_HASH_KEY_STRING, "");
}

static json_t *add_act(const treaty_table_t *table, const char *participant,
                       treaty_act_kind_t kind, treaty_day_t deposited_on)
{
    char day[TREATY_DAY_SIZE];
    json_t *act = json_object();

    treaty_json_set_text(act, "participant", participant);
    treaty_json_set_text(act, "kind", treaty_act_kind_name(kind));
    if (deposited_on != TREATY_DAY_NONE) {
        treaty_json_set_text(act, "deposited_on",
                             treaty_day_format(day, deposited_on));
    }
    if (kind == TREATY_ACT_WITHDRAWAL) {
        treaty_json_set_text(act, "scope", "treaty");
    }
    treaty_json_set_text(act, "source", table->source);
    json_array_append_new(table->acts, act);
    return act;
}

static void check_cell(const treaty_table_t *table, long line,
                       const treaty_column_t *column, const treaty_cell_t *cell,
                       const char *raw)
{
    if (cell->problem && treaty_column_known(column)) {
        treaty_table_warn(table, line, "cell", cell->problem);
    }
    if (cell->deposited_on != TREATY_DAY_NONE &&
        cell->deposited_on < table->adopted_on) {
        treaty_table_warn(
            table, line, "date",
            apr_psprintf(table->row_pool,
                         "\"%s\" is earlier than the treaty's own date; "
                         "check it",
                         raw));
    }
    if (cell->deposited_on > today()) {
        treaty_table_warn(table, line, "date",
                          apr_psprintf(table->row_pool,
                                       "\"%s\" is a day to come; check it",
                                       raw));
    }
}

json_t *treaty_table_add_cell(const treaty_table_t *table, long line, int at,
                              const char *participant, const char *raw,
                              const char *said)
{
    const treaty_column_t *column = treaty_table_column(table, at);
    treaty_cell_t cell;
    json_t *act;

    treaty_cell_parse(&cell, column, said, table->row_pool);
    check_cell(table, line, column, &cell, raw);
    table->report->cells++;
    table->report->cells_unread += cell.problem != NULL;
    act = add_act(table, participant, cell.kind, cell.deposited_on);
    if (*column->header) {
        treaty_json_set_text(act, "column", column->header);
    }
    treaty_json_set_text(act, "raw", raw);
    return act;
}

void treaty_table_add_act(const treaty_table_t *table, const char *participant,
                          treaty_act_kind_t kind, const char *note)
{
    treaty_json_set_text(add_act(table, participant, kind, TREATY_DAY_NONE),
                         "note", note);
}
