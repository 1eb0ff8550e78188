/* Answers and elements that are kept: given again as they are, for as long as
 * what they are made of is so, and to nobody who would have got another. */
#include "unit.h"

#include "treaty_answer.h"
#include "treaty_publish.h"

#define SECOND apr_time_from_sec(1)
#define DAY apr_time_from_sec(86400)

typedef struct served_t {
    treaty_site_t site;
    const char *path;
    /** A time in the middle of a UTC day. */
    apr_time_t noon;
    apr_pool_t *pool;
} served_t;

static served_t *serve(apr_pool_t *pool)
{
    served_t *served = apr_pcalloc(pool, sizeof(*served));
    treaty_site_t *site = &served->site;

    served->pool = pool;
    served->path = unit_path(unit_folder(pool), "served.db", pool);
    served->noon =
        treaty_day_start(treaty_day_of_time(apr_time_now()) + 1) + DAY / 2;
    unit_publish(served->path, unit_sample(pool), pool);
    *site = *unit_site(served->path, NULL, pool);
    assert_int_equal(treaty_cache_create(&site->cache, 1000000, pool),
                     APR_SUCCESS);
    site->max_age = 300;
    return served;
}

static treaty_request_t request_of(const served_t *served, const char *path)
{
    treaty_request_t request = {0};

    request.path = path;
    request.now = served->noon;
    return request;
}

static const treaty_answer_t *get(const served_t *served,
                                  const treaty_request_t *request)
{
    const treaty_answer_t *answer;
    treaty_cached_t kept;

    treaty_answer_get(&answer, &kept, &served->site, request, served->pool);
    return answer;
}

static const treaty_answer_t *get_at(const served_t *served, const char *path,
                                     const char *args, apr_time_t now)
{
    treaty_request_t request = request_of(served, path);

    request.args = args;
    request.now = now;
    return get(served, &request);
}

static const treaty_answer_t *get_path(const served_t *served, const char *path)
{
    return get_at(served, path, NULL, served->noon);
}

/* Whether two answers are the same kept one. */
static int same(const treaty_answer_t *a, const treaty_answer_t *b)
{
    return a->block != NULL && a->block == b->block;
}

static const char *text_of(const served_t *served,
                           const treaty_element_t *element,
                           treaty_block_t **block)
{
    treaty_piece_t piece;

    (void)treaty_element_get(&piece, &served->site, element, served->pool);
    *block = piece.block;
    return apr_pstrmemdup(served->pool, piece.text, piece.len);
}

static treaty_element_t element_of(const served_t *served)
{
    treaty_element_t element = {0};

    element.id = "alpha";
    element.view = "box";
    element.now = served->noon;
    return element;
}

/* Asks once, and has it told how that fared. */
static treaty_cached_t kept_of(const treaty_answer_t **answer,
                               const served_t *served,
                               const treaty_request_t *request)
{
    treaty_cached_t kept;

    treaty_answer_get(answer, &kept, &served->site, request, served->pool);
    return kept;
}

static void an_answer_tells_how_it_came_about(void **state)
{
    served_t *served = serve(*state);
    treaty_request_t request = request_of(served, "/treaties/alpha@2001-02-03");
    const treaty_answer_t *answer;

    assert_int_equal(kept_of(&answer, served, &request), TREATY_CACHED_MISS);
    assert_int_equal(answer->made.resource, TREATY_RESOURCE_TREATY);
    assert_string_equal(answer->made.record, "alpha@2001-02-03");
    assert_string_equal(answer->made.view, "page");
    assert_int_equal(strlen(answer->made.revision), 32);
    assert_true(answer->made.reading >= 0 && answer->made.writing >= 0);
    assert_int_equal(kept_of(&answer, served, &request), TREATY_CACHED_HIT);
    assert_string_equal(answer->made.record, "alpha@2001-02-03");
    /* Compressed from what is kept: nothing is read. */
    request.accept_encoding = "gzip";
    assert_int_equal(kept_of(&answer, served, &request), TREATY_CACHED_MISS);
    assert_string_equal(answer->coding, "gzip");
    assert_true(answer->made.reading == -1 && answer->made.writing == -1);
    assert_int_equal(kept_of(&answer, served, &request), TREATY_CACHED_HIT);
    assert_string_equal(answer->made.view, "page");
}

static void what_is_not_kept_says_so(void **state)
{
    static const struct {
        const char *path;
        treaty_resource_t resource;
        const char *record;
    } cases[] = {
        {"/treaties/ALPHA", TREATY_RESOURCE_TREATY, "alpha"},
        {"/treaties/nothing.json", TREATY_RESOURCE_TREATY, NULL},
        {"/treaties/alpha/nosuchview", TREATY_RESOURCE_TREATY, "alpha"},
        {"/health", TREATY_RESOURCE_HEALTH, NULL},
        {"/no/such/thing/at/all", TREATY_RESOURCE__COUNT, NULL}};
    served_t *served = serve(*state);
    size_t i;

    for (i = 0; i < LENGTH(cases); i++) {
        treaty_request_t request = request_of(served, cases[i].path);
        const treaty_answer_t *answer;
        int times;

        for (times = 0; times < 2; times++) {
            assert_int_equal(kept_of(&answer, served, &request),
                             TREATY_CACHED_NOT);
            assert_int_equal(answer->made.resource, cases[i].resource);
            assert_null(answer->made.view);
            if (cases[i].record) {
                assert_string_equal(answer->made.record, cases[i].record);
            }
            else {
                assert_null(answer->made.record);
            }
        }
    }
}

static void an_element_tells_how_it_fared(void **state)
{
    served_t *served = serve(*state);
    treaty_element_t element = element_of(served);
    treaty_piece_t piece;

    (void)treaty_element_get(&piece, &served->site, &element, served->pool);
    assert_int_equal(piece.kept, TREATY_CACHED_MISS);
    assert_true(piece.made.reading >= 0 && piece.made.writing >= 0);
    (void)treaty_element_get(&piece, &served->site, &element, served->pool);
    assert_int_equal(piece.kept, TREATY_CACHED_HIT);
    element.id = "nothing";
    (void)treaty_element_get(&piece, &served->site, &element, served->pool);
    assert_int_equal(piece.kept, TREATY_CACHED_NOT);
    assert_non_null(piece.trouble);
}

static void an_answer_is_given_again(void **state)
{
    served_t *served = serve(*state);
    const char *const paths[] = {"/treaties/alpha.json", "/treaties/alpha/box",
                                 "/treaties.json", "/", "/assets/treaty.css"};
    size_t i;

    for (i = 0; i < LENGTH(paths); i++) {
        assert_true(
            same(get_path(served, paths[i]), get_path(served, paths[i])));
    }
}

static void what_is_no_plain_answer_is_not_kept(void **state)
{
    served_t *served = serve(*state);
    const char *const paths[] = {"/treaties/none.json", "/treaties/ap.json",
                                 "/treaties.csv", "/nothing", "/health"};
    size_t i;

    for (i = 0; i < LENGTH(paths); i++) {
        assert_false(
            same(get_path(served, paths[i]), get_path(served, paths[i])));
    }
    served->site.cache = NULL;
    assert_null(get_path(served, "/treaties/alpha.json")->block);
}

/* A bucket of a part of a page may outlive the pools below the part's own. */
static void what_is_not_kept_lies_in_a_block_too(void **state)
{
    served_t *served = serve(*state);
    treaty_request_t request = request_of(served, "/treaties/ap.json");
    const treaty_answer_t *answer = get(served, &request);

    assert_int_equal(answer->status, 308);
    assert_string_equal(answer->location, "/ref/treaties/alpha.json");
    assert_non_null(answer->block);
    request.accept_encoding = "gzip";
    request.path = "/treaties/none.json";
    answer = get(served, &request);
    assert_int_equal(answer->status, 404);
    assert_non_null(answer->block);
    assert_null(answer->coding);
    unit_expect_part(answer->body, "\"status\": 404");
    /* A stream has no bytes yet. */
    answer = get_path(served, "/treaties.csv");
    assert_non_null(answer->stream);
    assert_null(answer->block);
}

static void spellings_of_a_query_are_one(void **state)
{
    served_t *served = serve(*state);
    const treaty_answer_t *list =
        get_at(served, "/treaties.json", "sort=title&limit=2", served->noon);

    assert_true(same(list, get_at(served, "/treaties.json",
                                  "limit=2&sort=title", served->noon)));
    assert_false(same(list, get_at(served, "/treaties.json",
                                   "limit=1&sort=title", served->noon)));
    /* A page takes no notice of what it doesn't know. */
    assert_true(same(
        get_path(served, "/treaties/alpha/box"),
        get_at(served, "/treaties/alpha/box", "utm_source=x", served->noon)));
}

/* To the microsecond. */
static void today_ends_at_midnight(void **state)
{
    served_t *served = serve(*state);
    treaty_day_t day = treaty_day_of_time(served->noon);
    apr_time_t midnight = treaty_day_start(day + 1);
    const char *path = "/treaties/alpha.json";
    const treaty_answer_t *noon = get_path(served, path);
    const treaty_answer_t *late = get_at(served, path, NULL, midnight - 1);
    const treaty_answer_t *early = get_at(served, path, NULL, midnight);

    assert_true(same(noon, late));
    unit_expect_part(late->body, apr_pstrcat(served->pool, "\"as_of\": \"",
                                             treaty_day_text(day, served->pool),
                                             "\"", NULL));
    assert_false(same(late, early));
    unit_expect_part(early->body,
                     apr_pstrcat(served->pool, "\"as_of\": \"",
                                 treaty_day_text(day + 1, served->pool), "\"",
                                 NULL));
    assert_string_not_equal(early->etag, late->etag);
    assert_true(same(early, get_at(served, path, NULL, midnight + 5 * SECOND)));
}

static void a_compressed_today_ends_as_well(void **state)
{
    served_t *served = serve(*state);
    treaty_request_t request = request_of(served, "/treaties/alpha.json");
    const treaty_answer_t *plain = get(served, &request);
    const treaty_answer_t *today;
    const treaty_answer_t *tomorrow;

    request.accept_encoding = "gzip";
    today = get(served, &request);
    assert_string_equal(today->coding, "gzip");
    assert_true(same(today, get(served, &request)));
    assert_false(same(today, plain));
    request.now = treaty_day_start(treaty_day_of_time(served->noon) + 1);
    tomorrow = get(served, &request);
    assert_false(same(today, tomorrow));
    assert_string_not_equal(today->etag, tomorrow->etag);
}

static void an_element_of_today_ends_as_well(void **state)
{
    served_t *served = serve(*state);
    treaty_element_t element = element_of(served);
    treaty_day_t day = treaty_day_of_time(served->noon);
    treaty_block_t *noon;
    treaty_block_t *late;
    treaty_block_t *early;

    element.view = NULL;
    element.fact = "as_of";
    element.format = "iso";
    assert_string_equal(text_of(served, &element, &noon),
                        treaty_day_text(day, served->pool));
    assert_non_null(noon);
    element.now = treaty_day_start(day + 1) - 1;
    (void)text_of(served, &element, &late);
    assert_ptr_equal(late, noon);
    element.now = treaty_day_start(day + 1);
    assert_string_equal(text_of(served, &element, &early),
                        treaty_day_text(day + 1, served->pool));
    assert_ptr_not_equal(early, noon);
}

static void a_day_of_the_past_stays(void **state)
{
    served_t *served = serve(*state);
    const char *path = "/treaties/alpha@2001-02-03.json";
    const treaty_answer_t *today = get_path(served, path);
    const treaty_answer_t *later =
        get_at(served, path, NULL, served->noon + 3 * DAY);

    assert_string_equal(later->etag, today->etag);
    assert_int_equal(later->len, today->len);
    assert_memory_equal(later->body, today->body, today->len);
}

static void places_give_each_other_nothing(void **state)
{
    served_t *served = serve(*state);
    treaty_site_t plain = served->site;
    const treaty_answer_t *answers[7];
    size_t i;
    size_t k;

    for (i = 0; i < LENGTH(answers); i++) {
        served->site = plain;
        served->site.base = i == 1 ? "/other" : plain.base;
        served->site.origin = i == 2 ? "https://host.example" : plain.origin;
        served->site.language = i == 3 ? "fr" : plain.language;
        served->site.max_age = i == 4 ? 20 : plain.max_age;
        served->site.page_size = i == 5 ? 2 : plain.page_size;
        served->site.names_language = i == 6 ? 1 : plain.names_language;
        answers[i] = get_path(served, "/treaties.json");
        assert_true(same(answers[i], get_path(served, "/treaties.json")));
        for (k = 0; k < i; k++) {
            assert_false(same(answers[i], answers[k]));
        }
    }
    unit_expect_part(answers[1]->body, "/other/treaties/alpha");
    unit_expect_part(answers[2]->body, "https://host.example/ref/treaties");
    assert_int_equal(answers[4]->max_age, 20);
    assert_int_equal(answers[0]->max_age, 300);
}

static void a_page_gets_what_is_for_pages(void **state)
{
    served_t *served = serve(*state);
    treaty_request_t request = request_of(served, "/treaties/alpha/box");
    const treaty_answer_t *direct = get(served, &request);
    const treaty_answer_t *first;

    request.included = 1;
    request.accept_encoding = "gzip";
    first = get(served, &request);
    assert_false(same(direct, first));
    assert_null(first->coding);
    request.use = 2;
    assert_false(same(first, get(served, &request)));
}

static void elements_differ_by_each_attribute(void **state)
{
    served_t *served = serve(*state);
    treaty_element_t plain = element_of(served);
    treaty_element_t tries[13];
    treaty_block_t *blocks[LENGTH(tries)];
    size_t i;
    size_t k;

    for (i = 0; i < LENGTH(tries); i++) {
        tries[i] = plain;
    }
    tries[1].id = "beta";
    tries[2].view = "line";
    tries[3].heading = "4";
    tries[4].lang = "fr";
    tries[5].use = 3;
    tries[6].view = "participants";
    tries[7].view = "participants";
    tries[7].sort = "-name";
    tries[8].view = NULL;
    tries[8].fact = "consents";
    tries[9] = tries[8];
    tries[9].format = "plain";
    tries[10] = tries[8];
    tries[10].beside = "today";
    tries[11] = tries[8];
    tries[11].is_value = 1;
    tries[12] = tries[6];
    tries[12].state = "none";
    for (i = 0; i < LENGTH(tries); i++) {
        treaty_block_t *again;

        (void)text_of(served, &tries[i], &blocks[i]);
        assert_non_null(blocks[i]);
        (void)text_of(served, &tries[i], &again);
        assert_ptr_equal(blocks[i], again);
        for (k = 0; k < i; k++) {
            assert_ptr_not_equal(blocks[i], blocks[k]);
        }
    }
}

static void a_wrong_element_is_not_kept(void **state)
{
    served_t *served = serve(*state);
    treaty_element_t element = element_of(served);
    treaty_block_t *block;

    element.id = "none";
    (void)text_of(served, &element, &block);
    assert_null(block);
}

/* Not before the file is looked at again, and not after. */
static void another_revision_comes_when_it_is_looked_for(void **state)
{
    served_t *served = serve(*state);
    const char *path = "/treaties.json";
    const treaty_answer_t *before;
    const treaty_answer_t *after;

    served->site.refresh = 10 * SECOND;
    before = get_path(served, path);
    unit_publish(served->path, unit_sample(served->pool), served->pool);
    assert_true(same(
        before, get_at(served, path, NULL, served->noon + 10 * SECOND - 1)));
    after = get_at(served, path, NULL, served->noon + 10 * SECOND);
    assert_false(same(before, after));
    assert_string_not_equal(before->etag, after->etag);
}

/* Kept or not. */
static void a_page_stays_of_its_revision(void **state)
{
    served_t *served = serve(*state);
    treaty_site_t now = served->site;
    const char *path = "/treaties/alpha.json";
    const treaty_answer_t *before = get_path(served, path);
    treaty_site_t page = served->site;

    treaty_site_hold(&page, served->noon, served->pool);
    assert_non_null(page.snapshot);
    assert_non_null(page.set);
    unit_publish(served->path, unit_sample(served->pool), served->pool);
    assert_string_not_equal(
        get_at(served, path, NULL, served->noon + DAY / 4)->etag, before->etag);
    served->site = page;
    assert_string_equal(
        get_at(served, path, NULL, served->noon + DAY / 4)->etag, before->etag);
    served->site.cache = NULL;
    assert_string_equal(
        get_at(served, path, NULL, served->noon + DAY / 4)->etag, before->etag);
    served->site = now;
    assert_string_not_equal(
        get_at(served, path, NULL, served->noon + DAY / 4)->etag, before->etag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_tells_how_it_came_about),
        TEST(what_is_not_kept_says_so),
        TEST(an_element_tells_how_it_fared),
        TEST(an_answer_is_given_again),
        TEST(what_is_no_plain_answer_is_not_kept),
        TEST(what_is_not_kept_lies_in_a_block_too),
        TEST(spellings_of_a_query_are_one),
        TEST(today_ends_at_midnight),
        TEST(a_compressed_today_ends_as_well),
        TEST(an_element_of_today_ends_as_well),
        TEST(a_day_of_the_past_stays),
        TEST(places_give_each_other_nothing),
        TEST(a_page_gets_what_is_for_pages),
        TEST(elements_differ_by_each_attribute),
        TEST(a_wrong_element_is_not_kept),
        TEST(another_revision_comes_when_it_is_looked_for),
        TEST(a_page_stays_of_its_revision),
    };

    return RUN("keep", tests);
}
