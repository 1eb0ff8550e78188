#include "mod_treaty.h"

#include "treaty_json.h"

#include <apr_fnmatch.h>
#include <apr_strings.h>
#include <http_core.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unixd.h>

/* What `httpd -t -D DUMP_TREATY` is to print, as mod_so prints its modules. */
#define DEFINE "DUMP_TREATY"

static void print(json_t *line)
{
    char *text = json_dumps(line, JSON_COMPACT);

    if (text) {
        printf("%s\n", text);
        free(text);
    }
    json_decref(line);
}

/* Who runs the children, and which version this is. */
static void dump_server(void)
{
    json_t *line = json_object();

    treaty_json_set_text(line, "dump", "treaty");
    treaty_json_set_text(line, "version", treaty_version());
    treaty_json_set_text(line, "user", ap_unixd_config.user_name);
    json_object_set_new(line, "uid", json_integer(ap_unixd_config.user_id));
    json_object_set_new(line, "gid", json_integer(ap_unixd_config.group_id));
    print(line);
}

static const char *name_of(const server_rec *server, apr_pool_t *pool)
{
    const char *host = server->server_hostname ? server->server_hostname : "*";
    apr_port_t port = server->port    ? server->port
                      : server->addrs ? server->addrs->host_port
                                      : 0;

    return port ? apr_psprintf(pool, "%s:%u", host, port) : host;
}

/* @param location NULL for the server as a whole */
static void dump_place(const server_rec *server, const char *location,
                       int is_mount, const mod_treaty_conf_t *conf,
                       apr_pool_t *pool)
{
    json_t *line = json_object();

    treaty_json_set_text(line, "dump", "place");
    treaty_json_set_text(line, "server", name_of(server, pool));
    treaty_json_set_text(line, "location", location);
    json_object_set_new(line, "is_mount", json_boolean(is_mount));
    treaty_json_set_text(line, "database", conf->database);
    treaty_json_set_text(line, "templates", conf->templates);
    treaty_json_set_text(line, "base",
                         conf->base ? conf->base : MOD_TREATY_BASE);
    treaty_json_set_text(line, "origin", conf->origin);
    treaty_json_set_text(line, "language", conf->language);
    json_object_set_new(
        line, "refresh_ms",
        json_integer((conf->refresh >= 0 ? conf->refresh : MOD_TREATY_REFRESH) /
                     1000));
    json_object_set_new(
        line, "stale_s",
        json_integer(conf->stale > 0 ? apr_time_sec(conf->stale) : 0));
    print(line);
}

static const core_dir_config *core_of(ap_conf_vector_t *section)
{
    return ap_get_core_module_config(section);
}

/* Whether httpd's walk would take in a section for what lies at a path. */
static int covers(const core_dir_config *section, const char *path)
{
    apr_size_t len = section->d ? strlen(section->d) : 0;

    if (section->r) {
        return ap_regexec(section->r, path, 0, NULL, 0) == 0;
    }
    if (section->d_is_fnmatch) {
        return apr_fnmatch(section->d, path, APR_FNM_PATHNAME) == APR_SUCCESS;
    }
    if (len > 0 && section->d[len - 1] == '/') {
        len--;
    }
    return section->d && strncmp(section->d, path, len) == 0 &&
           (path[len] == '\0' || path[len] == '/');
}

/* SetHandler is an expression to httpd, which can't be evaluated without a
 * request: what was written is asked instead. */
static int sets_handler(const ap_directive_t *section, apr_pool_t *pool)
{
    const ap_directive_t *line;

    for (line = section->first_child; line; line = line->next) {
        const char *args = line->args;

        if (strcasecmp(line->directive, "SetHandler") == 0 &&
            strcmp(ap_getword_conf(pool, &args), MOD_TREATY_HANDLER) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What a section is of: the path of <Location "/ref">. */
static const char *path_of(const ap_directive_t *section, apr_pool_t *pool)
{
    char *args = apr_pstrdup(pool, section->args);
    const char *rest = args;
    char *end = strrchr(args, '>');
    const char *path;

    if (end) {
        *end = '\0';
    }
    path = ap_getword_conf(pool, &rest);
    return strcmp(path, "~") == 0 ? ap_getword_conf(pool, &rest) : path;
}

/* Whether one of these directives hands a path to us. */
static int is_handled(const ap_directive_t *line, const char *path,
                      apr_pool_t *pool)
{
    static const char section[] = "<Location";

    for (; line; line = line->next) {
        if (strncasecmp(line->directive, section, sizeof(section) - 1) == 0 &&
            strcmp(path_of(line, pool), path) == 0 &&
            sets_handler(line, pool)) {
            return 1;
        }
    }
    return 0;
}

/* The directives of a virtual host, or NULL. */
static const ap_directive_t *lines_of(const server_rec *server)
{
    const ap_directive_t *line;

    for (line = ap_conftree; server->is_virtual && line; line = line->next) {
        if (line->first_child &&
            (unsigned)line->line_num == server->defn_line_number &&
            server->defn_name &&
            strcmp(line->filename, server->defn_name) == 0) {
            return line->first_child;
        }
    }
    return NULL;
}

/* What holds at a <Location>, put together as for a request of its path. */
static const mod_treaty_conf_t *conf_at(const server_rec *server,
                                        const apr_array_header_t *sections,
                                        const core_dir_config *place,
                                        apr_pool_t *pool)
{
    mod_treaty_conf_t *conf =
        ap_get_module_config(server->lookup_defaults, &treaty_module);
    int i;

    for (i = 0; i < sections->nelts; i++) {
        ap_conf_vector_t *section =
            APR_ARRAY_IDX(sections, i, ap_conf_vector_t *);
        mod_treaty_conf_t *added =
            ap_get_module_config(section, &treaty_module);

        if (added &&
            (core_of(section) == place || covers(core_of(section), place->d))) {
            conf = mod_treaty_conf_merge(pool, conf, added);
        }
    }
    return conf;
}

static void dump_places(server_rec *server, apr_pool_t *pool)
{
    const core_server_config *core =
        ap_get_core_module_config(server->module_config);
    const mod_treaty_conf_t *conf =
        ap_get_module_config(server->lookup_defaults, &treaty_module);
    int i;

    if (conf && conf->database) {
        dump_place(server, NULL, 0, conf, pool);
    }
    for (i = 0; core->sec_url && i < core->sec_url->nelts; i++) {
        const core_dir_config *place =
            core_of(APR_ARRAY_IDX(core->sec_url, i, ap_conf_vector_t *));

        if (place->d && (is_handled(ap_conftree, place->d, pool) ||
                         is_handled(lines_of(server), place->d, pool))) {
            dump_place(server, place->d, 1,
                       conf_at(server, core->sec_url, place, pool), pool);
        }
    }
}

void mod_treaty_dump(apr_pool_t *pconf, server_rec *server)
{
    if (!ap_exists_config_define(DEFINE)) {
        return;
    }
    dump_server();
    for (; server; server = server->next) {
        dump_places(server, pconf);
    }
}
