// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// HMAC's pads and HOTP's codes with one hash of the SHA extensions. A part of
// messages.h, which includes it once per hash and defines
//   HASH         sha1, sha256
//   STATE_WORDS  the length of a state
//   INITIAL      the state before the first block
//
// The functions with an `n` are for n messages, which their callers know when
// they are compiled.

#define HFN(name) GLUE(HASH, name)
#define STATE HFN(state)

/// Whole blocks of one message, one after the other.
static TARGET void HFN(compress)(void *state, const uint8_t *blocks,
                                 size_t count) {
  STATE s = HFN(load)(state);
  for (; count > 0; count--, blocks += 64) {
    words w[1][8];
    EXT_UNROLL for (int i = 0; i < 4; i++) {
      octets bytes;
      memcpy(&bytes, blocks + 16 * i, sizeof bytes);
      w[0][i] = HFN(swapped)(bytes);
    }
    HFN(blocks)(1, &s, w);
  }
  HFN(store)(s, state);
}

/// Where the state after the outer pad is in a prepared key.
enum { HFN(outer_at) = 4 * STATE_WORDS };

/// Writes the pads of `n` keys, 1 or 2: each is two messages of one pass.
EXT_INLINE void HFN(prepare)(int n, const otp_key *keys, void *const *pads) {
  STATE s[MESSAGES];
  words w[MESSAGES][8];
  EXT_UNROLL for (int k = 0; k < n; k++) {
    EXT_UNROLL for (int i = 0; i < 4; i++) {
      const words block = HFN(swapped)(key_octets(keys[k], 16 * i));
      w[2 * k][i] = block ^ ((words){0} + 0x36363636);
      w[2 * k + 1][i] = block ^ ((words){0} + 0x5c5c5c5c);
    }
    s[2 * k] = s[2 * k + 1] = HFN(load)((const uint8_t *)INITIAL);
  }
  HFN(blocks)(2 * n, s, w);
  EXT_UNROLL for (int k = 0; k < n; k++) {
    HFN(store)(s[2 * k], pads[k]);
    HFN(store)(s[2 * k + 1], (uint8_t *)pads[k] + HFN(outer_at));
  }
}

/// The pads of one key.
static __attribute__((noinline)) TARGET void HFN(pads)(otp_key key,
                                                       void *pads) {
  HFN(prepare)(1, &key, &pads);
}

/// The pads of two keys.
static __attribute__((noinline)) TARGET void HFN(two_pads)(
    const otp_key *keys, void *const *pads) {
  HFN(prepare)(2, keys, pads);
}

/// The codes of `n` counters, each under the key of its pads.
EXT_INLINE void HFN(codes)(int n, const void *const *pads,
                           const uint64_t *counters, otp_decimal decimal,
                           uint32_t *codes) {
  STATE s[MESSAGES];
  words w[MESSAGES][8];
  EXT_UNROLL for (int m = 0; m < n; m++) {
    s[m] = HFN(load)(pads[m]);
    w[m][0] = HFN(counter)(counters[m]);
    w[m][1] = w[m][2] = (words){0};
    w[m][3] = HFN(end)(8 * (64 + 8));
  }
  HFN(blocks)(n, s, w);
  EXT_UNROLL for (int m = 0; m < n; m++) {
    HFN(outer_block)(s[m], w[m]);
    s[m] = HFN(load)((const uint8_t *)pads[m] + HFN(outer_at));
  }
  HFN(blocks)(n, s, w);
  EXT_UNROLL for (int m = 0; m < n; m++)
    codes[m] = otp_reduce(decimal, HFN(truncated)(s[m]));
}

// MARK: One kernel for each number of messages

#define N 1
#include "passes.h"
#define N 2
#include "passes.h"
#define N 3
#include "passes.h"
#define N 4
#include "passes.h"

#undef HFN
#undef STATE
#undef HASH
#undef STATE_WORDS
#undef INITIAL
