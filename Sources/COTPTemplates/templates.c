// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the template adapters of templates/, embedded at compile
// time.

#include "COTPTemplates.h"

#include <string.h>

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

// A new file of templates/ needs an array here and a row in the table.

static const unsigned char adapter_java[] = {
#embed "../../templates/Adapter.java"
};
static const unsigned char adapter_c[] = {
#embed "../../templates/adapter.c"
};
static const unsigned char protocol_c[] = {
#embed "../../templates/protocol.c"
};
static const unsigned char protocol_h[] = {
#embed "../../templates/protocol.h"
};
static const unsigned char makefile[] = {
#embed "../../templates/Makefile"
};
static const unsigned char adapter_go[] = {
#embed "../../templates/adapter.go"
};
static const unsigned char protocol_go[] = {
#embed "../../templates/protocol.go"
};
static const unsigned char go_mod[] = {
#embed "../../templates/go.mod"
};
static const unsigned char adapter_mjs[] = {
#embed "../../templates/adapter.mjs"
};
static const unsigned char adapter_php[] = {
#embed "../../templates/adapter.php"
};
static const unsigned char adapter_py[] = {
#embed "../../templates/adapter.py"
};
static const unsigned char adapter_rb[] = {
#embed "../../templates/adapter.rb"
};
static const unsigned char adapter_rs[] = {
#embed "../../templates/adapter.rs"
};
static const unsigned char protocol_rs[] = {
#embed "../../templates/protocol.rs"
};
static const unsigned char cargo_toml[] = {
#embed "../../templates/Cargo.toml"
};
static const unsigned char service_py[] = {
#embed "../../templates/service.py"
};
static const unsigned char service_kit_py[] = {
#embed "../../adapters/services/kit.py"
};
static const unsigned char adapter_sh[] = {
#embed "../../templates/adapter.sh"
};

#define ROW(language, name, bytes) {language, name, bytes, sizeof bytes}

// The file with the slots comes first.
static const otp_template_file files[] = {
  ROW("c", "adapter.c", adapter_c),
  ROW("c", "protocol.c", protocol_c),
  ROW("c", "protocol.h", protocol_h),
  ROW("c", "Makefile", makefile),
  ROW("go", "adapter.go", adapter_go),
  ROW("go", "protocol.go", protocol_go),
  ROW("go", "go.mod", go_mod),
  ROW("java", "Adapter.java", adapter_java),
  ROW("node", "adapter.mjs", adapter_mjs),
  ROW("php", "adapter.php", adapter_php),
  ROW("python", "adapter.py", adapter_py),
  ROW("service", "service.py", service_py),
  ROW("service", "kit.py", service_kit_py),
  ROW("ruby", "adapter.rb", adapter_rb),
  ROW("rust", "adapter.rs", adapter_rs),
  ROW("rust", "protocol.rs", protocol_rs),
  ROW("rust", "Cargo.toml", cargo_toml),
  ROW("shell", "adapter.sh", adapter_sh),
};

const otp_template_file *otp_template_file_at(const char *language,
                                              size_t index) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    if (!strcmp(files[i].language, language) && index-- == 0) return &files[i];
  return 0;
}
