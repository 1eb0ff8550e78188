#include "publish/downloads.h"

#include "publish.h"
#include "publish/files.h"

#include "treaty_downloads.h"
#include "treaty_revision.h"

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void treaty_publish_folder_remove(const char *folder, apr_pool_t *scratch_pool)
{
    const treaty_download_kind_t *kind;

    for (kind = treaty_download_kinds; kind->name; kind++) {
        apr_file_remove(
            apr_pstrcat(scratch_pool, folder, "/", kind->name, NULL),
            scratch_pool);
    }
    apr_file_remove(
        apr_pstrcat(scratch_pool, folder, "/" TREATY_DOWNLOAD_MANIFEST, NULL),
        scratch_pool);
    apr_dir_remove(folder, scratch_pool);
}

/* Whether a process that has this number has ended. One's own predecessor of
 * the same number has. */
static int has_ended(long pid)
{
    return pid == (long)getpid() ||
           (kill((pid_t)pid, 0) != 0 && errno == ESRCH);
}

/* "new.123", "new.123-journal", "new.123.files" */
static void sweep_one(void *baton, const char *rest, const char *path,
                      apr_pool_t *pool)
{
    char *end;
    long pid;

    (void)baton;
    if (strncmp(rest, "new.", 4) != 0 || !apr_isdigit(rest[4])) {
        return;
    }
    errno = 0;
    pid = strtol(rest + 4, &end, 10);
    if (errno != 0 || pid <= 0 || !has_ended(pid)) {
        return;
    }
    if (*end == '\0' || strcmp(end, "-journal") == 0) {
        apr_file_remove(path, pool);
    }
    else if (strcmp(end, ".files") == 0) {
        treaty_publish_folder_remove(path, pool);
    }
}

void treaty_publish_sweep(const char *target, apr_pool_t *scratch_pool)
{
    treaty_file_beside(target, sweep_one, NULL, scratch_pool);
}

typedef struct {
    const char *target;
    const char *revisions[2];
} stay_t;

static void sweep_revision(void *baton, const char *rest, const char *path,
                           apr_pool_t *pool)
{
    const stay_t *stay = baton;
    int i;

    if (!treaty_revision_is_valid(rest)) {
        return;
    }
    for (i = 0; i < 2; i++) {
        if (stay->revisions[i] && strcmp(rest, stay->revisions[i]) == 0) {
            return;
        }
    }
    if (!treaty_kept_has(stay->target, rest, pool)) {
        treaty_publish_folder_remove(path, pool);
    }
}

void treaty_publish_sweep_revisions(const char *target, const char *revision,
                                    const char *previous,
                                    apr_pool_t *scratch_pool)
{
    stay_t stay = {target, {revision, previous}};

    treaty_file_beside(target, sweep_revision, &stay, scratch_pool);
}
