// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Which kernel serves which work: the one list of backends, and the one table
// of what was measured.

#include "decimal.h"
#include "kernels.h"

/// A backend: its kernels, from the narrowest to the widest.
///
/// A pass takes about as long whether its lanes are used or not, and a wide
/// one not much longer than a narrow one. So whole passes of the widest kernel
/// do the bulk, and the narrowest that holds the rest does the rest in one
/// pass. Nanoseconds per pass of HMAC on a 3 GHz Cascade Lake, by instruction
/// set (`Scripts/bench-run --filter 'pass of.*'`, with the codes handed out):
///
///              plain        AVX2         AVX-512
///                x1    x4     x1    x8     x1    x4    x8   x16
///     SHA-1     250   414    190   350    178   202   217   305
///     SHA-256   646   981    488   772    562   540   555   666
///     SHA-512   720  1234    610   950    693   657   681   834
///
/// (SHA-512 has half the lanes.) One code takes one lane; from two on, a pass
/// of vectors costs little more.
struct otp_backend {
  const char *name;
  const otp_kernel *widths[4];
};

static const otp_backend single = {"single", {otp_x1, otp_x1, otp_x1, otp_x1}};
static const otp_backend baseline = {"baseline", {otp_x1, otp_x4, otp_x4, otp_x4}};
#if defined(__x86_64__)
static const otp_backend avx2 = {
    "avx2", {otp_x1_bmi2, otp_x8_avx2, otp_x8_avx2, otp_x8_avx2}};
static const otp_backend avx512 = {
    "avx512",
    {otp_x1_avx512, otp_x4_avx512, otp_x8_avx512, otp_x16_avx512}};
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

/// The kernel for the bulk.
static const otp_kernel *widest(const otp_backend *backend, otp_hash hash) {
  return &backend->widths[3][hash];
}

/// The narrowest kernel that does `count` in one pass; the widest holds it.
static const otp_kernel *fitting(const otp_backend *backend, otp_hash hash,
                                 size_t count) {
  int width = 0;
  while (width < 3 && backend->widths[width][hash].lanes < count) width++;
  return &backend->widths[width][hash];
}

void otp_compress(otp_hash hash, void *state, const uint8_t *blocks,
                  size_t count) {
  otp_x1_compress[hash](state, blocks, count);
}

void otp_hmac_pads(const otp_backend *backend, otp_hash hash, otp_key key,
                   void *pads) {
  fitting(backend, hash, 2)->pads(key, pads);
}

/// How many of `count` are done in whole passes of the widest kernel.
static size_t whole_passes(const otp_backend *backend, otp_hash hash,
                           size_t count) {
  return count & ~(widest(backend, hash)->lanes - 1);
}

void otp_hotp_run(const otp_backend *backend, otp_hash hash, const void *pads,
                  uint64_t first, size_t count, unsigned digits,
                  uint32_t *codes) {
  const size_t whole = whole_passes(backend, hash, count);
  if (whole > 0)
    widest(backend, hash)->run(pads, first, whole, digits, codes);
  if (whole < count)
    fitting(backend, hash, count - whole)
        ->run(pads, first + whole, count - whole, digits, codes + whole);
}

void otp_hotp_find(const otp_backend *backend, otp_hash hash, const void *pads,
                   uint64_t first, size_t count, unsigned digits,
                   const uint32_t wanted[3], uint64_t matches[3]) {
  const size_t whole = whole_passes(backend, hash, count);
  if (whole == 0 || whole == count) {
    fitting(backend, hash, count)
        ->find(pads, first, count, digits, wanted, matches);
    return;
  }
  uint64_t rest[3];
  widest(backend, hash)
      ->find(pads, first, whole, digits, wanted, matches);
  fitting(backend, hash, count - whole)
      ->find(pads, first + whole, count - whole, digits, wanted, rest);
  for (int i = 0; i < 3; i++) matches[i] |= rest[i] << whole;
}

/// Few windows leave too many lanes empty: the lanes are then filled with the
/// counters of one window after the other.
static void few_windows(const otp_backend *backend, otp_hash hash,
                        otp_window *windows, size_t count, size_t width,
                        unsigned digits) {
  for (size_t i = 0; i < count; i++) {
    otp_window *window = &windows[i];
    const uint32_t wanted[3] = {window->wanted, otp_no_code, otp_no_code};
    uint64_t matches[3];
    for (size_t done = 0; done < width; done += 64) {
      otp_hotp_find(backend, hash, window->pads, window->first + done,
                    width - done < 64 ? width - done : 64, digits, wanted,
                    matches);
      window->matches[done / 64] = matches[0];
    }
  }
}

void otp_hotp_windows(const otp_backend *backend, otp_hash hash,
                      otp_window *windows, size_t count, size_t width,
                      unsigned digits) {
  for (size_t i = 0; i < count; i++)
    windows[i].matches[0] = windows[i].matches[1] = 0;
  const size_t lanes = widest(backend, hash)->lanes;
  for (size_t done = 0; done < count; done += lanes) {
    const size_t now = count - done < lanes ? count - done : lanes;
    if (now < 4)
      few_windows(backend, hash, windows + done, now, width, digits);
    else
      fitting(backend, hash, now)->windows(windows + done, now, width, digits);
  }
}

void otp_hotp_secrets(const otp_backend *backend, otp_hash hash,
                      const otp_key *keys, size_t count, uint64_t counter,
                      unsigned digits, uint32_t *codes) {
  const size_t whole = whole_passes(backend, hash, count);
  if (whole > 0)
    widest(backend, hash)->secrets(keys, whole, counter, digits, codes);
  if (whole < count)
    fitting(backend, hash, count - whole)
        ->secrets(keys + whole, count - whole, counter, digits,
                  codes + whole);
}

uint32_t otp_reduced(uint32_t number, unsigned digits) {
  return otp_reduce(otp_decimal_for(digits), number);
}
