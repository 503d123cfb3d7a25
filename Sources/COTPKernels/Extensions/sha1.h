// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-1 over messages: a part of messages.h.

/// The hash's state of one message: the words a to d, and e as the first word
/// of a vector that is zero otherwise.
typedef struct {
  words abcd, e;
} sha1_state;

EXT_INLINE sha1_state sha1_load(const uint8_t *state) {
  words abcd;
  uint32_t e;
  memcpy(&abcd, state, sizeof abcd);
  memcpy(&e, state + sizeof abcd, sizeof e);
  return (sha1_state){sha1_ordered(abcd), SHA1_WORDS(e, 0, 0, 0)};
}

EXT_INLINE void sha1_store(sha1_state s, uint8_t *state) {
  const words abcd = sha1_ordered(s.abcd), e = sha1_ordered(s.e);
  memcpy(state, &abcd, sizeof abcd);
  memcpy(state + sizeof abcd, &e, sizeof(uint32_t));
}

/// One block of each of `n` messages. `w` has the words of each block, and room
/// for as many more.
EXT_INLINE void sha1_blocks(int n, sha1_state *s, words (*w)[8]) {
  words abcd[MESSAGES], before[MESSAGES];
  EXT_UNROLL for (int m = 0; m < n; m++) {
    abcd[m] = sha1_first(s[m].abcd, s[m].e, w[m][0]);
    before[m] = s[m].abcd;
  }
  EXT_UNROLL for (int i = 1; i < 20; i++) {
    EXT_UNROLL for (int m = 0; m < n; m++) {
      if (i >= 4) w[m][i & 7] = sha1_schedule(w[m], i);
      const words last = abcd[m];
      abcd[m] = sha1_four(abcd[m], before[m], w[m][i & 7], i / 5);
      before[m] = last;
    }
  }
  EXT_UNROLL for (int m = 0; m < n; m++) {
    s[m].abcd += abcd[m];
    s[m].e = sha1_add_e(before[m], s[m].e);
  }
}

/// The last words of a block that ends a message of `bits` bits.
EXT_INLINE words sha1_end(uint32_t bits) {
  return SHA1_WORDS(0, 0, 0, bits);
}

/// The first words of a block that holds a counter and nothing else.
EXT_INLINE words sha1_counter(uint64_t counter) {
  return SHA1_WORDS((uint32_t)(counter >> 32), (uint32_t)counter, 0x80000000,
                    0);
}

/// The block that ends the outer half of HMAC: the inner digest, and padding.
EXT_INLINE void sha1_outer_block(sha1_state inner, words *w) {
  w[0] = inner.abcd;
  w[1] = inner.e | SHA1_WORDS(0, 0x80000000, 0, 0);
  w[2] = (words){0};
  w[3] = sha1_end(8 * (64 + 20));
}

/// The truncated number of a digest (RFC 4226 section 5.3).
EXT_INLINE uint32_t sha1_truncated(sha1_state s) {
  return number_at(s.abcd, s.e, sha1_offset(s.e));
}
