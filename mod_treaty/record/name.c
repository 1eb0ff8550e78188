#include "treaty_name.h"

#include <apr_lib.h>
#include <string.h>

#define APOSTROPHE "\xe2\x80\x99"
#define ALEF "\xd8\xa7"
#define HEH "\xd9\x87"
#define WAW "\xd9\x88"
#define YEH "\xd9\x8a"
#define CYRILLIC_E "\xd0\xb5"

/* Cyrillic capitals, and what lies between them and their small letters. */
#define CYRILLIC_FIRST 0x410
#define CYRILLIC_LAST 0x42f
#define CYRILLIC_STEP 0x20

/* Letters with an accent, by code point, and what they are without it. */
static const struct {
    unsigned first;
    unsigned last;
    const char *base;
} accented[] = {
    {0xc0, 0xc5, "a"},
    {0xc6, 0xc6, "ae"},
    {0xc7, 0xc7, "c"},
    {0xc8, 0xcb, "e"},
    {0xcc, 0xcf, "i"},
    {0xd0, 0xd0, "d"},
    {0xd1, 0xd1, "n"},
    {0xd2, 0xd6, "o"},
    {0xd8, 0xd8, "o"},
    {0xd9, 0xdc, "u"},
    {0xdd, 0xdd, "y"},
    {0xde, 0xde, "th"},
    {0xdf, 0xdf, "ss"},
    {0xe0, 0xe5, "a"},
    {0xe6, 0xe6, "ae"},
    {0xe7, 0xe7, "c"},
    {0xe8, 0xeb, "e"},
    {0xec, 0xef, "i"},
    {0xf0, 0xf0, "d"},
    {0xf1, 0xf1, "n"},
    {0xf2, 0xf6, "o"},
    {0xf8, 0xf8, "o"},
    {0xf9, 0xfc, "u"},
    {0xfd, 0xfd, "y"},
    {0xfe, 0xfe, "th"},
    {0xff, 0xff, "y"},
    {0x100, 0x105, "a"},
    {0x106, 0x10d, "c"},
    {0x10e, 0x111, "d"},
    {0x112, 0x11b, "e"},
    {0x11c, 0x123, "g"},
    {0x124, 0x127, "h"},
    {0x128, 0x131, "i"},
    {0x132, 0x133, "ij"},
    {0x134, 0x135, "j"},
    {0x136, 0x138, "k"},
    {0x139, 0x142, "l"},
    {0x143, 0x14b, "n"},
    {0x14c, 0x151, "o"},
    {0x152, 0x153, "oe"},
    {0x154, 0x159, "r"},
    {0x15a, 0x161, "s"},
    {0x162, 0x167, "t"},
    {0x168, 0x173, "u"},
    {0x174, 0x175, "w"},
    {0x176, 0x178, "y"},
    {0x179, 0x17e, "z"},
    {0x17f, 0x17f, "s"},
    /* Accents that stand for themselves, after their letter. */
    {0x300, 0x36f, ""},
    /* Cyrillic: io is written as ie. */
    {0x401, 0x401, CYRILLIC_E},
    {0x451, 0x451, CYRILLIC_E},
    /* Arabic: hamza on its seat, teh marbuta, alef maksura; what only adorns,
     * and the signs of vowels. */
    {0x622, 0x623, ALEF},
    {0x624, 0x624, WAW},
    {0x625, 0x625, ALEF},
    {0x626, 0x626, YEH},
    {0x629, 0x629, HEH},
    {0x640, 0x640, ""},
    {0x649, 0x649, YEH},
    {0x64b, 0x65f, ""},
    {0x670, 0x670, ""},
    {0x671, 0x671, ALEF},
    /* No-break space, and the Arabic comma. */
    {0xa0, 0xa0, " "},
    {0x60c, 0x60c, " "},
};

/* The code point of the letter of two bytes that stands here, or 0. */
static unsigned code_of(const char *at)
{
    unsigned char lead = (unsigned char)at[0];
    unsigned char next = (unsigned char)at[1];

    return (lead & 0xe0) == 0xc0 && (next & 0xc0) == 0x80
               ? ((lead & 0x1fu) << 6) | (next & 0x3fu)
               : 0;
}

/* The base of the letter of two bytes that stands here, or NULL. */
static const char *base_of(const char *at)
{
    unsigned code = code_of(at);
    apr_size_t i;

    for (i = 0; code && i < sizeof(accented) / sizeof(accented[0]); i++) {
        if (code >= accented[i].first && code <= accented[i].last) {
            return accented[i].base;
        }
    }
    return NULL;
}

/* The small letter of a Cyrillic capital that stands here. @return 0 for
 * anything else */
static int put_small(char *to, const char *at)
{
    unsigned code = code_of(at);

    if (code < CYRILLIC_FIRST || code > CYRILLIC_LAST) {
        return 0;
    }
    code += CYRILLIC_STEP;
    to[0] = (char)(0xc0 | code >> 6);
    to[1] = (char)(0x80 | (code & 0x3f));
    return 1;
}

/* A sign of three bytes that is as a comma or a parenthesis: the ideographic
 * space and comma, their full-width forms. */
static int is_wide_sign(const char *at)
{
    static const char *const signs[] = {"\xe3\x80\x80", "\xe3\x80\x81",
                                        "\xef\xbc\x88", "\xef\xbc\x89",
                                        "\xef\xbc\x8c"};
    apr_size_t i;

    for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (strncmp(at, signs[i], 3) == 0) {
            return 1;
        }
    }
    return 0;
}

static char *put(char *to, const char *text)
{
    apr_size_t len = strlen(text);

    memcpy(to, text, len);
    return to + len;
}

/* Leaves out the word that ends here if it is "the". */
static char *end_word(const char *buffer, char *to)
{
    if (to - buffer >= 3 && memcmp(to - 3, "the", 3) == 0 &&
        (to - buffer == 3 || to[-4] == ' ')) {
        to -= 3;
    }
    if (to > buffer && to[-1] != ' ') {
        *to++ = ' ';
    }
    return to;
}

static int begins_saint(const char *buffer, const char *to, const char *name)
{
    return strncasecmp(name, "St.", 3) == 0 && (to == buffer || to[-1] == ' ');
}

void treaty_name_fold(char *buffer, const char *name)
{
    char *to = buffer;

    while (*name) {
        const char *base = base_of(name);

        if (base && *base == ' ') {
            to = end_word(buffer, to);
            name += 2;
        }
        else if (base) {
            to = put(to, base);
            name += 2;
        }
        else if (put_small(to, name)) {
            to += 2;
            name += 2;
        }
        else if (is_wide_sign(name)) {
            to = end_word(buffer, to);
            name += 3;
        }
        else if (begins_saint(buffer, to, name)) {
            to = put(to, "saint");
            name += 3;
        }
        else if (strncmp(name, APOSTROPHE, 3) == 0) {
            *to++ = '\'';
            name += 3;
        }
        else if (apr_isspace(*name) || strchr(",()", *name)) {
            to = end_word(buffer, to);
            name++;
        }
        else {
            *to++ = (char)apr_tolower(*name);
            name++;
        }
    }
    to = end_word(buffer, to);
    if (to > buffer) {
        to--;
    }
    *to = '\0';
}
