/*
 * What snapshot.c gives to database.c. Nobody else includes this.
 */
#ifndef TREATY_SNAPSHOT_PRIVATE_H
#define TREATY_SNAPSHOT_PRIVATE_H

#include "treaty_database.h"

/** Opens a file as a snapshot that is held once. */
apr_status_t treaty_snapshot_open(treaty_snapshot_t **snapshot,
                                  const treaty_database_settings_t *settings);

#endif
