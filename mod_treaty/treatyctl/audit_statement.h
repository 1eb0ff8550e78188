/* What a page states, what the record says of it, and what to write instead. */
#ifndef TREATYCTL_AUDIT_STATEMENT_H
#define TREATYCTL_AUDIT_STATEMENT_H

#include "serve.h"

typedef struct treatyctl_statement_t {
    const char *path;
    /** As the page makes it, with its line; as the record judges it. */
    const json_t *claim;
    const json_t *verdict;
    /** The element that shows what the record has, and what that is; NULL
     * where it has nothing. */
    const char *element;
    const char *shows;
    int is_wrong;
    int is_exact;
} treatyctl_statement_t;

/** @param statement lives as long as what it is made of and @p pool */
void treatyctl_statement_make(treatyctl_statement_t *statement,
                              const treatyctl_served_t *served,
                              const char *path, const json_t *claim,
                              const json_t *verdict, apr_pool_t *pool);

/** @return a new reference */
json_t *treatyctl_statement_json(const treatyctl_statement_t *statement);

/** Prints it in two lines. */
void treatyctl_statement_print(const treatyctl_statement_t *statement,
                               apr_pool_t *pool);

#endif
