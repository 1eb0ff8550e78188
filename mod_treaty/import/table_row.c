#include "table_row.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define BRACKETED "Bracketed by the source."
/* A cell with more brackets is kept as it stands. */
#define PARTS_MAX 8

/* What an act makes of its row's participant. */
static void weigh(treaty_row_t *row, const json_t *act, int stands)
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
static int part_stands(const treaty_row_t *row, const part_t *part,
                       const json_t *act, int stood)
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
    return stood ||
           (row->is_return && (row->is_return(row->baton, row->markers, day) ||
                               row->is_return(row->baton, part->markers, day)));
}

static void add_withdrawal(treaty_row_t *row, const char *scope)
{
    json_t *acts = row->table->acts;

    treaty_table_add_act(
        row->table, row->participant, TREATY_ACT_WITHDRAWAL,
        note_of(row->markers, BRACKETED, row->table->row_pool));
    treaty_json_set_text(json_array_get(acts, json_array_size(acts) - 1),
                         "scope", scope);
    row->withdrawals++;
}

/* @return whether the part wasn't bracketed */
static int add_part(treaty_row_t *row, int column, const part_t *part,
                    int stood)
{
    json_t *act =
        treaty_table_add_cell(row->table, row->line, column, row->participant,
                              part->text, part->said);
    int stands = part_stands(row, part, act, stood);

    treaty_json_set_text(
        act, "note",
        note_of(part->markers,
                part->is_bracketed && stands ? BRACKETED " A return." : "",
                row->table->row_pool));
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
        add_withdrawal(row, row->has_signature ? "consent" : "treaty");
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

void treaty_row_add_cell(treaty_row_t *row, int column, const char *text,
                         const char *markers)
{
    part_t part = {text, text, markers, 0, 1};
    int stood = 0;

    if (*text && !has_parts(text)) {
        add_part(row, column, &part, 0);
        return;
    }
    while ((text = take_part(&part, text, row->table->row_pool)) != NULL) {
        stood = add_part(row, column, &part, stood);
    }
}

/* Takes the brackets of a name off. */
const char *treaty_row_unbracket(int *is_bracketed, const char *name,
                                 apr_pool_t *result_pool)
{
    apr_size_t len = strlen(name);

    *is_bracketed = len > 2 && name[0] == '[' && name[len - 1] == ']';
    return *is_bracketed ? apr_pstrmemdup(result_pool, name + 1, len - 2)
                         : name;
}

/* A signature alone that has been taken back has no act of its own. */
static void warn_of_signature(const treaty_row_t *row)
{
    treaty_table_warn(row->table, row->line, "bracket",
                      apr_psprintf(row->table->row_pool,
                                   "the signature of %s is in brackets, its "
                                   "consent isn't; both are kept as standing",
                                   row->participant));
}

void treaty_row_finish(treaty_row_t *row)
{
    if (row->acts == 0) {
        treaty_table_add_act(row->table, row->participant, TREATY_ACT_OTHER,
                             TREATY_TABLE_UNDATED);
    }
    if (row->has_lost_consent ||
        (row->has_lost_signature && !row->has_consent)) {
        /* A signature out of brackets is left to it. */
        add_withdrawal(row, row->has_signature ? "consent" : "treaty");
    }
    else if (row->has_lost_signature) {
        warn_of_signature(row);
    }
}

void treaty_row_take_latest(treaty_day_t *latest, const char *cell)
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
