// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// 256-bit vectors with the rotations, three-way logic and 32 registers of
// AVX-512VL.

#if defined(__x86_64__)

#define LANES32 8
#define LANES64 4
#define PREFIX otp_x8vl
#define TARGET __attribute__((target("avx2,avx512f,avx512vl")))
#include "lanes.h"

const otp_backend otp_backend_avx512vl = LANES_BACKEND("avx512vl");

#endif
