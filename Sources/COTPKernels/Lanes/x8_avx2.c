// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// 256-bit vectors (AVX2).

#if defined(__x86_64__)

#define LANES32 8
#define LANES64 4
#define PREFIX otp_x8_avx2
#define TARGET __attribute__((target("avx2")))
#include "lanes.h"

const otp_kernel otp_x8_avx2[3] = LANES_KERNELS;

#endif
