/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_represent.h
 * @brief A document as JSON, as HTML, and a single fact as either.
 */
#ifndef TREATY_REPRESENT_H
#define TREATY_REPRESENT_H

#include "treaty_json.h"
#include "treaty_templates.h"
#include "treaty_text.h"

/** The most bytes of one representation. */
#define TREATY_REPRESENTATION_MAX ((apr_size_t)16 * 1024 * 1024)

/** What a value is formatted with. */
typedef struct treaty_formatter_t {
    const treaty_language_t *language;
    apr_pool_t *pool;
} treaty_formatter_t;

/**
 * Formats a value as the suffix of a template's name says: `long` writes an
 * ISO date of any precision out, `label` says a code in words; `text` groups a
 * number's digits, writes a day out and says a code in words; `some` groups
 * the digits of a number above 0 and is nothing for others; `url` writes a
 * text as a part of an address, with all but what is unreserved escaped;
 * `source` writes it as the source of an HTML page has it, for showing that;
 * `paragraphs` is the list of what lies between a text's empty lines;
 * `language` names a language by its tag, and those of a list of tags in one
 * text. A string that is neither date nor code stays as it is. As
 * treaty_template_format_fn_t; the baton is a treaty_formatter_t.
 */
json_t *treaty_format(void *formatter, json_t *value, const char *suffix);

/** Appends a document as indented JSON, members in their own order. */
apr_status_t treaty_json_represent(treaty_text_t *out, const json_t *document);

/**
 * Appends a document rendered through a template of a set. The template sees
 * the language's tag and direction as `lang` and `dir`, its texts as
 * `words.KEY`, and around their hole as `words.KEY.before` and `.after`.
 * @param extras what the template sees beside the document (heading, base),
 * or NULL; the document's own members come first. The language's are added
 * @return TREATY_ENOTFOUND, TREATY_ETEMPLATE, TREATY_ELIMIT
 */
apr_status_t treaty_html_represent(treaty_text_t *out,
                                   const treaty_template_set_t *set,
                                   const char *name, json_t *document,
                                   json_t *extras,
                                   const treaty_language_t *language,
                                   apr_pool_t *scratch_pool);

/**
 * Up to when a document's sources tell, as readers are told it:
 * `known_through`, no more precise than when the source that says so was
 * fetched. What a table of some day in March has last is known to March.
 * @return an ISO date of any precision, living as long as the document; NULL
 * where the sources don't tell
 */
const char *treaty_recorded_to(const json_t *document);

/** How a single fact is written. */
typedef enum {
    /** Phrasing content: <data>, <time>, <bdi> or <span>, with a title. */
    TREATY_FACT_HTML,
    /** Bare text, escaped: for <title> and attributes. */
    TREATY_FACT_PLAIN,
    /** What a variable gets, escaped: for attributes that machines read. */
    TREATY_FACT_ISO,
    /** For a variable: bare digits, an ISO date or a code; empty where
     * unknown. Not escaped. */
    TREATY_FACT_VALUE
} treaty_fact_form_t;

/**
 * Appends a fact.
 * @param fact its `value` (string, integer, boolean or null), the `language`
 * of a text and, for the title, `label`, `as_of`, `known_through` (of any
 * precision), `source` and `caveats` (a list of {code}), each of which may be
 * missing
 */
apr_status_t treaty_fact_represent(treaty_text_t *out, json_t *fact,
                                   treaty_fact_form_t form,
                                   const treaty_language_t *language,
                                   apr_pool_t *scratch_pool);

/**
 * Appends a text with its marks as HTML phrasing content; a line end becomes
 * <br>. Tags are only those of treaty_runs.h.
 * @param runs NULL for none; where they aren't valid, they are left aside
 */
apr_status_t treaty_runs_represent(treaty_text_t *out, const char *text,
                                   const json_t *runs);

/**
 * Appends a table as HTML; as a paragraph of @p text where @p rows aren't
 * valid.
 */
apr_status_t treaty_table_represent(treaty_text_t *out, const char *text,
                                    const json_t *rows);

/**
 * Appends a list as nested HTML lists.
 * @param items of {depth, ordered, html}; the first one's depth counts as 1,
 * and none lies more than one deeper than the one before it. html is taken as
 * it stands: it has to come from treaty_runs_represent
 */
apr_status_t treaty_list_represent(treaty_text_t *out, const json_t *items);

/** A file that the library brings along. */
typedef struct treaty_asset_t {
    const char *data;
    apr_size_t len;
    const char *content_type;
    /** Whether the name that was asked for holds the digest of the bytes, so
     * that the answer never changes. */
    int immutable;
} treaty_asset_t;

/**
 * Finds an asset by its stable name ("treaty.css") or by the one with its
 * digest ("treaty-0123456789abcdef.css").
 * @return TREATY_ENOTFOUND
 */
apr_status_t treaty_asset_find(treaty_asset_t *asset, const char *name);

/** The name with its digest of an asset, as long as the process lives; @p name
 * itself for an unknown one. */
const char *treaty_asset_digest_name(const char *name);

/**
 * 32 hexadecimal digits that stand for these bytes, the same on every machine:
 * XXH3 of 128 bits, for it takes a fiftieth of SHA-1's time. Who makes two
 * texts of one fingerprint on purpose gains that clients keep his older one.
 */
const char *treaty_fingerprint(const char *data, apr_size_t len,
                               apr_pool_t *result_pool);

/** 40 hexadecimal digits that stand for these bytes (SHA-1, as a checksum). */
const char *treaty_digest(const char *data, apr_size_t len,
                          apr_pool_t *result_pool);

#endif
