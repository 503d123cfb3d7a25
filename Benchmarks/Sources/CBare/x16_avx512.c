// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#define LANES32 16
#define LANES64 8
#define PREFIX bare_lanes_x16
#define BARE bare_x16
#define TARGET __attribute__((target("avx2,avx512f,avx512vl,avx512dq")))
#include "bare.h"

#endif
