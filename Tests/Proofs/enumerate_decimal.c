// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The reduction modulo 10^digits and SHA-1's schedule in vectors, compiled as
// the kernels are: every number below 2^31 for each number of digits, and a
// basis of all blocks.

#include <stdio.h>

#define LANES32 4
#define LANES64 2
#define PREFIX native
#define TARGET
#include "lanes.h"

#ifdef REFUTE
/// One less than the reciprocal that decimal.h derives.
#define DECIMAL(digits)                             \
  (otp_decimal) {                                   \
    otp_decimal_for(digits).modulus,                \
        otp_decimal_for(digits).reciprocal - 1,     \
        otp_decimal_for(digits).shift               \
  }
#else
#define DECIMAL(digits) otp_decimal_for(digits)
#endif

/// How many remainders of all numbers are wrong.
#define REDUCTION(hash, word, vector, lanes)                               \
  static uint64_t wrong_##hash(unsigned digits, uint32_t modulus) {        \
    const otp_decimal decimal = DECIMAL(digits);                           \
    uint64_t wrong = 0;                                                    \
    uint32_t right = 0;                                                    \
    for (uint32_t number = 0; number >> 31 == 0; number += lanes) {        \
      word numbers[lanes], remainders[lanes];                              \
      vector v;                                                            \
      for (uint32_t lane = 0; lane < lanes; lane++)                        \
        numbers[lane] = number + lane;                                     \
      memcpy(&v, numbers, sizeof v);                                       \
      v = FN(GLUE(hash, reduce))(v, decimal);                              \
      memcpy(remainders, &v, sizeof v);                                    \
      for (uint32_t lane = 0; lane < lanes; lane++) {                      \
        wrong += remainders[lane] != right;                                \
        /* Counting on, which needs no division. */                        \
        right = right + 1 == modulus ? 0 : right + 1;                      \
      }                                                                    \
    }                                                                      \
    return wrong;                                                          \
  }

REDUCTION(sha1, uint32_t, V32, LANES32)

/// A word of SHA-1's schedule is an exclusive or of rotated words of the
/// block. The schedules of the 512 blocks with one bit, and of the block with
/// none, therefore determine those of all blocks.
static uint64_t wrong_schedules(void) {
  uint64_t wrong = 0;
  for (int bit = -1; bit < 512; bit++) {
    uint32_t w[80] = {0}, ready[80];
    if (bit >= 0) w[bit / 32] = UINT32_C(1) << bit % 32;
    FN(sha1_schedule)(w, ready);
    for (int t = 16; t < 80; t++) {
      const uint32_t x = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
      w[t] = ROTL32(x, 1);
    }
    for (int t = 0; t < 80; t++)
      wrong += ready[t] - otp_sha1_k[t / 20] != w[t];
  }
  return wrong;
}

int main(void) {
  uint64_t wrong = wrong_schedules();
  uint32_t modulus = 1000000;
  for (unsigned digits = 6; digits <= 9; digits++, modulus *= 10) {
    wrong += wrong_sha1(digits, modulus);
    if (wrong != 0) break;
  }
  printf("%llu wrong\n", (unsigned long long)wrong);
  return wrong != 0;
}
