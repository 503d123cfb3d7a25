// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The vectors that the SHA extensions work on: 128 bits.

#ifndef OTP_EXTENSIONS_WORDS_H
#define OTP_EXTENSIONS_WORDS_H

#include <stdint.h>

#include "COTPKernels.h"

typedef uint32_t words __attribute__((vector_size(16)));
typedef uint64_t pairs __attribute__((vector_size(16)));
typedef uint8_t octets __attribute__((vector_size(16)));

/// Elements of two vectors, by their places in both.
#define PICK(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)

#endif
