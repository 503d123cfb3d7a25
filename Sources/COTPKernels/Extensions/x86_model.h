// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What the SHA extensions of x86-64 compute, in plain C: a model that runs on
// every machine. After the operation sections of SHA1RNDS4, SHA1NEXTE,
// SHA1MSG1, SHA1MSG2, SHA256RNDS2, SHA256MSG1, SHA256MSG2 and PSHUFB in the
// "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2.
//
// The lowest element of a vector, [0], is the manual's [31:0]. The names are
// those of x86_instructions.h, which maps them to the instructions.

#ifndef OTP_X86_MODEL_H
#define OTP_X86_MODEL_H

#include "words.h"

#define MODEL_INLINE static __attribute__((noinline, unused))

MODEL_INLINE uint32_t model_rotl(uint32_t x, int n) {
  return x << n | x >> (32 - n);
}

MODEL_INLINE uint32_t model_rotr(uint32_t x, int n) {
  return x >> n | x << (32 - n);
}

// MARK: SHA-1

/// Four rounds. `abcd` has a in its highest element; the highest element of
/// `words` is the first word of the schedule plus the variable e. `group`, 0 to
/// 3, selects the function and the constant of twenty rounds.
MODEL_INLINE words sha1_rnds4(words abcd, words words_e, int group) {
  static const uint32_t constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
                                        0xca62c1d6};
  uint32_t a = abcd[3], b = abcd[2], c = abcd[1], d = abcd[0], e = 0;
  for (int i = 0; i < 4; i++) {
    const uint32_t f = group == 0   ? (b & c) ^ (~b & d)
                       : group == 2 ? (b & c) ^ (b & d) ^ (c & d)
                                    : b ^ c ^ d;
    const uint32_t next =
        f + model_rotl(a, 5) + words_e[3 - i] + e + constants[group];
    e = d;
    d = c;
    c = model_rotl(b, 30);
    b = a;
    a = next;
  }
  return (words){d, c, b, a};
}

/// The words of `schedule`, with the variable e added to the first: e is a of
/// four rounds before, rotated by 30.
MODEL_INLINE words sha1_nexte(words before, words schedule) {
  schedule[3] += model_rotl(before[3], 30);
  return schedule;
}

MODEL_INLINE words sha1_msg1(words x, words y) {
  return (words){y[2] ^ x[0], y[3] ^ x[1], x[0] ^ x[2], x[1] ^ x[3]};
}

MODEL_INLINE words sha1_msg2(words x, words y) {
  const uint32_t w16 = model_rotl(x[3] ^ y[2], 1);
  const uint32_t w17 = model_rotl(x[2] ^ y[1], 1);
  const uint32_t w18 = model_rotl(x[1] ^ y[0], 1);
  return (words){model_rotl(x[0] ^ w16, 1), w18, w17, w16};
}

// MARK: SHA-256

/// Two rounds with the two lowest elements of `schedule`, which has the
/// rounds' constants added.
MODEL_INLINE words sha256_rnds2(words cdgh, words abef, words schedule) {
  uint32_t a = abef[3], b = abef[2], c = cdgh[3], d = cdgh[2];
  uint32_t e = abef[1], f = abef[0], g = cdgh[1], h = cdgh[0];
  for (int i = 0; i < 2; i++) {
    const uint32_t sum1 =
        model_rotr(e, 6) ^ model_rotr(e, 11) ^ model_rotr(e, 25);
    const uint32_t sum0 =
        model_rotr(a, 2) ^ model_rotr(a, 13) ^ model_rotr(a, 22);
    const uint32_t t = ((e & f) ^ (~e & g)) + sum1 + schedule[i] + h;
    const uint32_t next = t + ((a & b) ^ (a & c) ^ (b & c)) + sum0;
    h = g;
    g = f;
    f = e;
    e = t + d;
    d = c;
    c = b;
    b = a;
    a = next;
  }
  return (words){f, e, b, a};
}

MODEL_INLINE uint32_t model_sigma0(uint32_t x) {
  return model_rotr(x, 7) ^ model_rotr(x, 18) ^ x >> 3;
}

MODEL_INLINE uint32_t model_sigma1(uint32_t x) {
  return model_rotr(x, 17) ^ model_rotr(x, 19) ^ x >> 10;
}

MODEL_INLINE words sha256_msg1(words x, words y) {
  return (words){x[0] + model_sigma0(x[1]), x[1] + model_sigma0(x[2]),
                 x[2] + model_sigma0(x[3]), x[3] + model_sigma0(y[0])};
}

MODEL_INLINE words sha256_msg2(words x, words y) {
  const uint32_t w16 = x[0] + model_sigma1(y[2]);
  const uint32_t w17 = x[1] + model_sigma1(y[3]);
  return (words){w16, w17, x[2] + model_sigma1(w16), x[3] + model_sigma1(w17)};
}

// MARK: Bytes

/// Byte k of the result is the byte of `table` that the low four bits of byte k
/// of `places` name, or zero where the highest bit of that byte is one.
///
/// Every byte of the table is looked at for every place, so that no address
/// depends on a place.
MODEL_INLINE octets pick_octets(octets table, octets places) {
  octets result = {0};
  for (int k = 0; k < 16; k++)
    for (uint32_t i = 0; i < 16; i++) {
      const uint32_t other = ((uint32_t)places[k] & 0x8f) ^ i;
      result[k] |= table[i] & (uint8_t)(otp_opaque(other - 1) >> 24);
    }
  return result;
}

#endif
