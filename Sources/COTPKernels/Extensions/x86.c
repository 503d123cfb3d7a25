// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The SHA extensions of x86-64 (SHA-NI).

#if defined(__x86_64__)

#define TARGET __attribute__((target("sha,sse4.1,ssse3")))
#include "x86_instructions.h"
#define ROUNDS_HEADER "x86_rounds.h"
#include "messages.h"

const otp_kernel otp_sha_x86[4][2] = EXT_KERNELS;

const otp_compressor otp_sha_x86_compress[2] = EXT_COMPRESSORS;

#endif
