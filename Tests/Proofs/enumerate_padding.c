// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The end of a message (FIPS 180-4 section 5.1). Which byte of the padding is
// what depends on the length within a block alone, and a byte of the length on
// eight bits of it: every length within a block with each bit above it, on and
// off, is therefore every message.

#include <stdio.h>

#include "kernels.h"

/// The message whose end is padded, and what was wrong with it.
static struct {
  uint64_t total, wrong;
  const uint8_t *tail;
  size_t block, length;
} message;

/// Byte `i` of the last blocks.
static uint8_t expected(size_t blocks, size_t i) {
  const size_t used = message.total % message.block;
  const size_t from_end = blocks * message.block - 1 - i;
  if (i < used) return message.tail[i];
  if (i == used) return 0x80;
  if (from_end < 8) return (uint8_t)((message.total * 8) >> 8 * from_end);
  // The length of SHA-512 has 128 bits.
  return from_end == 8 && message.block == 128
             ? (uint8_t)(message.total >> 61) : 0;
}

/// Stands in for the compression, and looks at what it is given.
static void see(const uint8_t *last, size_t blocks) {
  const size_t used = message.total % message.block;
  const size_t most = used + 1 + message.length <= message.block ? 1 : 2;
  message.wrong += blocks != most;
  for (size_t i = 0; i < blocks * message.block; i++)
    message.wrong += last[i] != expected(blocks, i);
}

#define otp_compress(backend, hash, state, blocks, count) \
  ((void)(state), see(blocks, count))
#define otp_wipe(bytes, count) (void)(bytes)
#include "hash.c"

static void pad(otp_hash hash, size_t block, uint64_t total) {
  uint8_t tail[128], digest[64];
  uint64_t state[8] = {0};
  for (size_t i = 0; i < sizeof tail; i++) tail[i] = (uint8_t)(3 * i + 1);
  message.tail = tail;
  message.total = total;
  message.block = block;
  message.length = block / 8;
#ifdef REFUTE
  message.length = 16;
#endif
  otp_finish(NULL, hash, state, tail, total, digest);
}

int main(void) {
  for (otp_hash hash = otp_sha1; hash <= otp_sha512; hash++) {
    const size_t block = hash == otp_sha512 ? 128 : 64;
    for (uint64_t used = 0; used < block; used++) {
      pad(hash, block, used);
      for (uint64_t bit = block; bit != 0; bit *= 2) {
        pad(hash, block, bit | used);
        pad(hash, block, ~bit - (block - 1) + used);
      }
    }
  }
  printf("%llu wrong\n", (unsigned long long)message.wrong);
  return message.wrong != 0;
}
