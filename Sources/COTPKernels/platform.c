// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The little that Swift's standard library cannot do by itself.

#include <string.h>
#include <time.h>

#include "COTPKernels.h"

void otp_wipe(void *bytes, size_t count) {
  if (count == 0) return;
  memset(bytes, 0, count);
  // The compiler must assume that this reads the bytes.
  __asm__ volatile("" : : "r"(bytes) : "memory");
}

__attribute__((noinline)) uint32_t otp_decide(uint32_t mask) {
  return otp_opaque(mask);
}

int64_t otp_unix_seconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return INT64_MIN;
  return (int64_t)now.tv_sec;
}
