// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//     cc -O2 -o adapter adapter.c -lcrypto && otpkit conform -- ./adapter
//
// It works as it is, with OpenSSL's HMAC. Put your code into hotp(), your
// name into hello, and claim there only what your code can do.
#include <errno.h>
#include <openssl/hmac.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
// Policies, where the standards leave a choice: names in vectors/README.md.
static const char hello[] =
  "{\"type\":\"hello\",\"protocol\":1,"
  "\"implementation\":{\"name\":\"my-otp\",\"version\":\"0.1\",\"language\":\"c\"},"
  "\"capabilities\":[\"hotp.generate\",\"totp.generate\","
  "\"sha1\",\"sha256\",\"sha512\",\"t0\",\"step\"],"
  "\"limits\":{\"digits\":{\"min\":6,\"max\":9},\"counterBits\":64},"
  "\"policies\":{}}";

// ---- Your code goes here -----------------------------------------------------

/// Writes the code of a counter, as text. hash: 1, 256, 512.
static void hotp(int hash, const unsigned char *key, size_t key_length,
                 uint64_t counter, int digits, char code[16]) {
  const EVP_MD *md = hash == 1 ? EVP_sha1()
                     : hash == 256 ? EVP_sha256() : EVP_sha512();
  unsigned char message[8], mac[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  for (int i = 7; i >= 0; i--, counter >>= 8) message[i] = counter & 255;
  HMAC(md, key, (int)key_length, message, sizeof message, mac, &length);
  const unsigned char *at = mac + (mac[length - 1] & 15);
  uint32_t number = (uint32_t)(at[0] & 127) << 24 | at[1] << 16 | at[2] << 8 | at[3];
  code[digits] = 0;
  for (int i = digits - 1; i >= 0; i--, number /= 10) code[i] = '0' + number % 10;
}

// ---- The protocol: no need to change anything below --------------------------

/// Finds a member's value: the text of a string, or the digits of a number.
/// Quotes inside JSON strings are escaped, so `"name":` is always a name.
static int member(const char *json, const char *name, char *value, size_t size) {
  char key[32];
  snprintf(key, sizeof key, "\"%s\"", name);
  const char *at = json;
  do {
    at = strstr(at, key);
    if (!at) return 0;
    at += strlen(key);
    at += strspn(at, " \t");
  } while (*at != ':');
  at += 1 + strspn(at + 1, " \t");
  int is_text = *at == '"';
  size_t length = strcspn(at += is_text, is_text ? "\"" : ",} \t");
  if (length >= size) return 0;
  memcpy(value, at, length);
  value[length] = 0;
  return 1;
}

/// Reads decimal digits without sign, space or leading zero.
static int read_unsigned(const char *text, uint64_t *number) {
  size_t length = strlen(text);
  if (length == 0 || strspn(text, "0123456789") != length) return 0;
  if (text[0] == '0' && length > 1) return 0;
  errno = 0;
  *number = strtoull(text, NULL, 10);
  return errno == 0;
}

static int read_signed(const char *text, int64_t *number) {
  size_t sign = text[0] == '-', length = strlen(text);
  if (length == sign || strspn(text + sign, "0123456789") != length - sign) return 0;
  errno = 0;
  *number = strtoll(text, NULL, 10);
  return errno == 0;
}

static unsigned char half(char c) {
  return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static int read_hex(const char *text, unsigned char *bytes, size_t *count) {
  size_t length = strlen(text);
  if (length % 2 || strspn(text, "0123456789abcdef") != length) return 0;
  for (size_t i = 0; i < length; i += 2)
    bytes[i / 2] = (unsigned char)(half(text[i]) << 4 | half(text[i + 1]));
  *count = length / 2;
  return 1;
}

/// Answers a call: a code, or the category of a rejection. 0: unsupported.
static int answer(const char *op, const char *in, char code[16],
                  const char **category) {
  static char algorithm[64], key_text[8192], digits_text[32];
  static char first[64], t0_text[64], step_text[64];
  static unsigned char key[4096];
  int is_totp = !strcmp(op, "totp.generate");
  if (!is_totp && strcmp(op, "hotp.generate")) return 0;
  if (!member(in, "algorithm", algorithm, sizeof algorithm)
      || !member(in, "key", key_text, sizeof key_text)
      || !member(in, "digits", digits_text, sizeof digits_text)
      || !member(in, is_totp ? "time" : "counter", first, sizeof first))
    return 0;
  if (is_totp && (!member(in, "t0", t0_text, sizeof t0_text)
                  || !member(in, "step", step_text, sizeof step_text)))
    return 0;
  size_t members = 0, key_length;
  for (const char *c = in; *c; c++) members += *c == ':';
  if (members != (is_totp ? 7 : 5)) return 0;   // with the one after "in"

#define CHECK(is_right, name) \
  if (!(is_right)) return *category = (name), 1
  int hash = !strcmp(algorithm, "SHA1") ? 1 : !strcmp(algorithm, "SHA256") ? 256
             : !strcmp(algorithm, "SHA512") ? 512 : 0;
  CHECK(hash, "algorithm-unknown");
  CHECK(read_hex(key_text, key, &key_length), "key-malformed");
  CHECK(key_length > 0, "key-empty");
  CHECK(strlen(digits_text) == 1 && strchr("6789", digits_text[0]),
        "digits-out-of-range");
  uint64_t counter, step;
  int64_t time, t0;
  if (is_totp) {
    CHECK(read_unsigned(step_text, &step) && step >= 1 && step <= 86400,
          "step-out-of-range");
    CHECK(read_signed(first, &time) && read_signed(t0_text, &t0) && time >= t0,
          "time-out-of-range");
    counter = ((uint64_t)time - (uint64_t)t0) / step;
  } else {
    CHECK(read_unsigned(first, &counter), "counter-out-of-range");
  }
  hotp(hash, key, key_length, counter, digits_text[0] - '0', code);
  return 1;
}

int main(void) {
  static char line[1 << 16], type[16], id[64], op[64];
  while (fgets(line, sizeof line, stdin)) {
    char code[16] = "";
    const char *category = NULL, *in = strstr(line, "\"in\"");
    if (!member(line, "type", type, sizeof type)) type[0] = 0;
    if (!strcmp(type, "bye")) break;
    if (!strcmp(type, "hello"))
      puts(hello);
    else if (!in || !member(line, "id", id, sizeof id)
             || !member(line, "op", op, sizeof op) || !strchr(line, '\n'))
      puts("{\"id\":null,\"fault\":{\"message\":\"broken line\"}}");
    else if (!answer(op, in, code, &category))
      printf("{\"id\":\"%s\",\"unsupported\":{\"what\":\"op or fields\"}}\n", id);
    else if (category)
      printf("{\"id\":\"%s\",\"reject\":{\"category\":\"%s\"}}\n", id, category);
    else
      printf("{\"id\":\"%s\",\"value\":\"%s\"}\n", id, code);
    fflush(stdout);
  }
}
