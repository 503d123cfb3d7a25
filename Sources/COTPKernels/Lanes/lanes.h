// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The kernels at one width. A backend's file defines
//   LANES32   how many 32-bit words are worked on side by side (1, 4, 8, 16)
//   LANES64   the same for 64-bit words (1, 2, 4, 8)
//   PREFIX    what the names of its functions begin with
//   TARGET    the attribute that lets the compiler use the instructions
// and includes this file once. With one lane, a vector is a plain integer.

#include <string.h>

// One message has no lanes to fill; its SHA-2 schedule fills vectors instead.
// The proofs read the block of many lanes, without vectors.
#ifndef SCHEDULE_IN_VECTORS
#define SCHEDULE_IN_VECTORS (LANES32 == 1)
#endif

#include "../constants.h"
#include "../decimal.h"
#include "../kernels.h"

#define GLUE2(a, b) a##_##b
#define GLUE(a, b) GLUE2(a, b)
#define FN(name) GLUE(PREFIX, name)
#define LANES_INLINE \
  static inline __attribute__((always_inline, unused)) TARGET

#if LANES32 == 1
typedef uint32_t FN(v32);
typedef uint64_t FN(v64);
#else
typedef uint32_t FN(v32) __attribute__((vector_size(4 * LANES32)));
typedef uint64_t FN(v64) __attribute__((vector_size(8 * LANES64)));
#endif
#define V32 FN(v32)
#define V64 FN(v64)

/// Hides from the optimiser where `x` came from. One lane is a plain integer:
/// of a mask the compiler would like to make a branch, and sums it takes apart
/// and adds in another order. Vectors leave it no choice.
#if LANES32 == 1
#define OPAQUE(x) __asm__("" : "+r"(x))
#else
#define OPAQUE(x) (void)0
#endif

/// Overwrites an array that is about to go, where the optimiser sees no reason
/// to.
///
/// The rule of this folder: an array that held a key, the pads made of it or a
/// digest is cleared before its function returns. Registers are not, and neither
/// are the places where the compiler puts one aside for a while; what is left
/// there is found by Scripts/check-wiping.
#define CLEAR(array)                                      \
  do {                                                    \
    memset(array, 0, sizeof array);                       \
    __asm__ volatile("" : : "r"(array) : "memory");       \
  } while (0)

/// Elements of two vectors, by their places in both.
#define PICK(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)

#define ROTL32(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define ROTR32(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
#define ROTR64(x, n) (((x) >> (n)) | ((x) << (64 - (n))))

// MARK: Tiles

#if LANES32 > 1

typedef uint8_t FN(octets) __attribute__((vector_size(16)));
typedef uint32_t FN(row32) __attribute__((vector_size(16)));
typedef uint64_t FN(row64) __attribute__((vector_size(16)));

/// Turns a tile of four words from each of four rows: `tile[k]` becomes word k
/// of each row. The words are big-endian in the rows if `swaps`.
LANES_INLINE void FN(turn32)(FN(octets) *tile, int swaps) {
  FN(row32) t[4];
  for (int k = 0; k < 4; k++) {
    if (swaps)
      tile[k] = PICK(tile[k], tile[k], 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8,
                     15, 14, 13, 12);
    t[k] = (FN(row32))tile[k];
  }
  FN(row32) a = PICK(t[0], t[1], 0, 4, 1, 5), b = PICK(t[2], t[3], 0, 4, 1, 5);
  FN(row32) c = PICK(t[0], t[1], 2, 6, 3, 7), d = PICK(t[2], t[3], 2, 6, 3, 7);
  tile[0] = (FN(octets))PICK(a, b, 0, 1, 4, 5);
  tile[1] = (FN(octets))PICK(a, b, 2, 3, 6, 7);
  tile[2] = (FN(octets))PICK(c, d, 0, 1, 4, 5);
  tile[3] = (FN(octets))PICK(c, d, 2, 3, 6, 7);
}

/// The same for two words from each of two rows.
LANES_INLINE void FN(turn64)(FN(octets) *tile, int swaps) {
  FN(row64) t[2];
  for (int k = 0; k < 2; k++) {
    if (swaps)
      tile[k] = PICK(tile[k], tile[k], 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12,
                     11, 10, 9, 8);
    t[k] = (FN(row64))tile[k];
  }
  tile[0] = (FN(octets))PICK(t[0], t[1], 0, 2);
  tile[1] = (FN(octets))PICK(t[0], t[1], 1, 3);
}

#endif

// MARK: SHA-1

#include "sha1.h"

// MARK: SHA-256

#define SHA2 sha256
#define SHA2_V V32
#define SHA2_LANES LANES32
#define SHA2_WORD uint32_t
#define SHA2_ROUNDS 64
#define SHA2_K otp_sha256_k
#define SHA2_SUM0(x) (ROTR32(x, 2) ^ ROTR32(x, 13) ^ ROTR32(x, 22))
#define SHA2_SUM1(x) (ROTR32(x, 6) ^ ROTR32(x, 11) ^ ROTR32(x, 25))
#define SHA2_SIGMA0(x) (ROTR32(x, 7) ^ ROTR32(x, 18) ^ ((x) >> 3))
#define SHA2_SIGMA1(x) (ROTR32(x, 17) ^ ROTR32(x, 19) ^ ((x) >> 10))
#include "sha2.h"

// MARK: SHA-512

#define SHA2 sha512
#define SHA2_V V64
#define SHA2_LANES LANES64
#define SHA2_WORD uint64_t
#define SHA2_ROUNDS 80
#define SHA2_K otp_sha512_k
#define SHA2_SUM0(x) (ROTR64(x, 28) ^ ROTR64(x, 34) ^ ROTR64(x, 39))
#define SHA2_SUM1(x) (ROTR64(x, 14) ^ ROTR64(x, 18) ^ ROTR64(x, 41))
#define SHA2_SIGMA0(x) (ROTR64(x, 1) ^ ROTR64(x, 8) ^ ((x) >> 7))
#define SHA2_SIGMA1(x) (ROTR64(x, 19) ^ ROTR64(x, 61) ^ ((x) >> 6))
#include "sha2.h"

// MARK: What each hash is used for

#define HASH sha1
#define WORD uint32_t
#define V V32
#define LANES LANES32
#define STATE_WORDS 5
#define ROUNDS 80
#define INITIAL otp_sha1_initial
#define TURN FN(turn32)
#include "hotp.h"

#define HASH sha256
#define WORD uint32_t
#define V V32
#define LANES LANES32
#define STATE_WORDS 8
#define ROUNDS 64
#define INITIAL otp_sha256_initial
#define TURN FN(turn32)
#include "hotp.h"

#define HASH sha512
#define WORD uint64_t
#define V V64
#define LANES LANES64
#define STATE_WORDS 8
#define ROUNDS 80
#define INITIAL otp_sha512_initial
#define TURN FN(turn64)
#include "hotp.h"

/// The kernels of this width, by otp_hash.
#define LANES_KERNEL(lanes, hash)                             \
  {                                                           \
    lanes, FN(GLUE(hash, pads)), FN(GLUE(hash, run)),         \
        FN(GLUE(hash, find)), FN(GLUE(hash, windows)),        \
        FN(GLUE(hash, secrets)),                              \
  }
#define LANES_KERNELS               \
  {                                 \
    LANES_KERNEL(LANES32, sha1),    \
    LANES_KERNEL(LANES32, sha256),  \
    LANES_KERNEL(LANES64, sha512),  \
  }
