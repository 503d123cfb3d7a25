// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#define LANES32 8
#define LANES64 4
#define PREFIX bare_lanes_x8
#define BARE bare_x8
#define TARGET __attribute__((target("avx2")))
#include "bare.h"

#endif
