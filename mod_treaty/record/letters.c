#include "treaty_letters.h"

#include <stdlib.h>

int treaty_letters_read(treaty_letters_t *letters, const char *text)
{
    letters->count = 0;
    while (*text) {
        unsigned char lead = (unsigned char)*text++;
        unsigned code = lead;

        while (((unsigned char)*text & 0xc0) == 0x80) {
            code = (code << 6) | ((unsigned char)*text++ & 0x3f);
        }
        if (letters->count == TREATY_LETTERS_MAX) {
            return 0;
        }
        letters->of[letters->count++] = code;
    }
    return 1;
}

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* Three rows of the table are enough to see a swap. */
int treaty_letters_distance(const treaty_letters_t *a,
                            const treaty_letters_t *b, int most)
{
    int rows[3][TREATY_LETTERS_MAX + 1];
    int i;
    int j;

    if (abs(a->count - b->count) > most) {
        return most + 1;
    }
    for (j = 0; j <= b->count; j++) {
        rows[0][j] = j;
    }
    for (i = 1; i <= a->count; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3];
        const int *before = rows[(i + 1) % 3];
        int least = row[0] = i;

        for (j = 1; j <= b->count; j++) {
            int changed = above[j - 1] + (a->of[i - 1] != b->of[j - 1]);

            row[j] = least_of(changed, 1 + least_of(above[j], row[j - 1]));
            if (i > 1 && j > 1 && a->of[i - 1] == b->of[j - 2] &&
                a->of[i - 2] == b->of[j - 1]) {
                row[j] = least_of(row[j], before[j - 2] + 1);
            }
            least = least_of(least, row[j]);
        }
        if (least > most) {
            return most + 1;
        }
    }
    return rows[a->count % 3][b->count];
}
