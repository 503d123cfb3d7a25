// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What every proof begins with: the kernels of one lane, as they are compiled,
// and inputs of which ESBMC considers every value.
//
// A function `prove_…` must hold, a function `refute_…` must not: it shows that
// the checker sees a mistake of that kind. docs/proofs.md has the results.

#ifndef OTP_PROOF_H
#define OTP_PROOF_H

// ESBMC takes a hint to unroll a loop for a bound of it.
#define _Pragma(hint)

#define LANES32 1
#define SCHEDULE_IN_VECTORS 0
#define LANES64 1
#define PREFIX proof
#define TARGET
#include "lanes.h"

uint8_t nondet_u8(void);
uint32_t nondet_u32(void);
uint64_t nondet_u64(void);
size_t nondet_size(void);

/// Considers only the inputs for which `condition` holds.
#define ASSUME(condition) __ESBMC_assume(condition)
/// Holds for every input, or else the proof fails.
#define PROVE(condition, what) __ESBMC_assert(condition, what)

/// The function `name` of `hash` in one lane.
#define KERNEL(hash, name) FN(GLUE(hash, name))

/// Byte `i` of big-endian words.
#define BYTE(words, i)                           \
  ((uint8_t)((words)[(i) / sizeof *(words)]      \
             >> 8 * (sizeof *(words) - 1 - (i) % sizeof *(words))))

#endif
