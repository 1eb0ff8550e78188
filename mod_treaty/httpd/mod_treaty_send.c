#include "mod_treaty.h"

#include <apr_buckets.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <util_filter.h>

APLOG_USE_MODULE(treaty);

/* A shared cache may keep what everybody may see. Whether somebody has to be
 * known is found by going through the authorisation once more, which costs as
 * much as all else here: it is left out where no AuthType says how. */
static int is_private(request_rec *r, const mod_treaty_conf_t *conf)
{
    return r->user != NULL || conf->is_public == 0 ||
           (ap_auth_type(r) != NULL && ap_some_authn_required(r));
}

static void set_validators(request_rec *r, const treaty_answer_t *answer)
{
    if (answer->etag) {
        apr_table_setn(r->headers_out, "ETag", answer->etag);
    }
    if (answer->last_modified != 0) {
        ap_update_mtime(r, answer->last_modified);
        ap_set_last_modified(r);
    }
}

/* What a cache has to be told, in a 304 as well. */
static void set_caching(request_rec *r, const treaty_answer_t *answer,
                        const mod_treaty_conf_t *conf)
{
    apr_table_setn(r->headers_out, "Cache-Control",
                   treaty_answer_cache_control(answer, is_private(r, conf),
                                               r->request_time, r->pool));
    set_validators(r, answer);
    if (answer->is_negotiated) {
        apr_table_mergen(r->headers_out, "Vary", "Accept-Encoding");
    }
}

/* What a body comes with. */
static void set_headers(request_rec *r, const treaty_answer_t *answer)
{
    apr_table_t *headers = r->headers_out;

    apr_table_setn(headers, "X-Content-Type-Options", "nosniff");
    if (answer->location) {
        apr_table_setn(headers, "Location", answer->location);
    }
    if (answer->language) {
        apr_table_setn(headers, "Content-Language", answer->language);
    }
    if (answer->link) {
        apr_table_setn(headers, "Link", answer->link);
    }
    if (answer->disposition) {
        apr_table_setn(headers, "Content-Disposition", answer->disposition);
    }
    if (answer->coding) {
        apr_table_setn(headers, "Content-Encoding", answer->coding);
    }
    if (answer->policy) {
        apr_table_setn(headers, "Content-Security-Policy", answer->policy);
    }
    if (answer->digest) {
        apr_table_setn(headers, "Repr-Digest", answer->digest);
    }
    if (answer->retry_after > 0) {
        apr_table_setn(headers, "Retry-After",
                       apr_itoa(r->pool, answer->retry_after));
    }
}

/* Without the end of its chunks a body that is broken off shows that it is. */
static void break_off(request_rec *r, apr_bucket_brigade *brigade)
{
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                  TREATYNO(0403) "%s is broken off: the record can't be read "
                                 "further; see the messages before",
                  r->uri);
    r->connection->keepalive = AP_CONN_CLOSE;
    APR_BRIGADE_INSERT_TAIL(
        brigade, ap_bucket_error_create(HTTP_BAD_GATEWAY, NULL, r->pool,
                                        r->connection->bucket_alloc));
}

/* Passes a stream on piece by piece; what isn't taken yet is waited for. */
static apr_status_t pass_stream(request_rec *r, apr_bucket_brigade *brigade,
                                treaty_stream_t *stream)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    const char *data;
    apr_size_t len;
    apr_status_t rv = treaty_stream_next(&data, &len, stream);

    while (rv == APR_SUCCESS && len > 0) {
        APR_BRIGADE_INSERT_TAIL(brigade,
                                apr_bucket_transient_create(data, len, alloc));
        rv = ap_pass_brigade(r->output_filters, brigade);
        apr_brigade_cleanup(brigade);
        if (rv != APR_SUCCESS || r->connection->aborted) {
            return rv;
        }
        rv = treaty_stream_next(&data, &len, stream);
    }
    if (rv != APR_SUCCESS) {
        break_off(r, brigade);
    }
    return APR_SUCCESS;
}

static int send_body(request_rec *r, const treaty_answer_t *answer)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, alloc);
    apr_status_t rv = APR_SUCCESS;

    if (answer->stream && !r->header_only) {
        rv = pass_stream(r, brigade, answer->stream);
    }
    else if (answer->file) {
        apr_brigade_insert_file(brigade, answer->file, 0,
                                (apr_off_t)answer->len, r->pool);
    }
    else if (answer->len > 0 && answer->block) {
        APR_BRIGADE_INSERT_TAIL(
            brigade, mod_treaty_bucket_create(answer->block, answer->body,
                                              answer->len, alloc));
    }
    else if (answer->len > 0) {
        APR_BRIGADE_INSERT_TAIL(
            brigade,
            apr_bucket_pool_create(answer->body, answer->len, r->pool, alloc));
    }
    if (rv == APR_SUCCESS) {
        APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
        rv = ap_pass_brigade(r->output_filters, brigade);
    }
    /* A filter that failed has sent what is to be sent, as httpd's own handler
     * takes it. */
    return rv == APR_SUCCESS || r->status != HTTP_OK || r->connection->aborted
               ? OK
               : AP_FILTER_ERROR;
}

/* Makes the first piece of a stream while another answer can still be given.
 * What was said of the stream is taken back then. */
static const treaty_answer_t *begin_stream(request_rec *r,
                                           const treaty_answer_t *promised,
                                           const mod_treaty_conf_t *conf)
{
    static const char *const said[] = {"ETag", "Last-Modified", "Link"};
    treaty_answer_t *answer = apr_pmemdup(r->pool, promised, sizeof(*promised));
    int i;

    treaty_answer_begin(answer);
    if (answer->stream) {
        return answer;
    }
    for (i = 0; i < 3; i++) {
        apr_table_unset(r->headers_out, said[i]);
    }
    r->status = answer->status;
    ap_set_content_type(r, answer->content_type);
    if (r->main == NULL) {
        set_caching(r, answer, conf);
        set_headers(r, answer);
    }
    return answer;
}

/* Says what an answer is, unless it is a part of a page.
 * @return other than OK: the answer is that status, without a body */
static int introduce(request_rec *r, const treaty_answer_t *answer,
                     const mod_treaty_conf_t *conf, int is_error_document)
{
    int status = OK;

    mod_treaty_cors_set(r, conf, 0);
    if (is_error_document) {
        apr_table_setn(r->headers_out, "Cache-Control", "no-store");
        return OK;
    }
    set_caching(r, answer, conf);
    if (r->status == HTTP_OK) {
        status = ap_meets_conditions(r);
    }
    if (status == OK) {
        set_headers(r, answer);
    }
    return status;
}

/* What was asked under a condition, and is as it was. It goes out by all
 * filters, not as an error does: a cache before the mount may have set the
 * condition, and has the body that the reader gets. */
static int send_not_modified(request_rec *r)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, alloc);

    r->status = HTTP_NOT_MODIFIED;
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
    (void)ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

/* Then the error's status stands. */
int mod_treaty_send_is_for_error(const request_rec *r)
{
    return r->prev != NULL && r->status != HTTP_OK;
}

int mod_treaty_send(request_rec *r, const treaty_answer_t *answer,
                    const mod_treaty_conf_t *conf)
{
    int is_error_document = mod_treaty_send_is_for_error(r);

    if (!is_error_document) {
        r->status = answer->status;
    }
    if (answer->content_type) {
        ap_set_content_type(r, answer->content_type);
    }
    /* An included answer is a part of its page: the page's headers reach it,
     * and its own are nobody's. */
    if (r->main == NULL) {
        int status = introduce(r, answer, conf, is_error_document);

        if (status != OK) {
            return status == HTTP_NOT_MODIFIED ? send_not_modified(r) : status;
        }
    }
    if (answer->stream && !r->header_only) {
        answer = begin_stream(r, answer, conf);
    }
    if (answer->status != HTTP_NO_CONTENT && !answer->stream) {
        ap_set_content_length(r, (apr_off_t)answer->len);
    }
    return send_body(r, answer);
}
