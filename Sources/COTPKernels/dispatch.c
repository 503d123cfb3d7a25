// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Which kernel serves which work: the one list of backends, and the one table
// of what was measured.

#include "decimal.h"
#include "kernels.h"

/// A backend: for each work the width that does it fastest.
///
/// A pass takes about as long whether its lanes are used or not, and a wide
/// one not much longer than a narrow one. Nanoseconds per pass of HMAC-SHA-1,
/// as `otpkit bench --kernels` prints them, on a 2.5 GHz Cascade Lake:
///
///     x1 270    x4 420    x8 (AVX2) 420    x8 (AVX-512) 255    x16 340
///
/// So with AVX-512 the narrow kernel serves up to 8 codes, even a single one,
/// and the wide one more; without, one code takes one lane, and two or more
/// take a pass of the vectors. The other hashes have the same order.
struct otp_backend {
  const char *name;
  /// For as many codes as it has lanes, or as `few_limit` if that is less.
  const otp_kernel *few;
  /// For more.
  const otp_kernel *many;
  size_t few_limit;
};

static const otp_backend single = {"single", otp_x1, otp_x1, 1};
static const otp_backend baseline = {"baseline", otp_x1, otp_x4, 1};
#if defined(__x86_64__)
static const otp_backend avx2 = {"avx2", otp_x1, otp_x8_avx2, 1};
static const otp_backend avx512 = {"avx512", otp_x8_avx512, otp_x16_avx512, 8};
#endif

/// What this machine can run, the fastest first.
static const otp_backend *available[4];
static size_t available_count;

__attribute__((constructor)) static void find_backends(void) {
#if defined(__x86_64__)
  const otp_cpu cpu = otp_cpu_features();
  if (cpu.avx512) available[available_count++] = &avx512;
  if (cpu.avx2) available[available_count++] = &avx2;
#endif
  available[available_count++] = &baseline;
  available[available_count++] = &single;
}

size_t otp_backend_count(void) { return available_count; }

const otp_backend *otp_backend_at(size_t index) {
  return index < available_count ? available[index] : NULL;
}

const char *otp_backend_name(const otp_backend *backend) {
  return backend->name;
}

/// How many of `count` the kernel for few shall do: all if they fit into one
/// pass of it, else what is left over by whole passes of the other, if that
/// fits.
static size_t few_of(const otp_backend *backend, otp_hash hash, size_t count) {
  const size_t lanes = backend->few[hash].lanes;
  const size_t limit = lanes < backend->few_limit ? lanes : backend->few_limit;
  const size_t rest = count % backend->many[hash].lanes;
  return rest <= limit ? rest : 0;
}

void otp_compress(otp_hash hash, void *state, const uint8_t *blocks,
                  size_t count) {
  otp_x1_compress[hash](state, blocks, count);
}

void otp_hmac_pads(const otp_backend *backend, otp_hash hash,
                   const uint8_t *const *blocks, void *const *pads,
                   size_t count) {
  // A key takes two lanes.
  const size_t few = few_of(backend, hash, 2 * count) / 2;
  const size_t many = count - few;
  if (many > 0) backend->many[hash].pads(blocks, pads, many);
  if (few > 0) backend->few[hash].pads(blocks + many, pads + many, few);
}

void otp_hotp_run(const otp_backend *backend, otp_hash hash, const void *pads,
                  uint64_t first, size_t count, unsigned digits,
                  uint32_t *codes) {
  const size_t few = few_of(backend, hash, count);
  const size_t many = count - few;
  if (many > 0)
    backend->many[hash].run(pads, first, many, digits, codes);
  if (few > 0)
    backend->few[hash].run(pads, first + many, few, digits, codes + many);
}

void otp_hotp_pairs(const otp_backend *backend, otp_hash hash,
                    const void *const *pads, const uint64_t *counters,
                    size_t count, unsigned digits, uint32_t *codes) {
  const size_t few = few_of(backend, hash, count);
  const size_t many = count - few;
  if (many > 0)
    backend->many[hash].pairs(pads, counters, many, digits, codes);
  if (few > 0)
    backend->few[hash].pairs(pads + many, counters + many, few, digits,
                             codes + many);
}

uint32_t otp_reduced(uint32_t number, unsigned digits) {
  return otp_reduce(otp_decimal_for(digits), number);
}
