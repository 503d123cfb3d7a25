// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the test vectors of vectors/, embedded at compile time.

#pragma once

#include <stddef.h>

/// One JSON file of `vectors/`. The bytes are UTF-8 and not NUL-terminated.
typedef struct {
  /// Relative to `vectors/`, for example `hotp/rfc4226.json`.
  const char *path;
  const unsigned char *bytes;
  size_t count;
} otp_vector_file;

/// Every JSON file of `vectors/`, schemas included, sorted by path.
extern const otp_vector_file otp_vector_files[];
extern const size_t otp_vector_file_count;

/// The first of those files, for languages that do not import an array of
/// unknown length.
static inline const otp_vector_file *otp_vector_file_table(void) {
  return otp_vector_files;
}
