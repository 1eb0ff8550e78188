#include "mtdsg_parse.h"
#include "source_file.h"
#include "utf8.h"

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <string.h>

/* A file while it is parsed: the parser's _private. */
typedef struct parse_t {
    const char *path;
    treaty_findings_t *findings;
    int elements;
    /* The first fault has been told; those that follow from it aren't. */
    int has_failed;
} parse_t;

static void fail(xmlParserCtxtPtr parser, long line, const char *kind,
                 const char *message)
{
    parse_t *parse = parser->_private;

    if (!parse->has_failed) {
        treaty_findings_add(parse->findings, TREATY_FINDING_ERROR, parse->path,
                            line, kind, "%s", message);
    }
    parse->has_failed = 1;
    xmlStopParser(parser);
}

static long line_of(xmlParserCtxtPtr parser)
{
    return parser->input ? parser->input->line : 0;
}

static void start_element(void *context, const xmlChar *name,
                          const xmlChar *prefix, const xmlChar *uri,
                          int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int defaulted_count,
                          const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = context;
    parse_t *parse = parser->_private;

    if (++parse->elements > TREATY_MTDSG_ELEMENTS_MAX) {
        fail(parser, line_of(parser), "size",
             "the file has more than 300000 elements; that is no treaty's");
    }
    else if (parser->nodeNr >= TREATY_MTDSG_DEPTH_MAX) {
        fail(parser, line_of(parser), "depth",
             "the elements are nested deeper than 64; that is no treaty's "
             "file");
    }
    else {
        xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count,
                              namespaces, attribute_count, defaulted_count,
                              attributes);
    }
}

/* A document type is read over; it names a DTD, which isn't loaded. */
static void skip_subset(void *context, const xmlChar *name,
                        const xmlChar *external, const xmlChar *system)
{
    (void)context;
    (void)name;
    (void)external;
    (void)system;
}

static void refuse_entity(void *context, const xmlChar *name, int type,
                          const xmlChar *external, const xmlChar *system,
                          /* NOLINTNEXTLINE: the type is libxml2's. */
                          xmlChar *content)
{
    xmlParserCtxtPtr parser = context;

    (void)name;
    (void)type;
    (void)external;
    (void)system;
    (void)content;
    fail(parser, line_of(parser), "entity",
         "the file declares entities of its own, which are never expanded; "
         "take the file as the depositary publishes it");
}

static void refuse_unparsed(void *context, const xmlChar *name,
                            const xmlChar *external, const xmlChar *system,
                            const xmlChar *notation)
{
    (void)notation;
    refuse_entity(context, name, 0, external, system, NULL);
}

static xmlEntityPtr find_entity(void *context, const xmlChar *name)
{
    xmlEntityPtr entity = xmlGetPredefinedEntity(name);

    if (!entity) {
        fail(context, line_of(context), "entity",
             "the file uses an entity that isn't one of XML's own five; write "
             "the character itself, or its number");
    }
    return entity;
}

static int is_cut_off(int code)
{
    return code == XML_ERR_TAG_NOT_FINISHED || code == XML_ERR_DOCUMENT_END ||
           code == XML_ERR_DOCUMENT_EMPTY || code == XML_ERR_GT_REQUIRED ||
           code == XML_ERR_LTSLASH_REQUIRED;
}

static int is_of_encoding(int code, const char *message)
{
    return code == XML_ERR_UNKNOWN_ENCODING ||
           code == XML_ERR_UNSUPPORTED_ENCODING ||
           code == XML_ERR_INVALID_ENCODING ||
           (code >= XML_I18N_NO_NAME && code <= XML_I18N_NO_OUTPUT) ||
           strstr(message, "ncoding") != NULL || strstr(message, "UTF-") ||
           strstr(message, "onversion failed");
}

/* What libxml2 says, in one line of ASCII: it may quote the file's bytes. */
static const char *first_line(const char *message, apr_pool_t *pool)
{
    char *text = apr_pstrmemdup(pool, message, strcspn(message, "\r\n"));
    char *at;

    for (at = text; *at; at++) {
        if (!apr_isprint(*at) || (*at & 0x80)) {
            *at = '?';
        }
    }
    return text;
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *parser_error_t;
#else
typedef xmlErrorPtr parser_error_t;
#endif

static void take_error(void *context, parser_error_t error)
{
    xmlParserCtxtPtr parser = context;
    parse_t *parse = parser->_private;
    const char *message = error->message ? error->message : "unknown fault";
    const char *line;

    if (parse->has_failed || error->level < XML_ERR_ERROR) {
        return;
    }
    line = first_line(message, parse->findings->pool);
    if (is_of_encoding(error->code, message)) {
        fail(parser, error->line, "encoding",
             apr_pstrcat(parse->findings->pool,
                         "the bytes aren't what the encoding in the file's "
                         "first line says; correct that (",
                         line, ")", NULL));
        return;
    }
    fail(parser, error->line, "xml",
         apr_pstrcat(parse->findings->pool,
                     is_cut_off(error->code)
                         ? "the file is cut off or damaged; fetch it again ("
                         : "the file isn't well-formed XML; fetch it again (",
                     line, ")", NULL));
}

static apr_status_t read_file(char **data, apr_size_t *len, const char *path,
                              treaty_findings_t *findings, apr_pool_t *pool)
{
    apr_finfo_t info = {0};
    apr_file_t *file;
    char buffer[128];
    apr_status_t rv =
        apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                      APR_FPROT_OS_DEFAULT, pool);

    *len = 0;
    if (rv == APR_SUCCESS) {
        rv = apr_file_info_get(&info, APR_FINFO_SIZE, file);
    }
    if (rv == APR_SUCCESS && info.size > TREATY_MTDSG_MAX) {
        treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0, "size",
                            "the file is larger than 16 MB; that is no "
                            "treaty's");
        return TREATY_EINPUT;
    }
    if (rv == APR_SUCCESS) {
        *data = apr_palloc(pool, (apr_size_t)info.size + 1);
        rv = apr_file_read_full(file, *data, (apr_size_t)info.size, len);
        apr_file_close(file);
        rv = APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : rv;
    }
    if (rv != APR_SUCCESS) {
        treaty_findings_add(findings, TREATY_FINDING_ERROR, path, 0,
                            "unreadable", "the file can't be read (%s)",
                            treaty_strerror(rv, buffer, sizeof(buffer)));
    }
    return rv;
}

static int is_one_byte_encoding(const xmlChar *encoding)
{
    static const char *const names[] = {"ISO-8859", "ISO8859", "LATIN",
                                        "WINDOWS-125", "CP125"};
    apr_size_t i;

    for (i = 0; encoding && i < sizeof(names) / sizeof(names[0]); i++) {
        if (strncasecmp((const char *)encoding, names[i], strlen(names[i])) ==
            0) {
            return 1;
        }
    }
    return 0;
}

/* The line of the first byte beyond ASCII; 0 where there is none. */
static long line_beyond_ascii(const char *data, apr_size_t len)
{
    apr_size_t i;
    long line = 1;

    for (i = 0; i < len; i++) {
        if (data[i] & 0x80) {
            return line;
        }
        line += data[i] == '\n';
    }
    return 0;
}

/* Any bytes are ISO-8859-1; but letters that are UTF-8 throughout weren't
 * meant to be. */
static apr_status_t check_encoding(const parse_t *parse, const xmlDoc *doc,
                                   const char *data, apr_size_t len)
{
    long line = line_beyond_ascii(data, len);

    if (line == 0 || !doc || !is_one_byte_encoding(doc->encoding) ||
        !treaty_utf8_valid(data, len)) {
        return APR_SUCCESS;
    }
    treaty_findings_add(parse->findings, TREATY_FINDING_ERROR, parse->path,
                        line, "encoding",
                        "the file's first line says %s, but the bytes are "
                        "UTF-8; correct the first line",
                        doc->encoding);
    return TREATY_EINPUT;
}

static apr_status_t free_doc(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

static void set_handlers(xmlSAXHandler *sax)
{
    sax->startElementNs = start_element;
    sax->internalSubset = skip_subset;
    sax->externalSubset = skip_subset;
    sax->entityDecl = refuse_entity;
    sax->unparsedEntityDecl = refuse_unparsed;
    sax->getEntity = find_entity;
    sax->getParameterEntity = find_entity;
    sax->serror = take_error;
}

static apr_status_t parse_data(xmlDoc **doc, parse_t *parse, const char *data,
                               apr_size_t len, apr_pool_t *pool)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();

    if (!parser) {
        return APR_ENOMEM;
    }
    parser->_private = parse;
    set_handlers(parser->sax);
    *doc = xmlCtxtReadMemory(parser, data, (int)len, NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOCDATA |
                                 XML_PARSE_BIG_LINES);
    if (*doc) {
        apr_pool_cleanup_register(pool, *doc, free_doc, apr_pool_cleanup_null);
    }
    if (!*doc || !parser->wellFormed) {
        fail(parser, 0, "xml", "the file isn't well-formed XML");
    }
    xmlFreeParserCtxt(parser);
    return parse->has_failed ? TREATY_EINPUT : APR_SUCCESS;
}

apr_status_t treaty_mtdsg_parse(xmlDoc **doc, const char *path,
                                treaty_findings_t *findings, apr_pool_t *pool)
{
    parse_t parse = {path, findings, 0, 0};
    apr_size_t len = 0;
    char *data = NULL;
    apr_pool_t *file_pool;
    apr_status_t rv;

    apr_pool_create(&file_pool, pool);
    rv = read_file(&data, &len, path, findings, file_pool);
    if (rv == APR_SUCCESS) {
        rv = parse_data(doc, &parse, data, len, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = check_encoding(&parse, *doc, data, len);
    }
    apr_pool_destroy(file_pool);
    return rv;
}

int treaty_mtdsg_recognise(const char *head, apr_size_t len)
{
    static const char *const marks[] = {"<ExternalData", "<Titlesect",
                                        "<Participants"};
    char text[4096];
    apr_size_t used = 0;
    apr_size_t i;

    /* Without NUL bytes and the marks of byte order, UTF-16 reads as ASCII. */
    for (i = 0; i < len && used < sizeof(text) - 1; i++) {
        if (head[i] != '\0' && !(head[i] & 0x80)) {
            text[used++] = head[i];
        }
    }
    text[used] = '\0';
    if (*treaty_skip_space(text) != '<') {
        return 0;
    }
    for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (strstr(text, marks[i])) {
            return 1;
        }
    }
    return 0;
}
