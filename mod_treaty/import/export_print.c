#include "export_print.h"

#include <string.h>

#define INDENT_STEP 2

apr_status_t treaty_print_text(treaty_printer_t *printer, const char *text)
{
    if (printer->status == APR_SUCCESS) {
        printer->status = printer->write(printer->baton, text, strlen(text));
    }
    return printer->status;
}

static int dump(const char *data, size_t len, void *baton)
{
    treaty_printer_t *printer = baton;

    if (printer->status == APR_SUCCESS) {
        printer->status = printer->write(printer->baton, data, len);
    }
    return printer->status == APR_SUCCESS ? 0 : -1;
}

apr_status_t treaty_print_value(treaty_printer_t *printer, const json_t *value)
{
    if (json_dump_callback(value, dump, printer, JSON_ENCODE_ANY) != 0 &&
        printer->status == APR_SUCCESS) {
        printer->status = TREATY_EINPUT;
    }
    return printer->status;
}

static void print_line(treaty_printer_t *printer, int indent)
{
    treaty_print_text(printer, "\n");
    while (indent-- > 0) {
        treaty_print_text(printer, " ");
    }
}

apr_status_t treaty_print_next(treaty_printer_t *printer, int indent,
                               int *first)
{
    if (!*first) {
        treaty_print_text(printer, ",");
    }
    *first = 0;
    print_line(printer, indent);
    return printer->status;
}

static int is_left_out(const json_t *value)
{
    return json_is_null(value) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

static void print_objects(treaty_printer_t *printer, const json_t *list,
                          int indent)
{
    int first = 1;
    size_t i;
    json_t *one;

    treaty_print_text(printer, "[");
    json_array_foreach(list, i, one)
    {
        treaty_print_next(printer, indent + INDENT_STEP, &first);
        treaty_print_value(printer, one);
    }
    print_line(printer, indent);
    treaty_print_text(printer, "]");
}

apr_status_t treaty_print_members(treaty_printer_t *printer,
                                  const json_t *object, int indent, int *first)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        if (is_left_out(value)) {
            continue;
        }
        treaty_print_next(printer, indent, first);
        treaty_print_text(printer, "\"");
        treaty_print_text(printer, name);
        treaty_print_text(printer, "\": ");
        if (json_is_object(json_array_get(value, 0))) {
            print_objects(printer, value, indent);
        }
        else {
            treaty_print_value(printer, value);
        }
    }
    return printer->status;
}
