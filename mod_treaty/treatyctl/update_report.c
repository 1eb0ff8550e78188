#include "update.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <stdio.h>

/* So many findings are told to people; the report has all. */
#define TOLD 20

static const char *const outcome_names[] = {
    [TREATYCTL_UPDATE_FAILED] = "failed",
    [TREATYCTL_UPDATE_REFUSED] = "refused",
    [TREATYCTL_UPDATE_NOTHING_NEW] = "nothing_new",
    [TREATYCTL_UPDATE_IMPORTED] = "imported",
    [TREATYCTL_UPDATE_HELD] = "held",
    [TREATYCTL_UPDATE_PUBLISHED] = "published",
};

static const char *revision_or_none(const char *revision)
{
    return revision ? revision : "none";
}

/* One sentence for people, and in the report. */
static const char *message_of(const treatyctl_update_t *update)
{
    apr_pool_t *pool = update->call->pool;
    const char *dry =
        update->dry_run ? " (a dry run: nothing was written)" : "";

    switch (update->outcome) {
    case TREATYCTL_UPDATE_NOTHING_NEW:
        return apr_psprintf(pool, "nothing new: %s stays at revision %s%s",
                            update->target, revision_or_none(update->previous),
                            dry);
    case TREATYCTL_UPDATE_IMPORTED:
        return apr_psprintf(pool,
                            "imported, but nothing of it is served: %s stays "
                            "at revision %s%s",
                            update->target, revision_or_none(update->previous),
                            dry);
    case TREATYCTL_UPDATE_PUBLISHED:
        return update->dry_run
                   ? apr_psprintf(pool, "%s would be published%s",
                                  update->target, dry)
                   : apr_psprintf(pool, "%s: revision %s, before it %s",
                                  update->target, update->revision,
                                  revision_or_none(update->previous));
    case TREATYCTL_UPDATE_HELD:
        return apr_psprintf(pool,
                            "held: %d new finding%s; %s and %s are as before. "
                            "Mend the files, add an overlay, or run it with "
                            "another --gate",
                            update->held->nelts,
                            update->held->nelts == 1 ? "" : "s",
                            update->database, update->target);
    case TREATYCTL_UPDATE_REFUSED:
        return apr_psprintf(pool,
                            "the files can't be imported; %s and %s are as "
                            "before",
                            update->database, update->target);
    default:
        return update->is_written
                   ? apr_psprintf(pool,
                                  "failed; %s has the new record, and %s "
                                  "doesn't serve it yet: mend what is told, "
                                  "and run it again",
                                  update->database, update->target)
                   : apr_psprintf(pool, "failed; %s and %s are as before",
                                  update->database, update->target);
    }
}

static json_t *words_json(const apr_array_header_t *words)
{
    json_t *all = json_array();
    int i;

    for (i = 0; i < words->nelts; i++) {
        json_array_append_new(
            all, json_string(APR_ARRAY_IDX(words, i, const char *)));
    }
    return all;
}

static void set_time(json_t *report, const char *key, apr_time_t time)
{
    char text[APR_RFC822_DATE_LEN];
    apr_time_exp_t utc;
    apr_size_t len;

    apr_time_exp_gmt(&utc, time);
    apr_strftime(text, &len, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    treaty_json_set_text(report, key, text);
}

static json_t *kept_json(const treatyctl_update_t *update)
{
    json_t *all = json_array();
    apr_array_header_t *kept;
    int i;

    treaty_kept_list(&kept, update->target, update->call->pool,
                     update->call->pool);
    for (i = 0; i < kept->nelts; i++) {
        const treaty_kept_t *one = &APR_ARRAY_IDX(kept, i, treaty_kept_t);

        json_array_append_new(all, json_pack("{s:s, s:s, s:b}", "revision",
                                             one->revision, "published_at",
                                             one->published_at, "withdrawn",
                                             one->is_withdrawn));
    }
    return all;
}

static json_t *report_json(const treatyctl_update_t *update, int status)
{
    json_t *report = json_object();
    json_t *import = treatyctl_import_json(&update->import);

    json_object_set_new(import, "imported", json_boolean(update->is_written));
    treaty_json_set_text(report, "outcome", outcome_names[update->outcome]);
    json_object_set_new(report, "status", json_integer(status));
    treaty_json_set_text(report, "message", message_of(update));
    json_object_set_new(report, "dry_run", json_boolean(update->dry_run));
    treaty_json_set_text(report, "version", treaty_version());
    set_time(report, "began_at", update->began);
    set_time(report, "ended_at", apr_time_now());
    treaty_json_set_text(report, "database", update->database);
    treaty_json_set_text(report, "folder", update->folder);
    treaty_json_set_text(report, "target", update->target);
    treaty_json_set_text(report, "revision", update->revision);
    treaty_json_set_text(report, "previous", update->previous);
    json_object_set(report, "changes", update->changes);
    json_object_set_new(report, "gate", words_json(update->gate));
    json_object_set_new(report, "held", treatyctl_places_json(update->held));
    json_object_set_new(report, "noticed",
                        treatyctl_places_json(update->noticed));
    json_object_set_new(report, "import", import);
    json_object_set_new(report, "kept", kept_json(update));
    return report;
}

static void print_findings(const apr_array_header_t *findings, const char *word)
{
    int i;

    for (i = 0; findings && i < findings->nelts && i < TOLD; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(findings, i, treaty_finding_t);

        treatyctl_say("%s: %s: %s [%s]\n", word, finding->file,
                      finding->message, finding->kind);
    }
    if (findings && findings->nelts > TOLD) {
        treatyctl_say("%s: and %d more\n", word, findings->nelts - TOLD);
    }
}

static void print_changes(const json_t *changes)
{
    const json_t *change;
    size_t i;

    json_array_foreach(changes, i, change)
    {
        treatyctl_say(
            "%s%s %s: %d", i == 0 ? "  " : ", ",
            treaty_json_text(change, "what"), treaty_json_text(change, "kind"),
            (int)json_integer_value(json_object_get(change, "count")));
    }
    if (i > 0) {
        puts("");
    }
}

/* What is wrong with the files stands on standard error, each by itself;
 * warnings that each run has are in the report. */
static void print_errors(const treatyctl_update_t *update)
{
    const treaty_findings_t *findings = update->import.findings;
    int i;

    for (i = 0; i < findings->kept->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(findings->kept, i, treaty_finding_t);

        if (finding->severity == TREATY_FINDING_ERROR ||
            update->import_options.strict) {
            treatyctl_complain(
                "%s", treaty_finding_text(finding, update->call->pool));
        }
    }
}

int treatyctl_update_tell(const treatyctl_update_t *update, int status)
{
    int written =
        treatyctl_report_write(update->call, report_json(update, status));

    print_errors(update);
    if (!treatyctl_report_is_json(update->call)) {
        if (update->import.report.files > 0) {
            treatyctl_print_import(&update->import.report,
                                   update->import.findings);
        }
        print_findings(update->held, "held");
        print_findings(update->noticed, "new");
        print_changes(update->changes);
        treatyctl_say("%s\n", message_of(update));
    }
    return status == TREATYCTL_OK ? written : status;
}
