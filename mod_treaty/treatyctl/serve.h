/* Asking a database as httpd would be asked, without httpd. */
#ifndef TREATYCTL_SERVE_H
#define TREATYCTL_SERVE_H

#include "treaty_json.h"
#include "treatyctl.h"

#include "treaty_answer.h"

/** A site made of a database. */
typedef struct treatyctl_served_t {
    treaty_site_t site;
    /** The published file. */
    const char *path;
    /** Whether it is ours to remove. */
    int is_temporary;
    apr_pool_t *pool;
} treatyctl_served_t;

/**
 * Serves a database: an authoring one has no spans, so it is published to a
 * temporary file first. To be closed in any case.
 * @return what failed, told
 */
apr_status_t treatyctl_serve(treatyctl_served_t *served,
                             const treatyctl_call_t *call,
                             const char *database);

/** Removes what is temporary. */
void treatyctl_serve_close(treatyctl_served_t *served);

/**
 * Asks.
 * @param path below the mount, as text: nothing in it is escaped
 * @param args as in an address, or NULL
 * @param included an alias is answered itself, not by the record's address
 */
void treatyctl_ask(treaty_answer_t **answer, const treatyctl_served_t *served,
                   const char *path, const char *args, int included);

/**
 * Asks for JSON; a problem is told on standard error.
 * @param document a new reference; NULL where there is none
 * @return an exit status
 */
int treatyctl_ask_json(json_t **document, const treatyctl_served_t *served,
                       const char *path, const char *args);

#endif
