// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Which kernel serves which work: the one list of backends, and the one table
// of what was measured.

#include "decimal.h"
#include "kernels.h"

/// The most lanes of a kernel.
enum { most_lanes = 16 };

/// Which kernel serves how many computations of one hash.
///
/// `few[n]` does n of them, 1 to 16, in one pass or several. `bulk` does more,
/// in whole passes, and `few` what is left.
typedef struct {
  const otp_kernel *few[most_lanes + 1];
  const otp_kernel *bulk;
} otp_plan;

/// A backend: its plans, by otp_hash, for counters under one key, for windows of
/// many keys and for raw secrets; and its compression functions.
struct otp_backend {
  const char *name;
  otp_plan counters[3];
  otp_plan windows[3];
  otp_plan secrets[3];
  const otp_compressor *compress[3];
};

/// A plan: the kernels for one, two, three, four, up to eight and up to sixteen
/// computations, and for more.
#define PLAN(one, two, three, four, eight, sixteen, bulk)                   \
  {{0, one, two, three, four, eight, eight, eight, eight, sixteen, sixteen, \
    sixteen, sixteen, sixteen, sixteen, sixteen, sixteen},                  \
   bulk}

/// The plan of a backend that has a kernel for one computation and one for more.
#define TWO_WIDTHS(one, many) PLAN(one, many, many, many, many, many, many)

/// The plans of a backend of two widths.
#define TWO_WIDTHS_EACH(one, many)                                     \
  {TWO_WIDTHS(&one[0], &many[0]), TWO_WIDTHS(&one[1], &many[1]),       \
   TWO_WIDTHS(&one[2], &many[2])}

/// Compression functions: those of `two` for SHA-1 and SHA-256, that of `wide`
/// for SHA-512.
#define COMPRESS(two, wide) {&two[0], &two[1], &wide[2]}

/// The same plan for each kind of work.
#define ALIKE(...) {__VA_ARGS__}, {__VA_ARGS__}, {__VA_ARGS__}

// MARK: Backends of every machine

static const otp_backend single = {
    "single", TWO_WIDTHS_EACH(otp_x1, otp_x1), TWO_WIDTHS_EACH(otp_x1, otp_x1),
    TWO_WIDTHS_EACH(otp_x1, otp_x1),
    COMPRESS(otp_x1_compress, otp_x1_compress)};

static const otp_backend baseline = {
    "baseline", TWO_WIDTHS_EACH(otp_x1, otp_x4),
    TWO_WIDTHS_EACH(otp_x1, otp_x4), TWO_WIDTHS_EACH(otp_x1, otp_x4),
    COMPRESS(otp_x1_compress, otp_x1_compress)};

// MARK: The SHA extensions alone

/// The plan of a hash that has only the SHA extensions.
#define SHA_PLAN(sha, h)                                                \
  PLAN(&sha[0][h], &sha[1][h], &sha[2][h], &sha[3][h], &sha[3][h],      \
       &sha[3][h], &sha[3][h])
#define SHA_PLANS(sha)                           \
  ALIKE(SHA_PLAN(sha, 0), SHA_PLAN(sha, 1),      \
        TWO_WIDTHS(&otp_x1[2], &otp_x4[2]))

static const otp_backend model = {
    "sha-model", SHA_PLANS(otp_sha_model),
    COMPRESS(otp_sha_model_compress, otp_x1_compress)};

#if defined(__aarch64__)
static const otp_backend sha = {
    "sha", SHA_PLANS(otp_sha_arm),
    COMPRESS(otp_sha_arm_compress, otp_x1_compress)};
#endif

#if defined(__x86_64__)
static const otp_backend sha = {
    "sha", SHA_PLANS(otp_sha_x86),
    COMPRESS(otp_sha_x86_compress, otp_x1_compress)};

// MARK: AVX2

/// One SHA-256 is faster without BMI2: its schedule in vectors has rotations
/// enough for the ports that BMI2's use.
static const otp_backend avx2 = {
    "avx2",
    ALIKE(TWO_WIDTHS(&otp_x1_bmi2[0], &otp_x8_avx2[0]),
          TWO_WIDTHS(&otp_x1[1], &otp_x8_avx2[1]),
          TWO_WIDTHS(&otp_x1_bmi2[2], &otp_x8_avx2[2])),
    COMPRESS(otp_x1_bmi2_compress, otp_x1_bmi2_compress)};

/// The extensions do a few codes of SHA-1, and all of SHA-256.
static const otp_backend avx2_sha = {
    "avx2+sha",
    ALIKE(PLAN(&otp_sha_x86[0][0], &otp_sha_x86[1][0], &otp_sha_x86[2][0],
               &otp_sha_x86[3][0], &otp_x8_avx2[0], &otp_x8_avx2[0],
               &otp_x8_avx2[0]),
          SHA_PLAN(otp_sha_x86, 1),
          TWO_WIDTHS(&otp_x1_bmi2[2], &otp_x8_avx2[2])),
    COMPRESS(otp_sha_x86_compress, otp_x1_bmi2_compress)};

// MARK: AVX-512

#define AVX512_PLAN(h)                                                    \
  PLAN(&otp_x1_avx512[h], &otp_x4_avx512[h], &otp_x4_avx512[h],           \
       &otp_x4_avx512[h], &otp_x8_avx512[h], &otp_x16_avx512[h],          \
       &otp_x16_avx512[h])
/// SHA-512 has half the lanes.
#define AVX512_SHA512_PLAN                                                \
  PLAN(&otp_x1_avx512[2], &otp_x4_avx512[2], &otp_x8_avx512[2],           \
       &otp_x8_avx512[2], &otp_x16_avx512[2], &otp_x16_avx512[2],         \
       &otp_x16_avx512[2])

static const otp_backend avx512 = {
    "avx512", ALIKE(AVX512_PLAN(0), AVX512_PLAN(1), AVX512_SHA512_PLAN),
    COMPRESS(otp_x1_avx512_compress, otp_x1_avx512_compress)};

/// `few` kernels of the extensions for one to four computations of a hash, and
/// AVX-512 for more.
#define AVX512_SHA_PLAN(sha, h)                                           \
  PLAN(&sha[0][h], &sha[1][h], &sha[2][h], &sha[3][h], &otp_x8_avx512[h], \
       &otp_x16_avx512[h], &otp_x16_avx512[h])

/// For processors that do not overlap the rounds of several messages much:
/// Intel's. Three secrets and four of anything are faster in four lanes.
static const otp_backend avx512_sha = {
    "avx512+sha",
    {PLAN(&otp_sha_avx512[0][0], &otp_sha_avx512[1][0], &otp_sha_avx512[2][0],
          &otp_x4_avx512[0], &otp_x8_avx512[0], &otp_x16_avx512[0],
          &otp_x16_avx512[0]),
     AVX512_SHA_PLAN(otp_sha_avx512, 1), AVX512_SHA512_PLAN},
    {PLAN(&otp_sha_avx512[0][0], &otp_sha_avx512[1][0], &otp_sha_avx512[2][0],
          &otp_x4_avx512[0], &otp_x8_avx512[0], &otp_x16_avx512[0],
          &otp_x16_avx512[0]),
     AVX512_SHA_PLAN(otp_sha_avx512, 1), AVX512_SHA512_PLAN},
    {PLAN(&otp_sha_avx512[0][0], &otp_sha_avx512[1][0], &otp_x4_avx512[0],
          &otp_x4_avx512[0], &otp_x8_avx512[0], &otp_x16_avx512[0],
          &otp_x16_avx512[0]),
     PLAN(&otp_sha_avx512[0][1], &otp_sha_avx512[1][1], &otp_sha_avx512[2][1],
          &otp_sha_avx512[3][1], &otp_sha_avx512[3][1], &otp_x16_avx512[1],
          &otp_x16_avx512[1]),
     AVX512_SHA512_PLAN},
    COMPRESS(otp_sha_avx512_compress, otp_x1_avx512_compress)};

/// For processors that overlap them: AMD's from Zen on.
static const otp_backend avx512_sha_interleaved = {
    "avx512+sha-interleaved",
    ALIKE(AVX512_SHA_PLAN(otp_sha_x86, 0), AVX512_SHA_PLAN(otp_sha_x86, 1),
          AVX512_SHA512_PLAN),
    COMPRESS(otp_sha_x86_compress, otp_x1_avx512_compress)};
#endif

/// What this machine can run, the fastest first.
static const otp_backend *available[9];
static size_t available_count;

static void add(int can_run, const otp_backend *backend) {
  if (can_run) available[available_count++] = backend;
}

__attribute__((constructor)) static void find_backends(void) {
  const otp_cpu cpu = otp_cpu_features();
#if defined(__x86_64__)
  const int both = cpu.avx512 && cpu.sha;
  add(both && cpu.overlaps_sha, &avx512_sha_interleaved);
  add(both, &avx512_sha);
  add(both && !cpu.overlaps_sha, &avx512_sha_interleaved);
  add(cpu.avx512, &avx512);
  add(cpu.avx2 && cpu.sha, &avx2_sha);
  add(cpu.avx2, &avx2);
#endif
#if defined(__x86_64__) || defined(__aarch64__)
  add(cpu.sha, &sha);
#endif
  add(1, &baseline);
  add(1, &single);
}

size_t otp_backend_count(void) { return available_count; }

const otp_backend *otp_backend_at(size_t index) {
  return index < available_count ? available[index] : NULL;
}

const otp_backend *otp_backend_model(void) { return &model; }

const char *otp_backend_name(const otp_backend *backend) {
  return backend->name;
}

// MARK: Hashing

void otp_compress(const otp_backend *backend, otp_hash hash, void *state,
                  const uint8_t *blocks, size_t count) {
  (*backend->compress[hash])(state, blocks, count);
}

void otp_hmac_pads(const otp_backend *backend, otp_hash hash, otp_key key,
                   void *pads) {
  backend->counters[hash].few[2]->pads(key, pads);
}

// MARK: Codes

/// How many of `count` the kernel for the bulk does, in whole passes.
static size_t whole_passes(const otp_plan *plan, size_t count) {
  return count & ~(plan->bulk->lanes - 1);
}

void otp_hotp_run(const otp_backend *backend, otp_hash hash, const void *pads,
                  uint64_t first, size_t count, unsigned digits,
                  uint32_t *codes) {
  const otp_plan *plan = &backend->counters[hash];
  const size_t whole = whole_passes(plan, count);
  if (whole > 0) plan->bulk->run(pads, first, whole, digits, codes);
  if (whole < count)
    plan->few[count - whole]->run(pads, first + whole, count - whole, digits,
                                  codes + whole);
}

void otp_hotp_find(const otp_backend *backend, otp_hash hash, const void *pads,
                   uint64_t first, size_t count, unsigned digits,
                   const uint32_t wanted[3], uint64_t matches[3]) {
  const otp_plan *plan = &backend->counters[hash];
  const size_t whole = whole_passes(plan, count);
  if (whole == 0) {
    plan->few[count]->find(pads, first, count, digits, wanted, matches);
    return;
  }
  plan->bulk->find(pads, first, whole, digits, wanted, matches);
  if (whole == count) return;
  uint64_t rest[3];
  plan->few[count - whole]->find(pads, first + whole, count - whole, digits,
                                 wanted, rest);
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
  const otp_plan *plan = &backend->windows[hash];
  for (size_t i = 0; i < count; i++)
    windows[i].matches[0] = windows[i].matches[1] = 0;
  for (size_t done = 0; done < count;) {
    const size_t left = count - done;
    const otp_kernel *kernel =
        left < plan->bulk->lanes ? plan->few[left] : plan->bulk;
    const size_t now = left < kernel->lanes ? left : kernel->lanes;
    if (now < 4)
      few_windows(backend, hash, windows + done, now, width, digits);
    else
      kernel->windows(windows + done, now, width, digits);
    done += now;
  }
}

void otp_hotp_secrets(const otp_backend *backend, otp_hash hash,
                      const otp_key *keys, size_t count, uint64_t counter,
                      unsigned digits, uint32_t *codes) {
  const otp_plan *plan = &backend->secrets[hash];
  const size_t whole = whole_passes(plan, count);
  if (whole > 0) plan->bulk->secrets(keys, whole, counter, digits, codes);
  if (whole < count)
    plan->few[count - whole]->secrets(keys + whole, count - whole, counter,
                                      digits, codes + whole);
}

uint32_t otp_reduced(uint32_t number, unsigned digits) {
  return otp_reduce(otp_decimal_for(digits), number);
}
