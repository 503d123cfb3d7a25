// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What a backend is made of, and the backends that are compiled in. Each is a
// file that includes lanes.h at one width; dispatch.c lists them.

#ifndef OTP_KERNELS_H
#define OTP_KERNELS_H

#include "COTPKernels.h"

/// The kernels of one hash.
typedef struct {
  void (*pads)(const uint8_t *block, void *pads);
  void (*codes)(const void *pads, uint64_t first, size_t count,
                unsigned digits, uint32_t *codes);
} otp_hash_kernels;

struct otp_backend {
  const char *name;
  otp_hash_kernels hashes[3];
};

/// What the processor has and the operating system saves.
typedef struct {
  /// AVX2, with the 256-bit registers.
  int avx2;
  /// AVX-512 F, VL and DQ, with the 512-bit registers.
  int avx512;
} otp_cpu;

otp_cpu otp_cpu_features(void);

extern const otp_backend otp_backend_single;
extern const otp_backend otp_backend_baseline;
#if defined(__x86_64__)
extern const otp_backend otp_backend_avx2;
extern const otp_backend otp_backend_avx512vl;
extern const otp_backend otp_backend_avx512;
#endif

/// Hashes `count` blocks of one message, a lane of its own: by otp_hash.
extern void (*const otp_compress_single[3])(void *state,
                                            const uint8_t *blocks,
                                            size_t count);

/// How to reduce a 31-bit number modulo 10^digits without dividing: the
/// quotient is (number * reciprocal) >> shift.
///
/// With D = 10^digits < 2^s and shift = 31 + s, the reciprocal is the next
/// integer from 2^shift / D up; let it be (2^shift + e) / D with 0 <= e < D.
/// The product then exceeds number * 2^shift / D by number * e / D, which is
/// less than 2^shift / D because number < 2^31 and e < 2^s. The quotient is
/// therefore exact, and the product stays below 2^63.
typedef struct {
  uint32_t modulus;
  uint32_t reciprocal;
  uint32_t shift;
} otp_decimal;

/// The reduction for `digits` in 6 to 9.
static inline otp_decimal otp_decimal_for(unsigned digits) {
  static const otp_decimal table[4] = {
      {1000000, 2251799814, 51},
      {10000000, 3602879702, 55},
      {100000000, 2882303762, 58},
      {1000000000, 2305843010, 61},
  };
  return table[(digits - 6) & 3];
}

#endif
