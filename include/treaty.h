/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty.h
 * @brief What every part of libtreaty shares: status codes and the version.
 *
 * libtreaty knows APR, jansson and SQLite. It never includes a header of
 * httpd: that wall is kept by the include path it is compiled with.
 */
#ifndef TREATY_H
#define TREATY_H

#include <apr.h>
#include <apr_errno.h>
#include <apr_pools.h>

/** The version, as configure knows it. */
const char *treaty_version(void);

/*
 * Status codes of our own, beside APR's. A function that returns one of them
 * has told the details where its contract says so: a log, a list of findings,
 * or an error structure of the caller's.
 */
#define TREATY_START_ERROR (APR_OS_START_USERERR + 4200)
/** No such record, view or template. */
#define TREATY_ENOTFOUND (TREATY_START_ERROR + 1)
/** Input that can't be read as what it claims to be. */
#define TREATY_EINPUT (TREATY_START_ERROR + 2)
/** SQLite refused; its message has been logged. */
#define TREATY_ESTORE (TREATY_START_ERROR + 3)
/** A template that can't be compiled or rendered. */
#define TREATY_ETEMPLATE (TREATY_START_ERROR + 4)
/** One of our bounds on size, depth or number was reached. */
#define TREATY_ELIMIT (TREATY_START_ERROR + 5)
/** A database file that may not be served or may not be written. */
#define TREATY_EDATABASE (TREATY_START_ERROR + 6)

/**
 * One sentence for a status code, ours or APR's.
 * @param buffer where the text of an APR code is put
 * @return @p buffer or a constant string
 */
const char *treaty_strerror(apr_status_t status, char *buffer, apr_size_t size);

#endif
