// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The dispatcher, for every backend, hash, count and width: each kernel is
// called with no more than it can do, on memory that is the caller's, and all
// of the work is done once. Beyond a few passes, counts repeat.

#include <stdio.h>

#include "kernels.h"

static uint64_t wrong;
#define PROVE(condition) (wrong += !(condition))

enum { many = 100 };

/// What was asked for, and how much of it has been done. Window i begins at the
/// counter i << 32; counters under one key are those of window 0.
static struct {
  uint32_t codes[many];
  otp_key keys[many];
  otp_window windows[many];
  size_t count, width, done, columns[many];
} work;

static void stub_pads(otp_key key, void *pads) {
  (void)key, (void)pads;
  work.done++;
}

static void stub_run(const void *pads, uint64_t first, size_t count,
                     unsigned digits, uint32_t *codes) {
  (void)pads, (void)digits;
  PROVE(count > 0 && count <= work.count - work.done);
  PROVE(first == work.done && codes == work.codes + work.done);
  work.done += count;
}

static void stub_secrets(const otp_key *keys, size_t count, uint64_t counter,
                         unsigned digits, uint32_t *codes) {
  (void)counter, (void)digits;
  PROVE(count > 0 && count <= work.count - work.done);
  PROVE(keys == work.keys + work.done && codes == work.codes + work.done);
  work.done += count;
}

static void stub_find(const void *pads, uint64_t first, size_t count,
                      unsigned digits, const uint32_t *wanted,
                      uint64_t *matches) {
  (void)pads, (void)digits, (void)wanted;
  const size_t window = first >> 32, column = first & UINT32_MAX;
  PROVE(count > 0 && count <= 64 && window < work.count);
  if (count == 0 || count > 64 || window >= work.count) return;
  PROVE(column == work.columns[window] && column + count <= work.width);
  for (int i = 0; i < 3; i++) matches[i] = UINT64_MAX >> (64 - count);
  work.columns[window] += count;
}

static void windows_of(size_t lanes, otp_window *windows, size_t count,
                       size_t width) {
  const size_t first = (size_t)(windows - work.windows);
  PROVE(count > 0 && count <= lanes && width == work.width);
  PROVE(first < work.count && count <= work.count - first);
  for (size_t i = first; i < first + count && i < many; i++)
    work.columns[i] += width;
}

// MARK: The kernels, of which only the lanes differ

#define WINDOWS(most)                                                   \
  static void stub_windows_##most(otp_window *windows, size_t count,    \
                                  size_t width, unsigned digits) {      \
    (void)digits;                                                       \
    windows_of(most, windows, count, width);                            \
  }
WINDOWS(1) WINDOWS(2) WINDOWS(3) WINDOWS(4) WINDOWS(8) WINDOWS(16)

#define KERNEL(most) \
  {most, stub_pads, stub_run, stub_find, stub_windows_##most, stub_secrets}
#define WIDTH(name, most, half) \
  const otp_kernel name[3] = {KERNEL(most), KERNEL(most), KERNEL(half)};
#define EXTENSIONS(name)                                                \
  const otp_kernel name[4][2] = {{KERNEL(1), KERNEL(1)},                \
                                 {KERNEL(2), KERNEL(2)},                \
                                 {KERNEL(3), KERNEL(3)},                \
                                 {KERNEL(4), KERNEL(4)}};

WIDTH(otp_x1, 1, 1)
WIDTH(otp_x4, 4, 2)
EXTENSIONS(otp_sha_model)
const otp_compressor otp_x1_compress[3], otp_sha_model_compress[2];
#if defined(__x86_64__)
WIDTH(otp_x1_bmi2, 1, 1)
WIDTH(otp_x1_avx512, 1, 1)
WIDTH(otp_x8_avx2, 8, 4)
WIDTH(otp_x4_avx512, 4, 2)
WIDTH(otp_x8_avx512, 8, 4)
WIDTH(otp_x16_avx512, 16, 8)
EXTENSIONS(otp_sha_x86)
EXTENSIONS(otp_sha_avx512)
const otp_compressor otp_x1_bmi2_compress[3], otp_x1_avx512_compress[3],
    otp_sha_x86_compress[2], otp_sha_avx512_compress[2];
#elif defined(__aarch64__)
EXTENSIONS(otp_sha_arm)
const otp_compressor otp_sha_arm_compress[2];
#endif

/// Every backend there is, and of those that exclude each other both.
otp_cpu otp_cpu_features(void) { return (otp_cpu){1, 1, 1, 1}; }

#include "dispatch.c"

// MARK: Every count

static void begin(size_t count, size_t width) {
  work.count = count;
  work.width = width;
  work.done = 0;
  for (size_t i = 0; i < many; i++) {
    work.columns[i] = 0;
    work.windows[i] = (otp_window){NULL, (uint64_t)i << 32, 0, {0, 0}};
  }
}

static void counters_and_keys(const otp_backend *backend, otp_hash hash) {
  for (size_t count = 0; count <= many; count++) {
    begin(count, 0);
    otp_hotp_run(backend, hash, NULL, 0, count, 6, work.codes);
    PROVE(work.done == count);
    begin(count, 0);
    otp_hotp_secrets(backend, hash, work.keys, count, 0, 6, work.codes);
    PROVE(work.done == count);
  }
  begin(1, 0);
  otp_hmac_pads(backend, hash, (otp_key){NULL, 0}, NULL);
  PROVE(work.done == 1);
}

static void searches(const otp_backend *backend, otp_hash hash) {
  for (size_t count = 1; count <= 64; count++) {
    const uint32_t wanted[3] = {0};
    uint64_t matches[3];
    begin(1, count);
    otp_hotp_find(backend, hash, NULL, 0, count, 6, wanted, matches);
    PROVE(work.columns[0] == count);
    for (int i = 0; i < 3; i++) PROVE(matches[i] == UINT64_MAX >> (64 - count));
  }
}

static void windows(const otp_backend *backend, otp_hash hash) {
  for (size_t width = 1; width <= 128; width++)
    for (size_t count = 0; count <= many; count++) {
      begin(count, width);
      otp_hotp_windows(backend, hash, work.windows, count, width, 6);
      for (size_t i = 0; i < many; i++)
        PROVE(work.columns[i] == (i < count ? width : 0));
    }
}

int main(void) {
  for (size_t number = 0; number <= otp_backend_count(); number++) {
    const otp_backend *backend = number < otp_backend_count()
                                     ? otp_backend_at(number)
                                     : otp_backend_model();
    for (otp_hash hash = otp_sha1; hash <= otp_sha512; hash++) {
      counters_and_keys(backend, hash);
      searches(backend, hash);
      windows(backend, hash);
    }
  }
#ifdef REFUTE
  // Two windows do not fit into one lane.
  begin(2, 1);
  single.windows[0].few[1]->windows(work.windows, 2, 1, 6);
#endif
  printf("%llu wrong\n", (unsigned long long)wrong);
  return wrong != 0;
}
