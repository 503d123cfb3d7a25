// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The reduction modulo 10^digits in one lane, for every number below 2^31. For
// 6 and 7 digits the solver takes too long: enumerate_decimal.c covers all.
//
// Options: --boolector --unwind 2

#include "proof.h"

#define REDUCTION(digits, modulus)                                   \
  void prove_reduction_to_##digits(void) {                           \
    const uint32_t number = nondet_u32() >> 1;                       \
    PROVE(otp_reduce(otp_decimal_for(digits), number)                \
              == number % modulus,                                   \
          "the remainder");                                          \
  }

REDUCTION(8, 100000000)
REDUCTION(9, 1000000000)

/// A reciprocal that is one smaller is too small for some numbers.
void refute_reduction_by_another_reciprocal(void) {
  const uint32_t number = nondet_u32() >> 1;
  otp_decimal decimal = otp_decimal_for(6);
  decimal.reciprocal--;
  PROVE(otp_reduce(decimal, number) == number % 1000000, "the remainder");
}
