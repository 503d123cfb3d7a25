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
static void HFN(compress)(void *state, const uint8_t *blocks, size_t count) {
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

/// The inner and the outer pad (RFC 2104 section 2): with two lanes or more,
/// in two lanes of one pass.
static TARGET void HFN(pads)(const uint8_t *block, void *pads) {
  const WORD ipad = (WORD)0x3636363636363636, opad = (WORD)0x5c5c5c5c5c5c5c5c;
  WORD words[2 * STATE_WORDS];
  for (int pass = 0; pass < (LANES == 1 ? 2 : 1); pass++) {
    WORD mask[LANES];
    for (int lane = 0; lane < LANES; lane++)
      mask[lane] = ((pass + lane) & 1) ? opad : ipad;
    V s[STATE_WORDS], w[16], m;
    memcpy(&m, mask, sizeof m);
    for (int i = 0; i < 16; i++) w[i] = m ^ HFN(load)(block, i);
    for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(INITIAL[i]);
    HFN(block)(s, w);
    for (int i = 0; i < STATE_WORDS; i++) {
      WORD lanes[LANES];
      memcpy(lanes, &s[i], sizeof lanes);
      words[pass * STATE_WORDS + i] = lanes[0];
      if (LANES > 1) words[STATE_WORDS + i] = lanes[LANES > 1 ? 1 : 0];
    }
  }
  memcpy(pads, words, sizeof words);
  otp_wipe(words, sizeof words);
}

/// Fills up `w` after `used` words that end a message: a one bit, zeros, and
/// the length in bits with the block before (FIPS 180-4 section 5.1).
LANES_INLINE void HFN(finish)(V *w, int used) {
  w[used] = HFN(splat)((WORD)1 << (WORD_BITS - 1));
  for (int i = used + 1; i < 15; i++) w[i] = HFN(splat)(0);
  w[15] = HFN(splat)((WORD)(WORD_BITS * (16 + used)));
}

/// The digest of HMAC for the counter in each lane, left in `s`.
LANES_INLINE void HFN(hmac)(const WORD *pads, uint64_t first, V *s) {
  const int counter_words = 8 / sizeof(WORD);
  WORD high[LANES], low[LANES];
  V w[16];
  for (int lane = 0; lane < LANES; lane++) {
    uint64_t counter = first + (uint64_t)lane;
    high[lane] = (WORD)(counter >> (64 - WORD_BITS));
    low[lane] = (WORD)counter;
  }
  memcpy(&w[0], high, sizeof w[0]);
  if (counter_words == 2) memcpy(&w[1], low, sizeof w[1]);
  HFN(finish)(w, counter_words);
  for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(pads[i]);
  HFN(block)(s, w);

  for (int i = 0; i < STATE_WORDS; i++) w[i] = s[i];
  HFN(finish)(w, STATE_WORDS);
  for (int i = 0; i < STATE_WORDS; i++)
    s[i] = HFN(splat)(pads[STATE_WORDS + i]);
  HFN(block)(s, w);
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
    V mask = -((((offset >> 2) ^ i) - 1) >> (WORD_BITS - 1));
    high |= digest[i] & mask;
    low |= digest[i + 1] & mask;
  }
  for (WORD i = 0; i < 4; i++) {
    V mask = -((((offset & 3) ^ i) - 1) >> (WORD_BITS - 1));
    V shifted = i == 0 ? high : (high << (8 * i)) | (low >> (32 - 8 * i));
    result |= shifted & mask;
  }
  return result & 0x7fffffff;
}

/// Codes for `count` counters, LANES at a time.
static TARGET void HFN(codes)(const void *pads, uint64_t first, size_t count,
                              unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD words[2 * STATE_WORDS];
  memcpy(words, pads, sizeof words);
  for (size_t done = 0; done < count; done += LANES) {
    V s[STATE_WORDS];
    WORD lanes[LANES];
    HFN(hmac)(words, first + done, s);
    V value = HFN(truncate)(s);
    memcpy(lanes, &value, sizeof lanes);
    for (size_t i = 0; i < LANES && i < count - done; i++) {
      uint64_t number = lanes[i];
      uint64_t quotient = (number * decimal.reciprocal) >> decimal.shift;
      codes[done + i] = (uint32_t)(number - quotient * decimal.modulus);
    }
  }
  otp_wipe(words, sizeof words);
}

#undef HFN
#undef WORD_BITS
#undef HASH
#undef WORD
#undef V
#undef LANES
#undef STATE_WORDS
#undef INITIAL
