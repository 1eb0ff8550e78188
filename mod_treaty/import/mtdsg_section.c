#include "mtdsg_parse.h"
#include "mtdsg_private.h"

#include "treaty_text.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* The longest paragraph that is looked up as a name. */
#define NAME_MAX_BYTES 80

/* A section while it is read. */
typedef struct reader_t {
    treaty_mtdsg_t *mtdsg;
    const char *kind;
    /* Whose statement it is; NULL before the first name. */
    char *listed_as;
    treaty_day_t made_on;
    treaty_text_t *text;
    long line;
} reader_t;

static const struct {
    const char *element;
    const char *kind;
} kinds[] = {
    {"Declarations", "declaration"},
    {"DeclarationsUnderArticle", "declaration"},
    {"Reservations", "reservation"},
    {"Objections", "objection"},
    {"Notifications", "notification"},
    {"TerritorialApplications", "territorial_application"},
    {"Communications", "communication"},
    {"TreatyNote", "note"},
    {"SpecialTables", "note"},
};

/* What is read elsewhere. */
static const char *const others[] = {"Chapter", "ExternalData", "Participants",
                                     "EndNotes", NULL};

static int is_note(const reader_t *reader)
{
    return strcmp(reader->kind, "note") == 0;
}

static apr_status_t add(reader_t *reader, const char *kind, const char *text)
{
    treaty_statement_t statement = {kind, reader->listed_as, reader->made_on,
                                    text};

    return treaty_mtdsg_statement(reader->mtdsg, reader->line, &statement);
}

/* A statement's words are all there; a name alone is a statement, too. */
static apr_status_t flush(reader_t *reader, int is_named)
{
    const char *kind = reader->kind;
    apr_status_t rv = APR_SUCCESS;

    if (reader->text->len > 0) {
        if (strcmp(kind, "declaration") == 0) {
            kind = treaty_statement_kind(reader->text->data);
        }
        rv = add(reader, kind, reader->text->data);
    }
    else if (is_named && reader->listed_as) {
        rv = add(reader, kind, NULL);
    }
    reader->text->len = 0;
    reader->text->data[0] = '\0';
    return rv;
}

static apr_status_t begin(reader_t *reader, const char *listed_as, long line)
{
    apr_status_t rv = flush(reader, reader->made_on == TREATY_DAY_NONE);

    reader->listed_as =
        listed_as ? apr_pstrdup(reader->mtdsg->pool, listed_as) : NULL;
    reader->made_on = TREATY_DAY_NONE;
    reader->line = line;
    return rv;
}

static void append(reader_t *reader, const char *text)
{
    treaty_text_puts(reader->text, reader->text->len > 0 ? "\n\n" : "");
    treaty_text_puts(reader->text, text);
}

static int is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++) {
        if (treaty_mtdsg_is(node, *names)) {
            return 1;
        }
    }
    return 0;
}

static int is_name_element(const xmlNode *node)
{
    static const char *const names[] = {"Participant", "State", "Country",
                                        "Entity",      "Name",  NULL};

    return is_one_of(node, names);
}

static int is_title_element(const xmlNode *node)
{
    static const char *const names[] = {"Title",    "Header",  "Heading",
                                        "Subtitle", "Caption", NULL};

    return is_one_of(node, names);
}

/* A day alone, "25 September 2001", with a mark behind it or without. */
static int is_day(treaty_day_t *day, const char *text)
{
    const char *rest;

    return treaty_day_parse_prose(day, &rest, text) &&
           rest[strspn(rest, ":. ")] == '\0';
}

/* The words before a footnote's marker. */
static const char *without_marker(const char *text, apr_pool_t *pool)
{
    apr_size_t len = strcspn(text, "[");

    while (len > 0 && text[len - 1] == ' ') {
        len--;
    }
    return len > 0 ? apr_pstrmemdup(pool, text, len) : text;
}

/* Whether a paragraph is a participant's name and nothing else. */
static apr_status_t is_name(int *result, reader_t *reader, const char *text,
                            long line)
{
    treaty_mtdsg_t *mtdsg = reader->mtdsg;
    treaty_place_t place = {mtdsg->path, line, ""};
    apr_size_t len = strlen(text);
    const char *slug = NULL;
    apr_status_t rv = APR_SUCCESS;

    if (len < NAME_MAX_BYTES && !apr_islower(*text) && !apr_isdigit(*text) &&
        len > 0 && text[len - 1] != '.' && text[len - 1] != ':') {
        apr_pool_clear(mtdsg->scratch);
        rv = treaty_resolve_known(&slug, &mtdsg->context,
                                  without_marker(text, mtdsg->scratch), &place,
                                  mtdsg->scratch);
    }
    *result = slug != NULL;
    return rv;
}

static apr_status_t take_name(reader_t *reader,
                              const treaty_mtdsg_block_t *block)
{
    return begin(reader, without_marker(block->text, reader->mtdsg->pool),
                 block->line);
}

/* A section's own words, such as when statements were made unless it is said
 * otherwise. */
static apr_status_t take_title(reader_t *reader,
                               const treaty_mtdsg_block_t *block)
{
    apr_status_t rv = begin(reader, NULL, block->line);

    return rv == APR_SUCCESS ? treaty_mtdsg_note(reader->mtdsg, block->line,
                                                 "note", block->text)
                             : rv;
}

/* Who, when, what: the rest of a row's cells is its text. */
static apr_status_t take_cells(reader_t *reader,
                               const treaty_mtdsg_block_t *block)
{
    const char *name = APR_ARRAY_IDX(block->cells, 0, const char *);
    treaty_day_t day;
    int i;
    apr_status_t rv =
        begin(reader, without_marker(name, reader->mtdsg->pool), block->line);

    for (i = 1; i < block->cells->nelts; i++) {
        const char *cell = APR_ARRAY_IDX(block->cells, i, const char *);

        if (reader->made_on == TREATY_DAY_NONE && is_day(&day, cell)) {
            reader->made_on = day;
        }
        else if (*cell) {
            append(reader, cell);
        }
    }
    return rv == APR_SUCCESS ? begin(reader, NULL, block->line) : rv;
}

/* A row of a table: a statement where it begins with a name, else a note. */
static apr_status_t take_row(reader_t *reader,
                             const treaty_mtdsg_block_t *block)
{
    int is_somebody = 0;
    apr_status_t rv =
        is_name(&is_somebody, reader,
                APR_ARRAY_IDX(block->cells, 0, const char *), block->line);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    return is_somebody ? take_cells(reader, block) : take_title(reader, block);
}

static apr_status_t take_paragraph(reader_t *reader,
                                   const treaty_mtdsg_block_t *block)
{
    int is_somebody = 0;
    treaty_day_t day;
    apr_status_t rv = is_name(&is_somebody, reader, block->text, block->line);

    if (rv != APR_SUCCESS || is_somebody) {
        return rv == APR_SUCCESS ? take_name(reader, block) : rv;
    }
    if (reader->listed_as && is_day(&day, block->text)) {
        rv = flush(reader, 0);
        reader->made_on = day;
        reader->line = block->line;
        return rv;
    }
    append(reader, block->text);
    return APR_SUCCESS;
}

static apr_status_t take(void *baton, const treaty_mtdsg_block_t *block)
{
    reader_t *reader = baton;

    if (is_note(reader)) {
        treaty_text_puts(reader->text, reader->text->len == 0 ? ""
                                       : block->cells         ? "\n"
                                                              : "\n\n");
        treaty_text_puts(reader->text, block->text);
        return APR_SUCCESS;
    }
    if (block->cells) {
        return block->cells->nelts > 0 ? take_row(reader, block) : APR_SUCCESS;
    }
    if (is_name_element(block->node)) {
        return take_name(reader, block);
    }
    return is_title_element(block->node) ? take_title(reader, block)
                                         : take_paragraph(reader, block);
}

static const char *kind_of(const xmlNode *section)
{
    apr_size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (treaty_mtdsg_is(section, kinds[i].element)) {
            return kinds[i].kind;
        }
    }
    return NULL;
}

static apr_status_t read_section(treaty_mtdsg_t *mtdsg, const xmlNode *section,
                                 const char *kind)
{
    reader_t reader = {mtdsg,           kind, NULL,
                       TREATY_DAY_NONE, NULL, treaty_mtdsg_line(section)};
    apr_status_t rv;

    reader.text = treaty_text_create(TREATY_MTDSG_MAX, mtdsg->pool);
    rv = treaty_mtdsg_blocks(mtdsg, section, take, &reader);
    return rv == APR_SUCCESS ? begin(&reader, NULL, reader.line) : rv;
}

/* What nobody has told us of is kept, too, and told. */
static apr_status_t read_unknown(treaty_mtdsg_t *mtdsg, const xmlNode *element)
{
    const char *text;

    apr_pool_clear(mtdsg->scratch);
    text = treaty_mtdsg_prose(element->children, NULL, mtdsg->scratch);
    if (*text == '\0') {
        return APR_SUCCESS;
    }
    treaty_mtdsg_warn(mtdsg, treaty_mtdsg_line(element), "section",
                      apr_psprintf(mtdsg->pool,
                                   "what the element \"%.80s\" holds isn't "
                                   "known; it is kept as a note",
                                   (const char *)element->name));
    return treaty_mtdsg_note(
        mtdsg, treaty_mtdsg_line(element), "note",
        apr_pstrcat(mtdsg->pool, element->name, ": ", text, NULL));
}

/* Tables of the participants beyond the first. */
static apr_status_t read_more_tables(treaty_mtdsg_t *mtdsg,
                                     const xmlNode *participants)
{
    const xmlNode *first = treaty_mtdsg_find(participants, "Table");
    const xmlNode *child;
    apr_status_t rv = APR_SUCCESS;

    for (child = treaty_mtdsg_first(participants); rv == APR_SUCCESS && child;
         child = treaty_mtdsg_next(child)) {
        if (child != first) {
            rv = read_unknown(mtdsg, child);
        }
    }
    return rv;
}

static apr_status_t read_element(treaty_mtdsg_t *mtdsg, const xmlNode *element)
{
    const char *kind = kind_of(element);

    if (kind) {
        return read_section(mtdsg, element, kind);
    }
    if (treaty_mtdsg_is(element, "Participants")) {
        return read_more_tables(mtdsg, element);
    }
    /* The header may stand in an element of its own. */
    return is_one_of(element, others) || element == mtdsg->treaty ||
                   treaty_mtdsg_find(element, "ExternalData")
               ? APR_SUCCESS
               : read_unknown(mtdsg, element);
}

static apr_status_t read_children(treaty_mtdsg_t *mtdsg, const xmlNode *node)
{
    const xmlNode *child;
    apr_status_t rv = APR_SUCCESS;

    for (child = treaty_mtdsg_first(node); rv == APR_SUCCESS && child;
         child = treaty_mtdsg_next(child)) {
        rv = read_element(mtdsg, child);
    }
    return rv;
}

apr_status_t treaty_mtdsg_sections(treaty_mtdsg_t *mtdsg)
{
    apr_status_t rv = read_children(mtdsg, mtdsg->treaty);

    return rv == APR_SUCCESS && mtdsg->root != mtdsg->treaty
               ? read_children(mtdsg, mtdsg->root)
               : rv;
}
