// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// HMAC's pads and HOTP's codes with one hash at one width. A part of lanes.h,
// which includes it once per hash and defines
//   HASH         sha1, sha256, sha512
//   WORD, V      a word, and a vector of LANES words
//   STATE_WORDS  the length of a state, which is that of a digest
//   ROUNDS       the length of a schedule
//   TURN         what turns a tile of keys, see lanes.h
//   INITIAL      the state before the first block

#define HFN(name) FN(GLUE(HASH, name))
#define WORD_BITS (8 * sizeof(WORD))

/// The big-endian word number `i` of `bytes`.
LANES_INLINE WORD HFN(load)(const uint8_t *bytes, size_t i) {
  WORD word;
  memcpy(&word, bytes + i * sizeof word, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  word = sizeof word == 8 ? (WORD)__builtin_bswap64(word)
                          : (WORD)__builtin_bswap32((uint32_t)word);
#endif
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

/// What each word of a key is combined with (RFC 2104 section 2).
#define INNER_PAD ((WORD)0x3636363636363636)
#define OUTER_PAD ((WORD)0x5c5c5c5c5c5c5c5c)

/// Word `i` of the block of `key`: its bytes, and zeros after them.
LANES_INLINE WORD HFN(key_word)(otp_key key, size_t i) {
  const size_t from = i * sizeof(WORD);
  if (from + sizeof(WORD) <= key.count) return HFN(load)(key.bytes, i);
  WORD word = 0;
  for (size_t k = from; k < key.count; k++)
    word |= (WORD)key.bytes[k] << (WORD_BITS - 8 * (k - from + 1));
  return word;
}

/// The inner and the outer pads of one key: two lanes of one pass, or
/// two passes of the one lane.
static TARGET void HFN(pads)(otp_key key, void *pads) {
  WORD block[16] = {0}, states[2][STATE_WORDS], lanes[LANES];
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (size_t i = 0; i * sizeof(WORD) < key.count; i++)
    block[i] = HFN(key_word)(key, i);
  for (size_t done = 0; done < 2; done += LANES) {
    V s[STATE_WORDS], w[16], pad;
    for (size_t lane = 0; lane < LANES; lane++)
      lanes[lane] = (done + lane) % 2 == 0 ? INNER_PAD : OUTER_PAD;
    memcpy(&pad, lanes, sizeof pad);
    for (int i = 0; i < 16; i++) w[i] = HFN(splat)(block[i]) ^ pad;
    for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(INITIAL[i]);
    HFN(block)(s, w);
    for (int i = 0; i < STATE_WORDS; i++) {
      memcpy(lanes, &s[i], sizeof lanes);
      for (size_t lane = 0; lane < LANES && lane < 2; lane++)
        states[done + lane][i] = lanes[lane];
    }
  }
  memcpy(pads, states, sizeof states);
  CLEAR(block);
  CLEAR(states);
}

/// Fills up `w` after `used` words that end a message: a one bit, zeros, and
/// the length in bits with the block before (FIPS 180-4 section 5.1).
LANES_INLINE void HFN(finish)(V *w, int used) {
  w[used] = HFN(splat)((WORD)1 << (WORD_BITS - 1));
  for (int i = used + 1; i < 15; i++) w[i] = HFN(splat)(0);
  w[15] = HFN(splat)((WORD)(WORD_BITS * (16 + used)));
}

/// The second half of HMAC: hashes the inner digest in `s` after the outer pad,
/// and leaves the digest there.
LANES_INLINE void HFN(outer)(V *s, const V *outer) {
  V w[16];
  for (int i = 0; i < STATE_WORDS; i++) w[i] = s[i];
  HFN(finish)(w, STATE_WORDS);
  for (int i = 0; i < STATE_WORDS; i++) s[i] = outer[i];
  HFN(block)(s, w);
}

/// The digest of HMAC for the counter in each lane. `s` and `outer` are the
/// pads, a vector a word; the digest is left in `s`.
LANES_INLINE void HFN(hmac)(const uint64_t *counters, V *s, const V *outer) {
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
  HFN(block)(s, w);
  HFN(outer)(s, outer);
}

/// `a` where the bit `bit` of `number` is one, else `b`.
LANES_INLINE V HFN(pick)(V number, int bit, V a, V b) {
  V mask = -((number >> bit) & 1);
  OPAQUE(mask);
  return b ^ (mask & (a ^ b));
}

/// The 31-bit number at the offset that the last byte names (RFC 4226 section
/// 5.3; the last byte of the digest whatever its length, erratum 6756). Words
/// and bytes are picked under masks, a bit of the offset at a time: no address
/// is made of the digest.
LANES_INLINE V HFN(truncate)(const V *s) {
  const V offset = s[STATE_WORDS - 1];
  V d[5];
  for (int i = 0; i < 5; i++) {
    if (WORD_BITS == 32)
      d[i] = s[i];
    else
      d[i] = (s[i / 2] >> ((WORD_BITS - 32) * (1 - i % 2))) & 0xffffffff;
  }
  // Eight bytes, beginning with the word where the number begins.
  V high = HFN(pick)(offset, 3, HFN(pick)(offset, 2, d[3], d[2]),
                     HFN(pick)(offset, 2, d[1], d[0]));
  V low = HFN(pick)(offset, 3, HFN(pick)(offset, 2, d[4], d[3]),
                    HFN(pick)(offset, 2, d[2], d[1]));
  // Forward by two bytes, and by one.
  high = HFN(pick)(offset, 1, (high << 16) | (low >> 16), high);
  low = HFN(pick)(offset, 1, (low << 16) & 0xffffffff, low);
  high = HFN(pick)(offset, 0, (high << 8) | (low >> 24), high);
  return high & 0x7fffffff;
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
  if (count >= LANES)
    memcpy(codes, reduced, sizeof reduced);
  else
    for (size_t lane = 0; lane < count; lane++) codes[lane] = reduced[lane];
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
  CLEAR(words);
}

/// The codes of `count` pairs of a key and a counter.
static TARGET void HFN(pairs)(const void *const *pads,
                              const uint64_t *counters, size_t count,
                              unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD lanes[2 * STATE_WORDS][LANES];
  const void *loaded[LANES] = {NULL};
  for (size_t done = 0; done < count; done += LANES) {
    uint64_t current[LANES];
    V inner[STATE_WORDS], outer[STATE_WORDS];
    for (size_t lane = 0; lane < LANES; lane++) {
      // Lanes beyond the last pair repeat it, and nobody reads them.
      size_t pair = done + lane < count ? done + lane : count - 1;
      current[lane] = counters[pair];
      if (loaded[lane] == pads[pair]) continue;
      loaded[lane] = pads[pair];
      WORD words[2 * STATE_WORDS];
      memcpy(words, loaded[lane], sizeof words);
      for (int i = 0; i < 2 * STATE_WORDS; i++) lanes[i][lane] = words[i];
    }
    for (int i = 0; i < STATE_WORDS; i++) {
      memcpy(&inner[i], lanes[i], sizeof inner[i]);
      memcpy(&outer[i], lanes[STATE_WORDS + i], sizeof outer[i]);
    }
    HFN(hmac)(current, inner, outer);
    HFN(write)(inner, decimal, count - done, codes + done);
  }
  CLEAR(lanes);
}

#if LANES32 > 1

/// Words `i` and following of `keys`, one key in each lane: 16 bytes of each.
LANES_INLINE void HFN(key_tiles)(const otp_key *keys, size_t i, V *blocks) {
  enum { side = 16 / sizeof(WORD) };
  WORD rows[side][LANES];
  for (size_t lane = 0; lane < LANES; lane += side) {
    FN(octets) tile[side];
    for (size_t k = 0; k < side; k++)
      memcpy(&tile[k], keys[lane + k].bytes + i * sizeof(WORD), 16);
    TURN(tile);
    for (size_t k = 0; k < side; k++) memcpy(&rows[k][lane], &tile[k], 16);
  }
  memcpy(&blocks[i], rows, sizeof rows);
  CLEAR(rows);
}

#endif

/// The blocks of `keys`, one in each lane.
LANES_INLINE void HFN(key_blocks)(const otp_key *keys, V *blocks) {
  size_t shortest = keys[0].count, longest = 0, i = 0;
  for (size_t lane = 0; lane < LANES; lane++) {
    if (keys[lane].count < shortest) shortest = keys[lane].count;
    if (keys[lane].count > longest) longest = keys[lane].count;
  }
  memset(blocks, 0, 16 * sizeof *blocks);
#if LANES32 > 1
  for (; i * sizeof(WORD) + 16 <= shortest; i += 16 / sizeof(WORD))
    HFN(key_tiles)(keys, i, blocks);
#endif
  // What is not common to all in whole tiles, word by word.
  for (; i * sizeof(WORD) < longest; i++) {
    WORD row[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
      row[lane] = HFN(key_word)(keys[lane], i);
    memcpy(&blocks[i], row, sizeof row);
    CLEAR(row);
  }
}

/// The codes of `count` keys for one counter, whose schedule serves all lanes.
static TARGET void HFN(secrets)(const otp_key *keys, size_t count,
                                uint64_t counter, unsigned digits,
                                uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  const int counter_words = 8 / sizeof(WORD);
  WORD message[16] = {0}, schedule[ROUNDS];
  message[0] = (WORD)(counter >> (64 - WORD_BITS));
  if (counter_words == 2) message[1] = (WORD)counter;
  message[counter_words] = (WORD)1 << (WORD_BITS - 1);
  message[15] = WORD_BITS * (16 + counter_words);
  HFN(schedule)(message, schedule);
  V blocks[16];
  for (size_t done = 0; done < count; done += LANES) {
    V s[STATE_WORDS], outer[STATE_WORDS];
    otp_key current[LANES];
    // Lanes beyond the last key repeat it, and nobody reads them.
    for (size_t lane = 0; lane < LANES; lane++)
      current[lane] = keys[done + lane < count ? done + lane : count - 1];
    HFN(key_blocks)(current, blocks);
    for (int i = 0; i < STATE_WORDS; i++)
      s[i] = outer[i] = HFN(splat)(INITIAL[i]);
    for (int i = 0; i < 16; i++) blocks[i] ^= INNER_PAD;
    HFN(blocks)(s, outer, blocks, INNER_PAD ^ OUTER_PAD);
    HFN(scheduled)(s, schedule);
    HFN(outer)(s, outer);
    HFN(write)(s, decimal, count - done, codes + done);
  }
  CLEAR(blocks);
}

#undef INNER_PAD
#undef OUTER_PAD
#undef ROUNDS
#undef TURN
#undef HFN
#undef WORD_BITS
#undef HASH
#undef WORD
#undef V
#undef LANES
#undef STATE_WORDS
#undef INITIAL
