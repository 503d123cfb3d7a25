// SPDX-License-Identifier: Apache-2.0
// liboath. HOTP there is SHA-1, TOTP knows the other hashes: the argument hotp
// or totp says which of the two is put before the kit. The window of TOTP has
// two equal sides and no memory, so its verification is not claimed.
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
           "\"counterBits\":64},\"policies\":{\"base32.separators\":\"accept\"}}",
           is_hotp ? "HOTP" : "TOTP", oath_check_version(NULL),
           is_hotp ? "\"hotp.generate\",\"hotp.verify\",\"base32.encode\","
                     "\"base32.decode\",\"sha1\""
                   : "\"totp.generate\",\"sha1\",\"sha256\",\"sha512\",\"t0\","
                     "\"step\"");
  return text;
}

static void decode(const char *in, reply *reply) {
  char text[1 << 16];
  char *bytes;
  size_t count;
  CHECK(member(in, "text", text, sizeof text) && !strchr(text, '\\'),
        "base32-character");
  CHECK(oath_base32_decode(text, strlen(text), &bytes, &count) == OATH_OK,
        "refused");
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
  CHECK(count >= 0, "refused");
  CHECK(oath_base32_encode((char *)bytes, count, &text, NULL) == OATH_OK, "refused");
  snprintf(reply->value, sizeof reply->value, "\"%s\"", text);
  free(text);
}

static void verify(const char *in, const char *key, size_t length, reply *reply) {
  char code[1024];
  uint64_t counter, window;
  CHECK(read_unsigned(in, "counter", &counter), "counter-out-of-range");
  CHECK(read_unsigned(in, "lookAhead", &window), "window-out-of-range");
  if (!member(in, "code", code, sizeof code) || strchr(code, '\\')) code[0] = 0;
  // The number of digits is that of the code; there is no other way to say it.
  int offset = oath_hotp_validate(key, length, counter, window, code);
  if (offset >= 0)
    sprintf(reply->value, "{\"accepted\":true,\"counter\":\"%llu\"}",
            (unsigned long long)(counter + offset));
  else if (offset == OATH_INVALID_OTP || offset == OATH_INVALID_DIGITS)
    strcpy(reply->value, "{\"accepted\":false}");
  else
    reply->category = "refused";
}

static void answer(const char *op, const char *in, reply *reply) {
  static char key[1 << 15];
  char algorithm[32], code[64];
  uint64_t counter, step, digits;
  int64_t time, t0;
  if (!strcmp(op, "base32.decode")) return decode(in, reply);
  if (!strcmp(op, "base32.encode")) return encode(in, reply);
  CHECK(member(in, "algorithm", algorithm, sizeof algorithm), "algorithm-unknown");
  int hash = !strcmp(algorithm, "SHA1") ? 1 : !strcmp(algorithm, "SHA256") ? 2
             : !strcmp(algorithm, "SHA512") ? 3 : 0;
  CHECK(hash == 1 || (hash && !strcmp(op, "totp.generate")), "algorithm-unknown");
  long length = read_bytes(in, "key", (unsigned char *)key, sizeof key);
  CHECK(length >= 0, "key-malformed");
  CHECK(read_unsigned(in, "digits", &digits) && digits < 1u << 31,
        "digits-out-of-range");
  if (!strcmp(op, "hotp.verify")) return verify(in, key, length, reply);
  int result;
  if (!strcmp(op, "hotp.generate")) {
    CHECK(read_unsigned(in, "counter", &counter), "counter-out-of-range");
    result = oath_hotp_generate(key, length, counter, digits, 0,
                                OATH_HOTP_DYNAMIC_TRUNCATION, code);
  } else if (!strcmp(op, "totp.generate")) {
    CHECK(read_signed(in, "time", &time) && read_signed(in, "t0", &t0),
          "time-out-of-range");
    CHECK(read_unsigned(in, "step", &step) && step < 1ull << 32,
          "step-out-of-range");
    result = oath_totp_generate2(
      key, length, time, step, t0, digits,
      hash == 2 ? OATH_TOTP_HMAC_SHA256 : hash == 3 ? OATH_TOTP_HMAC_SHA512 : 0,
      code);
  } else {
    return;
  }
  CHECK(result == OATH_OK, "refused");
  sprintf(reply->value, "\"%s\"", code);
}
