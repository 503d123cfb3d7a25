// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Comparison: a mask for two codes, which are below 2^31.
//
// Options: --bitwuzla --unwind 65

#include "proof.h"

#define COMPARISON(hash, word)                                       \
  void prove_comparison_##hash(void) {                               \
    const word a = nondet_u32() >> 1, b = nondet_u32() >> 1;         \
    const word all = (word)~(word)0;                                 \
    PROVE(KERNEL(hash, same)(a, b) == (a == b ? all : 0),            \
          "all ones or zero");                                       \
    PROVE(KERNEL(hash, equal)(a, b) == (a == b), "a bit");           \
  }                                                                  \
  void prove_choice_##hash(void) {                                   \
    const word number = (word)nondet_u64();                          \
    const word a = (word)nondet_u64(), b = (word)nondet_u64();       \
    const unsigned bit = nondet_u8();                                \
    ASSUME(bit < 8 * sizeof(word));                                  \
    PROVE(KERNEL(hash, pick)(number, (int)bit, a, b)                 \
              == ((number >> bit) & 1 ? a : b),                      \
          "one of two by a bit");                                    \
  }

COMPARISON(sha1, uint32_t)
COMPARISON(sha256, uint32_t)
COMPARISON(sha512, uint64_t)

/// From 2^31 on a difference has a sign.
void refute_comparison_of_32_bits(void) {
  const uint32_t a = nondet_u32(), b = nondet_u32();
  PROVE(KERNEL(sha1, same)(a, b) == (a == b ? UINT32_MAX : 0),
        "words of 32 bits");
}
