// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Rounds and schedules of SHA-1 and SHA-256 with the SHA extensions of x86-64,
// or with their model: whichever the includer has included before. arm_rounds.h
// has the same functions for 64-bit ARM.
//
// VECTOR_SCHEDULE, if the includer defines it, makes a part of the schedules
// with ordinary vectors: on Intel's processors, SHA1MSG2 and SHA256MSG1 take
// four cycles of the one port that the rounds need too.

#ifndef OTP_X86_ROUNDS_H
#define OTP_X86_ROUNDS_H

// MARK: SHA-1

/// Four words in the order in which SHA-1's instructions take them: the first
/// is the highest element.
#define SHA1_WORDS(a, b, c, d) ((words){d, c, b, a})

/// The words of 16 bytes of a message, in the order of SHA1_WORDS.
EXT_INLINE words sha1_swapped(octets bytes) {
  return (words)PICK(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3,
                     2, 1, 0);
}

/// Four words of a state in memory, in the order of SHA1_WORDS and back.
EXT_INLINE words sha1_ordered(words state) {
  return PICK(state, state, 3, 2, 1, 0);
}

/// The first four rounds of a block. The variable e is the first word of `e`.
EXT_INLINE words sha1_first(words abcd, words e, words schedule) {
  return sha1_rnds4(abcd, e + schedule, 0);
}

/// Four rounds; `before` is abcd before the last four rounds. `group` is 0 to
/// 3 for twenty rounds each.
EXT_INLINE words sha1_four(words abcd, words before, words schedule,
                           int group) {
  return sha1_rnds4(abcd, sha1_nexte(before, schedule), group);
}

/// `e`, with the variable e of the end of a block added to its first word.
EXT_INLINE words sha1_add_e(words before, words e) {
  return sha1_nexte(before, e);
}

/// Words 4i to 4i + 3 of the schedule, for i from 4 on. `w` has the last 32
/// words, those of 4k to 4k + 3 at index k modulo 8.
EXT_INLINE words sha1_schedule(const words *w, int i) {
#ifdef VECTOR_SCHEDULE
  if (i >= 8) {
    // The recurrence applied to itself: no word of the four needs another.
    const words x = w[(i - 4) & 7] ^ w[(i - 7) & 7] ^ w[i & 7]
                    ^ PICK(w[(i - 1) & 7], w[(i - 2) & 7], 2, 3, 4, 5);
    return x << 2 | x >> 30;
  }
#endif
  const words x = sha1_msg1(w[(i - 4) & 7], w[(i - 3) & 7]);
  return sha1_msg2(x ^ w[(i - 2) & 7], w[(i - 1) & 7]);
}

/// The low four bits of a digest's last byte, in every byte of a vector.
EXT_INLINE octets sha1_offset(words e) {
  const octets bytes = (octets)e;
  return PICK(bytes, bytes, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
              12, 12, 12)
         & 15;
}

/// 31 bits of the four bytes of a digest at `offset` (RFC 4226 section 5.3),
/// which is 0 to 15 in every byte. The first 16 bytes of the digest are in
/// `abcd`, the next four in the first word of `e`.
EXT_INLINE uint32_t number_at(words abcd, words e, octets offset) {
  // Byte j of the digest is byte 15 - j of abcd, or 31 - j of e.
  const octets places = (octets)(words){0x0f0e0d0c} - offset;
  // Of the two places only one is below 16 and is read; the other gives zero.
  const octets front = pick_octets((octets)abcd, places);
  const octets back = pick_octets((octets)e, places ^ 0x80);
  return ((words)(front | back))[0] & 0x7fffffff;
}

// MARK: SHA-256

/// The two vectors of the variables a to h that the instructions work on.
typedef struct {
  words abef, cdgh;
} sha256_variables;

EXT_INLINE sha256_variables sha256_from(words abcd, words efgh) {
  return (sha256_variables){PICK(abcd, efgh, 5, 4, 1, 0),
                            PICK(abcd, efgh, 7, 6, 3, 2)};
}

EXT_INLINE words sha256_abcd(sha256_variables v) {
  return PICK(v.abef, v.cdgh, 3, 2, 7, 6);
}

EXT_INLINE words sha256_efgh(sha256_variables v) {
  return PICK(v.abef, v.cdgh, 1, 0, 5, 4);
}

/// The first four words of a digest, and the fifth, in the order of SHA1_WORDS.
EXT_INLINE words sha256_front(sha256_variables v) {
  return PICK(v.abef, v.cdgh, 6, 7, 2, 3);
}

EXT_INLINE words sha256_back(sha256_variables v) {
  return PICK(v.abef, v.abef, 1, 1, 1, 1);
}

/// The low four bits of a digest's last byte, in every byte of a vector.
EXT_INLINE octets sha256_offset(sha256_variables v) {
  const octets bytes = (octets)v.cdgh;
  return PICK(bytes, bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
         & 15;
}

/// The sum of each variable, which ends a block.
EXT_INLINE sha256_variables sha256_sum(sha256_variables v,
                                       sha256_variables w) {
  return (sha256_variables){v.abef + w.abef, v.cdgh + w.cdgh};
}

/// Four rounds with words of the schedule to which the rounds' constants are
/// added.
EXT_INLINE sha256_variables sha256_four(sha256_variables v, words schedule) {
  v.cdgh = sha256_rnds2(v.cdgh, v.abef, schedule);
  schedule = PICK(schedule, schedule, 2, 3, 2, 3);
  v.abef = sha256_rnds2(v.abef, v.cdgh, schedule);
  return v;
}

/// Words t to t + 3 of the schedule: `w0` has word t - 16 as its first, `w1`
/// word t - 12, and so on.
EXT_INLINE words sha256_schedule(words w0, words w1, words w2, words w3) {
#ifdef VECTOR_SCHEDULE
  const words x = PICK(w0, w1, 1, 2, 3, 4);
  w0 += (x >> 7 | x << 25) ^ (x >> 18 | x << 14) ^ x >> 3;
#else
  w0 = sha256_msg1(w0, w1);
#endif
  return sha256_msg2(w0 + PICK(w2, w3, 1, 2, 3, 4), w3);
}

#endif
