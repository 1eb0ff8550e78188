#include "declarations.h"
#include "source_file.h"
#include "statement.h"
#include "utf8.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* A file while it is read. */
typedef struct reader_t {
    const treaty_table_context_t *context;
    json_t *statements;
    const char *path;
    /* Of the line at `rest`, from 1. */
    long line;
    const char *rest;
    apr_pool_t *pool;
} reader_t;

/* The lines up to the next name, trimmed; NULL where they are empty. */
static const char *take_text(reader_t *reader)
{
    const char *start = reader->rest;
    const char *at = start;
    const char *text;

    while (*at && *at != '#') {
        const char *end = strchr(at, '\n');

        reader->line++;
        at = end ? end + 1 : at + strlen(at);
    }
    reader->rest = at;
    text = treaty_trim(
        apr_pstrmemdup(reader->pool, start, (apr_size_t)(at - start)),
        reader->pool);
    return *text ? text : NULL;
}

/* The name that the line holds; NULL for a "#" alone. */
static const char *take_name(reader_t *reader)
{
    const char *start = reader->rest + 1;
    apr_size_t len = strcspn(start, "\n");
    const char *name =
        treaty_trim(apr_pstrmemdup(reader->pool, start, len), reader->pool);

    reader->rest = start + len + (start[len] == '\n');
    reader->line++;
    return *name ? name : NULL;
}

static apr_status_t add(reader_t *reader, long line, const char *name,
                        const char *text)
{
    treaty_place_t place = {reader->path, line, ""};
    treaty_statement_t statement = {treaty_statement_kind(text), name,
                                    TREATY_DAY_NONE, text};

    if (!name) {
        treaty_findings_add(reader->context->writer->findings,
                            TREATY_FINDING_WARNING, reader->path, line,
                            "participant",
                            "a text without a \"#Name\" before it; kept as "
                            "nobody's");
    }
    return treaty_statement_add(reader->statements, reader->context, &statement,
                                &place, reader->pool);
}

static apr_status_t read_all(reader_t *reader)
{
    const char *text = take_text(reader);
    apr_status_t rv = text ? add(reader, 1, NULL, text) : APR_SUCCESS;

    while (rv == APR_SUCCESS && *reader->rest) {
        long line = reader->line;
        const char *name = take_name(reader);

        text = take_text(reader);
        if (name || text) {
            rv = add(reader, line, name, text);
        }
    }
    return rv;
}

apr_status_t treaty_declarations_read(json_t *record,
                                      const treaty_table_context_t *context,
                                      const char *path,
                                      apr_pool_t *scratch_pool)
{
    reader_t reader = {context, NULL, path, 1, NULL, scratch_pool};
    apr_finfo_t info;
    apr_status_t rv = apr_stat(&info, path, APR_FINFO_TYPE, scratch_pool);

    if (APR_STATUS_IS_ENOENT(rv)) {
        return APR_SUCCESS;
    }
    rv = treaty_file_read(&reader.rest, path, TREATY_DECLARATIONS_MAX,
                          context->writer->findings, scratch_pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (strncmp(reader.rest, BYTE_ORDER_MARK, 3) == 0) {
        reader.rest += 3;
    }
    reader.statements = json_array();
    json_object_set_new(record, "statements", reader.statements);
    return read_all(&reader);
}
