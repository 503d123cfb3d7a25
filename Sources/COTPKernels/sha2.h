// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-256's and SHA-512's compression function (FIPS 180-4 sections 6.2.2 and
// 6.4.2), one block in each lane. The two differ in the width of a word, the
// number of rounds and the rotations, which the includer defines.

LANES_INLINE void SHA2_BLOCK(SHA2_V *state, SHA2_V *w) {
  SHA2_V a = state[0], b = state[1], c = state[2], d = state[3];
  SHA2_V e = state[4], f = state[5], g = state[6], h = state[7];
  _Pragma("GCC unroll 80")
  for (int t = 0; t < SHA2_ROUNDS; t++) {
    if (t >= 16) {
      SHA2_V x = w[(t + 1) & 15], y = w[(t + 14) & 15];
      w[t & 15] += SHA2_SIGMA0(x) + w[(t + 9) & 15] + SHA2_SIGMA1(y);
    }
    SHA2_V t1 = h + SHA2_SUM1(e) + (g ^ (e & (f ^ g)))
        + (w[t & 15] + SHA2_K[t]);
    SHA2_V t2 = SHA2_SUM0(a) + ((a & b) | (c & (a | b)));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

#undef SHA2_BLOCK
#undef SHA2_V
#undef SHA2_ROUNDS
#undef SHA2_K
#undef SHA2_SUM0
#undef SHA2_SUM1
#undef SHA2_SIGMA0
#undef SHA2_SIGMA1
