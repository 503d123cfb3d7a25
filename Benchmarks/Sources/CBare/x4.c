// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#define LANES32 4
#define LANES64 2
#define PREFIX bare_lanes_x4
#define BARE bare_x4
#define TARGET
#include "bare.h"
