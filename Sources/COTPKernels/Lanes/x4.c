// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// 128-bit vectors, which every 64-bit machine has (SSE2 or NEON).

#define LANES32 4
#define LANES64 2
#define PREFIX otp_x4
#define TARGET
#include "lanes.h"

const otp_kernel otp_x4[3] = LANES_KERNELS;
