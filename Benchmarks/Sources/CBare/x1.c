// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#define LANES32 1
#define LANES64 1
#define PREFIX bare_lanes_x1
#define BARE bare_x1
#define TARGET
#include "bare.h"
