#include "publish/downloads.h"

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

static void sweep_revision(void *baton, const char *rest, const char *path,
                           apr_pool_t *pool)
{
    const char *const *kept = baton;

    if (treaty_revision_is_valid(rest) &&
        !(kept[0] && strcmp(rest, kept[0]) == 0) &&
        !(kept[1] && strcmp(rest, kept[1]) == 0)) {
        treaty_publish_folder_remove(path, pool);
    }
}

void treaty_publish_sweep_revisions(const char *target, const char *revision,
                                    const char *previous,
                                    apr_pool_t *scratch_pool)
{
    const char *kept[2];

    kept[0] = revision;
    kept[1] = previous;
    treaty_file_beside(target, sweep_revision, kept, scratch_pool);
}
