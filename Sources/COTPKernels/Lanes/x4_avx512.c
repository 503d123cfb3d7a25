// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// 128-bit vectors with the rotations, the three-way logic and the 32 registers
// of AVX-512.

#if defined(__x86_64__)

#define LANES32 4
#define LANES64 2
#define PREFIX otp_x4_avx512
#define TARGET __attribute__((target("avx2,avx512f,avx512vl,avx512dq")))
#include "lanes.h"

const otp_kernel otp_x4_avx512[3] = LANES_KERNELS;

#endif
