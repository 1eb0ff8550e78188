/* A file of the revision, as it is on the disk: httpd sends parts of it as
 * well, so that a broken download can be resumed. */
#include "course.h"

#include "download.h"

#include <apr_base64.h>
#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

#define SHA256_BYTES 32

/* The digest as the header has it: sha-256=:BASE64: */
static const char *digest_of(const char *sha256, apr_pool_t *pool)
{
    unsigned char bytes[SHA256_BYTES];
    char text[SHA256_BYTES * 2];
    apr_size_t len;

    if (!sha256 || strlen(sha256) != sizeof(text) ||
        apr_unescape_hex(bytes, sha256, APR_ESCAPE_STRING, 0, &len) !=
            APR_SUCCESS ||
        len != sizeof(bytes)) {
        return NULL;
    }
    apr_base64_encode_binary(text, bytes, sizeof(bytes));
    return apr_pstrcat(pool, "sha-256=:", text, ":", NULL);
}

/* Of one revision and name there is one file, also on another machine. */
static const char *etag_of(const treaty_course_t *course,
                           const treaty_download_t *download)
{
    const char *made_of = apr_pstrcat(
        course->pool, treaty_snapshot_revision(course->reading->snapshot), "/",
        download->kind->name, NULL);

    return apr_pstrcat(course->pool, "\"",
                       treaty_digest(made_of, strlen(made_of), course->pool),
                       "\"", NULL);
}

apr_status_t treaty_course_download(treaty_course_t *course)
{
    treaty_answer_t *answer = course->answer;
    treaty_download_t *download;
    apr_status_t rv =
        treaty_download_find(&download, course->reading, course->query->id);

    if (rv == APR_SUCCESS) {
        rv = treaty_download_open(&answer->file, download, course->pool);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    treaty_course_set_body(course, "", 0, download->kind->content_type);
    answer->len = (apr_size_t)download->length;
    answer->etag = etag_of(course, download);
    /* Today is nothing to it: a download goes on at midnight. */
    answer->last_modified =
        treaty_snapshot_published_time(course->reading->snapshot);
    answer->digest = digest_of(download->sha256, course->pool);
    answer->disposition = apr_pstrcat(course->pool, "attachment; filename=\"",
                                      download->kind->name, "\"", NULL);
    return APR_SUCCESS;
}
