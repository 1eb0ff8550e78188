/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_formats.h
 * @brief A document in the formats of other programs.
 *
 * Each of these appends to a text, and leaves it as it was where the text is
 * full (TREATY_ELIMIT). Texts come out as UTF-8 without a byte order mark.
 * What a document lacks, or has as another type than is told of, is left out.
 */
#ifndef TREATY_FORMATS_H
#define TREATY_FORMATS_H

#include "treaty_json.h"
#include "treaty_language.h"
#include "treaty_text.h"

/** A column of a CSV file; a row of columns ends with {NULL, NULL}. */
typedef struct treaty_csv_column_t {
    const char *header;
    /** Dotted, into a row's document: "participant.id". */
    const char *path;
} treaty_csv_column_t;

/** Appends the line of headers, which every CSV file begins with. */
apr_status_t treaty_csv_header_represent(treaty_text_t *out,
                                         const treaty_csv_column_t *columns);

/**
 * Appends a row: RFC 4180, a comma between cells, CRLF behind the last one.
 *
 * - Null, and what isn't there, is an empty cell; an empty text is "".
 * - A number stands bare; true and false are these words.
 * - A list is its texts with "; " between them, quoted; an empty one is empty.
 * - A text that a spreadsheet might run as a formula, or take the first
 *   character from, gets an apostrophe before it: one that begins with = + - @
 *   or their full-width forms, TAB, CR, LF or an apostrophe, spaces before it
 *   or not. So a program takes one apostrophe from each cell that begins with
 *   one, and has the text; a person sees one too many. A cell that begins
 *   with - is a number.
 * - NUL bytes are left out.
 *
 * There is no byte order mark: programs would take it for a part of the first
 * header, which fails far from its cause, whereas a spreadsheet asks for the
 * encoding on import. Cells are safe where the comma separates them.
 */
apr_status_t treaty_csv_row_represent(treaty_text_t *out,
                                      const treaty_csv_column_t *columns,
                                      const json_t *row);

/**
 * Appends an Atom 1.0 feed (RFC 4287) of acts, an entry each.
 * @param feed `id`, `title`, `subtitle`, `author` (a name; the title where it
 * is missing), `updated` (YYYY-MM-DDThh:mm:ssZ), `urls` {self, html, next},
 * `items`: {id, kind, label, deposited_on, pending, url, title, summary,
 * updated}; an item without an id is left out, one without an instant of its
 * own has the feed's. An id that is no absolute IRI gets the origin of the
 * feed's id before it where it begins with "/"; what is none then stands as
 * a UUID that is made of it, so that it is the same at any time and on any
 * node
 * @return TREATY_EINPUT where id, title or updated are missing
 */
apr_status_t treaty_atom_represent(treaty_text_t *out, const json_t *feed);

/**
 * Appends a document as JSON-LD in schema.org's vocabulary, with its context
 * inline. It may stand in a page's script as it is: < > & and the two line
 * separators of Unicode are written by their numbers. Relative addresses are
 * relative to where it stands.
 * @param document a treaty's, which is a `Legislation`: legislationDateVersion
 * is the as-of day, dateModified the last day that the sources cover; or a
 * fact sheet's, with `claims`: a `@graph` of the sheet and a `ClaimReview` for
 * each claim that the record could check, rated 3 (as recorded) to 1
 * (contradicted)
 * @param language of the words for codes
 */
apr_status_t treaty_jsonld_represent(treaty_text_t *out, const json_t *document,
                                     const treaty_language_t *language);

/*
 * Citations of a treaty's document. They have its title and short title, the
 * days of adoption and (as that of access) as of which it is read, place,
 * depositary, series with volume and page where its citation has the form
 * "2171 UNTS 227", the depositary's number, subjects, its address where that
 * is absolute, and a note with the as-of day, the last day that the sources
 * cover, and the revision. Each returns TREATY_EINPUT for a document without
 * an id, which becomes the entry's key.
 */

/** Appends an entry for BibTeX and biblatex; all text is escaped for TeX. */
apr_status_t treaty_bibtex_represent(treaty_text_t *out,
                                     const json_t *document);

/** Appends a record of RIS, as of a general work; RIS knows no treaties. */
apr_status_t treaty_ris_represent(treaty_text_t *out, const json_t *document);

/** Appends CSL-JSON: a list with an item of the type `treaty`. */
apr_status_t treaty_csl_represent(treaty_text_t *out, const json_t *document);

/**
 * Appends an OpenSearch 1.1 description.
 * @param site `name` (cut to 16 characters as short name, to 48 as long one),
 * `description`, `urls` {html, json, self}: the first two with "{searchTerms}"
 * where what is searched for goes, self the description's own
 * @return TREATY_EINPUT where name or urls.html are missing
 */
apr_status_t treaty_opensearch_represent(treaty_text_t *out,
                                         const json_t *site);

/**
 * A treaty cited in several styles: a new list of {style, text, is_code}. The
 * styles are un, oscola, bluebook, chicago and apa, each one line; bibtex and
 * ris, for programs, several lines.
 * @param document a treaty's own
 * @param list the caller's reference, on an error too
 * @return TREATY_EINPUT where the document has no id
 */
apr_status_t treaty_citation_styles(json_t **list, const json_t *document,
                                    apr_pool_t *result_pool);

#endif
