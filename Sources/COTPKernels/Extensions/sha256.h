// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// SHA-256 over messages: a part of messages.h.

typedef sha256_variables sha256_state;

#define SHA256_WORDS(a, b, c, d) ((words){a, b, c, d})

EXT_INLINE sha256_state sha256_load(const uint8_t *state) {
  words abcd, efgh;
  memcpy(&abcd, state, sizeof abcd);
  memcpy(&efgh, state + sizeof abcd, sizeof efgh);
  return sha256_from(abcd, efgh);
}

EXT_INLINE void sha256_store(sha256_state s, uint8_t *state) {
  const words abcd = sha256_abcd(s), efgh = sha256_efgh(s);
  memcpy(state, &abcd, sizeof abcd);
  memcpy(state + sizeof abcd, &efgh, sizeof efgh);
}

/// The words of 16 bytes of a message.
EXT_INLINE words sha256_swapped(octets bytes) {
  return (words)PICK(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15,
                     14, 13, 12);
}

/// One block of each of `n` messages. `w` has the words of each block, which
/// are overwritten.
EXT_INLINE void sha256_blocks(int n, sha256_state *s, words (*w)[8]) {
  sha256_state v[MESSAGES];
  EXT_UNROLL for (int m = 0; m < n; m++) v[m] = s[m];
  EXT_UNROLL for (int i = 0; i < 16; i++) {
    EXT_UNROLL for (int m = 0; m < n; m++) {
      if (i >= 4)
        w[m][i & 3] = sha256_schedule(w[m][i & 3], w[m][(i + 1) & 3],
                                  w[m][(i + 2) & 3], w[m][(i + 3) & 3]);
      const words constants = *(const words *)&otp_sha256_k[4 * i];
      v[m] = sha256_four(v[m], w[m][i & 3] + constants);
    }
  }
  EXT_UNROLL for (int m = 0; m < n; m++) s[m] = sha256_sum(s[m], v[m]);
}

/// The last words of a block that ends a message of `bits` bits.
EXT_INLINE words sha256_end(uint32_t bits) {
  return SHA256_WORDS(0, 0, 0, bits);
}

/// The first words of a block that holds a counter and nothing else.
EXT_INLINE words sha256_counter(uint64_t counter) {
  return SHA256_WORDS((uint32_t)(counter >> 32), (uint32_t)counter, 0x80000000,
                      0);
}

/// The block that ends the outer half of HMAC: the inner digest, and padding.
EXT_INLINE void sha256_outer_block(sha256_state inner, words *w) {
  w[0] = sha256_abcd(inner);
  w[1] = sha256_efgh(inner);
  w[2] = SHA256_WORDS(0x80000000, 0, 0, 0);
  w[3] = sha256_end(8 * (64 + 32));
}

/// The truncated number of a digest (RFC 4226 section 5.3), by the last byte
/// of it (erratum 6756). The number ends before byte 20.
EXT_INLINE uint32_t sha256_truncated(sha256_state s) {
  return number_at(sha256_front(s), sha256_back(s), sha256_offset(s));
}
