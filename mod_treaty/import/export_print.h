/* How the export lays its JSON out: a member a line, a list of objects an
 * object a line. */
#ifndef TREATY_IMPORT_EXPORT_PRINT_H
#define TREATY_IMPORT_EXPORT_PRINT_H

#include "treaty_export.h"
#include "treaty_json.h"

typedef struct treaty_printer_t {
    treaty_export_fn_t *write;
    void *baton;
    /** The first failure; nothing is written after it. */
    apr_status_t status;
} treaty_printer_t;

/** Writes a text as it stands. @return the printer's status */
apr_status_t treaty_print_text(treaty_printer_t *printer, const char *text);

/** Writes a value on one line, a record of two levels deep. */
apr_status_t treaty_print_value(treaty_printer_t *printer, const json_t *value);

/**
 * Writes an object's members, each on its line at @p indent, without the
 * object's braces and without a line end after the last. Null and empty lists
 * are left out.
 * @param first whether nothing stands before them; cleared with the first
 */
apr_status_t treaty_print_members(treaty_printer_t *printer,
                                  const json_t *object, int indent, int *first);

/** Begins the next element of a list, on a line of its own. */
apr_status_t treaty_print_next(treaty_printer_t *printer, int indent,
                               int *first);

#endif
