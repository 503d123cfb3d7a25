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
#define COUNTER_WORDS ((int)(8 / sizeof(WORD)))

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

/// Takes the front of `rows`, one row in each lane, into `words`: whole tiles of
/// 16 bytes, as many as `bytes` bytes hold. The words are big-endian in the rows
/// if `swaps`. Returns how many words were taken.
LANES_INLINE size_t HFN(gather)(const void *const *rows, size_t bytes,
                                int swaps, V *words) {
  size_t taken = 0;
#if LANES32 > 1
  enum { side = 16 / sizeof(WORD) };
  WORD columns[side][LANES];
  for (; taken * sizeof(WORD) + 16 <= bytes; taken += side) {
    for (size_t lane = 0; lane < LANES; lane += side) {
      FN(octets) tile[side];
      for (size_t k = 0; k < side; k++)
        memcpy(&tile[k], (const uint8_t *)rows[lane + k] + taken * sizeof(WORD),
               16);
      TURN(tile, swaps);
      for (size_t k = 0; k < side; k++)
        memcpy(&columns[k][lane], &tile[k], 16);
    }
    memcpy(&words[taken], columns, sizeof columns);
  }
  CLEAR(columns);
#else
  (void)rows, (void)bytes, (void)swaps, (void)words;
#endif
  return taken;
}

#if LANES32 > 1
typedef _Bool HFN(flags) __attribute__((ext_vector_type(LANES)));
#endif

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

/// Where word `i` of a prepared key is: first the state after the inner pad,
/// then the one after the outer. It may lie anywhere.
LANES_INLINE void *HFN(pad_word)(const void *pads, size_t i) {
  return (uint8_t *)pads + i * sizeof(WORD);
}

/// The inner and the outer pads of one key: two lanes of one pass, or
/// two passes of the one lane.
static TARGET void HFN(pads)(otp_key key, void *pads) {
  WORD block[16] = {0}, lanes[LANES];
  V s[STATE_WORDS], w[16];
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (size_t i = 0; i * sizeof(WORD) < key.count; i++)
    block[i] = HFN(key_word)(key, i);
  for (size_t done = 0; done < 2; done += LANES) {
    V pad;
    for (size_t lane = 0; lane < LANES; lane++)
      lanes[lane] = (done + lane) % 2 == 0 ? INNER_PAD : OUTER_PAD;
    memcpy(&pad, lanes, sizeof pad);
    for (int i = 0; i < 16; i++) w[i] = HFN(splat)(block[i]) ^ pad;
    for (int i = 0; i < STATE_WORDS; i++) s[i] = HFN(splat)(INITIAL[i]);
    HFN(block)(s, w);
    for (int i = 0; i < STATE_WORDS; i++) {
      memcpy(lanes, &s[i], sizeof lanes);
      for (size_t lane = 0; lane < LANES && lane < 2; lane++)
        memcpy(HFN(pad_word)(pads, (done + lane) * STATE_WORDS + i),
               &lanes[lane], sizeof(WORD));
    }
  }
  CLEAR(block);
  CLEAR(lanes);
  CLEAR(s);
  CLEAR(w);
}

/// Fills up `w` after `used` words that end a message: a one bit, zeros, and
/// the length in bits with the block before (FIPS 180-4 section 5.1).
LANES_INLINE void HFN(finish)(V *w, int used) {
  w[used] = HFN(splat)((WORD)1 << (WORD_BITS - 1));
  for (int i = used + 1; i < 15; i++) w[i] = HFN(splat)(0);
  w[15] = HFN(splat)((WORD)(WORD_BITS * (16 + used)));
}

/// The block that ends the first half of HMAC, for the counter in each lane:
/// `counter` has its words, the high one first.
LANES_INLINE void HFN(counter_block)(const V *counter, V *w) {
  for (int i = 0; i < COUNTER_WORDS; i++) w[i] = counter[i];
  HFN(finish)(w, COUNTER_WORDS);
}

/// The first half of HMAC: hashes the counters after the inner pad in `s`.
LANES_INLINE void HFN(inner)(const V *counter, V *s) {
  V w[16];
  HFN(counter_block)(counter, w);
  HFN(block)(s, w);
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

/// The remainders of `numbers` below 2^31, see decimal.h. All in vectors of this
/// width, which the compiler would not choose for products of 64 bits.
LANES_INLINE V HFN(reduce)(V numbers, otp_decimal decimal) {
#if LANES32 > 1
  // Spread over the lanes here, not before the loop around: there they would
  // take up registers all the way.
  __asm__ volatile(""
                   : "+r"(decimal.modulus), "+r"(decimal.reciprocal),
                     "+r"(decimal.shift));
  const V64 low = (V64){0} + UINT32_MAX;
  V64 even = (V64)numbers & low;
  V64 quotients = (even * decimal.reciprocal) >> decimal.shift;
  if (WORD_BITS == 64) return (V)(even - (quotients & low) * decimal.modulus);
  V64 odd = (V64)numbers >> 32;
  odd = (odd * decimal.reciprocal) >> decimal.shift;
  return numbers - (V)(quotients | odd << 32) * decimal.modulus;
#else
  return otp_reduce(decimal, numbers);
#endif
}

/// The codes of the digests in `s`.
LANES_INLINE V HFN(codes)(const V *s, otp_decimal decimal) {
  return HFN(reduce)(HFN(truncate)(s), decimal);
}

/// Writes the first `count` of `lanes` to `codes`.
LANES_INLINE void HFN(write)(V lanes, size_t count, uint32_t *codes) {
  WORD words[LANES];
  memcpy(words, &lanes, sizeof words);
  if (count >= LANES) {
    for (size_t lane = 0; lane < LANES; lane++)
      codes[lane] = (uint32_t)words[lane];
    return;
  }
  for (size_t lane = 0; lane < count; lane++) {
    codes[lane] = (uint32_t)words[lane];
    // A few stores, rather than a call of memcpy.
    __asm__("" : "+r"(lane));
  }
}

/// All ones in the lanes where `a` and `b`, which are below 2^31, are the same.
LANES_INLINE V HFN(same)(V a, V b) {
#if LANES32 > 1
  return (V)(a == b);
#else
  return -(V)((otp_opaque((uint32_t)(a ^ b)) - 1) >> 31);
#endif
}

/// A bit for each lane, the lowest for the first: 1 where `a` and `b`, which
/// are below 2^31, are the same.
LANES_INLINE uint64_t HFN(equal)(V a, V b) {
#if LANES32 > 1
  HFN(flags) flags = __builtin_convertvector(a == b, HFN(flags));
  uint16_t bits = 0;
  memcpy(&bits, &flags, sizeof flags);
  return bits & ((1u << LANES) - 1);
#else
  return HFN(same)(a, b) & 1;
#endif
}

/// The words of the counters that come `steps` after those in `from`, fewer
/// than 2^31.
LANES_INLINE void HFN(advance)(const V *from, V steps, V *counter) {
  const V start = from[COUNTER_WORDS - 1], low = start + steps;
  counter[COUNTER_WORDS - 1] = low;
  // A lane carries where its low word has wrapped around.
  if (COUNTER_WORDS == 2)
    counter[0] = from[0] + ((start & ~low) >> (WORD_BITS - 1));
}

/// The words of the counters from `first` on, one in each lane.
LANES_INLINE void HFN(consecutive)(uint64_t first, V *counter) {
  static const WORD places[16] = {0, 1, 2,  3,  4,  5,  6,  7,
                                  8, 9, 10, 11, 12, 13, 14, 15};
  V from[COUNTER_WORDS], steps;
  memcpy(&steps, places, sizeof steps);
  for (int i = 0; i < COUNTER_WORDS; i++)
    from[i] = HFN(splat)((WORD)(first >> (64 - WORD_BITS * (i + 1))));
  HFN(advance)(from, steps, counter);
}

/// A prepared key, the same one in every lane.
typedef struct {
  V inner[STATE_WORDS], outer[STATE_WORDS];
} HFN(key);

LANES_INLINE void HFN(spread)(const void *pads, HFN(key) *key) {
  WORD inner, outer;
  for (int i = 0; i < STATE_WORDS; i++) {
    memcpy(&inner, HFN(pad_word)(pads, i), sizeof inner);
    memcpy(&outer, HFN(pad_word)(pads, STATE_WORDS + i), sizeof outer);
    key->inner[i] = HFN(splat)(inner);
    key->outer[i] = HFN(splat)(outer);
  }
}

/// The codes of the counters from `first` on.
LANES_INLINE V HFN(next)(const HFN(key) *key, uint64_t first,
                         otp_decimal decimal) {
  V counter[COUNTER_WORDS], s[STATE_WORDS];
  HFN(consecutive)(first, counter);
  memcpy(s, key->inner, sizeof s);
  HFN(inner)(counter, s);
  HFN(outer)(s, key->outer);
  return HFN(codes)(s, decimal);
}

/// The codes of `count` counters under one key.
static TARGET void HFN(run)(const void *pads, uint64_t first, size_t count,
                            unsigned digits, uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  HFN(key) key;
  HFN(spread)(pads, &key);
  for (size_t done = 0; done < count; done += LANES)
    HFN(write)(HFN(next)(&key, first + done, decimal), count - done,
               codes + done);
  CLEAR(key.inner);
  CLEAR(key.outer);
}

/// Where each of three wanted codes is among those of `count` counters.
static TARGET void HFN(find)(const void *pads, uint64_t first, size_t count,
                             unsigned digits, const uint32_t *wanted,
                             uint64_t *matches) {
  const otp_decimal decimal = otp_decimal_for(digits);
  HFN(key) key;
  HFN(spread)(pads, &key);
  uint64_t found[3] = {0};
  for (size_t done = 0; done < count; done += LANES) {
    V codes = HFN(next)(&key, first + done, decimal);
    for (int i = 0; i < 3; i++)
      found[i] |= HFN(equal)(codes, HFN(splat)(wanted[i])) << done;
  }
  // Lanes beyond the last counter are nobody's.
  const uint64_t counted = UINT64_MAX >> ((64 - count) & 63);
  for (int i = 0; i < 3; i++) matches[i] = found[i] & counted;
  CLEAR(key.inner);
  CLEAR(key.outer);
}

#include "windows.h"
#include "secrets.h"

#undef INNER_PAD
#undef OUTER_PAD
#undef ROUNDS
#undef TURN
#undef HFN
#undef WORD_BITS
#undef COUNTER_WORDS
#undef HASH
#undef WORD
#undef V
#undef LANES
#undef STATE_WORDS
#undef INITIAL
