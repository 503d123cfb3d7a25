// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the scenarios of the account layer, embedded at compile time.

#pragma once

#include <stddef.h>

/// One JSON file of `Sources/TwoFactorTesting/Scenarios`. The bytes are UTF-8
/// and not NUL-terminated.
typedef struct {
  /// The name with its ending, for example `losing.json`.
  const char *name;
  const unsigned char *bytes;
  size_t count;
} otp_scenario_file;

/// Every JSON file of the folder, sorted by name.
extern const otp_scenario_file otp_scenario_files[];
extern const size_t otp_scenario_file_count;

/// The first of those files, for languages that do not import an array of
/// unknown length.
static inline const otp_scenario_file *otp_scenario_file_table(void) {
  return otp_scenario_files;
}
