/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_log.h
 * @brief The library's log: a callback, so that httpd's error log, the
 * command line and the tests each receive the same messages.
 */
#ifndef TREATY_LOG_H
#define TREATY_LOG_H

#include "treaty.h"

/** Levels in the order of their weight, the heaviest first. */
typedef enum {
    TREATY_LOG_ERROR,
    TREATY_LOG_WARNING,
    TREATY_LOG_NOTICE,
    TREATY_LOG_INFO,
    TREATY_LOG_DEBUG,
    TREATY_LOG_TRACE
} treaty_log_level_t;

/**
 * Receives one whole message, already formatted, without a line end.
 * It is called from any thread.
 */
typedef void treaty_log_fn_t(void *baton, treaty_log_level_t level,
                             apr_status_t status, const char *message);

typedef struct treaty_log_t {
    treaty_log_fn_t *fn;
    void *baton;
    /** Messages lighter than this are not even formatted. */
    treaty_log_level_t level;
} treaty_log_t;

/**
 * The tag in front of a message, by which an administrator finds its meaning:
 * TREATYNO(0012) is "TREATY0012: ". Numbers are unique in the source tree.
 */
#define TREATYNO(n) "TREATY" #n ": "

/**
 * Formats and delivers one message of at most 1 KB; the rest is cut.
 * @param log may be NULL: then nothing happens
 * @param status the APR or TREATY_ code behind the message, or APR_SUCCESS
 * @param format starts with TREATYNO(n) and says what to do
 */
void treaty_log(const treaty_log_t *log, treaty_log_level_t level,
                apr_status_t status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
