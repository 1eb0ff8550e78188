/* One run at a time on a target. */
#ifndef TREATYCTL_LOCK_H
#define TREATYCTL_LOCK_H

#include "treatyctl.h"

typedef struct treatyctl_lock_t treatyctl_lock_t;

/**
 * Takes the lock of a target, the file "TARGET.lock", which ends with the
 * process whatever ends that. Who holds it is told where it isn't free.
 * @return TREATYCTL_OK, TREATYCTL_BUSY or TREATYCTL_FAILURE, told
 */
int treatyctl_lock(treatyctl_lock_t **lock, const char *target,
                   apr_pool_t *pool);

/** Gives it back, and the file goes. */
void treatyctl_unlock(treatyctl_lock_t *lock);

#endif
