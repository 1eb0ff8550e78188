#include "treaty.h"

const char *treaty_version(void)
{
    return TREATY_VERSION;
}

static const char *own_text(apr_status_t status)
{
    switch (status) {
    case TREATY_ENOTFOUND:
        return "no such record, view or template";
    case TREATY_EINPUT:
        return "the input can't be read";
    case TREATY_ESTORE:
        return "SQLite refused";
    case TREATY_ETEMPLATE:
        return "the template is broken";
    case TREATY_ELIMIT:
        return "a bound on size, depth or number was reached";
    case TREATY_EDATABASE:
        return "the database file isn't one that can be used here";
    default:
        return NULL;
    }
}

const char *treaty_strerror(apr_status_t status, char *buffer, apr_size_t size)
{
    const char *text = own_text(status);

    return text ? text : apr_strerror(status, buffer, size);
}
