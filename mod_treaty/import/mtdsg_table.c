#include "mtdsg_private.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define BRACKETED "Bracketed by the source."
/* A cell with more brackets is kept as it stands. */
#define PARTS_MAX 8
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

/* One row. */
typedef struct row_t {
    long line;
    const char *participant;
    /* The footnotes of its name, "4,5", or NULL. */
    const char *markers;
    /* Its name is bracketed, so all of its acts are. */
    int is_withdrawn;
    int has_signature;
    int has_consent;
    int has_lost_signature;
    int has_lost_consent;
    int acts;
} row_t;

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

/* What an act makes of its row's participant. */
static void weigh(row_t *row, const json_t *act, int stands)
{
    treaty_act_kind_t kind;

    if (!treaty_act_kind_parse(&kind, treaty_json_text(act, "kind"))) {
        return;
    }
    if (treaty_act_is_signature(kind)) {
        row->has_signature = stands;
        row->has_lost_signature = !stands;
    }
    else if (treaty_act_is_consent(kind)) {
        row->has_consent = stands;
        row->has_lost_consent = !stands;
    }
}

/* "See end notes 4, 5." */
static const char *note_of(const char *markers, const char *before,
                           apr_pool_t *pool)
{
    return markers   ? apr_pstrcat(pool, before, *before ? " " : "",
                                   "End notes: ", markers, ".", NULL)
           : *before ? before
                     : NULL;
}

/* A part of a cell: the whole, or what a bracket makes two of. */
typedef struct part_t {
    /** As it stands, and without its brackets. */
    const char *text;
    const char *said;
    /* The footnotes of its cell. */
    const char *markers;
    int is_bracketed;
    int is_last;
} part_t;

/* Whether what the part tells holds: it isn't bracketed, or it is a return.
 * A return is bracketed too: after an act that isn't, or where an end note of
 * the row tells of the withdrawal before it. */
static int part_stands(const reader_t *reader, const row_t *row,
                       const part_t *part, const json_t *act, int stood)
{
    const char *text = treaty_json_text(act, "deposited_on");
    treaty_day_t day = TREATY_DAY_NONE;

    if (!part->is_bracketed && !row->is_withdrawn) {
        return part->is_last;
    }
    if (row->is_withdrawn || !part->is_last) {
        return 0;
    }
    if (text) {
        treaty_day_parse(&day, text);
    }
    return stood || treaty_mtdsg_is_return(reader->mtdsg, row->markers, day) ||
           treaty_mtdsg_is_return(reader->mtdsg, part->markers, day);
}

static void add_withdrawal(reader_t *reader, const row_t *row,
                           const char *scope)
{
    json_t *acts = reader->form.acts;

    treaty_table_add_act(
        &reader->form, row->participant, TREATY_ACT_WITHDRAWAL,
        note_of(row->markers, BRACKETED, reader->form.row_pool));
    treaty_json_set_text(json_array_get(acts, json_array_size(acts) - 1),
                         "scope", scope);
}

/* @return whether the part wasn't bracketed */
static int add_part(reader_t *reader, row_t *row, int column,
                    const part_t *part, int stood)
{
    json_t *act =
        treaty_table_add_cell(&reader->form, row->line, column,
                              row->participant, part->text, part->said);
    int stands = part_stands(reader, row, part, act, stood);

    treaty_json_set_text(
        act, "note",
        note_of(part->markers,
                part->is_bracketed && stands ? BRACKETED " A return." : "",
                reader->form.row_pool));
    if (!treaty_json_text(act, "note")) {
        json_object_del(act, "note");
    }
    row->acts++;
    if (part->is_last) {
        weigh(row, act, stands);
    }
    else {
        /* Something of the same kind follows: this ended before. The table
         * keeps the signature. */
        add_withdrawal(reader, row, row->has_signature ? "consent" : "treaty");
    }
    return !part->is_bracketed;
}

/* A part that brackets make: "[30 Sep 1992 a]", or what stands beside it.
 * @return the part's end; NULL where there is none any more */
static const char *take_part(part_t *part, const char *cell, apr_pool_t *pool)
{
    apr_size_t len;

    cell += strspn(cell, " ,;");
    if (*cell == '\0') {
        return NULL;
    }
    part->is_bracketed = *cell == '[';
    len = part->is_bracketed ? strcspn(cell, "]") + 1 : strcspn(cell, "[");
    part->text = apr_pstrmemdup(pool, cell, len);
    part->said = part->is_bracketed ? apr_pstrmemdup(pool, cell + 1, len - 2)
                                    : part->text;
    cell += len;
    part->is_last = cell[strspn(cell, " ,;")] == '\0';
    return cell;
}

/* Whether brackets make parts of a cell: some, each closed before another
 * opens. */
static int has_parts(const char *cell)
{
    int open = 0;
    int count = 0;

    for (; *cell; cell++) {
        count += *cell == '[';
        if ((*cell == '[' && open++) || (*cell == ']' && !open--)) {
            return 0;
        }
    }
    return !open && count > 0 && count <= PARTS_MAX;
}

static void add_cell(reader_t *reader, row_t *row, int column,
                     const xmlNode *cell)
{
    part_t part = {NULL, NULL, NULL, 0, 1};
    const char *rest =
        treaty_mtdsg_label(cell, &part.markers, reader->form.row_pool);
    int stood = 0;

    part.text = part.said = rest;
    if (*rest && !has_parts(rest)) {
        add_part(reader, row, column, &part, 0);
        return;
    }
    while ((rest = take_part(&part, rest, reader->form.row_pool)) != NULL) {
        stood = add_part(reader, row, column, &part, stood);
    }
}

/* Takes the brackets of a name off. */
static const char *unbracket(int *is_bracketed, const char *name,
                             apr_pool_t *pool)
{
    apr_size_t len = strlen(name);

    *is_bracketed = len > 2 && name[0] == '[' && name[len - 1] == ']';
    return *is_bracketed ? apr_pstrmemdup(pool, name + 1, len - 2) : name;
}

/* A signature alone that has been taken back has no act of its own. */
static void warn_of_signature(const reader_t *reader, const row_t *row)
{
    treaty_table_warn(&reader->form, row->line, "bracket",
                      apr_psprintf(reader->form.row_pool,
                                   "the signature of %s is in brackets, its "
                                   "consent isn't; both are kept as standing",
                                   row->participant));
}

static void finish_row(reader_t *reader, const row_t *row)
{
    if (row->acts == 0) {
        treaty_table_add_act(&reader->form, row->participant, TREATY_ACT_OTHER,
                             TREATY_TABLE_UNDATED);
    }
    if (row->has_lost_consent ||
        (row->has_lost_signature && !row->has_consent)) {
        /* A signature out of brackets is left to it. */
        add_withdrawal(reader, row, row->has_signature ? "consent" : "treaty");
    }
    else if (row->has_lost_signature) {
        warn_of_signature(reader, row);
    }
    reader->signatories += row->has_signature;
    reader->parties += row->has_consent;
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
    row_t row = {0};
    apr_pool_t *pool = reader->form.row_pool;
    const xmlNode *cell = treaty_mtdsg_first(node);
    treaty_place_t place = {reader->form.path, treaty_mtdsg_line(node), ""};
    size_t first = json_array_size(reader->form.acts);
    const char *name;
    apr_status_t rv;
    int i;

    if (is_empty(node, pool)) {
        return APR_SUCCESS;
    }
    row.line = place.line;
    name = unbracket(&row.is_withdrawn,
                     treaty_mtdsg_label(cell, &row.markers, pool), pool);
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
        add_cell(reader, &row, i, cell);
    }
    if (cell) {
        return refuse_row(reader, row.line,
                          "the row has more than 65 entries; that is no status "
                          "table's");
    }
    finish_row(reader, &row);
    return json_array_size(reader->form.acts) <= ACTS_MAX
               ? treaty_keep_listed(reader->form.acts, first,
                                    &reader->mtdsg->context, row.participant,
                                    name, reader->form.row_pool)
               : refuse_row(reader, row.line,
                            "the table has more than 100000 acts; that is no "
                            "treaty's");
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

static void compare(const reader_t *reader, const char *what, int total,
                    int counted)
{
    if (total >= 0 && total != counted) {
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

    if (bits & TREATY_COVERS_SIGNATURES) {
        compare(reader, "signatories", mtdsg->signatories, reader->signatories);
    }
    if (bits & TREATY_COVERS_CONSENTS) {
        compare(reader, "parties", mtdsg->parties, reader->parties);
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
    describe(&reader);
    rv = read_rows(&reader);
    if (rv == APR_SUCCESS) {
        compare_totals(&reader);
    }
    return rv;
}

/* The latest day in a cell, brackets left aside. */
static void take_latest(treaty_day_t *latest, const char *cell)
{
    const char *rest;
    treaty_day_t day;

    while (*(cell += strspn(cell, " ,;[]"))) {
        if (treaty_day_parse_prose(&day, &rest, cell)) {
            treaty_table_take_latest(latest, day);
        }
        cell += strcspn(cell, "[],;");
    }
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
            take_latest(&latest,
                        treaty_mtdsg_label(cell, NULL, mtdsg->scratch));
        }
    }
    return latest;
}
