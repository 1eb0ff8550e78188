/* The form of the project's records: which members each kind has, and what
 * each may hold. */
#ifndef TREATY_IMPORT_SHAPE_H
#define TREATY_IMPORT_SHAPE_H

#include "treaty_import.h"
#include "treaty_json.h"

typedef struct treaty_shape_t treaty_shape_t;

extern const treaty_shape_t treaty_shape_source;
extern const treaty_shape_t treaty_shape_participant;
extern const treaty_shape_t treaty_shape_treaty;
extern const treaty_shape_t treaty_shape_fact_sheet;
/** One act of a treaty. */
extern const treaty_shape_t treaty_shape_act;
/** The lines of an overlay: an act, an extension to territories, the effective
 * day of an act, a name, what is covered. */
extern const treaty_shape_t treaty_shape_overlay_act;
extern const treaty_shape_t treaty_shape_overlay_extension;
extern const treaty_shape_t treaty_shape_overlay_mend;
extern const treaty_shape_t treaty_shape_overlay_name;
extern const treaty_shape_t treaty_shape_overlay_covers;

/** Where a record comes from, for what is found in it. */
typedef struct treaty_place_t {
    const char *file;
    /** Where the record begins; 0 for one that we made. */
    long line;
    /** "treaties[3]"; findings add the member. */
    const char *path;
} treaty_place_t;

/**
 * Checks a record wholly. A member that is null counts as missing.
 * @return TREATY_EINPUT, each fault told as a finding
 */
apr_status_t treaty_shape_check(const treaty_shape_t *shape,
                                const json_t *record,
                                const treaty_place_t *place,
                                treaty_findings_t *findings,
                                apr_pool_t *scratch_pool);

/** Adds an error that names a member of a record, "acts[7].source". */
void treaty_place_error(const treaty_place_t *place, const char *member,
                        treaty_findings_t *findings, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
