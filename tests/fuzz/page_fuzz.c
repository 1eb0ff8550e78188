/* A fact sheet saved as text, imported over the sample record and taken back.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    fuzz_import(data, size, TREATY_FORMAT_PAGE, "page.txt");
    return 0;
}
