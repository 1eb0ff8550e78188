/* The depositary's XML, imported over the sample record and taken back. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    fuzz_import(data, size, TREATY_FORMAT_MTDSG, "IV-11-c.en.xml");
    return 0;
}
