// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Rounds and schedules as FIPS 180-4 sections 4.1 and 6 write them.

#ifndef OTP_PLAIN_H
#define OTP_PLAIN_H

#include <stdint.h>

#define ROTL(x, n) ((x) << (n) | (x) >> (8 * sizeof(x) - (n)))
#define ROTR(x, n) ((x) >> (n) | (x) << (8 * sizeof(x) - (n)))

static uint32_t plain_sha1_f(int t, uint32_t x, uint32_t y, uint32_t z) {
  if (t < 20) return (x & y) ^ (~x & z);
  if (t >= 40 && t < 60) return (x & y) ^ (x & z) ^ (y & z);
  return x ^ y ^ z;
}

static void plain_sha1_round(uint32_t *s, int t, uint32_t word) {
  const uint32_t T =
      ROTL(s[0], 5) + plain_sha1_f(t, s[1], s[2], s[3]) + s[4] + word;
  s[4] = s[3];
  s[3] = s[2];
  s[2] = ROTL(s[1], 30);
  s[1] = s[0];
  s[0] = T;
}

static uint32_t plain_sha1_word(const uint32_t *w, int t) {
  return ROTL(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
}

#define PLAIN_SHA2(hash, word, a1, a2, a3, b1, b2, b3, c1, c2, c3, d1, d2, d3) \
  static void plain_##hash##_round(word *s, word k_and_w) {          \
    const word a = s[0], b = s[1], c = s[2], e = s[4], f = s[5], g = s[6]; \
    const word t1 = s[7] + (ROTR(e, b1) ^ ROTR(e, b2) ^ ROTR(e, b3)) \
                    + ((e & f) ^ (~e & g)) + k_and_w;                \
    const word t2 = (ROTR(a, a1) ^ ROTR(a, a2) ^ ROTR(a, a3))        \
                    + ((a & b) ^ (a & c) ^ (b & c));                 \
    for (int i = 7; i > 0; i--) s[i] = s[i - 1];                     \
    s[4] += t1;                                                      \
    s[0] = t1 + t2;                                                  \
  }                                                                  \
  static word plain_##hash##_word(const word *w, int t) {            \
    const word x = w[t - 15], y = w[t - 2];                          \
    return (ROTR(y, d1) ^ ROTR(y, d2) ^ (y >> d3)) + w[t - 7]        \
           + (ROTR(x, c1) ^ ROTR(x, c2) ^ (x >> c3)) + w[t - 16];    \
  }

PLAIN_SHA2(sha256, uint32_t, 2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10)
PLAIN_SHA2(sha512, uint64_t, 28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6)

#endif
