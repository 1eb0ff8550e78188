#include "mtdsg_private.h"
#include "table_row.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

/* More acts than this are no treaty's. */
#define ACTS_MAX 100000

/* The table of the participants while it is read. */
typedef struct reader_t {
    treaty_mtdsg_t *mtdsg;
    treaty_table_t form;
    apr_hash_t *seen;
    int signatories;
    int parties;
} reader_t;

/* An element of the participants' first table; NULL where there is none. */
static const xmlNode *part_of_table(const treaty_mtdsg_t *mtdsg,
                                    const char *name)
{
    const xmlNode *participants =
        treaty_mtdsg_find(mtdsg->treaty, "Participants");
    const xmlNode *table =
        participants ? treaty_mtdsg_find(participants, "Table") : NULL;

    return table ? treaty_mtdsg_find(table, name) : NULL;
}

/* The rows lie in a Rows element, or in the body itself. */
static const xmlNode *first_row(const treaty_mtdsg_t *mtdsg)
{
    const xmlNode *body = part_of_table(mtdsg, "Tbody");

    return body ? treaty_mtdsg_find(body, "Row") : NULL;
}

static const xmlNode *next_row(const xmlNode *row)
{
    do {
        row = treaty_mtdsg_next(row);
    } while (row && !treaty_mtdsg_is(row, "Row"));
    return row;
}

static int count_cells(const xmlNode *row)
{
    const xmlNode *cell;
    int count = 0;

    for (cell = treaty_mtdsg_first(row); cell; cell = treaty_mtdsg_next(cell)) {
        count++;
    }
    return count;
}

/* The header's columns, and one without a header for each cell that a row has
 * beyond them. */
static apr_array_header_t *read_columns(const treaty_mtdsg_t *mtdsg)
{
    apr_array_header_t *columns =
        apr_array_make(mtdsg->pool, 4, sizeof(treaty_column_t *));
    const xmlNode *head = part_of_table(mtdsg, "Thead");
    const xmlNode *row = head ? treaty_mtdsg_find(head, "Row") : NULL;
    const xmlNode *cell = row ? treaty_mtdsg_first(row) : NULL;

    while (cell && (cell = treaty_mtdsg_next(cell)) != NULL &&
           columns->nelts < TREATY_MTDSG_COLUMNS_MAX) {
        APR_ARRAY_PUSH(columns, treaty_column_t *) = treaty_column_parse(
            treaty_mtdsg_label(cell, NULL, mtdsg->pool), mtdsg->pool);
    }
    for (row = first_row(mtdsg); row; row = next_row(row)) {
        int count = count_cells(row) - 1;

        while (columns->nelts < count &&
               columns->nelts < TREATY_MTDSG_COLUMNS_MAX) {
            APR_ARRAY_PUSH(columns, treaty_column_t *) =
                treaty_column_parse("", mtdsg->pool);
        }
    }
    return columns;
}

/* For a row: what the end notes say. */
static int is_return(const void *baton, const char *markers, treaty_day_t day)
{
    return treaty_mtdsg_is_return(baton, markers, day);
}

static void add_cell(treaty_row_t *row, int column, const xmlNode *cell,
                     apr_pool_t *pool)
{
    const char *markers;
    const char *text = treaty_mtdsg_label(cell, &markers, pool);

    treaty_row_add_cell(row, column, text, markers);
}

static apr_status_t refuse_row(const reader_t *reader, long line,
                               const char *message)
{
    treaty_findings_add(reader->form.findings, TREATY_FINDING_ERROR,
                        reader->form.path, line, "row", "%s", message);
    return TREATY_EINPUT;
}

/* Whether a row holds nothing at all. */
static int is_empty(const xmlNode *row, apr_pool_t *pool)
{
    return *treaty_mtdsg_prose(row->children, NULL, pool) == '\0';
}

static apr_status_t read_row(reader_t *reader, const xmlNode *node)
{
    treaty_row_t row = {
        .table = &reader->form, .is_return = is_return, .baton = reader->mtdsg};
    apr_pool_t *pool = reader->form.row_pool;
    const xmlNode *cell = treaty_mtdsg_first(node);
    treaty_place_t place = {reader->form.path, treaty_mtdsg_line(node), ""};
    size_t first = json_array_size(reader->form.acts);
    const char *listed;
    const char *name;
    apr_status_t rv;
    int i;

    if (is_empty(node, pool)) {
        return APR_SUCCESS;
    }
    row.line = place.line;
    listed = treaty_mtdsg_label(cell, &row.markers, pool);
    name = treaty_row_unbracket(&row.is_withdrawn, listed, pool);
    if (*name == '\0') {
        return refuse_row(
            reader, row.line,
            "the row names no participant; its first entry has to");
    }
    rv = treaty_resolve_participant(&row.participant, &reader->mtdsg->context,
                                    name, &place, pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_table_see(&reader->form, row.line, reader->seen, row.participant);
    for (i = 0; (cell = treaty_mtdsg_next(cell)) != NULL &&
                i < reader->form.columns->nelts;
         i++) {
        add_cell(&row, i, cell, pool);
    }
    if (cell) {
        return refuse_row(reader, row.line,
                          "the row has more than 65 entries; that is no status "
                          "table's");
    }
    treaty_row_finish(&row);
    reader->signatories += row.has_signature;
    reader->parties += row.has_consent;
    return json_array_size(reader->form.acts) <= ACTS_MAX
               ? treaty_keep_listed(reader->form.acts, first,
                                    &reader->mtdsg->context, row.participant,
                                    listed, reader->form.row_pool)
               : refuse_row(reader, row.line,
                            "the table has more than 100000 acts; that is no "
                            "treaty's");
}

/* Columns beyond those that are read would be left out without a word. */
static apr_status_t check_header(const reader_t *reader)
{
    const xmlNode *head = part_of_table(reader->mtdsg, "Thead");
    const xmlNode *row = head ? treaty_mtdsg_find(head, "Row") : NULL;

    return row && count_cells(row) > TREATY_MTDSG_COLUMNS_MAX + 1
               ? refuse_row(reader, treaty_mtdsg_line(row),
                            "the header has more than 65 entries; that is no "
                            "status table's")
               : APR_SUCCESS;
}

static apr_status_t read_rows(reader_t *reader)
{
    const xmlNode *row;
    apr_status_t rv = APR_SUCCESS;

    for (row = first_row(reader->mtdsg); rv == APR_SUCCESS && row;
         row = next_row(row)) {
        apr_pool_clear(reader->form.row_pool);
        rv = read_row(reader, row);
    }
    return rv;
}

/* The total is kept for the record to be checked against, later as well. */
static void compare(const reader_t *reader, const char *measure,
                    const char *what, int total, int counted)
{
    json_t *kept;

    if (total < 0) {
        return;
    }
    kept = json_object();
    treaty_json_set_text(kept, "measure", measure);
    json_object_set_new(kept, "total", json_integer(total));
    treaty_json_set_text(kept, "source", reader->form.source);
    json_array_append_new(json_object_get(reader->mtdsg->record, "totals"),
                          kept);
    if (total != counted) {
        treaty_mtdsg_warn(
            reader->mtdsg, 0, "total",
            apr_psprintf(reader->mtdsg->pool,
                         "the depositary's own total of %s is %d, but its "
                         "rows have %d",
                         what, total, counted));
    }
}

static unsigned covered(const reader_t *reader)
{
    unsigned bits = 0;
    int i;

    for (i = 0; i < reader->form.columns->nelts; i++) {
        bits |= treaty_table_column(&reader->form, i)->covers;
    }
    return bits;
}

/* A total of what no column records says nothing. */
static void compare_totals(const reader_t *reader)
{
    const treaty_mtdsg_t *mtdsg = reader->mtdsg;
    unsigned bits = covered(reader);

    json_object_set_new(mtdsg->record, "totals", json_array());
    if (bits & TREATY_COVERS_SIGNATURES) {
        compare(reader, "signatures", "signatories", mtdsg->signatories,
                reader->signatories);
    }
    if (bits & TREATY_COVERS_CONSENTS) {
        compare(reader, "consents", "parties", mtdsg->parties, reader->parties);
    }
}

static treaty_day_t adoption_of(const json_t *record)
{
    const char *text = treaty_json_text(record, "adopted_on");
    treaty_day_t day = TREATY_DAY_NONE;

    if (text) {
        treaty_day_parse(&day, text);
    }
    return day;
}

static void describe(const reader_t *reader)
{
    const treaty_mtdsg_t *mtdsg = reader->mtdsg;
    const xmlNode *head = part_of_table(mtdsg, "Thead");

    if (!head) {
        treaty_mtdsg_warn(mtdsg, 0, "columns",
                          "the file has no table of participants with a "
                          "header, so it covers nobody's acts");
    }
    else {
        treaty_table_warn_of_columns(&reader->form, treaty_mtdsg_line(head));
    }
    treaty_table_describe(mtdsg->record, &reader->form,
                          head ? TREATY_COVERS_WITHDRAWALS : 0);
}

apr_status_t treaty_mtdsg_participants(treaty_mtdsg_t *mtdsg)
{
    reader_t reader = {mtdsg, {0}, NULL, 0, 0};
    apr_status_t rv;

    reader.seen = apr_hash_make(mtdsg->pool);
    reader.form.path = mtdsg->path;
    reader.form.findings = mtdsg->context.writer->findings;
    reader.form.report = mtdsg->context.writer->report;
    reader.form.columns = read_columns(mtdsg);
    reader.form.source = mtdsg->context.source;
    reader.form.adopted_on = adoption_of(mtdsg->record);
    reader.form.acts = json_array();
    reader.form.pool = mtdsg->pool;
    reader.form.row_pool = mtdsg->scratch;
    json_object_set_new(mtdsg->record, "acts", reader.form.acts);
    rv = check_header(&reader);
    if (rv == APR_SUCCESS) {
        describe(&reader);
        rv = read_rows(&reader);
    }
    if (rv == APR_SUCCESS) {
        compare_totals(&reader);
    }
    return rv;
}

treaty_day_t treaty_mtdsg_latest(const treaty_mtdsg_t *mtdsg)
{
    treaty_day_t latest = TREATY_DAY_NONE;
    const xmlNode *row;
    const xmlNode *cell;

    for (row = first_row(mtdsg); row; row = next_row(row)) {
        apr_pool_clear(mtdsg->scratch);
        for (cell = treaty_mtdsg_first(row); cell;
             cell = treaty_mtdsg_next(cell)) {
            treaty_row_take_latest(
                &latest, treaty_mtdsg_label(cell, NULL, mtdsg->scratch));
        }
    }
    return latest;
}
