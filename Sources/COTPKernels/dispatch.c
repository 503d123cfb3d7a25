// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Which kernel serves which work: the one list of backends.

#include "kernels.h"

/// What this machine can run, the fastest first.
static struct {
  const otp_backend *list[5];
  size_t count;
} available;

__attribute__((constructor)) static void find_backends(void) {
  const otp_cpu cpu = otp_cpu_features();
  (void)cpu;
#if defined(__x86_64__)
  if (cpu.avx512) {
    available.list[available.count++] = &otp_backend_avx512;
    available.list[available.count++] = &otp_backend_avx512vl;
  }
  if (cpu.avx2) available.list[available.count++] = &otp_backend_avx2;
#endif
  available.list[available.count++] = &otp_backend_baseline;
  available.list[available.count++] = &otp_backend_single;
}

size_t otp_backend_count(void) { return available.count; }

const otp_backend *otp_backend_at(size_t index) {
  return index < available.count ? available.list[index] : NULL;
}

const char *otp_backend_name(const otp_backend *backend) {
  return backend->name;
}

void otp_compress(otp_hash hash, void *state, const uint8_t *blocks,
                  size_t count) {
  otp_compress_single[hash](state, blocks, count);
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
