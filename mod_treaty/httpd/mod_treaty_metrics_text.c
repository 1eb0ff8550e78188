#include "mod_treaty_metrics.h"

#include "treaty_exposition.h"

#include <apr_strings.h>
#include <http_protocol.h>

#define HANDLER "treaty-metrics"
/* Room for all databases that are told apart, with paths of 800 bytes. */
#define TEXT_MAX 16777216

/* What is told by one function for each database. */
typedef void tell_fn_t(treaty_text_t *text, const char *name,
                       const mod_treaty_database_sum_t *database);

/* A text that is full breaks off within a line, which Prometheus refuses as a
 * whole: results aren't looked at one by one. */
static void sample(treaty_text_t *text, const char *name, const char *key1,
                   const char *value1, const char *key2, const char *value2,
                   const char *key3, const char *value3, apr_uint64_t value)
{
    const treaty_label_t labels[] = {
        {key1, value1}, {key2, value2}, {key3, value3}, {NULL, NULL}};

    (void)treaty_exposition_sample(text, name, labels, value);
}

static void tell_requests(treaty_text_t *text, const char *name,
                          const mod_treaty_database_sum_t *database)
{
    int kind;
    int code;

    for (kind = 0; kind < MOD_TREATY_KIND__COUNT; kind++) {
        for (code = 0; code < MOD_TREATY_CODES; code++) {
            apr_uint64_t count =
                database->counts[MOD_TREATY_AT_REQUESTS +
                                 kind * MOD_TREATY_CODES + code];
            int status = mod_treaty_codes[code];
            char digits[8] = "other";

            if (status != 0) {
                apr_snprintf(digits, sizeof(digits), "%d", status);
            }
            /* Of what nearly never is, 0 isn't told. */
            if (count > 0 || status == HTTP_OK ||
                status == HTTP_SERVICE_UNAVAILABLE) {
                sample(text, name, "database", database->path, "kind",
                       mod_treaty_kind_names[kind], "code", digits, count);
            }
        }
    }
}

static void tell_durations(treaty_text_t *text, const char *name,
                           const mod_treaty_database_sum_t *database)
{
    int kept;

    for (kept = 0; kept < TREATY_CACHED__COUNT; kept++) {
        const treaty_label_t labels[] = {{"database", database->path},
                                         {"cache", mod_treaty_kept_names[kept]},
                                         {NULL, NULL}};
        const treaty_histogram_t histogram = {
            mod_treaty_bounds, MOD_TREATY_BUCKETS - 1,
            &database->counts[MOD_TREATY_AT_TOOK + kept * MOD_TREATY_BUCKETS],
            database->counts[MOD_TREATY_AT_TOOK_SUM + kept]};

        (void)treaty_exposition_histogram(text, name, labels, &histogram);
    }
}

static void tell_parts(treaty_text_t *text, const char *name,
                       const mod_treaty_database_sum_t *database)
{
    static const char *const outcomes[] = {"made", "trouble"};
    int i;

    for (i = 0; i < MOD_TREATY_WAY__COUNT * 2; i++) {
        sample(text, name, "database", database->path, "way",
               mod_treaty_way_names[i / 2], "outcome", outcomes[i % 2],
               mod_treaty_metrics_add(
                   database, MOD_TREATY_AT_PARTS + i * TREATY_CACHED__COUNT,
                   TREATY_CACHED__COUNT));
    }
}

static void tell_lookups(treaty_text_t *text, const char *name,
                         const mod_treaty_database_sum_t *database)
{
    int kept;

    for (kept = 0; kept < TREATY_CACHED__COUNT; kept++) {
        int way;

        sample(text, name, "database", database->path, "way", "request",
               "result", mod_treaty_kept_names[kept],
               mod_treaty_metrics_kept(database, MOD_TREATY_WAY__COUNT, kept));
        for (way = 0; way < MOD_TREATY_WAY__COUNT; way++) {
            sample(text, name, "database", database->path, "way",
                   mod_treaty_way_names[way], "result",
                   mod_treaty_kept_names[kept],
                   mod_treaty_metrics_kept(database, way, kept));
        }
    }
}

static void tell_summary(treaty_text_t *text, const char *name,
                         const mod_treaty_database_sum_t *database, int at)
{
    const treaty_label_t labels[] = {{"database", database->path},
                                     {NULL, NULL}};
    char full[80];

    apr_snprintf(full, sizeof(full), "%s_sum", name);
    (void)treaty_exposition_seconds(text, full, labels,
                                    database->counts[at + 1]);
    apr_snprintf(full, sizeof(full), "%s_count", name);
    (void)treaty_exposition_sample(text, full, labels, database->counts[at]);
}

static void tell_reading(treaty_text_t *text, const char *name,
                         const mod_treaty_database_sum_t *database)
{
    tell_summary(text, name, database, MOD_TREATY_AT_READ);
}

static void tell_writing(treaty_text_t *text, const char *name,
                         const mod_treaty_database_sum_t *database)
{
    tell_summary(text, name, database, MOD_TREATY_AT_WRITTEN);
}

static void tell_revisions(treaty_text_t *text, const char *name,
                           const mod_treaty_database_sum_t *database)
{
    int i;

    for (i = 0; i < database->served->nelts; i++) {
        const mod_treaty_served_t *served =
            &APR_ARRAY_IDX(database->served, i, mod_treaty_served_t);

        sample(text, name, "database", database->path, "revision",
               served->revision, NULL, NULL, (apr_uint64_t)served->processes);
    }
}

static void tell_published(treaty_text_t *text, const char *name,
                           const mod_treaty_database_sum_t *database)
{
    const treaty_label_t labels[] = {{"database", database->path},
                                     {NULL, NULL}};
    apr_time_t newest = mod_treaty_metrics_newest(database);

    if (newest != 0) {
        (void)treaty_exposition_seconds(text, name, labels,
                                        (apr_uint64_t)newest);
    }
}

static void tell_unserved(treaty_text_t *text, const char *name,
                          const mod_treaty_database_sum_t *database)
{
    if (*database->path != '\0') {
        sample(text, name, "database", database->path, NULL, NULL, NULL, NULL,
               (apr_uint64_t)database->unserved);
    }
}

static const struct {
    const char *name;
    const char *type;
    const char *help;
    tell_fn_t *tell;
} families[] = {
    {"treaty_requests_total", "counter",
     "Requests at the mount that were answered, by what was asked for and by "
     "status.",
     tell_requests},
    {"treaty_request_duration_seconds", "histogram",
     "From a request's first line to its answer's being handed to httpd, by "
     "what the cache had to do with it.",
     tell_durations},
    {"treaty_page_parts_total", "counter",
     "Elements and includes of pages, by whether a small fragment stands there "
     "instead.",
     tell_parts},
    {"treaty_cache_lookups_total", "counter",
     "How requests, elements and includes fared with the cache; uncached: "
     "such an answer isn't kept.",
     tell_lookups},
    {"treaty_read_duration_seconds", "summary",
     "Reading the record for what wasn't in the cache: queries, and what is "
     "made of them.",
     tell_reading},
    {"treaty_write_duration_seconds", "summary",
     "Writing what was read, by a template or as data.", tell_writing},
    {"treaty_revision_processes", "gauge",
     "Processes that serve a revision; one that is idle looks for another when "
     "it is asked.",
     tell_revisions},
    {"treaty_published_timestamp_seconds", "gauge",
     "When the newest revision that a process serves was published.",
     tell_published},
    {"treaty_unserved_processes", "gauge",
     "Processes that have nothing of this database to serve, and answer 503.",
     tell_unserved},
};

/* What is counted for all databases together. */
static void tell_whole(treaty_text_t *text, const char *name, const char *type,
                       const char *help, apr_uint64_t value)
{
    (void)treaty_exposition_family(text, name, type, help);
    (void)treaty_exposition_sample(text, name, NULL, value);
}

static void tell_cache(treaty_text_t *text, const mod_treaty_sum_t *sum)
{
    tell_whole(text, "treaty_cache_bytes", "gauge",
               "What the caches of all processes hold.", sum->cache_bytes);
    tell_whole(text, "treaty_cache_limit_bytes", "gauge",
               "The most that they may hold: TreatyCache of each process.",
               sum->cache_limit);
    tell_whole(text, "treaty_cache_entries", "gauge",
               "How many answers and elements they hold.", sum->cache_blocks);
    tell_whole(text, "treaty_cache_evictions_total", "counter",
               "What was put out of a cache to make room.", sum->evictions);
}

static void tell_messages(treaty_text_t *text, const mod_treaty_sum_t *sum)
{
    static const char name[] = "treaty_messages_total";
    int i;

    (void)treaty_exposition_family(
        text, name, "counter",
        "Our messages in the error log, by the numbers that "
        "docs/administrators.md explains.");
    for (i = 0; mod_treaty_messages[i] != 0; i++) {
        char tag[16];

        apr_snprintf(tag, sizeof(tag), "TREATY%04d", mod_treaty_messages[i]);
        sample(text, name, "message", tag, NULL, NULL, NULL, NULL,
               sum->messages[i]);
    }
}

static void tell_start(treaty_text_t *text, const mod_treaty_sum_t *sum)
{
    static const char build[] = "treaty_build_info";
    static const char start[] = "treaty_counters_start_timestamp_seconds";

    (void)treaty_exposition_family(text, build, "gauge",
                                   "The version that runs.");
    sample(text, build, "version", treaty_version(), NULL, NULL, NULL, NULL, 1);
    (void)treaty_exposition_family(
        text, start, "gauge",
        "When all counters began at 0: with the start, or with the last "
        "restart, graceful or not.");
    (void)treaty_exposition_seconds(text, start, NULL,
                                    (apr_uint64_t)sum->began);
    tell_whole(text, "treaty_processes", "gauge",
               "Processes of httpd that serve.", (apr_uint64_t)sum->processes);
    tell_whole(text, "treaty_template_faults", "gauge",
               "Files of templates and languages that are broken now; in a "
               "process that has good ones from before these go on.",
               sum->faults);
}

/* What is set up without a database is told where it has counted anything. */
static int is_told(const mod_treaty_database_sum_t *database)
{
    return *database->path != '\0' ||
           mod_treaty_metrics_add(database, 0, MOD_TREATY_COUNTS) > 0;
}

static void tell_all(treaty_text_t *text, const mod_treaty_sum_t *sum)
{
    apr_size_t i;
    int k;

    tell_start(text, sum);
    for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
        (void)treaty_exposition_family(text, families[i].name, families[i].type,
                                       families[i].help);
        for (k = 0; k < sum->databases->nelts; k++) {
            const mod_treaty_database_sum_t *database =
                &APR_ARRAY_IDX(sum->databases, k, mod_treaty_database_sum_t);

            if (is_told(database)) {
                families[i].tell(text, families[i].name, database);
            }
        }
    }
    tell_cache(text, sum);
    tell_messages(text, sum);
}

/* Which other sites' scripts may read the record says TreatyCORS; these are
 * nobody's but the administrator's, whose browser may be asked for them. */
static int send_text(request_rec *r, const treaty_text_t *text)
{
    mod_treaty_conf_t conf = *(const mod_treaty_conf_t *)ap_get_module_config(
        r->per_dir_config, &treaty_module);
    treaty_answer_t answer = {0};

    conf.origins = NULL;
    answer.status = HTTP_OK;
    answer.content_type = TREATY_EXPOSITION_TYPE;
    answer.body = text->data;
    answer.len = text->len;
    answer.max_age = -1;
    return mod_treaty_send(r, &answer, &conf);
}

int mod_treaty_metrics_handler(request_rec *r)
{
    mod_treaty_sum_t *sum;
    treaty_text_t *text;

    if (!r->handler || strcmp(r->handler, HANDLER) != 0) {
        return DECLINED;
    }
    r->allowed |= AP_METHOD_BIT << M_GET;
    if (r->method_number != M_GET) {
        return HTTP_METHOD_NOT_ALLOWED;
    }
    mod_treaty_child_look(r->request_time);
    sum = mod_treaty_metrics_sum(r->pool);
    if (!sum) {
        /* Why was logged when httpd began. */
        return HTTP_SERVICE_UNAVAILABLE;
    }
    text = treaty_text_create(TEXT_MAX, r->pool);
    tell_all(text, sum);
    return send_text(r, text);
}
