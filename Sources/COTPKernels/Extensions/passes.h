// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The kernel that does N messages in a pass. A part of hotp.h, which includes
// it once for each N.

#define NFN(name) GLUE(HFN(name), N)

/// One pass: the codes of N counters.
static __attribute__((noinline)) TARGET void NFN(codes)(
    const void *const *pads, const uint64_t *counters, otp_decimal decimal,
    uint32_t *codes) {
  HFN(codes)(N, pads, counters, decimal, codes);
}

/// The codes of N counters from `first` on under one key.
EXT_INLINE void NFN(next)(const void *pads, uint64_t first,
                          otp_decimal decimal, uint32_t *codes) {
  const void *keys[N];
  uint64_t counters[N];
  for (int m = 0; m < N; m++) {
    keys[m] = pads;
    counters[m] = first + (uint64_t)m;
  }
  NFN(codes)(keys, counters, decimal, codes);
}

/// Copies what is wanted of the codes of a pass.
EXT_INLINE void NFN(copy)(const uint32_t *next, size_t count,
                          uint32_t *codes) {
  for (size_t m = 0; m < N; m++)
    if (m < count) codes[m] = next[m];
}

static TARGET void NFN(run)(const void *pads, uint64_t first, size_t count,
                            unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  for (size_t done = 0; done < count; done += N) {
    uint32_t next[N];
    NFN(next)(pads, first + done, decimal, next);
    NFN(copy)(next, count - done, codes + done);
  }
}

static TARGET void NFN(find)(const void *pads, uint64_t first, size_t count,
                             unsigned digits, const uint32_t *wanted,
                             uint64_t *matches) {
  const otp_decimal decimal = otp_decimal_for(digits);
  uint64_t found[3] = {0};
  for (size_t done = 0; done < count; done += N) {
    uint32_t next[N];
    NFN(next)(pads, first + done, decimal, next);
    // Codes beyond the last counter are not looked at.
    for (size_t m = 0; m < N && done + m < count; m++)
      for (int i = 0; i < 3; i++)
        found[i] |= (uint64_t)same(next[m], wanted[i]) << (done + m);
  }
  for (int i = 0; i < 3; i++) matches[i] = found[i];
}

static TARGET void NFN(windows)(otp_window *windows, size_t count,
                                size_t width, unsigned digits) {
  const otp_decimal decimal = otp_decimal_for(digits);
  const void *keys[N];
  uint64_t counters[N];
  for (size_t m = 0; m < N; m++) {
    // Messages beyond the last window repeat it, and nobody reads them.
    const otp_window *window = &windows[m < count ? m : count - 1];
    keys[m] = window->pads;
    counters[m] = window->first;
  }
  for (size_t column = 0; column < width; column++) {
    uint32_t codes[N];
    NFN(codes)(keys, counters, decimal, codes);
    for (size_t m = 0; m < N; m++) {
      counters[m]++;
      if (m < count)
        windows[m].matches[column / 64] |=
            (uint64_t)same(codes[m], windows[m].wanted) << column % 64;
    }
  }
}

static TARGET void NFN(secrets)(const otp_key *keys, size_t count,
                                uint64_t counter, unsigned digits,
                                uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  _Alignas(16) uint8_t pads[N][8 * STATE_WORDS] = {{0}};
  void *written[N];
  uint64_t counters[N];
  for (int m = 0; m < N; m++) {
    written[m] = pads[m];
    counters[m] = counter;
  }
  for (size_t done = 0; done < count; done += N) {
    uint32_t next[N];
    for (size_t m = 0; m < N; m += 2) {
      const size_t key = done + m;
      if (m + 1 < N && key + 1 < count)
        HFN(two_pads)(keys + key, written + m);
      else if (key < count)
        HFN(pads)(keys[key], written[m]);
    }
    NFN(codes)((const void *const *)written, counters, decimal, next);
    NFN(copy)(next, count - done, codes + done);
  }
  otp_wipe(pads, sizeof pads);
}

#undef NFN
#undef N
