#include "doctor.h"

#include "report.h"

#include "treaty_json.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static json_t *well_json(const apr_array_header_t *well)
{
    json_t *all = json_array();
    int i;

    for (i = 0; i < well->nelts; i++) {
        json_array_append_new(all, json_string(APR_ARRAY_IDX(well, i, char *)));
    }
    return all;
}

static json_t *report_json(const treatyctl_doctor_t *doctor)
{
    json_t *report = json_object();

    treaty_json_set_text(report, "version", doctor->version);
    treaty_json_set_text(report, "user", doctor->user);
    json_object_set_new(report, "as_user", json_boolean(doctor->is_user));
    json_object_set_new(report, "places", json_integer(doctor->places->nelts));
    json_object_set_new(report, "findings",
                        treatyctl_places_json(doctor->findings->kept));
    json_object_set_new(report, "well", well_json(doctor->well));
    return report;
}

/* From here on this process sees what httpd's children see. */
static int become(const treatyctl_doctor_t *doctor)
{
    int has_name = doctor->user && *doctor->user != '#';

    return (has_name ? initgroups(doctor->user, doctor->gid)
                     : setgroups(1, &doctor->gid)) == 0 &&
           setgid(doctor->gid) == 0 && setuid(doctor->uid) == 0;
}

/* In the child: what is found goes to the pipe. */
static void look_as_user(treatyctl_doctor_t *doctor, int out)
{
    json_t *report;

    if (!become(doctor)) {
        _exit(TREATYCTL_FAILURE);
    }
    treatyctl_doctor_look_at_files(doctor);
    report = report_json(doctor);
    _exit(json_dumpfd(report, out, 0) == 0 ? TREATYCTL_OK : TREATYCTL_FAILURE);
}

static void take_report(treatyctl_doctor_t *doctor, const json_t *report)
{
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(report, "findings"), i, one)
    {
        treatyctl_doctor_find(doctor, treaty_json_text(one, "kind"),
                              treaty_json_text(one, "place"), "%s",
                              treaty_json_text(one, "message"));
    }
    json_array_foreach(json_object_get(report, "well"), i, one)
    {
        APR_ARRAY_PUSH(doctor->well, const char *) =
            apr_pstrdup(doctor->call->pool, json_string_value(one));
    }
}

static int failed(const treatyctl_doctor_t *doctor)
{
    treatyctl_complain("the files can't be looked at as %s; run it as root, or "
                       "as that user",
                       doctor->user);
    return TREATYCTL_FAILURE;
}

static int look_by_child(treatyctl_doctor_t *doctor)
{
    /* The child's begins without what this one has found. */
    treatyctl_doctor_t own = *doctor;
    json_t *report;
    int status = 0;
    int ends[2];
    pid_t pid;

    own.findings = treaty_findings_create(doctor->call->pool);
    if (pipe(ends) != 0) {
        return failed(doctor);
    }
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        look_as_user(&own, ends[1]);
    }
    close(ends[1]);
    report = pid > 0 ? json_loadfd(ends[0], 0, NULL) : NULL;
    close(ends[0]);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0 || !report) {
        json_decref(report);
        return failed(doctor);
    }
    take_report(doctor, report);
    json_decref(report);
    return TREATYCTL_OK;
}

static int look_at_files(treatyctl_doctor_t *doctor)
{
    if (!doctor->version) {
        return TREATYCTL_OK;
    }
    doctor->is_user =
        geteuid() == 0 ? doctor->uid != (uid_t)-1 : geteuid() == doctor->uid;
    if (geteuid() == 0 && doctor->is_user && doctor->uid != 0) {
        return look_by_child(doctor);
    }
    treatyctl_doctor_look_at_files(doctor);
    return TREATYCTL_OK;
}

static void print_text(const treatyctl_doctor_t *doctor)
{
    int i;

    for (i = 0; i < doctor->well->nelts; i++) {
        treatyctl_say("well: %s\n",
                      APR_ARRAY_IDX(doctor->well, i, const char *));
    }
    for (i = 0; i < doctor->findings->kept->nelts; i++) {
        const treaty_finding_t *finding =
            &APR_ARRAY_IDX(doctor->findings->kept, i, treaty_finding_t);

        treatyctl_say("%s: %s [%s]\n", finding->file, finding->message,
                      finding->kind);
    }
    treatyctl_print_count("", doctor->places->nelts, "place", "places");
    treatyctl_print_count(", ", doctor->findings->warnings, "finding",
                          "findings");
    puts("");
    if (doctor->version && !doctor->is_user) {
        treatyctl_say("Files were looked at as this user; run it as root to "
                      "see them as httpd's user %s does.\n",
                      doctor->user ? doctor->user : "");
    }
}

/* To httpd a name belongs to its ServerRoot, and to people to where they are.
 */
static const char *whole_path(const char *path, apr_pool_t *pool)
{
    char *whole = NULL;

    return path && apr_filepath_merge(&whole, NULL, path, APR_FILEPATH_TRUENAME,
                                      pool) == APR_SUCCESS
               ? whole
               : path;
}

int treatyctl_doctor(const treatyctl_call_t *call)
{
    treatyctl_doctor_t doctor = {
        .call = call,
        .conf = whole_path(treatyctl_argument(call, 0), call->pool),
        .findings = treaty_findings_create(call->pool),
        .well = apr_array_make(call->pool, 4, sizeof(const char *)),
        .places = apr_array_make(call->pool, 8, sizeof(treatyctl_place_t)),
        .uid = (uid_t)-1};
    int written;
    int status;

    if (!treatyctl_report_check(call)) {
        return TREATYCTL_USAGE;
    }
    status = treatyctl_doctor_ask_httpd(&doctor);
    if (status == TREATYCTL_OK) {
        treatyctl_doctor_look_at_places(&doctor);
        status = look_at_files(&doctor);
    }
    if (status != TREATYCTL_OK) {
        return status;
    }
    written = treatyctl_report_write(call, report_json(&doctor));
    if (!treatyctl_report_is_json(call)) {
        print_text(&doctor);
    }
    if (written != TREATYCTL_OK) {
        return written;
    }
    return doctor.findings->warnings > 0 ? TREATYCTL_FINDINGS : TREATYCTL_OK;
}
