// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// One width's bare compressions. The includer defines what lanes.h wants, and
// BARE, the name of the function.

#include "../../../Sources/COTPKernels/Lanes/lanes.h"

#define BARE_RUN(block, vector, words, lanes)           \
  do {                                                  \
    vector state[words], w[16];                         \
    memset(state, 1, sizeof state);                     \
    memset(w, 2, sizeof w);                             \
    for (size_t done = 0; done < count; done += lanes)  \
      for (int twice = 0; twice < 2; twice++) {         \
        /* Nothing is known of the words. */            \
        __asm__ volatile("" : : "r"(w) : "memory");     \
        block(state, w);                                \
      }                                                 \
    memcpy(&result, state, sizeof result);              \
  } while (0)

TARGET unsigned BARE(int hash, size_t count) {
  unsigned result = 0;
  if (hash == 0) BARE_RUN(FN(sha1_block), V32, 5, LANES32);
  if (hash == 1) BARE_RUN(FN(sha256_block), V32, 8, LANES32);
  if (hash == 2) BARE_RUN(FN(sha512_block), V64, 8, LANES64);
  return result;
}
