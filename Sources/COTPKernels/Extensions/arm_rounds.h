// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Rounds and schedules of SHA-1 and SHA-256 with the cryptographic extension of
// 64-bit ARM. The functions are those of x86_rounds.h, which describes them.

#ifndef OTP_ARM_ROUNDS_H
#define OTP_ARM_ROUNDS_H

#include <arm_neon.h>

#include "../constants.h"
#include "words.h"

/// Byte k of the result is the byte of `table` that byte k of `places` names,
/// or zero where there is no such byte.
EXT_INLINE octets pick_octets(octets table, octets places) {
  return (octets)vqtbl1q_u8((uint8x16_t)table, (uint8x16_t)places);
}

// MARK: SHA-1

#define SHA1_WORDS(a, b, c, d) ((words){a, b, c, d})

EXT_INLINE words sha1_swapped(octets bytes) {
  return (words)vrev32q_u8((uint8x16_t)bytes);
}

EXT_INLINE words sha1_ordered(words state) { return state; }

EXT_INLINE words sha1_first(words abcd, words e, words schedule) {
  return (words)vsha1cq_u32((uint32x4_t)abcd, e[0],
                            (uint32x4_t)(schedule + otp_sha1_k[0]));
}

EXT_INLINE words sha1_four(words abcd, words before, words schedule,
                           int group) {
  const uint32_t e = vsha1h_u32(before[0]);
  const uint32x4_t state = (uint32x4_t)abcd;
  const uint32x4_t ready = (uint32x4_t)(schedule + otp_sha1_k[group]);
  if (group == 0) return (words)vsha1cq_u32(state, e, ready);
  if (group == 2) return (words)vsha1mq_u32(state, e, ready);
  return (words)vsha1pq_u32(state, e, ready);
}

EXT_INLINE words sha1_add_e(words before, words e) {
  return e + (words){vsha1h_u32(before[0]), 0, 0, 0};
}

EXT_INLINE words sha1_schedule(const words *w, int i) {
  const uint32x4_t x = vsha1su0q_u32((uint32x4_t)w[(i - 4) & 7],
                                     (uint32x4_t)w[(i - 3) & 7],
                                     (uint32x4_t)w[(i - 2) & 7]);
  return (words)vsha1su1q_u32(x, (uint32x4_t)w[(i - 1) & 7]);
}

EXT_INLINE octets sha1_offset(words e) {
  return (octets)vdupq_laneq_u8((uint8x16_t)e, 0) & 15;
}

EXT_INLINE uint32_t number_at(words abcd, words e, octets offset) {
  // The bytes of each word are in reverse: byte j of the digest is byte j ^ 3
  // of the vectors as they are.
  const octets front = (octets)vrev32q_u8((uint8x16_t)abcd);
  const octets back = (octets)vrev32q_u8((uint8x16_t)e);
  const octets places = (octets)(words){0x00010203} + offset;
  // Of the two places only one is below 16 and is read; the other gives zero.
  const octets number =
      pick_octets(front, places) | pick_octets(back, places - 16);
  return ((words)number)[0] & 0x7fffffff;
}

// MARK: SHA-256

typedef struct {
  words abcd, efgh;
} sha256_variables;

EXT_INLINE sha256_variables sha256_from(words abcd, words efgh) {
  return (sha256_variables){abcd, efgh};
}

EXT_INLINE words sha256_abcd(sha256_variables v) { return v.abcd; }

EXT_INLINE words sha256_efgh(sha256_variables v) { return v.efgh; }

EXT_INLINE words sha256_front(sha256_variables v) { return v.abcd; }

EXT_INLINE words sha256_back(sha256_variables v) { return v.efgh; }

EXT_INLINE octets sha256_offset(sha256_variables v) {
  return (octets)vdupq_laneq_u8((uint8x16_t)v.efgh, 12) & 15;
}

EXT_INLINE sha256_variables sha256_sum(sha256_variables v,
                                       sha256_variables w) {
  return (sha256_variables){v.abcd + w.abcd, v.efgh + w.efgh};
}

EXT_INLINE sha256_variables sha256_four(sha256_variables v, words schedule) {
  const uint32x4_t abcd = (uint32x4_t)v.abcd, efgh = (uint32x4_t)v.efgh;
  const uint32x4_t ready = (uint32x4_t)schedule;
  return (sha256_variables){(words)vsha256hq_u32(abcd, efgh, ready),
                            (words)vsha256h2q_u32(efgh, abcd, ready)};
}

EXT_INLINE words sha256_schedule(words w0, words w1, words w2, words w3) {
  return (words)vsha256su1q_u32(
      vsha256su0q_u32((uint32x4_t)w0, (uint32x4_t)w1), (uint32x4_t)w2,
      (uint32x4_t)w3);
}

#endif
