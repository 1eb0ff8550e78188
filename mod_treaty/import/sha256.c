#include "sha256.h"

#include <string.h>

#define ROUNDS 64
/* Where the message's length in bits stands in its last block. */
#define LENGTH_AT 56

static const apr_uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static apr_uint32_t rotated(apr_uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static void expand(apr_uint32_t words[ROUNDS], const unsigned char *block)
{
    apr_size_t i;

    for (i = 0; i < 16; i++) {
        words[i] = (apr_uint32_t)block[i * 4] << 24 |
                   (apr_uint32_t)block[i * 4 + 1] << 16 |
                   (apr_uint32_t)block[i * 4 + 2] << 8 | block[i * 4 + 3];
    }
    for (; i < ROUNDS; i++) {
        apr_uint32_t near = words[i - 2];
        apr_uint32_t far = words[i - 15];

        words[i] = words[i - 16] + words[i - 7] +
                   (rotated(far, 7) ^ rotated(far, 18) ^ far >> 3) +
                   (rotated(near, 17) ^ rotated(near, 19) ^ near >> 10);
    }
}

static void compress_block(treaty_sha256_t *sha)
{
    apr_uint32_t words[ROUNDS];
    apr_uint32_t v[8];
    int i;

    expand(words, sha->block);
    memcpy(v, sha->state, sizeof(v));
    for (i = 0; i < ROUNDS; i++) {
        apr_uint32_t e = v[4];
        apr_uint32_t a = v[0];
        apr_uint32_t first =
            v[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
            ((e & v[5]) ^ (~e & v[6])) + constants[i] + words[i];
        apr_uint32_t second =
            (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) +
            ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));

        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += first;
        v[0] = first + second;
    }
    for (i = 0; i < 8; i++) {
        sha->state[i] += v[i];
    }
}

void treaty_sha256_start(treaty_sha256_t *sha)
{
    static const apr_uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                            0xa54ff53a, 0x510e527f, 0x9b05688c,
                                            0x1f83d9ab, 0x5be0cd19};

    memcpy(sha->state, initial, sizeof(initial));
    sha->len = 0;
}

void treaty_sha256_add(treaty_sha256_t *sha, const void *data, apr_size_t len)
{
    const unsigned char *bytes = data;

    while (len > 0) {
        apr_size_t used = sha->len % TREATY_SHA256_BLOCK;
        apr_size_t part = TREATY_SHA256_BLOCK - used;

        if (part > len) {
            part = len;
        }
        memcpy(sha->block + used, bytes, part);
        sha->len += part;
        bytes += part;
        len -= part;
        if (sha->len % TREATY_SHA256_BLOCK == 0) {
            compress_block(sha);
        }
    }
}

const char *treaty_sha256_hex(treaty_sha256_t *sha, apr_pool_t *result_pool)
{
    static const char digits[] = "0123456789abcdef";
    apr_uint64_t bits = sha->len * 8;
    unsigned char length[8];
    char *hex = apr_palloc(result_pool, 65);
    int i;

    for (i = 0; i < 8; i++) {
        length[i] = (unsigned char)(bits >> (56 - i * 8));
    }
    treaty_sha256_add(sha, "\x80", 1);
    while (sha->len % TREATY_SHA256_BLOCK != LENGTH_AT) {
        treaty_sha256_add(sha, "", 1);
    }
    treaty_sha256_add(sha, length, sizeof(length));
    for (i = 0; i < 64; i++) {
        hex[i] = digits[sha->state[i / 8] >> (28 - i % 8 * 4) & 15];
    }
    hex[64] = '\0';
    return hex;
}
