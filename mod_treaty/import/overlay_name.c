#include "overlay.h"
#include "export_rows.h"

#include "treaty_json.h"

#include <string.h>

static int alike(const json_t *one, const json_t *other, const char *member,
                 const char *otherwise)
{
    const char *a = treaty_json_text(one, member);
    const char *b = treaty_json_text(other, member);

    return strcmp(a ? a : otherwise, b ? b : otherwise) == 0;
}

static int is_shown(const json_t *name)
{
    const char *kind = treaty_json_text(name, "kind");

    return !kind || strcmp(kind, "name") == 0;
}

/* The name's own entry, at the head of the list where it is new: of names
 * that are valid on a day the first is shown. */
static json_t *entry_of(json_t *names, const json_t *line)
{
    size_t i;
    json_t *name;

    json_array_foreach(names, i, name)
    {
        if (alike(name, line, "name", "") &&
            alike(name, line, "language", "en")) {
            return name;
        }
    }
    json_array_insert_new(names, 0, json_object());
    return json_array_get(names, 0);
}

static void copy(json_t *entry, const json_t *line)
{
    static const char *const members[] = {"name",       "language", "kind",
                                          "valid_from", "valid_to", "source"};
    apr_size_t i;

    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        treaty_json_set_text(entry, members[i],
                             treaty_json_text(line, members[i]));
    }
}

/* One name follows another: what was shown without an end ends where the new
 * one begins, what was shown without a beginning begins where an old one
 * ends. */
static void make_room(json_t *names, const json_t *entry)
{
    const char *from = treaty_json_text(entry, "valid_from");
    const char *to = treaty_json_text(entry, "valid_to");
    size_t i;
    json_t *name;

    if (!is_shown(entry) || !from == !to) {
        return;
    }
    json_array_foreach(names, i, name)
    {
        const char *begins = treaty_json_text(name, "valid_from");
        const char *ends = treaty_json_text(name, "valid_to");

        if (name == entry || !is_shown(name) ||
            !alike(name, entry, "language", "en")) {
            continue;
        }
        if (from && !ends && (!begins || strcmp(begins, from) < 0)) {
            treaty_json_set_text(name, "valid_to", from);
        }
        if (to && !begins && (!ends || strcmp(ends, to) > 0)) {
            treaty_json_set_text(name, "valid_from", to);
        }
    }
}

apr_status_t treaty_overlay_name(treaty_overlay_line_t *line)
{
    treaty_writer_t *writer = line->overlay->writer;
    const char *from = treaty_json_text(line->record, "valid_from");
    const char *to = treaty_json_text(line->record, "valid_to");
    json_t *names;
    json_t *entry;
    apr_status_t rv;

    if (from && to && strcmp(from, to) >= 0) {
        treaty_place_error(line->place, "valid_to", writer->findings,
                           "is the first day on which the name isn't valid "
                           "any more, so it lies after \"valid_from\"");
        return TREATY_EINPUT;
    }
    rv = treaty_rows_read(&names, writer->db,
                          TREATY_SQL_EXPORT_PARTICIPANT_NAMES,
                          line->participant, treaty_name_columns);
    treaty_json_bind(names, line->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    entry = entry_of(names, line->record);
    copy(entry, line->record);
    make_room(names, entry);
    line->overlay->report->names++;
    return treaty_write_names(writer, line->participant, names, line->place);
}
