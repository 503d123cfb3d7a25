// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-256's and SHA-512's compression function (FIPS 180-4 sections 6.2.2 and
// 6.4.2), one block in each lane. The two differ in the width of a word, the
// number of rounds and the rotations, which the includer defines.

#define SHA2_FN(name) FN(GLUE(SHA2, name))

/// One round on the variables a to h; `word` is the word of the schedule and
/// the round's constant.
///
/// The variables that the round before gave last are used last; in one lane
/// the compiler would take the sums apart and have the rounds wait.
LANES_INLINE void SHA2_FN(round)(SHA2_V *s, SHA2_V word) {
  SHA2_V a = s[0], b = s[1], c = s[2], e = s[4], f = s[5], g = s[6];
  SHA2_V t1 = s[7] + word, t2 = (a & b) | (c & (a | b));
  OPAQUE(t1);
  t1 += g ^ (e & (f ^ g));
  OPAQUE(t1);
  t1 += SHA2_SUM1(e);
  OPAQUE(t1);
  OPAQUE(t2);
  t2 += t1;
  OPAQUE(t2);
  s[7] = g;
  s[6] = f;
  s[5] = e;
  s[4] = s[3] + t1;
  s[3] = c;
  s[2] = b;
  s[1] = a;
  s[0] = t2 + SHA2_SUM0(a);
}

/// Word `t` of the schedule, where `w` has the 16 words before it.
LANES_INLINE SHA2_V SHA2_FN(word)(SHA2_V *w, int t) {
  if (t >= 16) {
    SHA2_V x = w[(t + 1) & 15], y = w[(t + 14) & 15];
    w[t & 15] += SHA2_SIGMA0(x) + w[(t + 9) & 15] + SHA2_SIGMA1(y);
  }
  return w[t & 15];
}

#if SCHEDULE_IN_VECTORS

/// Four words of one message's schedule.
typedef SHA2_WORD SHA2_FN(four)
    __attribute__((vector_size(4 * sizeof(SHA2_WORD))));

/// The words 4i to 4i + 3 of a schedule in `w`, whose first 16 are the block;
/// and with their rounds' constants in `ready`.
LANES_INLINE void SHA2_FN(words)(SHA2_FN(four) *w, int i, SHA2_WORD *ready) {
  SHA2_FN(four) constants;
  if (i >= 4) {
    const SHA2_FN(four) zero = {0};
    SHA2_FN(four) x = PICK(w[i - 4], w[i - 3], 1, 2, 3, 4);
    x = w[i - 4] + SHA2_SIGMA0(x) + PICK(w[i - 2], w[i - 1], 1, 2, 3, 4);
    // The last two of the four need the first two, which are made first.
    x += SHA2_SIGMA1(PICK(w[i - 1], zero, 2, 3, 4, 4));
    w[i] = x + SHA2_SIGMA1(PICK(zero, x, 0, 1, 4, 5));
  }
  memcpy(&constants, SHA2_K + 4 * i, sizeof constants);
  constants += w[i];
  memcpy(ready + 4 * i, &constants, sizeof constants);
  // They go through memory: to take vectors apart would cost more.
  __asm__("" : "+m"(*(SHA2_FN(four) *)(ready + 4 * i)));
}

/// Its words are made four steps ahead of the rounds.
LANES_INLINE void SHA2_FN(block)(SHA2_V *state, SHA2_V *block) {
  SHA2_V s[8];
  SHA2_FN(four) w[SHA2_ROUNDS / 4];
  _Alignas(4 * sizeof(SHA2_WORD)) SHA2_WORD ready[SHA2_ROUNDS];
  memcpy(s, state, sizeof s);
  memcpy(w, block, 16 * sizeof *block);
  for (int i = 0; i < 4; i++) SHA2_FN(words)(w, i, ready);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < SHA2_ROUNDS; t++) {
    if (t % 4 == 0 && t < SHA2_ROUNDS - 16)
      SHA2_FN(words)(w, t / 4 + 4, ready);
    SHA2_FN(round)(s, ready[t]);
  }
  for (int i = 0; i < 8; i++) state[i] += s[i];
  CLEAR(ready);
}

#else

LANES_INLINE void SHA2_FN(block)(SHA2_V *state, SHA2_V *w) {
  SHA2_V s[8];
  memcpy(s, state, sizeof s);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < SHA2_ROUNDS; t++)
    SHA2_FN(round)(s, SHA2_FN(word)(w, t) + SHA2_K[t]);
  for (int i = 0; i < 8; i++) state[i] += s[i];
}

#endif

/// Two compressions: of the block in `w`, and of the one that differs from it
/// by `difference` in every word.
LANES_INLINE void SHA2_FN(blocks)(SHA2_V *state, SHA2_V *other, SHA2_V *w,
                                  SHA2_WORD difference) {
  SHA2_V differing[16];
  for (int i = 0; i < 16; i++) differing[i] = w[i] ^ difference;
  SHA2_FN(block)(state, w);
  SHA2_FN(block)(other, differing);
}

/// The schedule of a block that is the same in every lane, with the rounds'
/// constants.
LANES_INLINE void SHA2_FN(schedule)(const SHA2_WORD *block, SHA2_WORD *ready) {
  SHA2_WORD w[SHA2_ROUNDS];
  for (int t = 0; t < SHA2_ROUNDS; t++) {
    w[t] = t < 16 ? block[t]
                  : SHA2_SIGMA1(w[t - 2]) + w[t - 7] + SHA2_SIGMA0(w[t - 15])
                        + w[t - 16];
    ready[t] = w[t] + SHA2_K[t];
  }
}

/// The schedules of the blocks in `w`, likewise: a row for each round, with a
/// column for each lane.
LANES_INLINE void SHA2_FN(schedules)(SHA2_V *w, SHA2_WORD *ready) {
  _Pragma("GCC unroll 80")
  for (int t = 0; t < SHA2_ROUNDS; t++) {
    const SHA2_V row = SHA2_FN(word)(w, t) + SHA2_K[t];
    memcpy(ready + t * SHA2_LANES, &row, sizeof row);
  }
}

/// The compression of a block that is the same in every lane; from one word of
/// its schedule to the next it is `stride` words.
LANES_INLINE void SHA2_FN(scheduled)(SHA2_V *state, const SHA2_WORD *ready,
                                     size_t stride) {
  SHA2_V s[8];
  memcpy(s, state, sizeof s);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < SHA2_ROUNDS; t++)
    SHA2_FN(round)(s, (SHA2_V){0} + ready[t * stride]);
  for (int i = 0; i < 8; i++) state[i] += s[i];
}

#undef SHA2_FN
#undef SHA2
#undef SHA2_V
#undef SHA2_LANES
#undef SHA2_WORD
#undef SHA2_ROUNDS
#undef SHA2_K
#undef SHA2_SUM0
#undef SHA2_SUM1
#undef SHA2_SIGMA0
#undef SHA2_SIGMA1
