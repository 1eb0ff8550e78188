#include "stream.h"

#include "treaty_memory.h"

struct treaty_stream_t {
    /** What a piece is read with, but for handle and pool. */
    treaty_reading_t reading;
    treaty_rows_t *rows;
    const treaty_csv_column_t *columns;
    int has_begun;
    int is_done;
    /** A piece that is made and not asked for yet, or NULL. */
    const char *first;
    apr_size_t first_len;
    /** Cleared before each piece. */
    apr_pool_t *pool;
    apr_pool_t *result_pool;
};

static apr_status_t release(void *data)
{
    treaty_stream_t *stream = data;

    treaty_template_set_release(stream->reading.templates);
    treaty_snapshot_release(stream->reading.snapshot);
    return APR_SUCCESS;
}

treaty_stream_t *treaty_stream_create(const treaty_reading_t *reading,
                                      treaty_rows_t *rows,
                                      const treaty_csv_column_t *columns,
                                      apr_pool_t *result_pool)
{
    treaty_stream_t *stream = apr_pcalloc(result_pool, sizeof(*stream));

    stream->reading = *reading;
    stream->reading.db = NULL;
    stream->rows = rows;
    stream->columns = columns;
    stream->result_pool = result_pool;
    apr_pool_create(&stream->pool, result_pool);
    treaty_snapshot_hold(reading->snapshot);
    /* The words of the language are theirs. */
    treaty_template_set_hold(reading->templates);
    apr_pool_cleanup_register(result_pool, stream, release,
                              apr_pool_cleanup_null);
    return stream;
}

/* One batch, with a handle for just as long. */
static apr_status_t read_batch(json_t *batch, treaty_stream_t *stream)
{
    treaty_reading_t *reading = &stream->reading;
    apr_status_t rv = treaty_snapshot_borrow(&reading->db, reading->snapshot);

    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_memory_begin();
    treaty_db_deadline(reading->db, reading->site->query_timeout);
    treaty_db_speak(reading->db, treaty_language_tag(reading->language));
    reading->pool = stream->pool;
    rv = stream->rows->read(batch, stream->rows, reading);
    if (rv == APR_SUCCESS) {
        rv = treaty_reading_verify(reading);
    }
    treaty_snapshot_give_back(reading->snapshot, reading->db);
    reading->db = NULL;
    return rv;
}

static apr_status_t write_batch(treaty_text_t *text, treaty_stream_t *stream,
                                const json_t *batch)
{
    apr_status_t rv = APR_SUCCESS;
    json_t *row;
    size_t i;

    if (!stream->has_begun) {
        stream->has_begun = 1;
        rv = treaty_csv_header_represent(text, stream->columns);
    }
    json_array_foreach(batch, i, row)
    {
        if (rv == APR_SUCCESS) {
            rv = treaty_csv_row_represent(text, stream->columns, row);
        }
    }
    return rv;
}

static apr_status_t make_piece(const char **data, apr_size_t *len,
                               treaty_stream_t *stream)
{
    treaty_text_t *text;
    json_t *batch;
    apr_status_t rv;

    *data = "";
    *len = 0;
    if (stream->is_done) {
        return APR_SUCCESS;
    }
    apr_pool_clear(stream->pool);
    batch = treaty_json_bind(json_array(), stream->pool);
    text = treaty_text_create(TREATY_REPRESENTATION_MAX, stream->pool);
    rv = read_batch(batch, stream);
    stream->is_done = json_array_size(batch) == 0;
    if (rv == APR_SUCCESS) {
        rv = write_batch(text, stream, batch);
    }
    *data = text->data;
    *len = text->len;
    return rv;
}

apr_status_t treaty_stream_next(const char **data, apr_size_t *len,
                                treaty_stream_t *stream)
{
    if (!stream->first) {
        return make_piece(data, len, stream);
    }
    *data = stream->first;
    *len = stream->first_len;
    stream->first = NULL;
    return APR_SUCCESS;
}

apr_status_t treaty_stream_begin(treaty_stream_t *stream)
{
    return make_piece(&stream->first, &stream->first_len, stream);
}

const treaty_site_t *treaty_stream_site(const treaty_stream_t *stream)
{
    return stream->reading.site;
}

apr_pool_t *treaty_stream_pool(const treaty_stream_t *stream)
{
    return stream->result_pool;
}
