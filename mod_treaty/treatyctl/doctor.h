/*
 * What configtest can't see: what the files of doctor*.c share. Nobody else
 * includes this.
 *
 * httpd reads its configuration itself, and the module prints what holds where
 * (mod_treaty_dump.c). Files are looked at in a child that is httpd's user
 * where this one is root, by the code that serves them.
 */
#ifndef TREATYCTL_DOCTOR_H
#define TREATYCTL_DOCTOR_H

#include "treatyctl.h"

#include "treaty_import.h"

#include <apr_time.h>
#include <sys/types.h>

/** A place that the directives hold in, as the module prints it. */
typedef struct treatyctl_place_t {
    /** "host:port", and with the location behind it: for people. */
    const char *server;
    const char *name;
    /** NULL for the server as a whole. */
    const char *location;
    int is_mount;
    const char *database;
    const char *templates;
    const char *base;
    const char *origin;
    const char *language;
    apr_interval_time_t refresh;
    /** 0: an old publication is as good as a new one. */
    apr_interval_time_t stale;
} treatyctl_place_t;

typedef struct treatyctl_doctor_t {
    const treatyctl_call_t *call;
    /** The configuration file, NULL for httpd's own. */
    const char *conf;
    /** What is wrong; the file of a finding is the place or the path. */
    treaty_findings_t *findings;
    /** Of const char *: what is well, a line each. */
    apr_array_header_t *well;
    /** The module's version; NULL where it isn't loaded. */
    const char *version;
    /** Who runs httpd's children. */
    const char *user;
    uid_t uid;
    gid_t gid;
    /** Whether files are seen as that user sees them. */
    int is_user;
    /** Of treatyctl_place_t. */
    apr_array_header_t *places;
} treatyctl_doctor_t;

/** Adds a finding. @param place where it is */
#define treatyctl_doctor_find(doctor, kind, place, ...)                       \
    treaty_findings_add((doctor)->findings, TREATY_FINDING_WARNING, place, 0, \
                        kind, __VA_ARGS__)

/**
 * doctor_httpd.c: has httpd read its configuration. What it refuses is a
 * finding, and so is a module that isn't loaded.
 * @return TREATYCTL_FAILURE, told, where there is no httpd to ask
 */
int treatyctl_doctor_ask_httpd(treatyctl_doctor_t *doctor);

/** doctor_places.c: looks at what the directives say together. */
void treatyctl_doctor_look_at_places(treatyctl_doctor_t *doctor);

/** doctor_files.c: looks at databases and templates. */
void treatyctl_doctor_look_at_files(treatyctl_doctor_t *doctor);

#endif
