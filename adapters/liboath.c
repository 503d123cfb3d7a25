// SPDX-License-Identifier: Apache-2.0
// liboath. HOTP there is SHA-1, TOTP knows the other hashes: the argument hotp
// or totp says which of the two is put before the kit. The verification of TOTP
// has a window of two equal sides and no memory.
#include "kit.h"

#include <liboath/oath.h>

static const char *mode = "hotp";

__attribute__((constructor)) static void start(int argc, char **argv) {
  if (argc > 1) mode = argv[1];
  oath_init();
}

static const char *hello(void) {
  static char text[1024];
  int is_hotp = !strcmp(mode, "hotp");
  snprintf(text, sizeof text,
           "{\"type\":\"hello\",\"protocol\":1,\"implementation\":{\"name\":"
           "\"liboath (%s)\",\"version\":\"%s\",\"language\":\"c\"},"
           "\"capabilities\":[%s],\"limits\":{\"digits\":{\"min\":6,\"max\":8},"
           "\"counterBits\":64,\"after\":false,\"window\":\"equal\"},"
           "\"policies\":{\"base32.separators\":\"accept\"}}",
           is_hotp ? "HOTP" : "TOTP", oath_check_version(NULL),
           is_hotp ? "\"hotp.generate\",\"hotp.verify\",\"base32.encode\","
                     "\"base32.decode\",\"sha1\""
                   : "\"totp.generate\",\"totp.verify\",\"sha1\",\"sha256\","
                     "\"sha512\",\"t0\",\"step\"");
  return text;
}

static void decode(const char *in, reply *reply) {
  char text[1 << 16];
  char *bytes;
  size_t length, count;
  CHECK(member_text(in, "text", text, sizeof text, &length), "unspecified");
  CHECK(oath_base32_decode(text, length, &bytes, &count) == OATH_OK, "unspecified");
  char *at = reply->value;
  *at++ = '"';
  for (size_t i = 0; i < count; i++) at += sprintf(at, "%02x", bytes[i] & 255);
  strcpy(at, "\"");
  free(bytes);
}

static void encode(const char *in, reply *reply) {
  unsigned char bytes[1 << 15];
  char *text;
  long count = read_bytes(in, "bytes", bytes, sizeof bytes);
  CHECK(count >= 0, "unspecified");
  CHECK(oath_base32_encode((char *)bytes, count, &text, NULL) == OATH_OK, "unspecified");
  snprintf(reply->value, sizeof reply->value, "\"%s\"", text);
  free(text);
}

/// Reads a code. One with a NUL inside is answered here: no text of C holds it.
static int read_code(const char *in, char *code, size_t size, reply *reply) {
  size_t count;
  int holds = member_text(in, "code", code, size, &count) && !memchr(code, 0, count);
  if (!holds) strcpy(reply->value, "{\"accepted\":false}");
  return holds;
}

static void verify_hotp(const char *in, const char *key, size_t length, reply *reply) {
  char code[1024];
  uint64_t counter, window;
  CHECK(read_unsigned(in, "counter", &counter), "counter-out-of-range");
  CHECK(read_unsigned(in, "lookAhead", &window), "window-out-of-range");
  if (!read_code(in, code, sizeof code, reply)) return;
  // The number of digits is that of the code; there is no other way to say it.
  int offset = oath_hotp_validate(key, length, counter, window, code);
  if (offset >= 0)
    sprintf(reply->value, "{\"accepted\":true,\"counter\":\"%llu\"}",
            (unsigned long long)(counter + offset));
  else if (offset == OATH_INVALID_OTP || offset == OATH_INVALID_DIGITS)
    strcpy(reply->value, "{\"accepted\":false}");
  else
    reply->category = "unspecified";
}

/// Times, T0 and the step as the calls for TOTP take them.
typedef struct {
  int64_t time, t0;
  uint64_t step;
  int flags;
} moment;

static int read_moment(const char *in, int hash, moment *m, reply *reply) {
  reply->category = "time-out-of-range";
  if (!read_signed(in, "time", &m->time) || !read_signed(in, "t0", &m->t0)) return 0;
  reply->category = "step-out-of-range";
  if (!read_unsigned(in, "step", &m->step) || m->step >> 32) return 0;
  reply->category = NULL;
  m->flags = hash == 2 ? OATH_TOTP_HMAC_SHA256 : hash == 3 ? OATH_TOTP_HMAC_SHA512 : 0;
  return 1;
}

static void verify_totp(const char *in, const char *key, size_t length, moment m,
                        reply *reply) {
  char code[1024];
  uint64_t window, step = 0;
  int drift = 0;
  CHECK(read_unsigned(in, "past", &window), "window-out-of-range");
  if (!read_code(in, code, sizeof code, reply)) return;
  int result = oath_totp_validate4(key, length, m.time, m.step, m.t0, window, &drift,
                                   &step, m.flags, code);
  if (result >= 0)
    sprintf(reply->value, "{\"accepted\":true,\"step\":\"%llu\",\"drift\":%d}",
            (unsigned long long)step, drift);
  else if (result == OATH_INVALID_OTP || result == OATH_INVALID_DIGITS)
    strcpy(reply->value, "{\"accepted\":false}");
  else
    reply->category = "unspecified";
}

static void answer(const char *op, const char *in, reply *reply) {
  static char key[1 << 15];
  char algorithm[32], code[64];
  uint64_t counter, digits;
  moment moment;
  if (!strcmp(op, "base32.decode")) return decode(in, reply);
  if (!strcmp(op, "base32.encode")) return encode(in, reply);
  CHECK(member(in, "algorithm", algorithm, sizeof algorithm), "algorithm-unknown");
  int hash = !strcmp(algorithm, "SHA1") ? 1 : !strcmp(algorithm, "SHA256") ? 2
             : !strcmp(algorithm, "SHA512") ? 3 : 0;
  CHECK(hash == 1 || (hash && !strncmp(op, "totp.", 5)), "algorithm-unknown");
  long length = read_bytes(in, "key", (unsigned char *)key, sizeof key);
  CHECK(length >= 0, "key-malformed");
  CHECK(read_unsigned(in, "digits", &digits) && digits < 1u << 31,
        "digits-out-of-range");
  if (!strcmp(op, "hotp.verify")) return verify_hotp(in, key, length, reply);
  int result;
  if (!strcmp(op, "hotp.generate")) {
    CHECK(read_unsigned(in, "counter", &counter), "counter-out-of-range");
    result = oath_hotp_generate(key, length, counter, digits, 0,
                                OATH_HOTP_DYNAMIC_TRUNCATION, code);
  } else if (!strcmp(op, "totp.generate")) {
    if (!read_moment(in, hash, &moment, reply)) return;
    result = oath_totp_generate2(key, length, moment.time, moment.step, moment.t0,
                                 digits, moment.flags, code);
  } else if (!strcmp(op, "totp.verify")) {
    if (!read_moment(in, hash, &moment, reply)) return;
    return verify_totp(in, key, length, moment, reply);
  } else {
    return;
  }
  CHECK(result == OATH_OK, "unspecified");
  sprintf(reply->value, "\"%s\"", code);
}
