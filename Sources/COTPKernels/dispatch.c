// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Which kernel serves which work. This is the one list of backends, and the
// only file that decides whether this machine can run one.

#include "kernels.h"

/// Every backend, the fastest first.
static const otp_backend *const backends[] = {
    &otp_backend_baseline,
    &otp_backend_single,
};

size_t otp_backend_count(void) {
  return sizeof backends / sizeof backends[0];
}

const otp_backend *otp_backend_at(size_t index) {
  return index < otp_backend_count() ? backends[index] : NULL;
}

const char *otp_backend_name(const otp_backend *backend) {
  return backend->name;
}

void otp_compress(otp_hash hash, void *state, const uint8_t *blocks,
                  size_t count) {
  // One message is one lane, whatever the machine.
  otp_backend_single.hashes[hash].compress(state, blocks, count);
}

void otp_hmac_pads(const otp_backend *backend, otp_hash hash,
                   const uint8_t *block, void *pads) {
  backend->hashes[hash].pads(block, pads);
}

void otp_hotp_codes(const otp_backend *backend, otp_hash hash,
                    const void *pads, uint64_t first, size_t count,
                    unsigned digits, uint32_t *codes) {
  // A pass costs what its lanes cost together, so one code takes one lane.
  const otp_backend *chosen = count == 1 ? &otp_backend_single : backend;
  chosen->hashes[hash].codes(pads, first, count, digits, codes);
}
