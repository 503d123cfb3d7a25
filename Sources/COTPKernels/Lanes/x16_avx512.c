// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// 512-bit vectors (AVX-512).

#if defined(__x86_64__)

#define LANES32 16
#define LANES64 8
#define PREFIX otp_x16_avx512
#define TARGET __attribute__((target("avx2,avx512f,avx512vl,avx512dq")))
#include "lanes.h"

const otp_kernel otp_x16_avx512[3] = LANES_KERNELS;

#endif
