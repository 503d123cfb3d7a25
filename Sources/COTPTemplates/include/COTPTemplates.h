// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the template adapters that `otpkit conform init` writes.

#pragma once

#include <stddef.h>

/// One file of `templates/`. The bytes are UTF-8 and not NUL-terminated.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} otp_template_file;

/// Finds a template by its file name; NULL where there is none.
const otp_template_file *otp_template_named(const char *name);
