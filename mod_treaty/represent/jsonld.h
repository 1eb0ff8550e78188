/* The parts of a document's linked data, shared by the files that build it. */
#ifndef TREATY_JSONLD_H
#define TREATY_JSONLD_H

#include "treaty_json.h"
#include "treaty_language.h"

/** A new object of a type of schema.org. */
json_t *treaty_jsonld_thing(const char *type);

/** A new one with a `name`; NULL where @p name is. */
json_t *treaty_jsonld_named(const char *type, const char *name);

/** Gives away @p value as a member; nothing where it is NULL or an empty
 * list. */
void treaty_jsonld_set(json_t *thing, const char *property, json_t *value);

/** A document's sources as a property: the works it is based on. */
void treaty_jsonld_set_sources(json_t *thing, const json_t *document);

/** Adds to a treaty's linked data what its document says. */
void treaty_jsonld_describe_treaty(json_t *legislation, const json_t *document,
                                   const treaty_language_t *language,
                                   apr_pool_t *scratch_pool);

/** A fact sheet and the reviews of its checked claims; a new list. */
json_t *treaty_jsonld_fact_sheet(const json_t *document,
                                 const treaty_language_t *language,
                                 apr_pool_t *scratch_pool);

#endif
