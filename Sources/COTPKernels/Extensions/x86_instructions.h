// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The SHA extensions of x86-64 (SHA-NI), and PSHUFB, which every processor with
// them has. x86_model.h says what each computes.

#ifndef OTP_X86_INSTRUCTIONS_H
#define OTP_X86_INSTRUCTIONS_H

#include <immintrin.h>

#include "words.h"

#define X86_INLINE static inline __attribute__((always_inline, unused)) TARGET

// MARK: SHA-1

X86_INLINE words sha1_rnds4(words abcd, words words_e, int group) {
  const __m128i x = (__m128i)abcd, y = (__m128i)words_e;
  // The group is a part of the instruction.
  switch (group) {
    case 0: return (words)_mm_sha1rnds4_epu32(x, y, 0);
    case 1: return (words)_mm_sha1rnds4_epu32(x, y, 1);
    case 2: return (words)_mm_sha1rnds4_epu32(x, y, 2);
    default: return (words)_mm_sha1rnds4_epu32(x, y, 3);
  }
}

X86_INLINE words sha1_nexte(words before, words schedule) {
  return (words)_mm_sha1nexte_epu32((__m128i)before, (__m128i)schedule);
}

X86_INLINE words sha1_msg1(words x, words y) {
  return (words)_mm_sha1msg1_epu32((__m128i)x, (__m128i)y);
}

X86_INLINE words sha1_msg2(words x, words y) {
  return (words)_mm_sha1msg2_epu32((__m128i)x, (__m128i)y);
}

// MARK: SHA-256

X86_INLINE words sha256_rnds2(words cdgh, words abef, words schedule) {
  return (words)_mm_sha256rnds2_epu32((__m128i)cdgh, (__m128i)abef,
                                      (__m128i)schedule);
}

X86_INLINE words sha256_msg1(words x, words y) {
  return (words)_mm_sha256msg1_epu32((__m128i)x, (__m128i)y);
}

X86_INLINE words sha256_msg2(words x, words y) {
  return (words)_mm_sha256msg2_epu32((__m128i)x, (__m128i)y);
}

// MARK: Bytes

X86_INLINE octets pick_octets(octets table, octets places) {
  return (octets)_mm_shuffle_epi8((__m128i)table, (__m128i)places);
}

#endif
