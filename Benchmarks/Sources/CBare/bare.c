// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#include "CBare.h"

#include <string.h>

unsigned bare_x1(int hash, size_t count);
unsigned bare_x4(int hash, size_t count);
unsigned bare_x8(int hash, size_t count);
unsigned bare_x16(int hash, size_t count);

unsigned bare_compressions(const char *name, int hash, size_t count) {
  if (strcmp(name, "single") == 0) return bare_x1(hash, count);
  if (strcmp(name, "baseline") == 0) return bare_x4(hash, count);
#if defined(__x86_64__)
  // With the SHA extensions beside them, the bulk is done by the same lanes;
  // but for SHA-256, which has no lanes then without AVX-512.
  if (strcmp(name, "avx2") == 0) return bare_x8(hash, count);
  if (strcmp(name, "avx2+sha") == 0)
    return hash == 1 ? 0 : bare_x8(hash, count);
  if (strncmp(name, "avx512", 6) == 0) return bare_x16(hash, count);
#endif
  return 0;
}
