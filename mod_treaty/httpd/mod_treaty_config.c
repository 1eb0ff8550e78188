#include "mod_treaty.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <http_core.h>

#define UNSET (-1)
#define YEAR_SECONDS 31536000
#define DAY apr_time_from_sec(86400)
#define YEAR apr_time_from_sec(YEAR_SECONDS)
#define CACHE_MAX APR_INT64_C(4294967296)

/* Files that directives have named, whatever place they stand in: children
 * prepare them all before the first request. In pconf, made anew with it. */
static apr_array_header_t *databases;
static apr_array_header_t *template_directories;
static apr_array_header_t *languages;
/* The largest TreatyCache. */
static apr_int64_t cache_size;

int mod_treaty_conf_forget(apr_pool_t *pconf, apr_pool_t *plog,
                           apr_pool_t *ptemp)
{
    (void)plog;
    (void)ptemp;
    databases = apr_array_make(pconf, 4, sizeof(const char *));
    template_directories = apr_array_make(pconf, 4, sizeof(const char *));
    languages = apr_array_make(pconf, 4, sizeof(const char *));
    cache_size = UNSET;
    return OK;
}

const apr_array_header_t *mod_treaty_conf_databases(void)
{
    return databases;
}

const apr_array_header_t *mod_treaty_conf_templates(void)
{
    return template_directories;
}

const apr_array_header_t *mod_treaty_conf_languages(void)
{
    return languages;
}

apr_int64_t mod_treaty_conf_cache(void)
{
    return cache_size == UNSET ? MOD_TREATY_CACHE : cache_size;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is httpd's. */
void *mod_treaty_conf_create(apr_pool_t *pool, char *directory)
{
    mod_treaty_conf_t *conf = apr_pcalloc(pool, sizeof(*conf));

    (void)directory;
    conf->refresh = UNSET;
    conf->query_timeout = UNSET;
    conf->stale = UNSET;
    conf->max_age = UNSET;
    conf->page_size = UNSET;
    conf->cache = UNSET;
    conf->is_public = UNSET;
    conf->strict = UNSET;
    return conf;
}

void *mod_treaty_conf_merge(apr_pool_t *pool, void *base_data, void *added_data)
{
    const mod_treaty_conf_t *base = base_data;
    const mod_treaty_conf_t *added = added_data;
    mod_treaty_conf_t *conf = apr_pmemdup(pool, base, sizeof(*conf));

#define TAKE(member, is_set)          \
    if (is_set) {                     \
        conf->member = added->member; \
    }
    TAKE(database, added->database)
    TAKE(templates, added->templates)
    /* One directive sets both: an origin belongs to its base. */
    TAKE(base, added->base)
    TAKE(origin, added->base)
    TAKE(language, added->language)
    TAKE(refresh, added->refresh != UNSET)
    TAKE(query_timeout, added->query_timeout != UNSET)
    TAKE(stale, added->stale != UNSET)
    TAKE(max_age, added->max_age != UNSET)
    TAKE(page_size, added->page_size != UNSET)
    TAKE(cache, added->cache != UNSET)
    TAKE(origins, added->origins)
    TAKE(is_public, added->is_public != UNSET)
    TAKE(strict, added->strict != UNSET)
#undef TAKE
    return conf;
}

static const char *set_database(cmd_parms *cmd, void *data, const char *file)
{
    mod_treaty_conf_t *conf = data;

    conf->database = ap_server_root_relative(cmd->pool, file);
    if (!conf->database) {
        return apr_pstrcat(cmd->pool, "TreatyDatabase: ", file,
                           " is no file name; name the file that treatyctl "
                           "publish makes",
                           NULL);
    }
    APR_ARRAY_PUSH(databases, const char *) = conf->database;
    return NULL;
}

static const char *set_templates(cmd_parms *cmd, void *data,
                                 const char *directory)
{
    mod_treaty_conf_t *conf = data;

    conf->templates = ap_server_root_relative(cmd->pool, directory);
    if (!conf->templates) {
        return apr_pstrcat(cmd->pool, "TreatyTemplates: ", directory,
                           " is no directory name; name the directory of the "
                           "site's own templates",
                           NULL);
    }
    APR_ARRAY_PUSH(template_directories, const char *) = conf->templates;
    return NULL;
}

/* Letters that need no escaping in an address, an attribute or a header. */
static int is_plain_address(const char *text)
{
    for (; *text; text++) {
        if (!apr_isalnum(*text) && !strchr("/._~-:[]", *text)) {
            return 0;
        }
    }
    return 1;
}

static const char *set_origin(cmd_parms *cmd, mod_treaty_conf_t *conf,
                              const char *origin)
{
    const char *host = strncmp(origin, "https://", 8) == 0  ? origin + 8
                       : strncmp(origin, "http://", 7) == 0 ? origin + 7
                                                            : "";

    if (*host == '\0' || strchr(host, '/') || !is_plain_address(origin)) {
        return apr_pstrcat(cmd->pool, "TreatyBase: ", origin,
                           " is no origin; give it as https://host, without "
                           "a path",
                           NULL);
    }
    conf->origin = origin;
    return NULL;
}

static const char *set_base(cmd_parms *cmd, void *data, const char *base,
                            const char *origin)
{
    mod_treaty_conf_t *conf = data;
    apr_size_t len = strlen(base);

    if (*base != '/' || strstr(base, "//") || strstr(base, "/.") ||
        !is_plain_address(base)) {
        return apr_pstrcat(cmd->pool, "TreatyBase: ", base,
                           " is no path; give the path of the mount, such as "
                           "/ref",
                           NULL);
    }
    conf->base =
        base[len - 1] == '/' ? apr_pstrmemdup(cmd->pool, base, len - 1) : base;
    return origin ? set_origin(cmd, conf, origin) : NULL;
}

/* Which languages there are is known when the catalogues are read. An
 * .htaccess file is read with each request, when nobody asks any more. */
static const char *set_language(cmd_parms *cmd, void *data, const char *tag)
{
    mod_treaty_conf_t *conf = data;

    if (!treaty_language_tag_is_valid(tag)) {
        return apr_pstrcat(cmd->pool, "TreatyLanguage: ", tag,
                           " is no language's tag; give one such as en or fr",
                           NULL);
    }
    conf->language = tag;
    if (cmd->pool == cmd->server->process->pconf) {
        APR_ARRAY_PUSH(languages, const char *) = tag;
    }
    return NULL;
}

/* httpd's own parser takes a unit by its first letters. */
static int is_time(const char *value)
{
    static const char *const units[] = {"", "ms", "s", "min", "h"};
    apr_size_t i;

    if (!apr_isdigit(*value)) {
        return 0;
    }
    while (apr_isdigit(*value)) {
        value++;
    }
    for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(value, units[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static int read_time(apr_interval_time_t *time, const char *value,
                     apr_interval_time_t most)
{
    return is_time(value) &&
           ap_timeout_parameter_parse(value, time, "s") == APR_SUCCESS &&
           *time >= 0 && *time <= most;
}

static const char *set_time(apr_interval_time_t *time, cmd_parms *cmd,
                            const char *value)
{
    if (!read_time(time, value, DAY)) {
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": ", value,
                           " is no time; give a number with a unit, up to a "
                           "day, such as 1s or 500ms",
                           NULL);
    }
    return NULL;
}

static const char *set_refresh(cmd_parms *cmd, void *data, const char *value)
{
    return set_time(&((mod_treaty_conf_t *)data)->refresh, cmd, value);
}

static const char *set_query_timeout(cmd_parms *cmd, void *data,
                                     const char *value)
{
    return set_time(&((mod_treaty_conf_t *)data)->query_timeout, cmd, value);
}

static const char *set_stale(cmd_parms *cmd, void *data, const char *value)
{
    mod_treaty_conf_t *conf = data;

    if (strcasecmp(value, "off") == 0) {
        conf->stale = 0;
        return NULL;
    }
    if (!read_time(&conf->stale, value, YEAR) || conf->stale == 0) {
        return apr_pstrcat(cmd->pool, "TreatyStale: ", value,
                           " is no age; give Off, or a number with a unit, up "
                           "to a year, such as 26h",
                           NULL);
    }
    return NULL;
}

static const char *set_max_age(cmd_parms *cmd, void *data, const char *value)
{
    mod_treaty_conf_t *conf = data;
    char *end;
    apr_int64_t seconds = apr_strtoi64(value, &end, 10);

    if (end == value || *end != '\0' || seconds < 0 || seconds > YEAR_SECONDS) {
        return apr_pstrcat(cmd->pool, "TreatyMaxAge: ", value,
                           " is no number of seconds; give one from 0 to "
                           "31536000",
                           NULL);
    }
    conf->max_age = (int)seconds;
    return NULL;
}

static const char *set_page_size(cmd_parms *cmd, void *data, const char *value)
{
    mod_treaty_conf_t *conf = data;
    char *end;
    apr_int64_t size = apr_strtoi64(value, &end, 10);

    if (end == value || *end != '\0' || size < 1 ||
        size > TREATY_PAGE_SIZE_MAX) {
        return apr_pstrcat(cmd->pool, "TreatyPageSize: ", value,
                           " is no number of items; give one from 1 to 1000",
                           NULL);
    }
    conf->page_size = (int)size;
    return NULL;
}

/* "16m", "512k", bytes, or 0 for none. */
static const char *set_cache(cmd_parms *cmd, void *data, const char *value)
{
    mod_treaty_conf_t *conf = data;
    char *end;
    apr_int64_t size = apr_strtoi64(value, &end, 10);
    int shift = *end == 'k' || *end == 'K'   ? 10
                : *end == 'm' || *end == 'M' ? 20
                : *end == 'g' || *end == 'G' ? 30
                                             : 0;

    if (end == value || end[shift > 0] != '\0' || size < 0 ||
        size > CACHE_MAX >> shift) {
        return apr_pstrcat(cmd->pool, "TreatyCache: ", value,
                           " is no size; give a number of bytes up to 4g, "
                           "such as 16m or 512k, or 0 to keep nothing",
                           NULL);
    }
    conf->cache = size << shift;
    /* A place without any leaves the others theirs. */
    if (conf->cache > 0 && conf->cache > cache_size) {
        cache_size = conf->cache;
    }
    return NULL;
}

/* Called for each of the directive's values. */
static const char *add_origin(cmd_parms *cmd, void *data, const char *origin)
{
    mod_treaty_conf_t *conf = data;
    char *own;

    if (!conf->origins) {
        conf->origins = apr_array_make(cmd->pool, 4, sizeof(const char *));
    }
    if (strcasecmp(origin, "off") == 0) {
        apr_array_clear(conf->origins);
        return NULL;
    }
    if (!mod_treaty_cors_origin_is_valid(origin)) {
        return apr_pstrcat(cmd->pool, "TreatyCORS: ", origin,
                           " is no origin; give *, Off, or origins such as "
                           "https://www.example.org",
                           NULL);
    }
    /* Browsers write it so, and compare what they are answered letter by
     * letter. */
    own = apr_pstrdup(cmd->pool, origin);
    ap_str_tolower(own);
    APR_ARRAY_PUSH(conf->origins, const char *) = own;
    return NULL;
}

const command_rec mod_treaty_commands[] = {
    AP_INIT_TAKE1("TreatyDatabase", set_database, NULL, RSRC_CONF | ACCESS_CONF,
                  "the published database file to serve"),
    AP_INIT_TAKE1("TreatyTemplates", set_templates, NULL,
                  RSRC_CONF | ACCESS_CONF,
                  "a directory of templates that override the shipped ones"),
    AP_INIT_TAKE12("TreatyBase", set_base, NULL, RSRC_CONF | ACCESS_CONF,
                   "the path of the mount, and the origin for absolute "
                   "addresses"),
    AP_INIT_TAKE1("TreatyLanguage", set_language, NULL, OR_ALL,
                  "the language of pages and elements that name no other"),
    AP_INIT_TAKE1("TreatyRefresh", set_refresh, NULL, RSRC_CONF | ACCESS_CONF,
                  "how often database and templates are looked at for a "
                  "change"),
    AP_INIT_TAKE1("TreatyQueryTimeout", set_query_timeout, NULL,
                  RSRC_CONF | ACCESS_CONF,
                  "the most time inside SQLite for one answer"),
    AP_INIT_TAKE1("TreatyStale", set_stale, NULL, RSRC_CONF | ACCESS_CONF,
                  "the age from which a publication has /health answer 503, "
                  "such as 26h, or Off"),
    AP_INIT_TAKE1("TreatyMaxAge", set_max_age, NULL, RSRC_CONF | ACCESS_CONF,
                  "seconds that caches may keep an answer"),
    AP_INIT_TAKE1("TreatyPageSize", set_page_size, NULL,
                  RSRC_CONF | ACCESS_CONF,
                  "how many items a page of a list has"),
    AP_INIT_TAKE1("TreatyCache", set_cache, NULL, RSRC_CONF | ACCESS_CONF,
                  "bytes in which a process keeps answers, such as 16m"),
    AP_INIT_ITERATE("TreatyCORS", add_origin, NULL, RSRC_CONF | ACCESS_CONF,
                    "origins whose pages may read answers: *, Off or a list"),
    AP_INIT_FLAG("TreatyPublic", ap_set_flag_slot,
                 (void *)APR_OFFSETOF(mod_treaty_conf_t, is_public),
                 RSRC_CONF | ACCESS_CONF,
                 "whether shared caches may keep answers"),
    AP_INIT_FLAG("TreatyStrict", ap_set_flag_slot,
                 (void *)APR_OFFSETOF(mod_treaty_conf_t, strict), OR_ALL,
                 "whether a wrong element is an error of its page"),
    {0}};
