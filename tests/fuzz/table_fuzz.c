/* A status table as CSV, imported over the sample record and taken back. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    fuzz_import(data, size, TREATY_FORMAT_STATUS_TABLE, "4-11-c.csv");
    return 0;
}
