// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The beginning and the end of a message (FIPS 180-4 sections 5.1 and 5.3).

#include <string.h>

#include "constants.h"
#include "kernels.h"

void otp_initial_state(otp_hash hash, void *state) {
  switch (hash) {
    case otp_sha1:
      memcpy(state, otp_sha1_initial, sizeof otp_sha1_initial);
      break;
    case otp_sha256:
      memcpy(state, otp_sha256_initial, sizeof otp_sha256_initial);
      break;
    case otp_sha512:
      memcpy(state, otp_sha512_initial, sizeof otp_sha512_initial);
      break;
  }
}

/// Writes the words of `state`, each big-endian.
static void write_digest(otp_hash hash, const void *state, uint8_t *digest) {
  if (hash == otp_sha512) {
    uint64_t words[8];
    memcpy(words, state, sizeof words);
    for (int i = 0; i < 64; i++)
      digest[i] = (uint8_t)(words[i / 8] >> (56 - 8 * (i % 8)));
  } else {
    const int bytes = hash == otp_sha1 ? 20 : 32;
    uint32_t words[8];
    memcpy(words, state, (size_t)bytes);
    for (int i = 0; i < bytes; i++)
      digest[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
  }
}

void otp_finish(const otp_backend *backend, otp_hash hash, void *state,
                const uint8_t *tail, uint64_t total, uint8_t *digest) {
  const size_t block = hash == otp_sha512 ? 128 : 64;
  const size_t used = (size_t)(total % block);
  // The one bit and the length take a second block where they do not fit.
  const size_t blocks = used + 1 + block / 8 > block ? 2 : 1;
  uint8_t last[2 * otp_max_block_bytes] = {0};
  memcpy(last, tail, used);
  last[used] = 0x80;
  // The length in bits has 64 or 128 bits; three of them leave `total`'s.
  uint8_t *end = last + blocks * block;
  for (int i = 0; i < 8; i++) end[-1 - i] = (uint8_t)((total << 3) >> (8 * i));
  if (hash == otp_sha512) end[-9] = (uint8_t)(total >> 61);
  otp_compress(backend, hash, state, last, blocks);
  write_digest(hash, state, digest);
  otp_wipe(last, sizeof last);
}
