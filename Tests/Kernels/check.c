// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The kernels without Swift, to run them for another processor: published
// codes, and every kernel against the single lane. Scripts/check-aarch64 builds
// and runs it.

#include <stdio.h>
#include <string.h>

#include "COTPKernels.h"

static int checked, wrong;

static void expect(int right, const char *what, const otp_backend *backend) {
  checked++;
  if (right) return;
  if (wrong++ < 20) printf("wrong: %s, %s\n", what, otp_backend_name(backend));
}

/// RFC 4226 appendix D, and the codes of RFC 6238 appendix B for 59 s.
static void published(const otp_backend *backend) {
  static const uint32_t hotp[10] = {755224, 287082, 359152, 969429, 338314,
                                    254676, 287922, 162583, 399871, 520489};
  static const uint32_t totp[3] = {94287082, 46119246, 90693936};
  static const size_t lengths[3] = {20, 32, 64};
  const uint8_t *secret =
      (const uint8_t *)"123456789012345678901234567890123456789012345678901234"
                       "5678901234";
  uint8_t pads[otp_max_pads_bytes];
  uint32_t codes[10];
  otp_hmac_pads(backend, otp_sha1, (otp_key){secret, 20}, pads);
  otp_hotp_run(backend, otp_sha1, pads, 0, 10, 6, codes);
  expect(memcmp(codes, hotp, sizeof hotp) == 0, "RFC 4226", backend);
  for (otp_hash hash = otp_sha1; hash <= otp_sha512; hash++) {
    otp_hmac_pads(backend, hash, (otp_key){secret, lengths[hash]}, pads);
    otp_hotp_run(backend, hash, pads, 1, 1, 8, codes);
    expect(codes[0] == totp[hash], "RFC 6238", backend);
  }
}

enum { many = 21 };

/// Keys of many lengths, counters over 2^32: what one lane says, one by one.
static void against_one_lane(const otp_backend *backend,
                             const otp_backend *single, otp_hash hash) {
  const uint64_t first = ((uint64_t)1 << 32) - 5;
  static uint8_t bytes[many][otp_max_block_bytes];
  uint8_t pads[many][otp_max_pads_bytes];
  otp_key keys[many];
  otp_window windows[many];
  uint32_t right[many][many], codes[many];
  for (int k = 0; k < many; k++) {
    for (int i = 0; i < otp_max_block_bytes; i++)
      bytes[k][i] = (uint8_t)(31 * k + 7 * i);
    keys[k] = (otp_key){bytes[k], (size_t)(k * 3)};
    otp_hmac_pads(backend, hash, keys[k], pads[k]);
    for (int i = 0; i < many; i++)
      otp_hotp_run(single, hash, pads[k], first + (uint64_t)i, 1, 9,
                   &right[k][i]);
  }
  for (size_t count = 1; count <= many; count++) {
    otp_hotp_run(backend, hash, pads[3], first, count, 9, codes);
    expect(memcmp(codes, right[3], 4 * count) == 0, "run", backend);
    uint64_t matches[3];
    const uint32_t wanted[3] = {right[3][count - 1], right[3][0], otp_no_code};
    otp_hotp_find(backend, hash, pads[3], first, count, 9, wanted, matches);
    expect(matches[0] == (uint64_t)1 << (count - 1), "find", backend);
    expect(matches[1] == 1, "find the first", backend);
    expect(matches[2] == 0, "find none", backend);
    otp_hotp_secrets(backend, hash, keys, count, first + 2, 9, codes);
    int all = 1;
    for (size_t k = 0; k < count; k++) all &= codes[k] == right[k][2];
    expect(all, "secrets", backend);
    for (size_t k = 0; k < count; k++)
      windows[k] = (otp_window){pads[k], first, right[k][k], {0, 0}};
    otp_hotp_windows(backend, hash, windows, count, many, 9);
    for (size_t k = 0; k < count; k++)
      expect(windows[k].matches[0] == (uint64_t)1 << k
                 && windows[k].matches[1] == 0,
             "windows", backend);
  }
}

/// Hashes blocks into a state with every backend's compression function.
static void compressions(const otp_backend *backend,
                         const otp_backend *single) {
  uint8_t blocks[3 * otp_max_block_bytes];
  for (size_t i = 0; i < sizeof blocks; i++) blocks[i] = (uint8_t)(i * i + 7);
  for (otp_hash hash = otp_sha1; hash <= otp_sha512; hash++)
    for (size_t count = 0; count <= 3; count++) {
      uint8_t right[otp_max_state_bytes] = {0}, state[otp_max_state_bytes] = {0};
      otp_initial_state(hash, right);
      otp_initial_state(hash, state);
      otp_compress(single, hash, right, blocks, count);
      otp_compress(backend, hash, state, blocks, count);
      expect(memcmp(right, state, sizeof right) == 0, "compress", backend);
    }
}

static void check(const otp_backend *backend, const otp_backend *single) {
  published(backend);
  compressions(backend, single);
  for (otp_hash hash = otp_sha1; hash <= otp_sha512; hash++)
    against_one_lane(backend, single, hash);
  printf("%s\n", otp_backend_name(backend));
}

int main(void) {
  const size_t backends = otp_backend_count();
  const otp_backend *single = otp_backend_at(backends - 1);
  for (size_t i = 0; i < backends; i++) check(otp_backend_at(i), single);
  check(otp_backend_model(), single);
  printf("kernels: %d checked, %d wrong\n", checked, wrong);
  return wrong != 0;
}
