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

#include "constants.h"
#include "decimal.h"
#include "kernels.h"

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
#define ROTL32(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define ROTR32(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
#define ROTR64(x, n) (((x) >> (n)) | ((x) << (64 - (n))))

// MARK: SHA-1

#include "sha1.h"

// MARK: SHA-256

#define SHA2_BLOCK FN(sha256_block)
#define SHA2_V V32
#define SHA2_ROUNDS 64
#define SHA2_K otp_sha256_k
#define SHA2_SUM0(x) (ROTR32(x, 2) ^ ROTR32(x, 13) ^ ROTR32(x, 22))
#define SHA2_SUM1(x) (ROTR32(x, 6) ^ ROTR32(x, 11) ^ ROTR32(x, 25))
#define SHA2_SIGMA0(x) (ROTR32(x, 7) ^ ROTR32(x, 18) ^ ((x) >> 3))
#define SHA2_SIGMA1(x) (ROTR32(x, 17) ^ ROTR32(x, 19) ^ ((x) >> 10))
#include "sha2.h"

// MARK: SHA-512

#define SHA2_BLOCK FN(sha512_block)
#define SHA2_V V64
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
#define INITIAL otp_sha1_initial
#include "hotp.h"

#define HASH sha256
#define WORD uint32_t
#define V V32
#define LANES LANES32
#define STATE_WORDS 8
#define INITIAL otp_sha256_initial
#include "hotp.h"

#define HASH sha512
#define WORD uint64_t
#define V V64
#define LANES LANES64
#define STATE_WORDS 8
#define INITIAL otp_sha512_initial
#include "hotp.h"

/// The kernels of this width, by otp_hash.
#define LANES_KERNELS                                                      \
  {                                                                        \
    {LANES32, FN(sha1_pads), FN(sha1_run), FN(sha1_pairs)},                \
    {LANES32, FN(sha256_pads), FN(sha256_run), FN(sha256_pairs)},          \
    {LANES64, FN(sha512_pads), FN(sha512_run), FN(sha512_pairs)},          \
  }
