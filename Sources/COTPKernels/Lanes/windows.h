// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Codes that are looked for under many keys, one key in each lane. A part of
// hotp.h, which includes it once per hash.

/// The pads of `windows`, one in each lane. Lanes beyond the last window repeat
/// it, and nobody reads them.
LANES_INLINE void HFN(window_pads)(const otp_window *windows, size_t count,
                                   V *pads) {
  const void *rows[LANES];
  for (size_t lane = 0; lane < LANES; lane++)
    rows[lane] = windows[lane < count ? lane : count - 1].pads;
  size_t i = HFN(gather)(rows, 2 * STATE_WORDS * sizeof(WORD), 0, pads);
  for (; i < 2 * STATE_WORDS; i++) {
    WORD words[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
      memcpy(&words[lane], HFN(pad_word)(rows[lane], i), sizeof(WORD));
    memcpy(&pads[i], words, sizeof words);
    CLEAR(words);
  }
}

/// The schedules of the blocks of the counters from `first` on, one in each
/// column.
LANES_INLINE void HFN(counter_schedules)(uint64_t first,
                                         WORD (*schedules)[LANES]) {
  V counter[COUNTER_WORDS], w[16];
  HFN(consecutive)(first, counter);
  HFN(counter_block)(counter, w);
  HFN(schedules)(w, schedules[0]);
}

/// Where the codes of windows under different keys match, one in each lane.
static TARGET void HFN(windows)(otp_window *windows, size_t count,
                                size_t width, unsigned digits) {
  const otp_decimal decimal = otp_decimal_for(digits);
  WORD counters[COUNTER_WORDS][LANES], lanes[LANES];
  WORD schedules[ROUNDS][LANES];
  V pads[2 * STATE_WORDS], first[COUNTER_WORDS], wanted, found = {0};
  HFN(window_pads)(windows, count, pads);
  int together = 1;
  for (size_t lane = 0; lane < LANES; lane++) {
    const otp_window *window = &windows[lane < count ? lane : count - 1];
    for (int i = 0; i < COUNTER_WORDS; i++)
      counters[i][lane] =
          (WORD)(window->first >> (64 - WORD_BITS * (i + 1)));
    lanes[lane] = window->wanted;
    together &= window->first == windows->first;
  }
  memcpy(first, counters, sizeof first);
  memcpy(&wanted, lanes, sizeof wanted);
  for (size_t column = 0; column < width; column++) {
    V s[STATE_WORDS];
    memcpy(s, pads, sizeof s);
    if (together) {
      // The schedules of as many columns as there are lanes are made at once.
      if (column % LANES == 0)
        HFN(counter_schedules)(windows->first + column, schedules);
      HFN(scheduled)(s, &schedules[0][column % LANES], LANES);
    } else {
      V counter[COUNTER_WORDS];
      HFN(advance)(first, HFN(splat)((WORD)column), counter);
      HFN(inner)(counter, s);
    }
    HFN(outer)(s, pads + STATE_WORDS);
    // A bit for each column, until the words of the lanes are full.
    const size_t place = column % WORD_BITS;
    found |= HFN(same)(HFN(codes)(s, decimal), wanted) & ((WORD)1 << place);
    if (place + 1 < WORD_BITS && column + 1 < width) continue;
    memcpy(lanes, &found, sizeof lanes);
    for (size_t lane = 0; lane < count; lane++)
      windows[lane].matches[column / 64] |= (uint64_t)lanes[lane]
                                            << (column - place) % 64;
    found = HFN(splat)(0);
  }
  CLEAR(lanes);
  CLEAR(pads);
}
