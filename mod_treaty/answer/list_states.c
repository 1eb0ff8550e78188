#include "list.h"

#include "caveats.h"
#include "document.h"

#include "treaty_status.h"

const treaty_csv_column_t treaty_list_state_columns[] = {
    {"treaty_id", "treaty.id"},
    {"treaty_title", "treaty.title"},
    {"treaty_short_title", "treaty.short_title"},
    {"treaty_mtdsg_no", "treaty.mtdsg_no"},
    {"treaty_type", "treaty.type"},
    {"treaty_adopted_on", "treaty.adopted_on"},
    {"treaty_status", "treaty.status"},
    {"state", "state"},
    {"signed_on", "signed_on"},
    {"consented_on", "consented_on"},
    {"consent_kind", "consent_kind"},
    {"in_force_on", "in_force_on"},
    {"in_force_basis", "in_force_basis"},
    {"withdrawal_date_unknown", "withdrawal_date_unknown"},
    {"treaty_caveat_codes", "treaty.caveat_codes"},
    {"treaty_url", "treaty.url"},
    {NULL, NULL}};

/* The columns of participant_treaty_items. */
enum {
    COLUMN_ID,
    COLUMN_MILESTONES = 6,
    COLUMN_ALL_CONSENTS = 10,
    COLUMN_STATE,
    COLUMN_UNKNOWN = 17,
    COLUMN_ALL_WITHDRAWALS,
    COLUMN_HAS_RULE,
    COLUMN_LANGUAGE
};

/* What no state under the treaty can tell: codes. */
static json_t *caveats_of(treaty_stmt_t *stmt)
{
    unsigned covered =
        (treaty_stmt_int(stmt, COLUMN_ALL_CONSENTS) ? TREATY_COVERS_CONSENTS
                                                    : 0) |
        (treaty_stmt_int(stmt, COLUMN_ALL_WITHDRAWALS)
             ? TREATY_COVERS_WITHDRAWALS
             : 0);

    return treaty_caveats_codes(treaty_caveats_of(
        covered, (int)treaty_stmt_int(stmt, COLUMN_HAS_RULE), "", NULL));
}

static json_t *treaty_of(treaty_stmt_t *stmt, const treaty_reading_t *reading)
{
    static const char *const keys[] = {"id",       "title", "short_title",
                                       "mtdsg_no", "type",  "adopted_on"};
    json_t *treaty = json_object();
    treaty_milestones_t milestones;
    int i;

    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(treaty, keys[i], stmt, COLUMN_ID + i);
    }
    treaty_reading_set_column(treaty, "language", stmt, COLUMN_LANGUAGE);
    treaty_milestones_read(&milestones, stmt, COLUMN_MILESTONES);
    treaty_json_set_text(treaty, "status",
                         treaty_status_on(&milestones, reading->day));
    json_object_set_new(treaty, "caveat_codes", caveats_of(stmt));
    treaty_json_set_text(treaty, "url",
                         treaty_reading_url(reading, "treaties",
                                            treaty_json_text(treaty, "id"),
                                            ".json"));
    return treaty;
}

static void state_row(json_t *list, treaty_stmt_t *stmt,
                      const treaty_reading_t *reading)
{
    static const char *const keys[] = {"state",        "signed_on",
                                       "consented_on", "consent_kind",
                                       "in_force_on",  "in_force_basis"};
    json_t *row = json_object();
    int i;

    json_object_set_new(row, "treaty", treaty_of(stmt, reading));
    for (i = 0; i < (int)(sizeof(keys) / sizeof(keys[0])); i++) {
        treaty_reading_set_column(row, keys[i], stmt, COLUMN_STATE + i);
    }
    json_object_set_new(row, "withdrawal_date_unknown",
                        json_boolean(treaty_stmt_int(stmt, COLUMN_UNKNOWN)));
    json_array_append_new(list, row);
}

apr_status_t treaty_list_states(json_t *object, const char *member,
                                const char *keys, apr_int64_t participant,
                                const treaty_reading_t *reading)
{
    treaty_stmt_t *stmt;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, reading->db, TREATY_SQL_PARTICIPANT_TREATY_ITEMS,
                        "ssi", keys, reading->on, participant);

    return rv != APR_SUCCESS ? rv
                             : treaty_reading_set_list(object, member, stmt,
                                                       state_row, reading);
}
