// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The same kernels over a model of the instructions, which runs on every
// machine: for tests.

#define TARGET
// Nothing here is fast, so it may be small.
#define EXT_UNROLL _Pragma("clang loop unroll(disable)")
#include "x86_model.h"
#define ROUNDS_HEADER "x86_rounds.h"
#include "messages.h"

const otp_kernel otp_sha_model[4][2] = EXT_KERNELS;

const otp_compressor otp_sha_model_compress[2] = EXT_COMPRESSORS;
