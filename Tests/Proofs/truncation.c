// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Truncation: the kernels pick four bytes under masks; RFC 4226 section 5.3
// reads them at an offset.
//
// Options: --bitwuzla --unwind 65

#include "proof.h"

#define DIGEST(word, words)                                      \
  word s[words];                                                 \
  uint8_t digest[sizeof s];                                      \
  for (int i = 0; i < words; i++) s[i] = (word)nondet_u64();     \
  for (int i = 0; i < (int)sizeof s; i++) digest[i] = BYTE(s, i)

/// The 31-bit number of RFC 4226 section 5.3. The last byte names the offset
/// whatever the hash (erratum 6756).
static uint32_t truncated(const uint8_t *digest, int count) {
  const int offset = digest[count - 1] & 0xf;
  return (uint32_t)(digest[offset] & 0x7f) << 24
         | (uint32_t)digest[offset + 1] << 16
         | (uint32_t)digest[offset + 2] << 8 | digest[offset + 3];
}

#define TRUNCATION(hash, word, words)                      \
  void prove_truncation_##hash(void) {                     \
    DIGEST(word, words);                                   \
    PROVE(KERNEL(hash, truncate)(s)                        \
              == truncated(digest, sizeof digest),         \
          "every digest");                                 \
  }

TRUNCATION(sha1, uint32_t, 5)
TRUNCATION(sha256, uint32_t, 8)
TRUNCATION(sha512, uint64_t, 8)

/// Byte 19 names the offset for SHA-1 alone.
void refute_truncation_by_byte_19(void) {
  DIGEST(uint32_t, 8);
  PROVE(KERNEL(sha256, truncate)(s) == truncated(digest, 20),
        "byte 19 names the offset");
}
