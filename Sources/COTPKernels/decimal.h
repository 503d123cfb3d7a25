// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Reducing a 31-bit number modulo 10^digits without dividing: a division's
// time depends on its operands.

#ifndef OTP_DECIMAL_H
#define OTP_DECIMAL_H

#include <stdint.h>

/// The quotient by `modulus` is (number * reciprocal) >> shift.
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

/// The reduction to `digits` in 6 to 9.
static inline otp_decimal otp_decimal_for(unsigned digits) {
  static const otp_decimal table[4] = {
      {1000000, 2251799814, 51},
      {10000000, 3602879702, 55},
      {100000000, 2882303762, 58},
      {1000000000, 2305843010, 61},
  };
  return table[(digits - 6) & 3];
}

/// The remainder of `number`, which is below 2^31.
static inline uint32_t otp_reduce(otp_decimal decimal, uint64_t number) {
  uint64_t quotient = (number * decimal.reciprocal) >> decimal.shift;
  return (uint32_t)(number - quotient * decimal.modulus);
}

#endif
