// SPDX-License-Identifier: Apache-2.0
// libcotp. Its verification reads the clock or takes one counter and is not
// claimed. It takes base32; counters and times are long, digits and steps int.
#include "kit.h"

#include <cotp.h>

#ifndef VERSION
#define VERSION "unknown"
#endif

static const char *hello(void) {
  return "{\"type\":\"hello\",\"protocol\":1,\"implementation\":{\"name\":"
         "\"libcotp\",\"version\":\"" VERSION "\",\"language\":\"c\"},"
         "\"capabilities\":[\"hotp.generate\",\"totp.generate\",\"sha1\","
         "\"sha256\",\"sha512\",\"step\"],\"limits\":{\"counterBits\":63},"
         "\"policies\":{\"step.long\":\"reject\"}}";
}

/// Base32 without padding.
static void encode(const unsigned char *bytes, size_t count, char *text) {
  unsigned buffer = 0;
  int bits = 0;
  for (size_t i = 0; i < count; i++) {
    buffer = buffer << 8 | bytes[i];
    for (bits += 8; bits >= 5; bits -= 5)
      *text++ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[buffer >> (bits - 5) & 31];
  }
  if (bits) *text++ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[buffer << (5 - bits) & 31];
  *text = 0;
}

static void answer(const char *op, const char *in, reply *reply) {
  static unsigned char key[1 << 14];
  static char secret[1 << 15];
  char algorithm[32];
  int64_t counter, time, step, digits;
  cotp_error_t error = VALID;
  CHECK(member(in, "algorithm", algorithm, sizeof algorithm), "algorithm-unknown");
  int hash = !strcmp(algorithm, "SHA1") ? SHA1 : !strcmp(algorithm, "SHA256") ? SHA256
             : !strcmp(algorithm, "SHA512") ? SHA512 : -1;
  long length = read_bytes(in, "key", key, sizeof key);
  CHECK(length >= 0, "key-malformed");
  encode(key, length, secret);
  CHECK(read_signed(in, "digits", &digits) && digits == (int)digits,
        "digits-out-of-range");
  char *code;
  if (!strcmp(op, "hotp.generate")) {
    CHECK(read_signed(in, "counter", &counter), "counter-out-of-range");
    code = get_hotp(secret, counter, (int)digits, hash, &error);
  } else if (!strcmp(op, "totp.generate")) {
    CHECK(read_signed(in, "time", &time), "time-out-of-range");
    CHECK(read_signed(in, "step", &step) && step == (int)step, "step-out-of-range");
    code = get_totp_at(secret, time, (int)digits, (int)step, hash, &error);
  } else {
    return;
  }
  CHECK(code && error == VALID, "unspecified");
  snprintf(reply->value, sizeof reply->value, "\"%s\"", code);
  free(code);
}
