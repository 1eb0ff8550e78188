#include "mtdsg.h"
#include "mtdsg_parse.h"
#include "mtdsg_private.h"
#include "source_file.h"
#include "title.h"

#include "treaty_json.h"

#include <apr_strings.h>

void treaty_mtdsg_warn(const treaty_mtdsg_t *mtdsg, long line, const char *kind,
                       const char *message)
{
    treaty_findings_add(mtdsg->context.writer->findings, TREATY_FINDING_WARNING,
                        mtdsg->path, line, kind, "%s", message);
}

apr_status_t treaty_mtdsg_statement(treaty_mtdsg_t *mtdsg, long line,
                                    const treaty_statement_t *statement)
{
    treaty_place_t place = {mtdsg->path, line, ""};

    if (json_array_size(mtdsg->statements) >= TREATY_MTDSG_STATEMENTS_MAX) {
        treaty_findings_add(mtdsg->context.writer->findings,
                            TREATY_FINDING_ERROR, mtdsg->path, line, "size",
                            "the file has more than %d statements; that is no "
                            "treaty's",
                            TREATY_MTDSG_STATEMENTS_MAX);
        return TREATY_EINPUT;
    }
    apr_pool_clear(mtdsg->scratch);
    return treaty_statement_add(mtdsg->statements, &mtdsg->context, statement,
                                &place, mtdsg->scratch);
}

apr_status_t treaty_mtdsg_note(treaty_mtdsg_t *mtdsg, long line,
                               const char *kind, const char *text)
{
    treaty_statement_t statement = {kind, NULL, TREATY_DAY_NONE, text};

    return *text ? treaty_mtdsg_statement(mtdsg, line, &statement)
                 : APR_SUCCESS;
}

static apr_status_t write_source(treaty_mtdsg_t *mtdsg,
                                 const treaty_import_options_t *options)
{
    treaty_writer_t *writer = mtdsg->context.writer;
    treaty_place_t place = {mtdsg->path, 0, ""};
    json_t *source = treaty_json_bind(json_object(), mtdsg->pool);
    const char *number = treaty_json_text(mtdsg->record, "mtdsg_no");
    const char *known =
        options->known_through
            ? options->known_through
            : treaty_day_text(treaty_mtdsg_latest(mtdsg), mtdsg->pool);
    const char *sha = NULL;
    apr_status_t rv =
        treaty_file_sha256(&sha, mtdsg->path, writer->findings, mtdsg->pool);

    mtdsg->context.source =
        apr_pstrcat(mtdsg->pool, "mtdsg-",
                    apr_psprintf(mtdsg->pool, "%.50s",
                                 treaty_slug_make(number, mtdsg->pool)),
                    known ? "-" : "", known ? known : "", NULL);
    treaty_json_set_text(mtdsg->record, "source", mtdsg->context.source);
    treaty_json_set_text(source, "id", mtdsg->context.source);
    treaty_json_set_text(source, "kind", "status_table");
    treaty_json_set_text(
        source, "title",
        options->source_title
            ? options->source_title
            : apr_pstrcat(mtdsg->pool,
                          "Multilateral Treaties Deposited with the "
                          "Secretary-General, ",
                          number, NULL));
    treaty_json_set_text(source, "publisher", "United Nations");
    treaty_json_set_text(source, "retrieved_on", options->retrieved_on);
    treaty_json_set_text(source, "known_through", known);
    treaty_json_set_text(source, "sha256", sha);
    return rv == APR_SUCCESS
               ? treaty_write_source(writer, source, &place, mtdsg->pool)
               : rv;
}

/* The end notes are read before the table, and stand after all else. */
static apr_status_t read_body(treaty_mtdsg_t *mtdsg)
{
    json_t *statements = mtdsg->statements;
    json_t *notes = treaty_json_bind(json_array(), mtdsg->pool);
    apr_status_t rv;

    mtdsg->statements = notes;
    rv = treaty_mtdsg_end_notes(mtdsg);
    mtdsg->statements = statements;
    if (rv == APR_SUCCESS) {
        rv = treaty_mtdsg_participants(mtdsg);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_mtdsg_sections(mtdsg);
    }
    json_array_extend(statements, notes);
    return rv;
}

static apr_status_t read_treaty(treaty_mtdsg_t *mtdsg,
                                const treaty_import_options_t *options)
{
    treaty_names_t *names = NULL;
    apr_status_t rv = treaty_mtdsg_number_take(mtdsg);

    if (rv == APR_SUCCESS) {
        treaty_table_once(&mtdsg->context,
                          treaty_json_text(mtdsg->record, "mtdsg_no"),
                          mtdsg->path);
        rv = write_source(mtdsg, options);
    }
    if (rv == APR_SUCCESS) {
        rv = treaty_names_load(
            &names, options->iso_codes ? options->iso_codes : TREATY_ISO_CODES,
            mtdsg->context.writer->findings, mtdsg->pool);
    }
    mtdsg->context.names = names;
    if (rv == APR_SUCCESS) {
        rv = treaty_mtdsg_header(mtdsg);
    }
    return rv == APR_SUCCESS ? read_body(mtdsg) : rv;
}

/* Whatever the outermost element is called, the treaty is below it or is it. */
static void find_treaty(treaty_mtdsg_t *mtdsg, xmlDoc *doc)
{
    mtdsg->root = xmlDocGetRootElement(doc);
    mtdsg->treaty = treaty_mtdsg_find(mtdsg->root, "Treaty");
    mtdsg->treaty = mtdsg->treaty ? mtdsg->treaty : mtdsg->root;
}

apr_status_t treaty_mtdsg_import(treaty_writer_t *writer, const char *path,
                                 const treaty_import_options_t *options,
                                 apr_pool_t *scratch_pool)
{
    treaty_mtdsg_t mtdsg = {{writer, NULL, NULL, NULL, NULL},
                            path,
                            NULL,
                            NULL,
                            NULL,
                            NULL,
                            NULL,
                            -1,
                            -1,
                            scratch_pool,
                            NULL};
    treaty_place_t place = {path, 0, ""};
    xmlDoc *doc = NULL;
    apr_status_t rv =
        treaty_mtdsg_parse(&doc, path, writer->findings, scratch_pool);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    find_treaty(&mtdsg, doc);
    apr_pool_create(&mtdsg.scratch, scratch_pool);
    mtdsg.record = treaty_json_bind(json_object(), scratch_pool);
    mtdsg.statements = json_array();
    json_object_set_new(mtdsg.record, "statements", mtdsg.statements);
    rv = read_treaty(&mtdsg, options);
    return rv == APR_SUCCESS
               ? treaty_write_treaty(writer, mtdsg.record, TREATY_WRITE_MERGED,
                                     &place, scratch_pool)
               : rv;
}
