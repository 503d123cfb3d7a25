// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// One lane, with the rotations of BMI2 that leave their operand as it is, and
// the schedule in vectors with those of AVX-512.

#if defined(__x86_64__)

#define LANES32 1
#define LANES64 1
#define PREFIX otp_x1_avx512
#define TARGET __attribute__((target("bmi,bmi2,avx512f,avx512vl")))
#include "lanes.h"

const otp_kernel otp_x1_avx512[3] = LANES_KERNELS;

const otp_compressor otp_x1_avx512_compress[3] = {
    FN(sha1_compress), FN(sha256_compress), FN(sha512_compress)};

#endif
