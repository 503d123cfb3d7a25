// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// HMAC's pads and HOTP's codes with one hash at one width. A part of lanes.h,
// which includes it once per hash and defines
//   HASH         sha1, sha256, sha512
//   WORD, V      a word, and a vector of LANES words
//   STATE_WORDS  the length of a state, which is that of a digest
//   INITIAL      the state before the first block

#define HFN(name) FN(GLUE(HASH, name))
#define WORD_BITS (8 * sizeof(WORD))

/// The big-endian word number `i` of `bytes`.
LANES_INLINE WORD HFN(load)(const uint8_t *bytes, size_t i) {
  WORD word = 0;
  for (size_t k = 0; k < sizeof(WORD); k++)
    word = (WORD)(word << 8) | bytes[i * sizeof(WORD) + k];
  return word;
}

/// The same word in every lane.
LANES_INLINE V HFN(splat)(WORD word) { return (V){0} + word; }

#if LANES32 == 1
/// Whole blocks of one message, one after the other.
static __attribute__((unused)) TARGET void HFN(compress)(
    void *state, const uint8_t *blocks, size_t count) {
  WORD s[STATE_WORDS], w[16];
  memcpy(s, state, sizeof s);
  for (; count > 0; count--, blocks += 16 * sizeof(WORD)) {
    for (int i = 0; i < 16; i++) w[i] = HFN(load)(blocks, i);
    HFN(block)(s, w);
  }
  memcpy(state, s, sizeof s);
  otp_wipe(s, sizeof s);
  otp_wipe(w, sizeof w);
}
#endif

/// The inner and outer pads of the block in each lane (RFC 2104 section 2):
/// lane 2k makes the inner and lane 2k + 1 the outer one of a key, so that one
/// key fills two lanes of one pass.
static TARGET void HFN(pads)(const uint8_t *const *blocks, void *const *pads,
                             size_t count) {
  const WORD mask[2] = {(WORD)0x3636363636363636, (WORD)0x5c5c5c5c5c5c5c5c};
  WORD lanes[16][LANES];
  for (size_t done = 0; done < 2 * count; done += LANES) {
    V s[STATE_WORDS], w[16];
    WORD key[16];
    size_t loaded = count;
    for (size_t lane = 0; lane < LANES; lane++) {
      // Lanes beyond the last key repeat it, and nobody reads them.
      size_t pad = done + lane < 2 * count ? done + lane : 2 * count - 1;
      if (loaded != pad / 2) {
        loaded = pad / 2;
        for (int i = 0; i < 16; i++) key[i] = HFN(load)(blocks[loaded], i);
      }
      for (int i = 0; i < 16; i++) lanes[i][lane] = key[i] ^ mask[pad & 1];
    }
    for (int i = 0; i < 16; i++) memcpy(&w[i], lanes[i], sizeof w[i]);
    for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(INITIAL[i]);
    HFN(block)(s, w);
    for (int i = 0; i < STATE_WORDS; i++) memcpy(lanes[i], &s[i], sizeof s[i]);
    for (size_t lane = 0; lane < LANES && done + lane < 2 * count; lane++) {
      WORD state[STATE_WORDS];
      size_t pad = done + lane;
      for (int i = 0; i < STATE_WORDS; i++) state[i] = lanes[i][lane];
      memcpy((uint8_t *)pads[pad / 2] + (pad & 1) * sizeof state, state,
             sizeof state);
    }
  }
  otp_wipe(lanes, sizeof lanes);
}

/// Fills up `w` after `used` words that end a message: a one bit, zeros, and
/// the length in bits with the block before (FIPS 180-4 section 5.1).
LANES_INLINE void HFN(finish)(V *w, int used) {
  w[used] = HFN(splat)((WORD)1 << (WORD_BITS - 1));
  for (int i = used + 1; i < 15; i++) w[i] = HFN(splat)(0);
  w[15] = HFN(splat)((WORD)(WORD_BITS * (16 + used)));
}

/// The digest of HMAC for the counter in each lane. `inner` and `outer` are
/// the pads, a vector a word; the digest is left in `inner`.
LANES_INLINE void HFN(hmac)(const uint64_t *counters, V *inner,
                            const V *outer) {
  const int counter_words = 8 / sizeof(WORD);
  WORD high[LANES], low[LANES];
  V w[16];
  for (int lane = 0; lane < LANES; lane++) {
    high[lane] = (WORD)(counters[lane] >> (64 - WORD_BITS));
    low[lane] = (WORD)counters[lane];
  }
  memcpy(&w[0], high, sizeof w[0]);
  if (counter_words == 2) memcpy(&w[1], low, sizeof w[1]);
  HFN(finish)(w, counter_words);
  HFN(block)(inner, w);

  for (int i = 0; i < STATE_WORDS; i++) w[i] = inner[i];
  HFN(finish)(w, STATE_WORDS);
  for (int i = 0; i < STATE_WORDS; i++) inner[i] = outer[i];
  HFN(block)(inner, w);
}

/// Gives back `mask`, hiding from the optimiser that it is all ones or zero. In
/// one lane a mask is a plain integer, of which compilers like to make a
/// branch; vectors leave them no choice.
LANES_INLINE V HFN(opaque)(V mask) {
#if LANES32 == 1
  __asm__("" : "+r"(mask));
#endif
  return mask;
}

/// The 31-bit number at the offset that the last byte names (RFC 4226 section
/// 5.3; the last byte of the digest whatever its length, erratum 6756). Words
/// are picked under masks: no address is made of the digest.
LANES_INLINE V HFN(truncate)(const V *s) {
  V digest[5], high = {0}, low = {0}, result = {0};
  for (int i = 0; i < 5; i++) {
    if (WORD_BITS == 32)
      digest[i] = s[i];
    else
      digest[i] = (s[i / 2] >> ((WORD_BITS - 32) * (1 - i % 2))) & 0xffffffff;
  }
  V offset = s[STATE_WORDS - 1] & 15;
  for (WORD i = 0; i < 4; i++) {
    // All ones where the word's number is i: only 0 - 1 has its top bits set.
    V mask = HFN(opaque)(-((((offset >> 2) ^ i) - 1) >> (WORD_BITS - 1)));
    high |= digest[i] & mask;
    low |= digest[i + 1] & mask;
  }
  for (WORD i = 0; i < 4; i++) {
    V mask = HFN(opaque)(-((((offset & 3) ^ i) - 1) >> (WORD_BITS - 1)));
    V shifted = i == 0 ? high : (high << (8 * i)) | (low >> (32 - 8 * i));
    result |= shifted & mask;
  }
  return result & 0x7fffffff;
}

/// Writes the codes of the digests in `s` to the first `count` of `codes`.
LANES_INLINE void HFN(write)(const V *s, otp_decimal decimal, size_t count,
                             uint32_t *codes) {
  WORD lanes[LANES];
  uint32_t reduced[LANES];
  V value = HFN(truncate)(s);
  memcpy(lanes, &value, sizeof lanes);
  for (int lane = 0; lane < LANES; lane++)
    reduced[lane] = otp_reduce(decimal, lanes[lane] & 0x7fffffff);
  memcpy(codes, reduced, (count < LANES ? count : LANES) * sizeof *codes);
}

/// The codes of `count` counters under one key.
static TARGET void HFN(run)(const void *pads, uint64_t first, size_t count,
                            unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD words[2 * STATE_WORDS];
  V outer[STATE_WORDS];
  memcpy(words, pads, sizeof words);
  for (int i = 0; i < STATE_WORDS; i++)
    outer[i] = HFN(splat)(words[STATE_WORDS + i]);
  for (size_t done = 0; done < count; done += LANES) {
    uint64_t counters[LANES];
    V s[STATE_WORDS];
    for (int lane = 0; lane < LANES; lane++)
      counters[lane] = first + done + (uint64_t)lane;
    for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(words[i]);
    HFN(hmac)(counters, s, outer);
    HFN(write)(s, decimal, count - done, codes + done);
  }
  otp_wipe(words, sizeof words);
}

/// The codes of `count` pairs of a key and a counter.
static TARGET void HFN(pairs)(const void *const *pads,
                              const uint64_t *counters, size_t count,
                              unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD lanes[2 * STATE_WORDS][LANES];
  for (size_t done = 0; done < count; done += LANES) {
    uint64_t current[LANES];
    V inner[STATE_WORDS], outer[STATE_WORDS];
    WORD words[2 * STATE_WORDS];
    const void *loaded = NULL;
    for (size_t lane = 0; lane < LANES; lane++) {
      // Lanes beyond the last pair repeat it, and nobody reads them.
      size_t pair = done + lane < count ? done + lane : count - 1;
      if (loaded != pads[pair]) {
        loaded = pads[pair];
        memcpy(words, loaded, sizeof words);
      }
      for (int i = 0; i < 2 * STATE_WORDS; i++) lanes[i][lane] = words[i];
      current[lane] = counters[pair];
    }
    for (int i = 0; i < STATE_WORDS; i++) {
      memcpy(&inner[i], lanes[i], sizeof inner[i]);
      memcpy(&outer[i], lanes[STATE_WORDS + i], sizeof outer[i]);
    }
    HFN(hmac)(current, inner, outer);
    HFN(write)(inner, decimal, count - done, codes + done);
  }
  otp_wipe(lanes, sizeof lanes);
}

#undef HFN
#undef WORD_BITS
#undef HASH
#undef WORD
#undef V
#undef LANES
#undef STATE_WORDS
#undef INITIAL
