// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-1's compression function (FIPS 180-4 section 6.1.2), one block in each
// lane. A part of lanes.h: it stands in for whatever V32 is there.

/// Round `t` on the variables a to e; `word` is the word of the schedule and
/// the round's constant.
///
/// The next round waits for a alone, so a's rotation is added last, and in one
/// lane the rest is kept together before it.
LANES_INLINE void FN(sha1_round)(V32 *s, int t, V32 word) {
  V32 b = s[1], c = s[2], d = s[3], e = s[4] + word;
  if (t < 20) {
    e += d ^ (b & (c ^ d));
  } else if (t < 40 || t >= 60) {
    e += b ^ (c ^ d);
  } else if (LANES32 > 1) {
    e += (b & c) | (d & (b | c));
  } else {
    // The two halves have no bit in common.
    e += c & d;
    OPAQUE(e);
    e += b & (c ^ d);
  }
  OPAQUE(e);
  V32 next = ROTL32(s[0], 5) + e;
  s[4] = d;
  s[3] = c;
  s[2] = ROTL32(b, 30);
  s[1] = s[0];
  s[0] = next;
}

/// Word `t` of the schedule, where `w` has the 16 words before it.
LANES_INLINE V32 FN(sha1_word)(V32 *w, int t) {
  if (t >= 16) {
    V32 x = w[(t + 13) & 15] ^ w[(t + 8) & 15] ^ w[(t + 2) & 15] ^ w[t & 15];
    w[t & 15] = ROTL32(x, 1);
  }
  return w[t & 15];
}

/// Four 32-bit words of one message's schedule.
typedef uint32_t FN(four) __attribute__((vector_size(16)));

/// The words 4i to 4i + 3 of a schedule in `w`, whose first 16 are the block;
/// and with their rounds' constant in `ready`.
LANES_INLINE void FN(sha1_four)(FN(four) *w, int i, uint32_t *ready) {
  if (i >= 8) {
    // The recurrence applied to itself: no word of the four needs another.
    FN(four) x = w[i - 4] ^ w[i - 7] ^ w[i - 8]
        ^ PICK(w[i - 2], w[i - 1], 2, 3, 4, 5);
    w[i] = ROTL32(x, 2);
  } else if (i >= 4) {
    // The last of the four needs the first, which is added afterwards.
    const FN(four) zero = {0};
    FN(four) x = w[i - 4] ^ w[i - 2] ^ PICK(w[i - 4], w[i - 3], 2, 3, 4, 5)
        ^ PICK(w[i - 1], zero, 1, 2, 3, 4);
    w[i] = ROTL32(x, 1) ^ ROTL32(PICK(zero, x, 0, 0, 0, 4), 2);
  }
  FN(four) words = w[i] + otp_sha1_k[i / 5];
  memcpy(ready + 4 * i, &words, sizeof words);
  // They go through memory: to take vectors apart would cost more.
  __asm__("" : "+m"(*(FN(four) *)(ready + 4 * i)));
}

#if LANES32 == 1

/// One message has no lanes to fill, but its schedule fills vectors of four
/// words, which are made four steps ahead of the rounds.
LANES_INLINE void FN(sha1_block)(V32 *state, V32 *block) {
  V32 s[5];
  FN(four) w[20];
  _Alignas(16) uint32_t ready[80];
  memcpy(s, state, sizeof s);
  memcpy(w, block, 16 * sizeof *block);
  for (int i = 0; i < 4; i++) FN(sha1_four)(w, i, ready);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++) {
    if (t % 4 == 0 && t < 64) FN(sha1_four)(w, t / 4 + 4, ready);
    FN(sha1_round)(s, t, ready[t]);
  }
  for (int i = 0; i < 5; i++) state[i] += s[i];
  CLEAR(ready);
}

#else

LANES_INLINE void FN(sha1_block)(V32 *state, V32 *w) {
  V32 s[5];
  memcpy(s, state, sizeof s);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++)
    FN(sha1_round)(s, t, FN(sha1_word)(w, t) + otp_sha1_k[t / 20]);
  for (int i = 0; i < 5; i++) state[i] += s[i];
}

#endif

/// Two compressions: of the block in `w`, and of the one that differs from it
/// by `difference` in every word.
///
/// A word of the schedule is an exclusive or of rotated words of the block, so
/// the two schedules differ by that of the difference, which is a constant.
LANES_INLINE void FN(sha1_blocks)(V32 *state, V32 *other, V32 *w,
                                  uint32_t difference) {
  V32 s[5], o[5];
  uint32_t d[16];
  for (int i = 0; i < 16; i++) d[i] = difference;
  memcpy(s, state, sizeof s);
  memcpy(o, other, sizeof o);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++) {
    if (t >= 16) {
      uint32_t y =
          d[(t + 13) & 15] ^ d[(t + 8) & 15] ^ d[(t + 2) & 15] ^ d[t & 15];
      d[t & 15] = ROTL32(y, 1);
    }
    const V32 word = FN(sha1_word)(w, t);
    FN(sha1_round)(s, t, word + otp_sha1_k[t / 20]);
    FN(sha1_round)(o, t, (word ^ d[t & 15]) + otp_sha1_k[t / 20]);
  }
  for (int i = 0; i < 5; i++) state[i] += s[i];
  for (int i = 0; i < 5; i++) other[i] += o[i];
}

/// The schedule of a block that is the same in every lane, with the rounds'
/// constants.
LANES_INLINE void FN(sha1_schedule)(const uint32_t *block, uint32_t *ready) {
  FN(four) w[20];
  memcpy(w, block, 64);
  _Pragma("GCC unroll 20")
  for (int i = 0; i < 20; i++) FN(sha1_four)(w, i, ready);
}

/// The schedules of the blocks in `w`, likewise: 80 rows with a column for each
/// lane.
LANES_INLINE void FN(sha1_schedules)(V32 *w, uint32_t *ready) {
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++) {
    const V32 row = FN(sha1_word)(w, t) + otp_sha1_k[t / 20];
    memcpy(ready + t * LANES32, &row, sizeof row);
  }
}

/// The compression of a block that is the same in every lane; from one word of
/// its schedule to the next it is `stride` words.
LANES_INLINE void FN(sha1_scheduled)(V32 *state, const uint32_t *ready,
                                     size_t stride) {
  V32 s[5];
  memcpy(s, state, sizeof s);
  _Pragma("GCC unroll 80")
  for (int t = 0; t < 80; t++)
    FN(sha1_round)(s, t, (V32){0} + ready[t * stride]);
  for (int i = 0; i < 5; i++) state[i] += s[i];
}
