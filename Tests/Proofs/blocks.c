// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Keys and counters on their way into blocks of words.
//
// Options: --bitwuzla --unwind 65

#include <stdlib.h>

#include "proof.h"

/// A key of any length up to a block, which ends where its memory does.
#define KEY(block)                                                   \
  const size_t count = nondet_size();                                \
  ASSUME(count <= block);                                            \
  uint8_t *bytes = malloc(count);                                    \
  ASSUME(bytes != NULL);                                             \
  const otp_key key = {bytes, count}

/// Byte `i` of the block of a key: zeros come after it (RFC 2104 section 2).
static uint8_t padded(otp_key key, size_t i) {
  return i < key.count ? key.bytes[i] : 0;
}

#define KEYS(hash, word)                                             \
  void prove_key_##hash(void) {                                      \
    KEY(16 * sizeof(word));                                          \
    const size_t i = nondet_size();                                  \
    ASSUME(i < 16);                                                  \
    word expected = 0;                                               \
    for (size_t k = 0; k < sizeof(word); k++)                        \
      expected = (word)(expected << 8) | padded(key, i * sizeof(word) + k); \
    PROVE(KERNEL(hash, key_word)(key, i) == expected,                \
          "each word of a key of any length");                       \
  }

KEYS(sha1, uint32_t)
KEYS(sha256, uint32_t)
KEYS(sha512, uint64_t)

/// The two words of SHA-1's and SHA-256's counters, the one of SHA-512's.
#define COUNTERS(hash, word, words)                                  \
  static uint64_t hash##_counter(const word *counter) {              \
    return words == 1 ? counter[0]                                   \
                      : (uint64_t)counter[0] << 32 | counter[words - 1]; \
  }                                                                  \
  void prove_counter_##hash(void) {                                  \
    word from[words], counter[words];                                \
    for (int i = 0; i < words; i++) from[i] = (word)nondet_u64();    \
    const word steps = nondet_u32() >> 1;                            \
    KERNEL(hash, advance)(from, steps, counter);                     \
    PROVE(hash##_counter(counter) == hash##_counter(from) + steps,   \
          "the carry of every counter");                             \
    const uint64_t first = nondet_u64();                             \
    KERNEL(hash, consecutive)(first, counter);                       \
    PROVE(hash##_counter(counter) == first, "its words");            \
  }

COUNTERS(sha1, uint32_t, 2)
COUNTERS(sha256, uint32_t, 2)
COUNTERS(sha512, uint64_t, 1)

/// Byte `i` of the second block of a message with `count` bytes in it (FIPS
/// 180-4 section 5.1).
static uint8_t ended(const uint8_t *message, size_t count, size_t block,
                     size_t i) {
  const uint64_t bits = 8 * (block + count);
  if (i < count) return message[i];
  if (i == count) return 0x80;
  return i < block - 8 ? 0 : (uint8_t)(bits >> 8 * (block - 1 - i));
}

#define BLOCKS(hash, word, words)                                    \
  void prove_last_block_##hash(void) {                               \
    word w[16], digest[words];                                       \
    uint8_t message[sizeof digest];                                  \
    const size_t i = nondet_size();                                  \
    ASSUME(i < sizeof w);                                            \
    const uint64_t first = nondet_u64();                             \
    word counter[8 / sizeof(word)];                                  \
    KERNEL(hash, consecutive)(first, counter);                       \
    KERNEL(hash, counter_block)(counter, w);                         \
    for (int k = 0; k < 8; k++) message[k] = (uint8_t)(first >> (56 - 8 * k)); \
    PROVE(BYTE(w, i) == ended(message, 8, sizeof w, i),              \
          "the block of every counter");                             \
    for (int k = 0; k < words; k++) w[k] = digest[k] = (word)nondet_u64(); \
    for (size_t k = 0; k < sizeof digest; k++) message[k] = BYTE(digest, k); \
    KERNEL(hash, finish)(w, words);                                  \
    PROVE(BYTE(w, i) == ended(message, sizeof digest, sizeof w, i),  \
          "the block of every inner digest");                        \
  }

BLOCKS(sha1, uint32_t, 5)
BLOCKS(sha256, uint32_t, 8)
BLOCKS(sha512, uint64_t, 8)

/// Without the carry, one counter in 2^32 goes wrong.
void refute_counter_without_carry(void) {
  uint32_t from[2] = {nondet_u32(), nondet_u32()}, counter[2];
  const uint32_t steps = nondet_u32() >> 1;
  KERNEL(sha1, advance)(from, steps, counter);
  PROVE(counter[0] == from[0] && counter[1] == from[1] + steps,
        "the high word stays");
}

/// A key's last word reads no byte beyond it.
void refute_key_of_whole_words(void) {
  KEY(64);
  const size_t i = nondet_size();
  ASSUME(i < 16 && 4 * i < count);
  PROVE(KERNEL(sha1, key_word)(key, i) == KERNEL(sha1, load)(bytes, i),
        "whole words");
}
