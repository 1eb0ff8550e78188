#include "doctor.h"

#include "treaty_json.h"

#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <string.h>
#include <unistd.h>

/* What httpd may print. */
#define OUTPUT_MAX ((apr_size_t)4 * 1024 * 1024)
#define PART 65536

static const char *in_path(const char *name, const char *path, apr_pool_t *pool)
{
    char *rest = NULL;
    const char *folder;

    for (folder = apr_strtok(apr_pstrdup(pool, path), ":", &rest); folder;
         folder = apr_strtok(NULL, ":", &rest)) {
        const char *program = apr_pstrcat(pool, folder, "/", name, NULL);

        if (access(program, X_OK) == 0) {
            return program;
        }
    }
    return NULL;
}

/* Debian's own way comes first, for it knows the environment that its
 * configuration is written for. */
static const char *find_httpd(const treatyctl_call_t *call)
{
    static const char *const names[] = {"apache2ctl", "apachectl", "httpd",
                                        "apache2"};
    const char *given = treatyctl_option(call, TREATYCTL_HTTPD);
    const char *path = getenv("PATH");
    const char *program = NULL;
    size_t i;

    if (given && strchr(given, '/')) {
        return access(given, X_OK) == 0 ? given : NULL;
    }
    path =
        apr_pstrcat(call->pool, path ? path : "",
                    ":/usr/sbin:/usr/local/sbin:/usr/local/apache2/bin", NULL);
    if (given) {
        return in_path(given, path, call->pool);
    }
    for (i = 0; i < sizeof(names) / sizeof(names[0]) && !program; i++) {
        program = in_path(names[i], path, call->pool);
    }
    return program;
}

static apr_status_t read_all(char **text, apr_file_t *file, apr_pool_t *pool)
{
    apr_size_t used = 0;
    apr_status_t rv = APR_SUCCESS;

    *text = apr_palloc(pool, OUTPUT_MAX + 1);
    while (rv == APR_SUCCESS && used < OUTPUT_MAX) {
        apr_size_t len = OUTPUT_MAX - used < PART ? OUTPUT_MAX - used : PART;

        rv = apr_file_read(file, *text + used, &len);
        used += rv == APR_SUCCESS ? len : 0;
    }
    (*text)[used] = '\0';
    return APR_STATUS_IS_EOF(rv) ? APR_SUCCESS : rv;
}

/* Both of its outputs go into one pipe. */
static apr_status_t start(apr_proc_t *process, apr_file_t **output,
                          const char *const *args, apr_pool_t *pool)
{
    apr_procattr_t *attributes;
    apr_file_t *input;
    apr_status_t rv = apr_file_pipe_create(output, &input, pool);

    if (rv == APR_SUCCESS) {
        rv = apr_procattr_create(&attributes, pool);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_procattr_cmdtype_set(attributes, APR_PROGRAM_ENV);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_procattr_child_out_set(attributes, input, NULL);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_procattr_child_err_set(attributes, input, NULL);
    }
    if (rv == APR_SUCCESS) {
        rv = apr_proc_create(process, args[0], args, NULL, attributes, pool);
        apr_file_close(input);
    }
    return rv;
}

/* Runs it to its end. */
static apr_status_t run(char **text, int *status, const char *program,
                        const treatyctl_doctor_t *doctor)
{
    const char *args[8] = {program, "-t", "-D", "DUMP_TREATY"};
    apr_file_t *output;
    apr_exit_why_e why;
    apr_proc_t process;
    apr_status_t rv;

    if (doctor->conf) {
        args[4] = "-f";
        args[5] = doctor->conf;
    }
    rv = start(&process, &output, args, doctor->call->pool);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    rv = read_all(text, output, doctor->call->pool);
    apr_file_close(output);
    apr_proc_wait(&process, status, &why, APR_WAIT);
    return rv;
}

static const char *member(const json_t *line, const char *key, apr_pool_t *pool)
{
    const char *text = treaty_json_text(line, key);

    return text ? apr_pstrdup(pool, text) : NULL;
}

static apr_int64_t number(const json_t *line, const char *key)
{
    return json_integer_value(json_object_get(line, key));
}

static void take_place(treatyctl_doctor_t *doctor, const json_t *line)
{
    treatyctl_place_t *place = apr_array_push(doctor->places);
    apr_pool_t *pool = doctor->call->pool;

    place->server = member(line, "server", pool);
    place->location = member(line, "location", pool);
    place->name = apr_pstrcat(pool, place->server ? place->server : "",
                              place->location ? place->location : "", NULL);
    place->is_mount = json_is_true(json_object_get(line, "is_mount"));
    place->database = member(line, "database", pool);
    place->templates = member(line, "templates", pool);
    place->base = member(line, "base", pool);
    place->origin = member(line, "origin", pool);
    place->language = member(line, "language", pool);
    place->refresh = apr_time_from_msec(number(line, "refresh_ms"));
    place->stale = apr_time_from_sec(number(line, "stale_s"));
}

/* A line of the module's own, or one of httpd's. */
static int take_line(treatyctl_doctor_t *doctor, const char *text)
{
    json_t *line = *text == '{' ? json_loads(text, 0, NULL) : NULL;
    const char *dump = treaty_json_text(line, "dump");
    int is_ours = dump != NULL;

    if (dump && strcmp(dump, "place") == 0) {
        take_place(doctor, line);
    }
    else if (dump && strcmp(dump, "treaty") == 0) {
        doctor->version = member(line, "version", doctor->call->pool);
        doctor->user = member(line, "user", doctor->call->pool);
        doctor->uid = (uid_t)number(line, "uid");
        doctor->gid = (gid_t)number(line, "gid");
    }
    json_decref(line);
    return is_ours;
}

/* @return what httpd said, on one line */
static const char *take_lines(treatyctl_doctor_t *doctor, char *text)
{
    apr_pool_t *pool = doctor->call->pool;
    const char *said = "";
    char *rest = NULL;
    char *line;

    for (line = apr_strtok(text, "\n", &rest); line;
         line = apr_strtok(NULL, "\n", &rest)) {
        if (!take_line(doctor, line)) {
            said = apr_pstrcat(pool, said, *said ? " " : "", line, NULL);
        }
    }
    return said;
}

static void find_refusal(treatyctl_doctor_t *doctor, const char *program,
                         const char *said)
{
    const char *conf = doctor->conf ? doctor->conf : program;

    if (strstr(said, "Invalid command 'Treaty")) {
        treatyctl_doctor_find(doctor, "module", conf,
                              "the module isn't loaded where its directives "
                              "stand: a2enmod treaty, or LoadModule "
                              "treaty_module before them (%s)",
                              said);
        return;
    }
    treatyctl_doctor_find(doctor, "configuration", conf,
                          "httpd doesn't take the configuration, mend what it "
                          "says: %s",
                          said);
}

static int no_httpd(const char *name, apr_status_t status)
{
    char buffer[128];

    treatyctl_complain("%s can't be run (%s); name httpd, or its apachectl, by "
                       "--httpd",
                       name, treaty_strerror(status, buffer, sizeof(buffer)));
    return TREATYCTL_FAILURE;
}

int treatyctl_doctor_ask_httpd(treatyctl_doctor_t *doctor)
{
    const char *program = find_httpd(doctor->call);
    const char *said;
    char *text;
    int status = 0;
    apr_status_t rv =
        program ? run(&text, &status, program, doctor) : APR_ENOENT;

    if (rv != APR_SUCCESS) {
        const char *given = treatyctl_option(doctor->call, TREATYCTL_HTTPD);

        return no_httpd(given ? given : "httpd", rv);
    }
    said = take_lines(doctor, text);
    if (status != 0) {
        find_refusal(doctor, program, said);
    }
    else if (!doctor->version) {
        treatyctl_doctor_find(doctor, "module",
                              doctor->conf ? doctor->conf : program,
                              "the module isn't loaded: a2enmod treaty, or "
                              "LoadModule treaty_module modules/mod_treaty.so");
    }
    return TREATYCTL_OK;
}
