#include "overlay.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <string.h>

#define EXTENSION_COLUMN "Territorial extension"

typedef treaty_overlay_line_t line_t;

static const char *text(const line_t *line, const char *name)
{
    return treaty_json_text(line->record, name);
}

static apr_status_t refuse(const line_t *line, const char *member,
                           const char *message)
{
    treaty_place_error(line->place, member, line->overlay->writer->findings,
                       "%s", message);
    return TREATY_EINPUT;
}

static void warn(const line_t *line, const char *kind, const char *message)
{
    line->overlay->report->idle++;
    treaty_findings_add(line->overlay->writer->findings, TREATY_FINDING_WARNING,
                        line->place->file, line->place->line, kind, "%s%s%s",
                        line->place->path, *line->place->path ? ": " : "",
                        message);
}

/* A source that stands in the line is written, and its id takes its place. */
static apr_status_t lift_source(line_t *line, json_t *record)
{
    json_t *source = json_object_get(record, "source");
    treaty_place_t place = *line->place;
    apr_status_t rv;

    if (!json_is_object(source)) {
        return APR_SUCCESS;
    }
    place.path = apr_pstrcat(line->pool, place.path, ".source", NULL);
    rv = treaty_overlay_source(line->overlay, source, &place, line->pool);
    if (rv == APR_SUCCESS) {
        json_object_set(record, "source", json_object_get(source, "id"));
    }
    return rv;
}

static apr_status_t find_source(line_t *line)
{
    apr_status_t rv =
        treaty_writer_source_of(&line->source, line->overlay->writer,
                                line->record, "source", line->place);

    return rv == APR_SUCCESS
               ? treaty_overlay_check_source(line->overlay, line->source,
                                             line->place, "source")
               : rv;
}

static apr_status_t find_treaty(line_t *line)
{
    const char *name = text(line, "treaty");
    treaty_stmt_t *stmt;
    apr_status_t rv;

    if (!name) {
        return APR_SUCCESS;
    }
    rv = treaty_stmt_ask(&stmt, line->overlay->writer->db,
                         TREATY_SQL_TREATY_RESOLVE, "s", name);
    if (rv == APR_SUCCESS) {
        rv = treaty_writer_id(&line->treaty, stmt);
    }
    if (rv == APR_SUCCESS && line->treaty == 0) {
        rv = refuse(line, "treaty",
                    apr_psprintf(line->pool,
                                 "there is no treaty \"%s\"; name it by its "
                                 "id, its MTDSG number or an alias",
                                 name));
    }
    return rv;
}

static apr_status_t find_participant(line_t *line)
{
    treaty_writer_t *writer = line->overlay->writer;
    const char *name = text(line, "participant");
    const char *slug = NULL;
    apr_status_t rv;

    if (!name) {
        return APR_SUCCESS;
    }
    rv = treaty_writer_participant(&line->participant, writer, name);
    if (rv == APR_SUCCESS && line->participant == 0) {
        rv = treaty_writer_by_name(&slug, writer, name, line->pool);
    }
    if (rv == APR_SUCCESS && slug) {
        rv = treaty_writer_participant(&line->participant, writer, slug);
    }
    if (rv == APR_SUCCESS && line->participant == 0) {
        rv = refuse(line, "participant",
                    apr_psprintf(line->pool,
                                 "there is no participant \"%s\"; name it by "
                                 "its id or any of its names",
                                 name));
    }
    return rv;
}

/* A row by what it is. */
typedef struct {
    apr_int64_t id;
    int is_ours;
    const char *source;
} found_t;

static apr_status_t find_act(found_t *found, const line_t *line,
                             const char *kind, const char *raw)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv =
        treaty_stmt_ask(&stmt, line->overlay->writer->db,
                        TREATY_SQL_OVERLAY_ACT_FIND, "iissssi", line->treaty,
                        line->participant, kind, text(line, "deposited_on"),
                        text(line, "effective_on"), raw, line->source);

    *found = (found_t){0};
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    if (rv == APR_SUCCESS && row) {
        found->id = treaty_stmt_int(stmt, 0);
        found->source = treaty_stmt_text_dup(stmt, 1, line->pool);
        found->is_ours = (int)treaty_stmt_int(stmt, 2);
        treaty_stmt_reset(stmt);
    }
    return rv;
}

static apr_status_t add_act(const line_t *line, const char *kind,
                            const char *raw)
{
    treaty_db_t *db = line->overlay->writer->db;
    treaty_stmt_t *stmt;
    apr_int64_t position = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, db, TREATY_SQL_OVERLAY_ACT_POSITION, "i", line->treaty);

    if (rv == APR_SUCCESS) {
        rv = treaty_writer_id(&position, stmt);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_ask(&stmt, db, TREATY_SQL_WRITE_ACT, "iiisssssssin",
                             line->treaty, position, line->participant, kind,
                             text(line, "deposited_on"),
                             text(line, "effective_on"), text(line, "scope"),
                             raw ? EXTENSION_COLUMN : NULL, raw,
                             text(line, "note"), line->source);
    }
    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t update_act(const line_t *line, apr_int64_t id)
{
    treaty_stmt_t *stmt;
    apr_status_t rv = treaty_stmt_ask(&stmt, line->overlay->writer->db,
                                      TREATY_SQL_OVERLAY_ACT_UPDATE, "isss", id,
                                      text(line, "effective_on"),
                                      text(line, "scope"), text(line, "note"));

    return rv == APR_SUCCESS ? treaty_stmt_run(stmt) : rv;
}

static apr_status_t put_act(line_t *line, const char *kind, const char *raw)
{
    found_t found;
    apr_status_t rv = find_act(&found, line, kind, raw);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (found.id && !found.is_ours) {
        warn(line, "duplicate",
             apr_psprintf(line->pool,
                          "the act is recorded already, by %s; to give it an "
                          "effective day, say \"kind\" instead of \"act\"",
                          found.source ? found.source : "no source"));
        return APR_SUCCESS;
    }
    line->overlay->report->acts++;
    return found.id ? update_act(line, found.id) : add_act(line, kind, raw);
}

static apr_status_t apply_act(line_t *line)
{
    const char *kind = text(line, "act");

    if ((strcmp(kind, "withdrawal") == 0) != (text(line, "scope") != NULL)) {
        return refuse(line, "scope",
                      "a withdrawal, and nothing else, has a \"scope\": "
                      "treaty or consent");
    }
    if (!text(line, "deposited_on") && !text(line, "effective_on")) {
        return refuse(line, "deposited_on",
                      "an act has a day of deposit, or an effective day");
    }
    return put_act(line, kind, NULL);
}

static apr_status_t apply_extension(line_t *line)
{
    return put_act(line, "other", text(line, "extends_to"));
}

/* How many acts a line means (2 stands for more), and the day of the first. */
static apr_status_t find_mended(int *count, const char **deposited_on,
                                const line_t *line)
{
    treaty_stmt_t *stmt;
    int row = 0;
    apr_status_t rv = treaty_stmt_ask(
        &stmt, line->overlay->writer->db, TREATY_SQL_OVERLAY_MENDED, "iiss",
        line->treaty, line->participant, text(line, "kind"),
        text(line, "deposited_on"));

    *count = 0;
    *deposited_on = NULL;
    if (rv == APR_SUCCESS) {
        rv = treaty_stmt_step(&row, stmt);
    }
    while (rv == APR_SUCCESS && row) {
        if ((*count)++ == 0) {
            *deposited_on = treaty_stmt_text_dup(stmt, 0, line->pool);
        }
        rv = treaty_stmt_step(&row, stmt);
    }
    return rv;
}

static apr_status_t apply_mend(line_t *line)
{
    const char *deposited_on;
    int count;
    apr_status_t rv = find_mended(&count, &deposited_on, line);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (count != 1) {
        warn(line, "mends-nothing",
             count ? "there is more than one such act; name the day of its "
                     "deposit, \"deposited_on\""
                   : "there is no such act of the participant, so nothing is "
                     "mended; correct the line, or add the act with \"act\"");
        return APR_SUCCESS;
    }
    line->overlay->report->effective_days++;
    return treaty_write_amendment(line->overlay->writer, line->treaty,
                                  line->participant, deposited_on, line->record,
                                  line->source);
}

static apr_status_t apply_covers(line_t *line)
{
    apr_status_t rv = APR_SUCCESS;
    size_t i;
    json_t *covers;

    json_array_foreach(json_object_get(line->record, "covers"), i, covers)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_write_supplement(line->overlay->writer, line->treaty,
                                         json_string_value(covers),
                                         line->source);
        }
    }
    line->overlay->report->coverages++;
    return rv;
}

/* What a line is, told by one member; a name's "kind" is its own. */
static const struct {
    const char *member;
    const treaty_shape_t *shape;
    apr_status_t (*apply)(line_t *line);
} forms[] = {
    {"act", &treaty_shape_overlay_act, apply_act},
    {"extends_to", &treaty_shape_overlay_extension, apply_extension},
    {"name", &treaty_shape_overlay_name, treaty_overlay_name},
    {"covers", &treaty_shape_overlay_covers, apply_covers},
    {"kind", &treaty_shape_overlay_mend, apply_mend},
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static apr_size_t form_of(const json_t *record)
{
    apr_size_t i;

    for (i = 0; i < FORMS; i++) {
        if (json_object_get(record, forms[i].member)) {
            break;
        }
    }
    return i;
}

apr_status_t treaty_overlay_apply(treaty_overlay_t *overlay, json_t *record,
                                  const treaty_place_t *place,
                                  apr_pool_t *scratch_pool)
{
    line_t line = {overlay, record, place, 0, 0, 0, scratch_pool};
    apr_size_t form = form_of(record);
    apr_status_t rv;

    overlay->report->lines++;
    if (form == FORMS) {
        return refuse(&line, "",
                      "a line says what it is by one of these members: act, "
                      "extends_to, kind with effective_on, name, covers");
    }
    rv = lift_source(&line, record);
    if (rv == APR_SUCCESS) {
        rv = treaty_shape_check(forms[form].shape, record, place,
                                overlay->writer->findings, scratch_pool);
    }
    if (rv == APR_SUCCESS) {
        rv = find_source(&line);
    }
    if (rv == APR_SUCCESS) {
        rv = find_treaty(&line);
    }
    if (rv == APR_SUCCESS) {
        rv = find_participant(&line);
    }
    return rv == APR_SUCCESS ? forms[form].apply(&line) : rv;
}
