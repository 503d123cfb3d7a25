// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the template adapters of templates/, embedded at compile
// time.

#include "COTPTemplates.h"

#include <string.h>

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

// A new file of templates/ needs an array here and a row in the table.

static const unsigned char java[] = {
#embed "../../templates/Adapter.java"
};
static const unsigned char c[] = {
#embed "../../templates/adapter.c"
};
static const unsigned char go[] = {
#embed "../../templates/adapter.go"
};
static const unsigned char mjs[] = {
#embed "../../templates/adapter.mjs"
};
static const unsigned char php[] = {
#embed "../../templates/adapter.php"
};
static const unsigned char py[] = {
#embed "../../templates/adapter.py"
};
static const unsigned char rb[] = {
#embed "../../templates/adapter.rb"
};
static const unsigned char rs[] = {
#embed "../../templates/adapter.rs"
};
static const unsigned char sh[] = {
#embed "../../templates/adapter.sh"
};

#define FILE_ROW(name, bytes) {name, bytes, sizeof bytes}

static const otp_template_file files[] = {
  FILE_ROW("Adapter.java", java),
  FILE_ROW("adapter.c", c),
  FILE_ROW("adapter.go", go),
  FILE_ROW("adapter.mjs", mjs),
  FILE_ROW("adapter.php", php),
  FILE_ROW("adapter.py", py),
  FILE_ROW("adapter.rb", rb),
  FILE_ROW("adapter.rs", rs),
  FILE_ROW("adapter.sh", sh),
};

const otp_template_file *otp_template_named(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    if (!strcmp(files[i].name, name)) return &files[i];
  return 0;
}
