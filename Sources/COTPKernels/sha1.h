// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-1's compression function (FIPS 180-4 section 6.1.2), one block in each
// lane. A part of lanes.h: it stands in for whatever V32 is there.

LANES_INLINE void FN(sha1_block)(V32 *state, V32 *w) {
  V32 a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++) {
    if (t >= 16) {
      V32 x = w[(t + 13) & 15] ^ w[(t + 8) & 15] ^ w[(t + 2) & 15] ^ w[t & 15];
      w[t & 15] = ROTL32(x, 1);
    }
    V32 f;
    uint32_t k;
    if (t < 20) {
      f = d ^ (b & (c ^ d));
      k = 0x5a827999;
    } else if (t < 40) {
      f = b ^ c ^ d;
      k = 0x6ed9eba1;
    } else if (t < 60) {
      f = (b & c) | (d & (b | c));
      k = 0x8f1bbcdc;
    } else {
      f = b ^ c ^ d;
      k = 0xca62c1d6;
    }
    V32 next = ROTL32(a, 5) + f + (e + (w[t & 15] + k));
    e = d;
    d = c;
    c = ROTL32(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}
