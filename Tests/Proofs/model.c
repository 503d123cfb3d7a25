// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The model of x86-64's SHA extensions against FIPS 180-4: what each of its
// instructions is used for, for every operand.
//
// Options: --boolector --unwind 17

#include "plain.h"
#include "x86_model.h"

uint32_t nondet_u32(void);
#define ASSUME(condition) __ESBMC_assume(condition)
#define PROVE(condition, what) __ESBMC_assert(condition, what)

/// Fills plain words, and of four of them makes a vector, the first highest
/// (SHA-1) or lowest (SHA-256).
#define ANY(array, count) \
  for (int i = 0; i < count; i++) array[i] = nondet_u32()
#define HIGHEST_FIRST(w) ((words){(w)[3], (w)[2], (w)[1], (w)[0]})
#define LOWEST_FIRST(w) ((words){(w)[0], (w)[1], (w)[2], (w)[3]})

static const uint32_t constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
                                      0xca62c1d6};

/// The variable e of four rounds is a of four rounds before, rotated.
void prove_model_of_sha1_nexte(void) {
  uint32_t w[4], before[4];
  ANY(w, 4);
  ANY(before, 4);
  const words next = sha1_nexte(HIGHEST_FIRST(before), HIGHEST_FIRST(w));
  PROVE(next[3] == w[0] + ROTL(before[0], 30), "e is added to the first word");
  for (int i = 1; i < 4; i++) PROVE(next[3 - i] == w[i], "the others stay");
}

void prove_model_of_sha1_schedule(void) {
  uint32_t w[20];
  ANY(w, 16);
  words x = sha1_msg1(HIGHEST_FIRST(w), HIGHEST_FIRST(w + 4));
  for (int i = 0; i < 4; i++) x[i] ^= w[11 - i];
  const words next = sha1_msg2(x, HIGHEST_FIRST(w + 12));
  for (int t = 16; t < 20; t++) {
    w[t] = plain_sha1_word(w, t);
    PROVE(next[19 - t] == w[t], "four words");
  }
}

void prove_model_of_sha256_rounds(void) {
  uint32_t s[8], w[2];
  ANY(s, 8);
  ANY(w, 2);
  const words abef = {s[5], s[4], s[1], s[0]}, cdgh = {s[7], s[6], s[3], s[2]};
  const words next = sha256_rnds2(cdgh, abef, (words){w[0], w[1], 0, 0});
  for (int i = 0; i < 2; i++) plain_sha256_round(s, w[i]);
  PROVE(next[3] == s[0] && next[2] == s[1], "a and b after two rounds");
  PROVE(next[1] == s[4] && next[0] == s[5], "e and f after two rounds");
  PROVE(abef[3] == s[2] && abef[2] == s[3], "c and d are a and b before");
  PROVE(abef[1] == s[6] && abef[0] == s[7], "g and h are e and f before");
}

void prove_model_of_sha256_schedule(void) {
  uint32_t w[20];
  ANY(w, 16);
  words x = sha256_msg1(LOWEST_FIRST(w), LOWEST_FIRST(w + 4));
  for (int i = 0; i < 4; i++) x[i] += w[9 + i];
  const words next = sha256_msg2(x, LOWEST_FIRST(w + 12));
  for (int t = 16; t < 20; t++) {
    w[t] = plain_sha256_word(w, t);
    PROVE(next[t - 16] == w[t], "four words");
  }
}

/// Rounds 20 to 39 have another constant than rounds 60 to 79.
void refute_model_of_another_group(void) {
  uint32_t s[5] = {0}, w[4];
  ANY(s, 4);
  ANY(w, 4);
  const words next = sha1_rnds4(HIGHEST_FIRST(s), HIGHEST_FIRST(w), 1);
  for (int i = 0; i < 4; i++) plain_sha1_round(s, 60, w[i] + constants[3]);
  PROVE(next[3] == s[0], "four rounds of the last group");
}
