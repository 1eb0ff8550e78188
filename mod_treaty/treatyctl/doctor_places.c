#include "doctor.h"

#include <string.h>

/* Whether a path is at or below another. */
static int is_below(const char *path, const char *base)
{
    apr_size_t len = strlen(base);

    return strncmp(path, base, len) == 0 &&
           (path[len] == '/' || path[len] == '\0' || len == 0);
}

/* A pattern fits many paths, of which any may be the base. */
static int is_path(const char *location)
{
    return location && *location == '/' && !strpbrk(location, "^$*?[]()|");
}

static void look_at_mount(treatyctl_doctor_t *doctor,
                          const treatyctl_place_t *place)
{
    if (!place->database) {
        treatyctl_doctor_find(
            doctor, "no-database", place->name,
            "treaty handles it, but no TreatyDatabase is set for it, so each "
            "answer is an error (500); set it in the server or in this "
            "<Location>");
    }
    if (is_path(place->location) && !is_below(place->location, place->base)) {
        treatyctl_doctor_find(
            doctor, "base", place->name,
            "TreatyBase says that the mount is %s, so each answer is an error "
            "(500); set TreatyBase %s",
            *place->base ? place->base : "/", place->location);
    }
}

/* What links of elements lead to. */
static int has_mount(const treatyctl_doctor_t *doctor,
                     const treatyctl_place_t *server)
{
    int i;

    for (i = 0; i < doctor->places->nelts; i++) {
        const treatyctl_place_t *place =
            &APR_ARRAY_IDX(doctor->places, i, treatyctl_place_t);

        /* A mount that is written for one server of several is as good: which
         * of them serves pages isn't known. */
        if (place->is_mount && (!is_path(place->location) ||
                                is_below(server->base, place->location) ||
                                is_below(place->location, server->base))) {
            return 1;
        }
    }
    return 0;
}

static void look_at_server(treatyctl_doctor_t *doctor,
                           const treatyctl_place_t *place)
{
    if (!place->origin && !has_mount(doctor, place)) {
        treatyctl_doctor_find(
            doctor, "no-mount", place->name,
            "what pages show links to %s, where nothing answers; add <Location "
            "\"%s\"> with SetHandler treaty, or set TreatyBase to where the "
            "mount is",
            *place->base ? place->base : "/", *place->base ? place->base : "/");
    }
}

static void look_at_version(treatyctl_doctor_t *doctor)
{
    if (strcmp(doctor->version, treaty_version()) != 0) {
        treatyctl_doctor_find(
            doctor, "version", doctor->version,
            "the module is version %s and treatyctl %s; install both of one "
            "version, for what this treatyctl publishes may be another form",
            doctor->version, treaty_version());
    }
}

void treatyctl_doctor_look_at_places(treatyctl_doctor_t *doctor)
{
    int i;

    if (!doctor->version) {
        return;
    }
    look_at_version(doctor);
    if (doctor->places->nelts == 0) {
        treatyctl_doctor_find(doctor, "no-mount",
                              doctor->conf ? doctor->conf : "httpd",
                              "no place has a TreatyDatabase or SetHandler "
                              "treaty; see conf/treaty.conf for what a mount "
                              "needs");
    }
    for (i = 0; i < doctor->places->nelts; i++) {
        const treatyctl_place_t *place =
            &APR_ARRAY_IDX(doctor->places, i, treatyctl_place_t);

        if (place->is_mount) {
            look_at_mount(doctor, place);
        }
        else {
            look_at_server(doctor, place);
        }
    }
}
