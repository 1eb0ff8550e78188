#include "mod_treaty.h"

#include <http_log.h>

APLOG_USE_MODULE(treaty);

static int level_of(treaty_log_level_t level)
{
    static const int levels[] = {
        [TREATY_LOG_ERROR] = APLOG_ERR,
        [TREATY_LOG_WARNING] = APLOG_WARNING,
        [TREATY_LOG_NOTICE] = APLOG_NOTICE,
        [TREATY_LOG_INFO] = APLOG_INFO,
        [TREATY_LOG_DEBUG] = APLOG_DEBUG,
        [TREATY_LOG_TRACE] = APLOG_TRACE1,
    };

    return levels[level];
}

static void write_message(void *baton, treaty_log_level_t level,
                          apr_status_t status, const char *message)
{
    server_rec *server = baton;
    /* httpd has words for its own codes and the system's, not for ours. */
    int is_ours = status >= TREATY_START_ERROR;

    ap_log_error(APLOG_MARK, level_of(level), is_ours ? 0 : status, server,
                 "%s", message);
}

void mod_treaty_log_init(treaty_log_t *log, server_rec *server)
{
    log->fn = write_message;
    log->baton = server;
    log->level = TREATY_LOG_TRACE;
}
