#include "mod_treaty_metrics.h"

#include <apr_optional_hooks.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <mod_status.h>

/* Sums over all databases, as the short report and the page have them. */
typedef struct {
    apr_uint64_t requests;
    apr_uint64_t failures;
    apr_uint64_t parts;
    apr_uint64_t troubles;
    apr_uint64_t kept[TREATY_CACHED__COUNT];
    apr_uint64_t read[2];
    apr_uint64_t written[2];
} figures_t;

static apr_uint64_t failures_of(const mod_treaty_database_sum_t *database)
{
    apr_uint64_t failures = 0;
    int i;

    for (i = 0; i < MOD_TREATY_KIND__COUNT * MOD_TREATY_CODES; i++) {
        int code = mod_treaty_codes[i % MOD_TREATY_CODES];

        if (code >= HTTP_INTERNAL_SERVER_ERROR &&
            code != HTTP_NOT_IMPLEMENTED) {
            failures += database->counts[MOD_TREATY_AT_REQUESTS + i];
        }
    }
    return failures;
}

static apr_uint64_t requests_of(const mod_treaty_database_sum_t *database)
{
    return mod_treaty_metrics_add(database, MOD_TREATY_AT_REQUESTS,
                                  MOD_TREATY_KIND__COUNT * MOD_TREATY_CODES);
}

static void add_figures(figures_t *figures,
                        const mod_treaty_database_sum_t *database)
{
    int way;
    int kept;

    figures->requests += requests_of(database);
    figures->failures += failures_of(database);
    for (way = 0; way < MOD_TREATY_WAY__COUNT; way++) {
        int at = MOD_TREATY_AT_PARTS + way * 2 * TREATY_CACHED__COUNT;

        figures->parts +=
            mod_treaty_metrics_add(database, at, 2 * TREATY_CACHED__COUNT);
        figures->troubles += mod_treaty_metrics_add(
            database, at + TREATY_CACHED__COUNT, TREATY_CACHED__COUNT);
    }
    for (kept = 0; kept < TREATY_CACHED__COUNT; kept++) {
        for (way = 0; way <= MOD_TREATY_WAY__COUNT; way++) {
            figures->kept[kept] += mod_treaty_metrics_kept(database, way, kept);
        }
    }
    figures->read[0] += database->counts[MOD_TREATY_AT_READ];
    figures->read[1] += database->counts[MOD_TREATY_AT_READ_SUM];
    figures->written[0] += database->counts[MOD_TREATY_AT_WRITTEN];
    figures->written[1] += database->counts[MOD_TREATY_AT_WRITTEN_SUM];
}

static const char *day_and_time(char buffer[APR_RFC822_DATE_LEN],
                                apr_time_t time)
{
    if (apr_rfc822_date(buffer, time) != APR_SUCCESS) {
        buffer[0] = '\0';
    }
    return buffer;
}

/* Milliseconds, as an average. */
static double average(const apr_uint64_t of[2])
{
    return of[0] ? (double)of[1] / (double)of[0] / 1000 : 0;
}

static apr_int64_t age_of(apr_time_t published, apr_time_t now)
{
    return published != 0 ? apr_time_sec(now - published) : -1;
}

#define LINE(key) key ": %" APR_UINT64_T_FMT "\n"

/* "?auto": as mod_status has its own. */
static void tell_figures(request_rec *r, const mod_treaty_sum_t *sum,
                         const figures_t *figures)
{
    char began[APR_RFC822_DATE_LEN];

    ap_rprintf(r,
               "TreatyVersion: %s\nTreatyCountersSince: %s\n"
               "TreatyProcesses: %d\n",
               treaty_version(), day_and_time(began, sum->began),
               sum->processes);
    ap_rprintf(r,
               LINE("TreatyRequests") LINE("TreatyRequestsFailed")
                   LINE("TreatyPageParts") LINE("TreatyPagePartsInTrouble"),
               figures->requests, figures->failures, figures->parts,
               figures->troubles);
    ap_rprintf(
        r,
        LINE("TreatyCacheHits") LINE("TreatyCacheMisses") LINE("TreatyUncached")
            LINE("TreatyCacheBytes") LINE("TreatyCacheLimitBytes")
                LINE("TreatyCacheEntries") LINE("TreatyCacheEvictions"),
        figures->kept[TREATY_CACHED_HIT], figures->kept[TREATY_CACHED_MISS],
        figures->kept[TREATY_CACHED_NOT], sum->cache_bytes, sum->cache_limit,
        sum->cache_blocks, sum->evictions);
    ap_rprintf(r,
               "TreatyReadAverageMs: %.3f\nTreatyWriteAverageMs: %.3f\n" LINE(
                   "TreatyTemplateFaults"),
               average(figures->read), average(figures->written), sum->faults);
}

static void tell_database(request_rec *r, int i,
                          const mod_treaty_database_sum_t *database)
{
    int k;

    ap_rprintf(r, "TreatyDatabase[%d]Path: %s\n", i,
               ap_escape_logitem(r->pool, database->path));
    ap_rprintf(r, "TreatyDatabase[%d]Requests: %" APR_UINT64_T_FMT "\n", i,
               requests_of(database));
    ap_rprintf(r, "TreatyDatabase[%d]UnservedProcesses: %d\n", i,
               database->unserved);
    for (k = 0; k < database->served->nelts; k++) {
        const mod_treaty_served_t *served =
            &APR_ARRAY_IDX(database->served, k, mod_treaty_served_t);

        ap_rprintf(r,
                   "TreatyDatabase[%d]Revision[%d]: %s\n"
                   "TreatyDatabase[%d]Revision[%d]Processes: %d\n"
                   "TreatyDatabase[%d]Revision[%d]AgeSeconds: "
                   "%" APR_INT64_T_FMT "\n",
                   i, k, served->revision, i, k, served->processes, i, k,
                   age_of(served->published, r->request_time));
    }
}

static void show_figures(request_rec *r, const mod_treaty_sum_t *sum,
                         const figures_t *figures)
{
    char began[APR_RFC822_DATE_LEN];

    ap_rprintf(
        r, "<dl><dt>mod_treaty %s, counted since %s in %d processes</dt>\n",
        treaty_version(), day_and_time(began, sum->began), sum->processes);
    ap_rprintf(r,
               "<dt>%" APR_UINT64_T_FMT " requests at the mount, "
               "%" APR_UINT64_T_FMT " of them failed; "
               "%" APR_UINT64_T_FMT " parts of pages, "
               "%" APR_UINT64_T_FMT " of them in trouble</dt>\n",
               figures->requests, figures->failures, figures->parts,
               figures->troubles);
    ap_rprintf(
        r,
        "<dt>Cache: %" APR_UINT64_T_FMT " hits, %" APR_UINT64_T_FMT
        " misses, %" APR_UINT64_T_FMT " not kept; "
        "%" APR_UINT64_T_FMT " entries, %" APR_UINT64_T_FMT
        " kB of %" APR_UINT64_T_FMT " kB, %" APR_UINT64_T_FMT " put out</dt>\n",
        figures->kept[TREATY_CACHED_HIT], figures->kept[TREATY_CACHED_MISS],
        figures->kept[TREATY_CACHED_NOT], sum->cache_blocks,
        sum->cache_bytes / 1024, sum->cache_limit / 1024, sum->evictions);
    ap_rprintf(r,
               "<dt>What isn't in the cache takes %.3f ms to read and "
               "%.3f ms to write; broken templates: %" APR_UINT64_T_FMT
               "</dt></dl>\n",
               average(figures->read), average(figures->written), sum->faults);
}

/* "2 d 3 h", as exactly as somebody wants to know it. */
static const char *in_words(apr_int64_t seconds, apr_pool_t *pool)
{
    if (seconds < 0) {
        return "unknown";
    }
    if (seconds < 3600) {
        return apr_psprintf(pool, "%d min", (int)(seconds / 60));
    }
    return seconds < 86400
               ? apr_psprintf(pool, "%d h %d min", (int)(seconds / 3600),
                              (int)(seconds % 3600 / 60))
               : apr_psprintf(pool, "%d d %d h", (int)(seconds / 86400),
                              (int)(seconds % 86400 / 3600));
}

static void show_row(request_rec *r, const mod_treaty_database_sum_t *database,
                     const char *revision, const char *age, int processes)
{
    ap_rprintf(r,
               "<tr><td>%s</td><td>%" APR_UINT64_T_FMT
               "</td><td><code>%s</code></td><td>%s</td><td>%d</td></tr>\n",
               ap_escape_html(r->pool, database->path), requests_of(database),
               revision, age, processes);
}

static void show_database(request_rec *r,
                          const mod_treaty_database_sum_t *database)
{
    int i;

    for (i = 0; i < database->served->nelts; i++) {
        const mod_treaty_served_t *served =
            &APR_ARRAY_IDX(database->served, i, mod_treaty_served_t);

        show_row(r, database, served->revision,
                 in_words(age_of(served->published, r->request_time), r->pool),
                 served->processes);
    }
    if (database->unserved > 0) {
        show_row(r, database, "none", "", database->unserved);
    }
}

static void show(request_rec *r, const mod_treaty_sum_t *sum,
                 const figures_t *figures)
{
    int i;

    ap_rputs("<hr />\n<h2>Treaty reference</h2>\n", r);
    show_figures(r, sum, figures);
    ap_rputs("<table border=\"0\"><tr><th>Database</th><th>Requests</th>"
             "<th>Revision</th><th>Age</th><th>Processes</th></tr>\n",
             r);
    /* What has no database is the last one. */
    for (i = 0; i < sum->databases->nelts - 1; i++) {
        show_database(
            r, &APR_ARRAY_IDX(sum->databases, i, mod_treaty_database_sum_t));
    }
    ap_rputs("</table>\n", r);
}

static int status(request_rec *r, int flags)
{
    const mod_treaty_sum_t *sum;
    figures_t figures = {0};
    int i;

    mod_treaty_child_look(r->request_time);
    sum = mod_treaty_metrics_sum(r->pool);

    if (!sum) {
        return DECLINED;
    }
    for (i = 0; i < sum->databases->nelts; i++) {
        add_figures(&figures, &APR_ARRAY_IDX(sum->databases, i,
                                             mod_treaty_database_sum_t));
    }
    if (!(flags & AP_STATUS_SHORT)) {
        show(r, sum, &figures);
        return OK;
    }
    tell_figures(r, sum, &figures);
    for (i = 0; i < sum->databases->nelts - 1; i++) {
        tell_database(
            r, i, &APR_ARRAY_IDX(sum->databases, i, mod_treaty_database_sum_t));
    }
    return OK;
}

void mod_treaty_status_register(void)
{
    APR_OPTIONAL_HOOK(ap, status_hook, status, NULL, NULL, APR_HOOK_MIDDLE);
}
