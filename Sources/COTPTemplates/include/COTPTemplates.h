// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the template adapters that `otpkit conform init` writes.

#pragma once

#include <stddef.h>

/// One file of `templates/`. The bytes are UTF-8 and not NUL-terminated.
typedef struct {
  const char *language;
  const char *name;
  const unsigned char *bytes;
  size_t count;
} otp_template_file;

/// The files of a language one by one, from index 0, which is the file with the
/// slots; NULL after the last one.
const otp_template_file *otp_template_file_at(const char *language,
                                              size_t index);
