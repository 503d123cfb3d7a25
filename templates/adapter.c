// An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//
//     make && otpkit conform -- ./adapter
//     cc -O2 -o adapter adapter.c protocol.c -lcrypto && otpkit conform -- ./adapter
//
// The functions of the first part are the slots: one for each thing that a
// library does. Call your library in them (the Makefile says what is linked),
// and delete those that it has nothing for, with their rows in `library`: a slot
// that is left out is not claimed, and not tested. Pass on what comes. Nothing is
// checked on the way, because a check that is made here is one that your library
// is not asked for.
//
// Until you change them, the slots call the example of the second part.
#include <openssl/hmac.h>
#include <stdint.h>
#include <string.h>

#include "protocol.h"

// ---- 1. Your library ---------------------------------------------------------

// algorithm: "SHA1", "SHA256", "SHA512". A slot returns DONE, NO_MATCH, REFUSED
// where your library refuses the input, and BROKEN where anything else is wrong.

static outcome example_totp(secret, int64_t, int64_t, int64_t, int, const char *,
                            char *);
static outcome example_hotp(secret, uint64_t, int, const char *, char *);
static outcome example_totp_verify(secret, string, int64_t, int64_t, int64_t, int,
                                   const char *, int, int, const uint64_t *,
                                   match *);
static outcome example_hotp_verify(secret, string, uint64_t, int, int,
                                   const char *, match *);
static outcome example_base32_decode(string, unsigned char *, size_t *);

/// Writes the code of a time, with the NUL that ends it.
static outcome totp(secret key, int64_t time, int64_t step, int64_t t0, int digits,
                    const char *algorithm, char code[64]) {
  return example_totp(key, time, step, t0, digits, algorithm, code);
}

/// Writes the code of a counter.
static outcome hotp(secret key, uint64_t counter, int digits,
                    const char *algorithm, char code[64]) {
  return example_hotp(key, counter, digits, algorithm, code);
}

/// Looks for a code in the window of the current step, which has `past` steps
/// before it and `future` steps after it, and only after the last accepted step,
/// `after` (or NULL). Writes the matching step and its distance from the current
/// one. A library that tells yes or no leaves `found` as it is: then add
/// "match":false to the limits.
static outcome totp_verify(secret key, string code, int64_t time, int64_t step,
                           int64_t t0, int digits, const char *algorithm,
                           int past, int future, const uint64_t *after,
                           match *found) {
  return example_totp_verify(key, code, time, step, t0, digits, algorithm, past,
                             future, after, found);
}

/// Looks for the code of a counter or of the next `look_ahead` ones. Writes the
/// matching counter, if the library tells it.
static outcome hotp_verify(secret key, string code, uint64_t counter,
                           int look_ahead, int digits, const char *algorithm,
                           match *found) {
  return example_hotp_verify(key, code, counter, look_ahead, digits, algorithm,
                             found);
}

/// Writes the bytes of a secret in base32, and their count. There is room for as
/// many bytes as the text has.
static outcome base32_decode(string text, unsigned char *bytes, size_t *count) {
  return example_base32_decode(text, bytes, count);
}

const slots library = {
  .name = "my-otp",
  .version = "0.1",
  // What it has parameters for: hashes, a T0 other than 0, a step other than
  // 30 s.
  .abilities = "\"sha1\",\"sha256\",\"sha512\",\"t0\",\"step\"",
  // What bounds it, such as "\"digits\":{\"min\":6,\"max\":8}", and its choices
  // where the standards leave one: see docs/adapter-protocol.md.
  .limits = "",
  .policies = "",
  .totp = totp,
  .hotp = hotp,
  .totp_verify = totp_verify,
  .hotp_verify = hotp_verify,
  .base32_decode = base32_decode,
};

// ---- 2. The example: delete it when your library is in place -----------------

static outcome example_hotp(secret key, uint64_t counter, int digits,
                            const char *algorithm, char *code) {
  const EVP_MD *md = !strcmp(algorithm, "SHA1") ? EVP_sha1()
                     : !strcmp(algorithm, "SHA256") ? EVP_sha256()
                     : !strcmp(algorithm, "SHA512") ? EVP_sha512() : NULL;
  if (!md || !key.count || digits < 6 || digits > 9) return REFUSED;
  unsigned char message[8], mac[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  for (int i = 7; i >= 0; i--, counter >>= 8) message[i] = counter & 255;
  if (!HMAC(md, key.bytes, (int)key.count, message, 8, mac, &length))
    return BROKEN;
  const unsigned char *at = mac + (mac[length - 1] & 15);
  uint32_t number = (uint32_t)(at[0] & 127) << 24 | at[1] << 16 | at[2] << 8 | at[3];
  code[digits] = 0;
  for (int i = digits - 1; i >= 0; i--, number /= 10) code[i] = '0' + number % 10;
  return DONE;
}

static outcome example_totp(secret key, int64_t time, int64_t step, int64_t t0,
                            int digits, const char *algorithm, char *code) {
  if (step < 1 || time < t0) return REFUSED;
  uint64_t counter = ((uint64_t)time - (uint64_t)t0) / (uint64_t)step;
  return example_hotp(key, counter, digits, algorithm, code);
}

static int example_equal(string given, const char *code) {
  return given.count == strlen(code) && !memcmp(given.start, code, given.count);
}

static outcome example_totp_verify(secret key, string given, int64_t time,
                                   int64_t step, int64_t t0, int digits,
                                   const char *algorithm, int past, int future,
                                   const uint64_t *after, match *found) {
  if (past < 0 || past > 50 || future < 0 || future > 50) return REFUSED;
  if (step < 1 || time < t0) return REFUSED;
  uint64_t now = ((uint64_t)time - (uint64_t)t0) / (uint64_t)step;
  for (int64_t drift = -past; drift <= future; drift++) {
    uint64_t place = now + (uint64_t)drift;
    char code[64];
    if (drift < 0 && place > now) continue;
    outcome outcome = example_hotp(key, place, digits, algorithm, code);
    if (outcome != DONE) return outcome;
    if (!example_equal(given, code) || (after && place <= *after)) continue;
    if (found->is_known && -found->drift <= drift) continue;
    found->is_known = 1;
    found->place = place;
    found->drift = drift;
  }
  return found->is_known ? DONE : NO_MATCH;
}

static outcome example_hotp_verify(secret key, string given, uint64_t counter,
                                   int look_ahead, int digits,
                                   const char *algorithm, match *found) {
  if (look_ahead < 0 || look_ahead > 50) return REFUSED;
  for (uint64_t place = counter; place >= counter; place++) {
    char code[64];
    if (place - counter > (uint64_t)look_ahead) break;
    outcome outcome = example_hotp(key, place, digits, algorithm, code);
    if (outcome != DONE) return outcome;
    if (!example_equal(given, code)) continue;
    found->is_known = 1;
    found->place = place;
    return DONE;
  }
  return NO_MATCH;
}

static outcome example_base32_decode(string text, unsigned char *bytes,
                                     size_t *count) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  size_t length = text.count, bits = 0;
  while (length && text.start[length - 1] == '=') length--;
  size_t padding = text.count - length, rest = length % 8;
  if (rest == 1 || rest == 3 || rest == 6) return REFUSED;
  if (padding && padding != (8 - rest) % 8) return REFUSED;
  uint32_t buffer = 0;
  for (size_t i = 0; i < length; i++) {
    char c = text.start[i] >= 'a' && text.start[i] <= 'z' ? text.start[i] - 32
                                                          : text.start[i];
    const char *place = c ? strchr(alphabet, c) : NULL;
    if (!place) return REFUSED;
    buffer = buffer << 5 | (uint32_t)(place - alphabet);
    bits += 5;
    if (bits >= 8) bytes[(*count)++] = buffer >> (bits -= 8) & 255;
  }
  return DONE;
}
