// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What a kernel is, and the kernels that are compiled in. Each width is a file
// that includes lanes.h once; dispatch.c decides which one serves which work.

#ifndef OTP_KERNELS_H
#define OTP_KERNELS_H

#include "COTPKernels.h"

/// One hash at one width.
typedef struct {
  /// How many computations a pass does side by side: a power of two, but for a
  /// kernel that interleaves three messages.
  size_t lanes;

  /// The pads of one key, which is no longer than a block.
  void (*pads)(otp_key key, void *pads);

  /// The codes of `count` counters from `first` on, under one key.
  void (*run)(const void *pads, uint64_t first, size_t count, unsigned digits,
              uint32_t *codes);

  /// Where each of three wanted codes is among those of `count` counters, 1 to
  /// 64.
  void (*find)(const void *pads, uint64_t first, size_t count, unsigned digits,
               const uint32_t *wanted, uint64_t *matches);

  /// Where the codes of `count` windows match, no more than there are lanes.
  void (*windows)(otp_window *windows, size_t count, size_t width,
                  unsigned digits);

  /// The codes of `count` keys, none longer than a block, for one counter.
  void (*secrets)(const otp_key *keys, size_t count, uint64_t counter,
                  unsigned digits, uint32_t *codes);
} otp_kernel;

/// The kernels of one width, by otp_hash.
extern const otp_kernel otp_x1[3];
extern const otp_kernel otp_x4[3];
#if defined(__x86_64__)
extern const otp_kernel otp_x1_bmi2[3];
extern const otp_kernel otp_x1_avx512[3];
extern const otp_kernel otp_x8_avx2[3];
extern const otp_kernel otp_x4_avx512[3];
extern const otp_kernel otp_x8_avx512[3];
extern const otp_kernel otp_x16_avx512[3];
#endif

/// The kernels that interleave one to four messages, by their number less one
/// and by otp_hash (SHA-1 and SHA-256 only): on the SHA extensions of x86-64,
/// without and with AVX-512, on those of 64-bit ARM, and on a model of the first
/// in plain C.
#if defined(__x86_64__)
extern const otp_kernel otp_sha_x86[4][2];
extern const otp_kernel otp_sha_avx512[4][2];
#elif defined(__aarch64__)
extern const otp_kernel otp_sha_arm[4][2];
#endif
extern const otp_kernel otp_sha_model[4][2];

/// Hashes `count` blocks of one message into `state`: by otp_hash. Those of the
/// SHA extensions are for SHA-1 and SHA-256 only.
typedef void (*otp_compressor)(void *state, const uint8_t *blocks,
                               size_t count);
extern const otp_compressor otp_x1_compress[3];
#if defined(__x86_64__)
extern const otp_compressor otp_x1_bmi2_compress[3];
extern const otp_compressor otp_x1_avx512_compress[3];
extern const otp_compressor otp_sha_x86_compress[2];
extern const otp_compressor otp_sha_avx512_compress[2];
#elif defined(__aarch64__)
extern const otp_compressor otp_sha_arm_compress[2];
#endif
extern const otp_compressor otp_sha_model_compress[2];

/// What the processor has and the operating system saves.
typedef struct {
  /// AVX2, with the 256-bit registers, and BMI2.
  int avx2;
  /// AVX-512 F, VL and DQ, with the 512-bit registers.
  int avx512;
  /// The instructions for SHA-1 and SHA-256, and those that their kernels use
  /// beside them.
  int sha;
  /// Whether it begins a message's round while another's is under way.
  int overlaps_sha;
} otp_cpu;

otp_cpu otp_cpu_features(void);

#endif
