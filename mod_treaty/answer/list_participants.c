#include "list.h"

#include "document.h"

#include <string.h>

static const treaty_csv_column_t columns[] = {
    {"participant_id", "participant.id"},
    {"participant_name", "participant.name"},
    {"participant_kind", "participant.kind"},
    {"participant_name_is_current", "participant.name_is_current"},
    {"state", "state"},
    {"signed_on", "signed_on"},
    {"consented_on", "consented_on"},
    {"consent_kind", "consent_kind"},
    {"in_force_on", "in_force_on"},
    {"in_force_basis", "in_force_basis"},
    {"withdrawal_date_unknown", "withdrawal_date_unknown"},
    {NULL, NULL}};

int treaty_list_has_state(const json_t *row, const apr_array_header_t *states)
{
    const char *state = treaty_json_text(row, "state");
    int i;

    for (i = 0; i < states->nelts; i++) {
        if (state &&
            strcmp(APR_ARRAY_IDX(states, i, const char *), state) == 0) {
            return 1;
        }
    }
    return states->nelts == 0;
}

/* One row a participant, as the treaty's own document has them. */
apr_status_t treaty_course_list_treaty_participants(treaty_course_t *course)
{
    apr_array_header_t *states =
        treaty_query_list(course->query, TREATY_PARAM_STATE, course->pool);
    json_t *items = treaty_json_bind(json_array(), course->pool);
    json_t *whole;
    json_t *row;
    size_t i;
    apr_status_t rv = treaty_list_begin_of_treaty(&whole, course, columns,
                                                  TREATY_SECTION_PARTICIPANTS);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    json_object_set(course->document, "status",
                    json_object_get(whole, "status"));
    json_array_foreach(json_object_get(whole, "participants"), i, row)
    {
        if (treaty_list_has_state(row, states)) {
            json_array_append(items, row);
        }
    }
    treaty_list_set_whole(course, items);
    return APR_SUCCESS;
}
