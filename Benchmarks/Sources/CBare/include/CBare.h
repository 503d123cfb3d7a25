// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The bare cost of a code: two compressions of whole blocks side by side,
/// with the code that the kernels are made of and nothing around it.

#ifndef CBARE_H
#define CBARE_H

#include <stddef.h>

/// Does two compressions for each of `count` codes, by the hash's number (0
/// SHA-1, 1 SHA-256, 2 SHA-512) and at the width of the backend called `name`;
/// gives back something made of the results. 0 if there is no such backend.
unsigned bare_compressions(const char *name, int hash, size_t count);

#endif
