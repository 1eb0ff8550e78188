/*
 * Bodies that are longer than a document may be: made piece by piece while
 * they are sent, in constant memory. Between two pieces no handle is held, for
 * a slow client may be long in taking one.
 */
#ifndef TREATY_STREAM_H
#define TREATY_STREAM_H

#include "reading.h"

#include "treaty_formats.h"
#include "treaty_represent.h"

/** A source of rows, which remembers how far it has read. */
typedef struct treaty_rows_t treaty_rows_t;
struct treaty_rows_t {
    /**
     * Appends the documents of the next rows to @p batch, a bounded number;
     * none at the end. What it keeps must not live in the reading's pool,
     * which is of one batch.
     */
    apr_status_t (*read)(json_t *batch, treaty_rows_t *rows,
                         const treaty_reading_t *reading);
    void *baton;
};

/**
 * A stream of rows as CSV from the revision of a reading. The stream holds
 * the revision until @p result_pool goes.
 */
treaty_stream_t *treaty_stream_create(const treaty_reading_t *reading,
                                      treaty_rows_t *rows,
                                      const treaty_csv_column_t *columns,
                                      apr_pool_t *result_pool);

/** Makes the first piece, which treaty_stream_next gives when it is asked.
 * @return as treaty_stream_next */
apr_status_t treaty_stream_begin(treaty_stream_t *stream);

/** The site that a stream is of. */
const treaty_site_t *treaty_stream_site(const treaty_stream_t *stream);

/** The pool that a stream lives in. */
apr_pool_t *treaty_stream_pool(const treaty_stream_t *stream);

#endif
