/* Answers by way of the cache. */
#include "coding.h"
#include "keep.h"

#include <apr_strings.h>
#include <string.h>

/* What a key begins with: what the site adds to an answer, so that two places
 * with the same record never give each other's addresses. No pointers to what
 * a place's configuration holds: that is made anew for each request. */
typedef struct {
    const void *database;
    const void *templates;
    int max_age;
    int page_size;
    int names_language;
    /** 'a' an answer, 'i' one taken in by a page, 'e' an element. */
    int kind;
    /** A coding, or which attributes of an element there are. */
    int given;
} key_head_t;

/* The most texts of a key, with those of its place. */
#define TEXTS_MAX (TREATY_KEEP_TEXTS_MAX + 3)

static apr_size_t put_text(char *to, const char *text)
{
    apr_size_t size = strlen(text) + 1;

    memcpy(to, text, size);
    return size;
}

/* Lists texts, with their sizes. @return how many there are now */
static int list_all(const char **all, apr_size_t *sizes, int count,
                    const char *const *texts)
{
    for (; *texts && count < TEXTS_MAX; texts++, count++) {
        all[count] = *texts;
        sizes[count] = strlen(*texts) + 1;
    }
    return count;
}

void treaty_keep_key(treaty_cache_key_t *key, const treaty_site_t *site,
                     int kind, int given, const char *const *texts,
                     apr_pool_t *pool)
{
    const char *const places[] = {site->base, site->origin,
                                  site->language ? site->language : "", NULL};
    const char *all[TEXTS_MAX];
    apr_size_t sizes[TEXTS_MAX];
    int count = list_all(all, sizes, list_all(all, sizes, 0, places), texts);
    key_head_t head;
    char *to;
    int i;

    /* With its gaps, since bytes are compared. */
    memset(&head, 0, sizeof(head));
    head.database = site->database;
    head.templates = site->templates;
    head.max_age = site->max_age;
    head.page_size = site->page_size;
    head.names_language = site->names_language;
    head.kind = kind;
    head.given = given;
    key->len = sizeof(head);
    for (i = 0; i < count; i++) {
        key->len += sizes[i];
    }
    to = apr_palloc(pool, key->len);
    key->data = to;
    memcpy(to, &head, sizeof(head));
    to += sizeof(head);
    for (i = 0; i < count; i++) {
        memcpy(to, all[i], sizes[i]);
        to += sizes[i];
    }
    key->hash = treaty_cache_hash(site->cache, key->data, key->len);
}

int treaty_keep_stamp(treaty_stamp_t *stamp, const treaty_site_t *site,
                      apr_time_t now)
{
    stamp->today = treaty_day_of_time(now);
    stamp->snapshot =
        site->snapshot
            ? treaty_snapshot_generation(site->snapshot)
            : treaty_database_generation(site->database, site->refresh, now);
    stamp->templates =
        site->set
            ? treaty_template_set_generation(site->set)
            : treaty_templates_generation(site->templates, site->refresh, now);
    return stamp->snapshot != 0 && stamp->templates != 0;
}

static apr_status_t release(void *block)
{
    treaty_block_release(block);
    return APR_SUCCESS;
}

void treaty_keep_bind(treaty_block_t *block, apr_pool_t *pool)
{
    apr_pool_cleanup_register(pool, block, release, apr_pool_cleanup_null);
}

/* The texts of an answer, for packing them. */
#define TEXTS 14

static void list_texts(const char **texts[TEXTS], treaty_answer_t *answer)
{
    texts[0] = &answer->content_type;
    texts[1] = &answer->etag;
    texts[2] = &answer->link;
    texts[3] = &answer->disposition;
    texts[4] = &answer->digest;
    texts[5] = &answer->trouble;
    texts[6] = &answer->coding;
    texts[7] = &answer->language;
    texts[8] = &answer->public_age;
    texts[9] = &answer->policy;
    texts[10] = &answer->location;
    texts[11] = &answer->made.record;
    texts[12] = &answer->made.view;
    texts[13] = &answer->made.revision;
}

treaty_block_t *treaty_keep_pack(const treaty_answer_t *answer)
{
    treaty_answer_t copy = *answer;
    const char **texts[TEXTS];
    apr_size_t size = sizeof(copy) + answer->len;
    treaty_block_t *block;
    char *to;
    int i;

    list_texts(texts, &copy);
    for (i = 0; i < TEXTS; i++) {
        size += *texts[i] ? strlen(*texts[i]) + 1 : 0;
    }
    block = treaty_block_create(size);
    if (!block) {
        return NULL;
    }
    to = (char *)treaty_block_data(block) + sizeof(copy);
    copy.block = block;
    copy.body = memcpy(to, answer->body, answer->len);
    to += answer->len;
    for (i = 0; i < TEXTS; i++) {
        if (*texts[i]) {
            apr_size_t len = put_text(to, *texts[i]);

            *texts[i] = to;
            to += len;
        }
    }
    memcpy(treaty_block_data(block), &copy, sizeof(copy));
    return block;
}

/* What stays right for as long as its stamp does. A file is the disk's to
 * keep, and a stream would have to be read first. */
static int is_kept(const treaty_answer_t *answer)
{
    return answer->status == 200 && answer->body && answer->max_age >= 0 &&
           !answer->stream && !answer->file && !answer->trouble &&
           !answer->is_fleeting;
}

/* A request on its way through the cache. */
typedef struct {
    const treaty_site_t *site;
    treaty_request_t request;
    /** Path and query string as the cache knows them. */
    const char *texts[4];
    treaty_stamp_t stamp;
    apr_pool_t *pool;
} way_t;

apr_pool_t *treaty_keep_scratch(apr_pool_t *parent)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;

    if (apr_allocator_create(&allocator) != APR_SUCCESS) {
        return NULL;
    }
    if (apr_pool_create_ex(&pool, parent, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

static const treaty_answer_t *make(const way_t *way, apr_pool_t *pool)
{
    treaty_answer_t *answer;

    treaty_answer_make(&answer, way->site, &way->request, pool);
    answer->is_negotiated = !way->request.included && is_kept(answer) &&
                            treaty_coding_suits(answer);
    answer->public_age = treaty_answer_public_age(answer, pool);
    return answer;
}

static const treaty_answer_t *get_coded(const way_t *way, treaty_cached_t *kept,
                                        treaty_coding_t coding);

/* Makes what was found to be missing: a body as it is, or compressed from
 * that, which is kept as well.
 * @param kept becomes how that fared, where nothing had to be made of it */
static const treaty_answer_t *make_coded(const way_t *way,
                                         treaty_cached_t *kept,
                                         treaty_coding_t coding,
                                         apr_pool_t *pool)
{
    const treaty_answer_t *plain;
    treaty_answer_t *coded;
    treaty_cached_t plain_kept;

    if (coding == TREATY_CODING_IDENTITY) {
        return make(way, pool);
    }
    plain = get_coded(way, &plain_kept, TREATY_CODING_IDENTITY);
    if (!plain->is_negotiated) {
        *kept = plain_kept;
        return plain;
    }
    coded = apr_pmemdup(pool, plain, sizeof(*plain));
    if (treaty_coding_apply(&coded->body, &coded->len, coding, plain->body,
                            plain->len, pool) != APR_SUCCESS) {
        return plain;
    }
    coded->coding = treaty_coding_name(coding);
    coded->block = NULL;
    if (plain_kept == TREATY_CACHED_HIT) {
        coded->made.reading = -1;
        coded->made.writing = -1;
    }
    if (plain->etag) {
        coded->etag =
            apr_psprintf(pool, "%.*s-%s\"", (int)strlen(plain->etag) - 1,
                         plain->etag, coded->coding);
    }
    return coded;
}

/* Takes an answer's bytes into a block, be it kept or not: they lie below the
 * pool of the request, where a bucket couldn't save them when that goes. */
static const treaty_answer_t *put_in_block(const treaty_answer_t *answer,
                                           apr_pool_t *pool)
{
    treaty_block_t *block;

    if (answer->block || !answer->body || answer->stream || answer->file) {
        return answer;
    }
    block = treaty_keep_pack(answer);
    if (!block) {
        return answer;
    }
    treaty_keep_bind(block, pool);
    return treaty_block_data(block);
}

/* Makes what others may be waiting for, and puts it, or word that it isn't
 * kept.
 * @param kept as make_coded; TREATY_CACHED_NOT then */
static const treaty_answer_t *keep(const way_t *way, treaty_cached_t *kept,
                                   const treaty_cache_key_t *key,
                                   treaty_coding_t coding)
{
    apr_pool_t *scratch = treaty_keep_scratch(way->pool);
    const treaty_answer_t *answer = put_in_block(
        make_coded(way, kept, coding, scratch ? scratch : way->pool),
        way->pool);

    if (!is_kept(answer)) {
        *kept = TREATY_CACHED_NOT;
    }
    /* The record was read after the stamp was taken: it may be newer, and is
     * made once more then, but never older. */
    treaty_cache_put(way->site->cache, key, &way->stamp,
                     is_kept(answer) ? answer->block : NULL);
    if (answer->block && scratch) {
        apr_pool_destroy(scratch);
    }
    return answer;
}

static const treaty_answer_t *get_coded(const way_t *way, treaty_cached_t *kept,
                                        treaty_coding_t coding)
{
    const treaty_answer_t *answer;
    treaty_cache_key_t key;
    treaty_block_t *block;
    apr_status_t rv;

    treaty_keep_key(&key, way->site, way->request.included ? 'i' : 'a',
                    (int)coding, way->texts, way->pool);
    rv = treaty_cache_get(&block, way->site->cache, &key, &way->stamp);
    *kept = rv == APR_SUCCESS ? TREATY_CACHED_HIT : TREATY_CACHED_MISS;
    if (rv == APR_SUCCESS) {
        treaty_keep_bind(block, way->pool);
        return treaty_block_data(block);
    }
    if (rv == TREATY_ENOTFOUND) {
        return keep(way, kept, &key, coding);
    }
    /* Another has made it, and it isn't kept, or was thrown out at once. */
    answer = make_coded(way, kept, coding, way->pool);
    if (!is_kept(answer)) {
        *kept = TREATY_CACHED_NOT;
    }
    return answer;
}

/* Parameters that a page ignores, and other spellings of the same, don't make
 * another answer. @return 0 for a query that isn't kept */
static int canonise(way_t *way)
{
    treaty_query_t *query;
    treaty_problem_t problem;

    way->texts[0] = way->request.path;
    way->texts[1] = "";
    /* Ids differ from one use in a page to the next. */
    way->texts[2] =
        way->request.use ? apr_itoa(way->pool, way->request.use) : "";
    if (!way->request.args || *way->request.args == '\0') {
        return 1;
    }
    if (treaty_query_parse(&query, &problem, way->request.path,
                           way->request.args, way->pool) != APR_SUCCESS ||
        query->is_moved) {
        return 0;
    }
    way->texts[1] =
        treaty_query_args(query, TREATY_PARAM__COUNT, NULL, way->pool);
    return 1;
}

void treaty_answer_get(const treaty_answer_t **answer, treaty_cached_t *kept,
                       const treaty_site_t *site,
                       const treaty_request_t *request, apr_pool_t *result_pool)
{
    way_t way = {site, *request, {NULL}, {0}, result_pool};
    treaty_answer_t *made;

    if (site->cache && treaty_keep_stamp(&way.stamp, site, request->now) &&
        canonise(&way)) {
        *answer = get_coded(
            &way, kept,
            request->included ? TREATY_CODING_IDENTITY
                              : treaty_coding_choose(request->accept_encoding));
        return;
    }
    *kept = TREATY_CACHED_NOT;
    treaty_answer_make(&made, site, request, result_pool);
    *answer = made;
}
