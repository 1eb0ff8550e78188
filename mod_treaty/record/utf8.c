#include "treaty_utf8.h"

/* How many bytes follow a first byte, and the least code point that needs as
 * many; -1 for what is no first byte. */
static int followers(unsigned char first, apr_uint32_t *least)
{
    if (first < 0x80) {
        *least = 1;
        return 0;
    }
    if (first >= 0xC2 && first < 0xE0) {
        *least = 0x80;
        return 1;
    }
    if (first >= 0xE0 && first < 0xF0) {
        *least = 0x800;
        return 2;
    }
    if (first >= 0xF0 && first < 0xF5) {
        *least = 0x10000;
        return 3;
    }
    return -1;
}

int treaty_utf8_valid(const char *data, apr_size_t len)
{
    const unsigned char *bytes = (const unsigned char *)data;
    apr_size_t at = 0;

    while (at < len) {
        apr_uint32_t least = 0;
        int more = followers(bytes[at], &least);
        apr_uint32_t point;

        if (more < 0 || (apr_size_t)more >= len - at) {
            return 0;
        }
        point = more ? bytes[at] & (0x3Fu >> more) : bytes[at];
        for (at++; more > 0; more--, at++) {
            if ((bytes[at] & 0xC0) != 0x80) {
                return 0;
            }
            point = point << 6 | (bytes[at] & 0x3Fu);
        }
        if (point < least || point > 0x10FFFF ||
            (point >= 0xD800 && point < 0xE000)) {
            return 0;
        }
    }
    return 1;
}
