// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// One lane, in the machine's ordinary registers.

#define LANES32 1
#define LANES64 1
#define PREFIX otp_x1
#define TARGET
#include "lanes.h"

const otp_kernel otp_x1[3] = LANES_KERNELS;

const otp_compressor otp_x1_compress[3] = {
    FN(sha1_compress), FN(sha256_compress), FN(sha512_compress)};
