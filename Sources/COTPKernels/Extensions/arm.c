// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The cryptographic extension of 64-bit ARM.

#if defined(__aarch64__)

#define TARGET __attribute__((target("sha2")))

#define ROUNDS_HEADER "arm_rounds.h"
#include "messages.h"

const otp_kernel otp_sha_arm[4][2] = EXT_KERNELS;

const otp_compressor otp_sha_arm_compress[2] = EXT_COMPRESSORS;

#endif
