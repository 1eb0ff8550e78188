/* The command-line tool: a verb, a database, and what the verb takes. */
#ifndef TREATYCTL_H
#define TREATYCTL_H

#include "treaty_log.h"

#include <apr_getopt.h>
#include <apr_tables.h>

/** Exit statuses. */
enum {
    TREATYCTL_OK = 0,
    /** The input has faults, which have been told; nothing was written. */
    TREATYCTL_FINDINGS = 1,
    TREATYCTL_USAGE = 2,
    TREATYCTL_FAILURE = 3,
    /** Another run is at work on the same target. */
    TREATYCTL_BUSY = 4
};

/** Options without a letter of their own. */
enum {
    TREATYCTL_KNOWN_THROUGH = 256,
    TREATYCTL_SOURCE_TITLE,
    TREATYCTL_RETRIEVED_ON,
    TREATYCTL_ISO_CODES,
    TREATYCTL_TEMPLATES,
    TREATYCTL_DRY_RUN,
    TREATYCTL_STRICT,
    TREATYCTL_REPORT,
    TREATYCTL_REPORT_FILE,
    TREATYCTL_CSV,
    TREATYCTL_ACCEPT,
    TREATYCTL_DROP,
    TREATYCTL_NO_DOWNLOADS,
    TREATYCTL_TERMS,
    TREATYCTL_LANG,
    TREATYCTL_HEADING,
    TREATYCTL_AS_OF,
    TREATYCTL_ALL,
    TREATYCTL_KEEP,
    TREATYCTL_ALWAYS,
    TREATYCTL_GATE,
    TREATYCTL_TO,
    TREATYCTL_LIST,
    TREATYCTL_HTTPD,
    TREATYCTL_OPTIONS_END
};

typedef struct treatyctl_call_t {
    /** Of const char *: what stands after the verb, options left out. */
    apr_array_header_t *arguments;
    /** By option number less TREATYCTL_KNOWN_THROUGH; NULL if not given, ""
     * for one without a value. */
    const char *options[TREATYCTL_OPTIONS_END - TREATYCTL_KNOWN_THROUGH];
    const treaty_log_t *log;
    apr_pool_t *pool;
} treatyctl_call_t;

/** Does what a verb says. @return an exit status */
typedef int treatyctl_run_t(const treatyctl_call_t *call);

typedef struct treatyctl_verb_t {
    const char *name;
    /** What stands after the name. */
    const char *arguments;
    const char *summary;
    /** For `treatyctl help VERB`: whole lines. */
    const char *help;
    const apr_getopt_option_t *options;
    int least;
    /** 0: any number. */
    int most;
    treatyctl_run_t *run;
} treatyctl_verb_t;

/** All verbs; the last has no name. */
extern const treatyctl_verb_t treatyctl_verbs[];

treatyctl_run_t treatyctl_init;
treatyctl_run_t treatyctl_import;
treatyctl_run_t treatyctl_export;
treatyctl_run_t treatyctl_publish;
treatyctl_run_t treatyctl_render;
treatyctl_run_t treatyctl_claims;
treatyctl_run_t treatyctl_help;
treatyctl_run_t treatyctl_overlay;
treatyctl_run_t treatyctl_check;
treatyctl_run_t treatyctl_why;
treatyctl_run_t treatyctl_templates;
treatyctl_run_t treatyctl_facts;
treatyctl_run_t treatyctl_audit;
treatyctl_run_t treatyctl_update;
treatyctl_run_t treatyctl_rollback;
treatyctl_run_t treatyctl_doctor;
treatyctl_run_t treatyctl_migrate;

/** An argument by its place; NULL where it wasn't given. */
const char *treatyctl_argument(const treatyctl_call_t *call, int place);

/** An option's value; NULL where it wasn't given. */
const char *treatyctl_option(const treatyctl_call_t *call, int option);

/**
 * The number that an option has.
 * @param value @p otherwise where the option wasn't given
 * @return 0, told, for anything but a number from @p least to @p most
 */
int treatyctl_option_number(int *value, const treatyctl_call_t *call,
                            int option, const char *name, int least, int most,
                            int otherwise);

/** The path of a name in a folder, which may have its slash already. */
const char *treatyctl_path_in(const char *folder, const char *name,
                              apr_pool_t *result_pool);

/**
 * Has the run end with TREATYCTL_FAILURE, told, where APR, jansson or libxml2
 * gets no memory: the latter two read on without what they had no room for.
 * @param pool the first of the program's own
 */
void treatyctl_memory_watch(apr_pool_t *pool);

/** Prints to standard output as printf does. What a terminal would obey, in
 * texts of the record or of a file, is a question mark. */
void treatyctl_say(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/** Writes "treatyctl: message" to standard error. */
void treatyctl_complain(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
