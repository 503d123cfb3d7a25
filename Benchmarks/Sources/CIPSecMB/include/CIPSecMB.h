// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Intel's multi-buffer library, found at run time: HMAC-SHA1 of 8-byte
/// counters under one prepared key, in bursts of 128 jobs.

#ifndef CIPSECMB_H
#define CIPSECMB_H

#include <stddef.h>
#include <stdint.h>

/// Opens the library with a 20-byte key. 0 if it is installed, and its headers
/// were when this was built.
int ipsec_mb_open(const uint8_t *key);

/// Writes the 20-byte authentication codes of `count` counters from `first`
/// on, `count` being a multiple of 128.
void ipsec_mb_run(uint64_t first, size_t count, uint8_t *codes);

#endif
