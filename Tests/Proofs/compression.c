// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The compression functions against FIPS 180-4, in three lemmas: a round, the
// schedule, and the order in which a block goes through them. Together they
// are the whole function, for every state and block.
//
// Options: --boolector --unwind 81

#include "plain.h"
#include "proof.h"

// MARK: The round

void prove_round_sha1(void) {
  uint32_t s[5], plain[5];
  const uint32_t word = nondet_u32();
  const unsigned t = nondet_u8();
  ASSUME(t < 80);
  for (int i = 0; i < 5; i++) s[i] = plain[i] = nondet_u32();
  KERNEL(sha1, round)(s, (int)t, word);
  plain_sha1_round(plain, (int)t, word);
  for (int i = 0; i < 5; i++) PROVE(s[i] == plain[i], "the round");
}

#define ROUND(hash, type)                                            \
  void prove_round_##hash(void) {                                    \
    type s[8], plain[8];                                             \
    const type word = (type)nondet_u64();                            \
    for (int i = 0; i < 8; i++) s[i] = plain[i] = (type)nondet_u64(); \
    KERNEL(hash, round)(s, word);                                    \
    plain_##hash##_round(plain, word);                               \
    for (int i = 0; i < 8; i++) PROVE(s[i] == plain[i], "the round"); \
  }

ROUND(sha256, uint32_t)
ROUND(sha512, uint64_t)

// MARK: The schedule

/// Word `t` of a schedule is made of the 16 before it, which go round in `w`.
#define SCHEDULE(hash, type, rounds)                                 \
  void prove_schedule_##hash(void) {                                 \
    for (int t = 16; t < rounds; t++) {                              \
      type w[16], plain[rounds];                                     \
      for (int i = t - 16; i < t; i++)                               \
        w[i & 15] = plain[i] = (type)nondet_u64();                   \
      PROVE(KERNEL(hash, word)(w, t) == plain_##hash##_word(plain, t), \
            "a word of the schedule");                               \
      PROVE(w[t & 15] == plain_##hash##_word(plain, t), "kept");     \
    }                                                                \
  }

SCHEDULE(sha1, uint32_t, 80)
SCHEDULE(sha256, uint32_t, 64)
SCHEDULE(sha512, uint64_t, 80)

// MARK: The order

/// The block function is the rounds that were proved, on the words that were
/// proved, with the state added at the end.
#define ORDER(hash, type, rounds)                                    \
  void prove_order_##hash(void) {                                    \
    type block[16], w[16], state[8], s[8], sum[8];                   \
    for (int i = 0; i < 16; i++) w[i] = block[i] = (type)nondet_u64(); \
    for (int i = 0; i < 8; i++) s[i] = state[i] = (type)nondet_u64(); \
    for (int t = 0; t < rounds; t++)                                 \
      KERNEL(hash, round)(s, KERNEL(hash, word)(w, t) + otp_##hash##_k[t]); \
    for (int i = 0; i < 8; i++) sum[i] = state[i] + s[i];            \
    KERNEL(hash, block)(state, block);                               \
    for (int i = 0; i < 8; i++) PROVE(state[i] == sum[i], "the block"); \
  }

ORDER(sha256, uint32_t, 64)
ORDER(sha512, uint64_t, 80)

/// The two compressions of HMAC's pads, and of a schedule that is shared.
#define SHARED(hash, type, rounds)                                   \
  void prove_shared_schedule_##hash(void) {                          \
    type block[16], ready[rounds], w[rounds];                        \
    for (int i = 0; i < 16; i++) w[i] = block[i] = (type)nondet_u64(); \
    for (int t = 16; t < rounds; t++) w[t] = plain_##hash##_word(w, t); \
    KERNEL(hash, schedule)(block, ready);                            \
    for (int t = 0; t < rounds; t++)                                 \
      PROVE(ready[t] == (type)(w[t] + otp_##hash##_k[t]), "a word"); \
  }

SHARED(sha256, uint32_t, 64)
SHARED(sha512, uint64_t, 80)

/// The majority is not the parity.
void refute_round_of_another_function(void) {
  uint32_t s[5], plain[5];
  const uint32_t word = nondet_u32();
  for (int i = 0; i < 5; i++) s[i] = plain[i] = nondet_u32();
  KERNEL(sha1, round)(s, 40, word);
  plain_sha1_round(plain, 39, word);
  PROVE(s[0] == plain[0], "round 40 is like round 39");
}
