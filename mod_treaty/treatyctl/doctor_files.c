#include "doctor.h"

#include "treaty_answer.h"
#include "treaty_database.h"

#include <apr_file_info.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

/* So many findings of a folder of templates are told here. */
#define TEMPLATE_FINDINGS 20

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *who(const treatyctl_doctor_t *doctor)
{
    return doctor->is_user && doctor->user
               ? apr_pstrcat(doctor->call->pool, "httpd's user ", doctor->user,
                             NULL)
               : "this user";
}

/* What the server would write into its log. */
typedef struct {
    treatyctl_doctor_t *doctor;
    const char *kind;
    const char *path;
    int count;
} log_t;

static void take_message(void *baton, treaty_log_level_t level,
                         apr_status_t status, const char *message)
{
    log_t *log = baton;
    char *line = apr_pstrdup(log->doctor->call->pool, message);
    char *at;

    (void)level;
    (void)status;
    /* SQLite tells damage in several. */
    for (at = strchr(line, '\n'); at; at = strchr(at, '\n')) {
        *at = ' ';
    }
    log->count++;
    treatyctl_doctor_find(log->doctor, log->kind, log->path, "%s", line);
}

/* The first folder of a path that isn't there or can't be passed through. */
static int way_is_open(treatyctl_doctor_t *doctor, const char *kind,
                       const char *path)
{
    char *folder = apr_pstrdup(doctor->call->pool, path);
    char *slash = strchr(folder + 1, '/');

    for (; slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (access(folder, F_OK) != 0) {
            treatyctl_doctor_find(doctor, kind, path,
                                  "the folder %s isn't there; make it, or mend "
                                  "the path",
                                  folder);
            return 0;
        }
        if (access(folder, X_OK) != 0) {
            treatyctl_doctor_find(doctor, kind, path,
                                  "%s can't pass through the folder %s; chmod "
                                  "o+x %s, or give it a group that may",
                                  who(doctor), folder, folder);
            return 0;
        }
        *slash = '/';
    }
    return 1;
}

static int is_readable(treatyctl_doctor_t *doctor, const char *path)
{
    apr_finfo_t info;

    if (!way_is_open(doctor, "database", path)) {
        return 0;
    }
    if (apr_stat(&info, path, APR_FINFO_TYPE, doctor->call->pool) !=
        APR_SUCCESS) {
        treatyctl_doctor_find(doctor, "database", path,
                              "there is no such file; make it: treatyctl "
                              "publish record.db %s",
                              path);
        return 0;
    }
    if (info.filetype != APR_REG) {
        treatyctl_doctor_find(doctor, "database", path,
                              "it is no file; have TreatyDatabase name what "
                              "treatyctl publish makes");
        return 0;
    }
    if (access(path, R_OK) != 0) {
        treatyctl_doctor_find(doctor, "database", path,
                              "%s can't read it; chmod o+r %s, or give it a "
                              "group that may",
                              who(doctor), path);
        return 0;
    }
    return 1;
}

/* What a fault in httpd, or in another module, could do. */
static void look_at_rights(treatyctl_doctor_t *doctor, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? apr_pstrmemdup(doctor->call->pool, path,
                                                (apr_size_t)(slash - path) + 1)
                               : ".";

    if (!doctor->is_user || geteuid() == 0) {
        return;
    }
    if (access(path, W_OK) == 0) {
        treatyctl_doctor_find(doctor, "writable", path,
                              "%s may write it, and should only read it; have "
                              "it belong to who publishes, with mode 644",
                              who(doctor));
    }
    if (access(folder, W_OK) == 0) {
        treatyctl_doctor_find(doctor, "writable", folder,
                              "%s may put files there, and should only read "
                              "them; have it belong to who publishes, with "
                              "mode 755",
                              who(doctor));
    }
}

/* Where what another machine changes shows late, or a name keeps its number. */
static void look_at_filesystem(treatyctl_doctor_t *doctor, const char *path)
{
    static const struct {
        unsigned long type;
        const char *name;
    } remote[] = {
        {0x6969, "NFS"},        {0x517b, "SMB"},       {0xff534d42, "CIFS"},
        {0xfe534d42, "SMB"},    {0x01021997, "9P"},    {0x65735546, "FUSE"},
        {0x00c36400, "Ceph"},   {0x5346414f, "AFS"},   {0x73757245, "Coda"},
        {0x0bd00bd0, "Lustre"}, {0x7461636f, "OCFS2"},
    };
    struct statfs info;
    size_t i;

    if (statfs(path, &info) != 0) {
        return;
    }
    for (i = 0; i < LENGTH(remote); i++) {
        if ((unsigned long)info.f_type == remote[i].type) {
            treatyctl_doctor_find(
                doctor, "filesystem", path,
                "it lies on %s, where a new file is seen late or not at all; "
                "serve a copy on a disk of this machine, brought by rsync",
                remote[i].name);
        }
    }
}

static const char *age_text(apr_time_t age, apr_pool_t *pool)
{
    apr_int64_t hours = apr_time_sec(age) / 3600;

    return hours < 48
               ? apr_psprintf(pool, "%" APR_INT64_T_FMT " hours", hours)
               : apr_psprintf(pool, "%" APR_INT64_T_FMT " days", hours / 24);
}

/* The least age that any of its places calls too old; 0 for none. */
static apr_interval_time_t stale_at(const treatyctl_doctor_t *doctor,
                                    const char *path)
{
    apr_interval_time_t least = 0;
    int i;

    for (i = 0; i < doctor->places->nelts; i++) {
        const treatyctl_place_t *place =
            &APR_ARRAY_IDX(doctor->places, i, treatyctl_place_t);

        if (place->stale > 0 && place->database &&
            strcmp(place->database, path) == 0 &&
            (least == 0 || place->stale < least)) {
            least = place->stale;
        }
    }
    return least;
}

static void look_at_snapshot(treatyctl_doctor_t *doctor, const char *path,
                             const treaty_snapshot_t *snapshot)
{
    apr_pool_t *pool = doctor->call->pool;
    apr_interval_time_t stale = stale_at(doctor, path);
    apr_time_t age = apr_time_now() - treaty_snapshot_published_time(snapshot);

    if (stale > 0 && age > stale) {
        treatyctl_doctor_find(
            doctor, "stale", path,
            "it was published %s ago, and TreatyStale allows %s, so /health "
            "answers 503; see whether what publishes, or brings the file here, "
            "still runs",
            age_text(age, pool), age_text(stale, pool));
    }
    APR_ARRAY_PUSH(doctor->well, const char *) =
        apr_psprintf(pool, "%s: revision %s, published %s", path,
                     treaty_snapshot_revision(snapshot),
                     treaty_snapshot_published_at(snapshot));
}

/* Its pages and its references; what serves doesn't look at all of them. */
static void verify(const char *path, const treaty_log_t *log, apr_pool_t *pool)
{
    treaty_db_t *db;

    if (treaty_db_open(&db, path, TREATY_DB_PUBLISHED, log, pool) ==
        APR_SUCCESS) {
        (void)treaty_db_verify(db);
        treaty_db_close(db);
    }
}

/* Opens it as a child of httpd does. */
static void look_at_database(treatyctl_doctor_t *doctor, const char *path)
{
    apr_pool_t *pool = doctor->call->pool;
    log_t found = {doctor, "database", path, 0};
    treaty_log_t log = {take_message, &found, TREATY_LOG_WARNING};
    treaty_database_settings_t settings = {path, 1, &log};
    treaty_database_t *database;
    treaty_snapshot_t *snapshot;

    if (!is_readable(doctor, path)) {
        return;
    }
    look_at_rights(doctor, path);
    look_at_filesystem(doctor, path);
    if (treaty_database_create(&database, &settings, pool) != APR_SUCCESS ||
        treaty_database_acquire(&snapshot, database, 0, apr_time_now()) !=
            APR_SUCCESS) {
        if (found.count == 0) {
            treatyctl_doctor_find(doctor, "database", path,
                                  "it can't be served; publish it again");
        }
        return;
    }
    verify(path, &log, pool);
    if (found.count == 0) {
        look_at_snapshot(doctor, path, snapshot);
    }
    treaty_snapshot_release(snapshot);
}

static void check_templates(treatyctl_doctor_t *doctor, const char *directory)
{
    treaty_site_t site = {.base = "/ref", .origin = ""};
    apr_array_header_t *findings;
    int i;

    if (treaty_answer_check_templates(&findings, &site, directory,
                                      doctor->call->pool) != APR_SUCCESS) {
        return;
    }
    for (i = 0; i < findings->nelts && i < TEMPLATE_FINDINGS; i++) {
        const treaty_template_finding_t *finding =
            &APR_ARRAY_IDX(findings, i, treaty_template_finding_t);

        treatyctl_doctor_find(doctor, "template",
                              finding->line > 0
                                  ? apr_psprintf(doctor->call->pool, "%s:%d",
                                                 finding->path, finding->line)
                                  : finding->path,
                              "%s; mend it", finding->message);
    }
    if (findings->nelts > TEMPLATE_FINDINGS) {
        treatyctl_doctor_find(doctor, "template", directory,
                              "there are %d more; treatyctl templates check %s "
                              "tells them",
                              findings->nelts - TEMPLATE_FINDINGS, directory);
    }
    else if (findings->nelts == 0) {
        APR_ARRAY_PUSH(doctor->well, const char *) = apr_pstrcat(
            doctor->call->pool, directory, ": templates and words", NULL);
    }
}

static int is_directory(treatyctl_doctor_t *doctor, const char *directory)
{
    apr_finfo_t info;

    if (!way_is_open(doctor, "templates", directory)) {
        return 0;
    }
    if (apr_stat(&info, directory, APR_FINFO_TYPE, doctor->call->pool) !=
            APR_SUCCESS ||
        info.filetype != APR_DIR) {
        treatyctl_doctor_find(doctor, "templates", directory,
                              "there is no such folder; make it, or mend "
                              "TreatyTemplates");
        return 0;
    }
    if (access(directory, R_OK | X_OK) != 0) {
        treatyctl_doctor_find(doctor, "templates", directory,
                              "%s can't read the folder; chmod o+rx %s, or "
                              "give it a group that may",
                              who(doctor), directory);
        return 0;
    }
    return 1;
}

/* Whether a name comes for the first time. */
static int is_new(apr_hash_t *seen, const char *name)
{
    if (apr_hash_get(seen, name, APR_HASH_KEY_STRING)) {
        return 0;
    }
    apr_hash_set(seen, name, APR_HASH_KEY_STRING, "");
    return 1;
}

/* The languages that places with these templates speak. */
static void look_at_languages(treatyctl_doctor_t *doctor, const char *directory,
                              const treaty_template_set_t *set)
{
    apr_hash_t *told = apr_hash_make(doctor->call->pool);
    int i;

    for (i = 0; i < doctor->places->nelts; i++) {
        const treatyctl_place_t *place =
            &APR_ARRAY_IDX(doctor->places, i, treatyctl_place_t);
        int is_of = place->templates
                        ? directory && strcmp(place->templates, directory) == 0
                        : !directory;

        if (is_of && place->language &&
            !treaty_template_set_language(set, place->language) &&
            is_new(told, place->language)) {
            treatyctl_doctor_find(
                doctor, "language", place->name,
                "TreatyLanguage %s: there is no catalogue of it, so English is "
                "spoken; put languages/%s.json into the directory of "
                "TreatyTemplates",
                place->language, place->language);
        }
    }
}

/* @param directory NULL: the shipped ones */
static void look_at_templates(treatyctl_doctor_t *doctor, const char *directory)
{
    apr_pool_t *pool = doctor->call->pool;
    log_t found = {doctor, "templates", directory ? directory : "shipped", 0};
    treaty_log_t log = {take_message, &found, TREATY_LOG_WARNING};
    treaty_templates_settings_t settings = {directory, &log};
    treaty_templates_t *templates;
    treaty_template_set_t *set;

    if (directory && !is_directory(doctor, directory)) {
        return;
    }
    if (treaty_templates_create(&templates, &settings, pool) == APR_SUCCESS &&
        treaty_templates_acquire(&set, templates, 0, apr_time_now()) ==
            APR_SUCCESS) {
        look_at_languages(doctor, directory, set);
        treaty_template_set_release(set);
    }
    if (directory && found.count == 0) {
        check_templates(doctor, directory);
    }
}

void treatyctl_doctor_look_at_files(treatyctl_doctor_t *doctor)
{
    apr_hash_t *databases = apr_hash_make(doctor->call->pool);
    apr_hash_t *templates = apr_hash_make(doctor->call->pool);
    int i;

    for (i = 0; i < doctor->places->nelts; i++) {
        const treatyctl_place_t *place =
            &APR_ARRAY_IDX(doctor->places, i, treatyctl_place_t);

        if (place->database && is_new(databases, place->database)) {
            look_at_database(doctor, place->database);
        }
        if (is_new(templates, place->templates ? place->templates : "")) {
            look_at_templates(doctor, place->templates);
        }
    }
}
