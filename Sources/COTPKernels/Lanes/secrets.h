// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// From raw secrets to codes in one kernel, for one counter and many keys. A
// part of hotp.h, which includes it once per hash.

/// The blocks of `keys`, one in each lane.
LANES_INLINE void HFN(key_blocks)(const otp_key *keys, V *blocks) {
  const void *rows[LANES];
  size_t shortest = keys[0].count, longest = 0;
  for (size_t lane = 0; lane < LANES; lane++) {
    rows[lane] = keys[lane].bytes;
    if (keys[lane].count < shortest) shortest = keys[lane].count;
    if (keys[lane].count > longest) longest = keys[lane].count;
  }
  memset(blocks, 0, 16 * sizeof *blocks);
  size_t i = HFN(gather)(rows, shortest, 1, blocks);
  // What is not common to all in whole tiles, word by word.
  for (; i * sizeof(WORD) < longest; i++) {
    WORD row[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
      row[lane] = HFN(key_word)(keys[lane], i);
    memcpy(&blocks[i], row, sizeof row);
    CLEAR(row);
  }
}

/// Writes the codes of the digests in `s` to the first `count` of `codes`.
///
/// A call: around it no constant stays in a register from one pass to the next,
/// and two compressions at a time need all the registers there are.
static __attribute__((noinline)) TARGET void HFN(write_codes)(
    const V *s, otp_decimal decimal, size_t count, uint32_t *codes) {
  HFN(write)(HFN(codes)(s, decimal), count, codes);
}

/// The codes of `count` keys for one counter, whose schedule serves all lanes.
static TARGET void HFN(secrets)(const otp_key *keys, size_t count,
                                uint64_t counter, unsigned digits,
                                uint32_t *codes) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD message[16] = {0}, schedule[ROUNDS];
  message[0] = (WORD)(counter >> (64 - WORD_BITS));
  if (COUNTER_WORDS == 2) message[1] = (WORD)counter;
  message[COUNTER_WORDS] = (WORD)1 << (WORD_BITS - 1);
  message[15] = WORD_BITS * (16 + COUNTER_WORDS);
  HFN(schedule)(message, schedule);
  V blocks[16], s[STATE_WORDS], outer[STATE_WORDS];
  for (size_t done = 0; done < count; done += LANES) {
    otp_key current[LANES];
    // Lanes beyond the last key repeat it, and nobody reads them.
    for (size_t lane = 0; lane < LANES; lane++)
      current[lane] = keys[done + lane < count ? done + lane : count - 1];
    HFN(key_blocks)(current, blocks);
    for (int i = 0; i < STATE_WORDS; i++)
      s[i] = outer[i] = HFN(splat)(INITIAL[i]);
    for (int i = 0; i < 16; i++) blocks[i] ^= INNER_PAD;
    HFN(blocks)(s, outer, blocks, INNER_PAD ^ OUTER_PAD);
    HFN(scheduled)(s, schedule, 1);
    HFN(outer)(s, outer);
    HFN(write_codes)(s, decimal, count - done, codes + done);
  }
  CLEAR(blocks);
  CLEAR(s);
  CLEAR(outer);
}
