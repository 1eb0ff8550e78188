/* A fact sheet saved as text, imported over the sample record and taken back;
 * and audited as a page of a site. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    fuzz_import(data, size, TREATY_FORMAT_PAGE, "page.txt");
    fuzz_site_page(data, size, "page.txt");
    return 0;
}
