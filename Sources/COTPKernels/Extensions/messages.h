// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The kernels of the SHA extensions. The instructions work on one message, so
// a kernel has no lanes: it interleaves the rounds of one to four messages, and
// the processor begins one message's round while it waits for another's.
//
// A file of a processor defines TARGET, the attribute that lets the compiler
// use the instructions, and includes this file and what has the rounds. All of
// it is in registers: no address and no branch is made of a secret.

#include <string.h>

#include "../constants.h"
#include "../decimal.h"
#include "../kernels.h"
#include "words.h"

/// The most messages that a kernel interleaves.
#define MESSAGES 4

#define EXT_INLINE static inline __attribute__((always_inline, unused)) TARGET
#ifndef EXT_UNROLL
#define EXT_UNROLL _Pragma("GCC unroll 20")
#endif
#define GLUE2(a, b) a##_##b
#define GLUE(a, b) GLUE2(a, b)

#include ROUNDS_HEADER

/// The 16 bytes of a key from `from` on, and zeros after its end.
EXT_INLINE octets key_octets(otp_key key, size_t from) {
  octets bytes = {0};
  if (from + 16 <= key.count) {
    memcpy(&bytes, key.bytes + from, 16);
  } else if (from < key.count && key.count >= 16) {
    // The last 16 bytes of the key, moved to the front.
    static const uint8_t slide[32] = {
        0,   1,   2,   3,   4,   5,   6,   7,   8,   9,   10,
        11,  12,  13,  14,  15,  128, 128, 128, 128, 128, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128};
    octets places;
    memcpy(&bytes, key.bytes + key.count - 16, 16);
    memcpy(&places, slide + 16 - (key.count - from), 16);
    bytes = pick_octets(bytes, places);
  } else {
    for (size_t i = from; i < key.count; i++)
      bytes[i - from] = key.bytes[i];
  }
  return bytes;
}

/// One where `a` and `b`, which are below 2^31, are the same, else zero.
EXT_INLINE uint32_t same(uint32_t a, uint32_t b) {
  return (otp_opaque(a ^ b) - 1) >> 31;
}

#include "sha1.h"
#define HASH sha1
#define STATE_WORDS 5
#define INITIAL otp_sha1_initial
#include "hotp.h"

#include "sha256.h"
#define HASH sha256
#define STATE_WORDS 8
#define INITIAL otp_sha256_initial
#include "hotp.h"

/// The kernels that interleave `n` messages, by otp_hash. SHA-512 has no such
/// instructions.
#define EXT_KERNEL(hash, n)                                   \
  {n, hash##_pads, hash##_run_##n, hash##_find_##n,           \
   hash##_windows_##n, hash##_secrets_##n}
#define EXT_PAIR(n) {EXT_KERNEL(sha1, n), EXT_KERNEL(sha256, n)}
#define EXT_KERNELS {EXT_PAIR(1), EXT_PAIR(2), EXT_PAIR(3), EXT_PAIR(4)}
#define EXT_COMPRESSORS {sha1_compress, sha256_compress}
