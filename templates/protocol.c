// The adapter protocol (docs/adapter-protocol.md): no need to change anything
// here. adapter.c has the slots that this file calls.
#include "protocol.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// A text with its escapes resolved: those of \u below 80 hexadecimal are enough,
/// because the kit writes UTF-8.
static size_t unescape(const char *from, size_t length, char *to) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    const char *names = "nrtbf", *place;
    unsigned code;
    if (from[i] != '\\' || i + 1 == length) {
      to[count++] = from[i];
    } else if (from[++i] == 'u' && sscanf(from + i + 1, "%4x", &code) == 1) {
      to[count++] = (char)code;
      i += 4;
    } else {
      place = strchr(names, from[i]);
      to[count++] = place ? "\n\r\t\b\f"[place - names] : from[i];
    }
  }
  to[count] = 0;
  return count;
}

/// Finds a member's text or number. Quotes inside JSON strings are escaped, so
/// `"name":` is always a name. The buffer has room for the whole line.
static int member(const char *json, const char *name, char *value, size_t *count) {
  char quoted[32];
  snprintf(quoted, sizeof quoted, "\"%s\":", name);
  const char *at = strstr(json, quoted);
  if (!at) return 0;
  at += strlen(quoted);
  size_t length = 0;
  if (*at == '"') {
    for (at++; at[length] && at[length] != '"'; length++)
      if (at[length] == '\\' && at[length + 1]) length++;
    length = unescape(at, length, value);
  } else {
    length = strcspn(at, ",}");
    memcpy(value, at, length);
    value[length] = 0;
  }
  if (count) *count = length;
  return 1;
}

#define LINE (1 << 16)

/// What a call asks.
typedef struct {
  secret key;
  string code;
  uint64_t counter, after;
  int64_t time, step, t0, digits, past, future, lookAhead;
  char algorithm[LINE];
} fields;

static int half(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Reads hexadecimal text over itself.
static int read_hex(char *text, size_t *count) {
  size_t length = strlen(text);
  if (length % 2) return 0;
  for (size_t i = 0; i < length; i += 2) {
    int high = half(text[i]), low = half(text[i + 1]);
    if (high < 0 || low < 0) return 0;
    text[i / 2] = (char)(high << 4 | low);
  }
  *count = length / 2;
  return 1;
}

/// Reads a number. One that the type cannot hold is refused here, because no
/// call of the library can be written with it.
static int read_signed(const char *in, const char *name, int64_t *number) {
  char value[LINE];
  if (!member(in, name, value, NULL)) return 1;
  errno = 0;
  *number = strtoll(value, NULL, 10);
  return errno == 0;
}

static int read_unsigned(const char *in, const char *name, uint64_t *number) {
  char value[LINE];
  if (!member(in, name, value, NULL)) return 1;
  errno = 0;
  *number = strtoull(value, NULL, 10);
  return errno == 0 && value[0] != '-';
}

static int is_int(int64_t number) {
  return number >= INT32_MIN && number <= INT32_MAX;
}

static int read_numbers(const char *in, fields *f) {
  return read_unsigned(in, "counter", &f->counter)
         && read_unsigned(in, "after", &f->after)
         && read_signed(in, "time", &f->time) && read_signed(in, "step", &f->step)
         && read_signed(in, "t0", &f->t0) && read_signed(in, "digits", &f->digits)
         && read_signed(in, "past", &f->past)
         && read_signed(in, "future", &f->future)
         && read_signed(in, "lookAhead", &f->lookAhead) && is_int(f->digits)
         && is_int(f->past) && is_int(f->future) && is_int(f->lookAhead);
}

/// Whether the fields are those of an operation, in any order.
static int has_fields(const char *in, const char *names) {
  char name[32], value[LINE];
  size_t members = 0;
  for (const char *at = names; sscanf(at, "%31s", name) == 1;) {
    if (!member(in, name, value, NULL)) return 0;
    members++;
    at = strstr(at, name) + strlen(name);
  }
  members += member(in, "after", value, NULL);
  size_t there = 0;
  for (const char *at = in; (at = strstr(at, "\":")); at++)
    there += at[-1] != '\\';        // no quote inside a text
  return there == members + 1;      // with the one after "in"
}

static void print_match(outcome outcome, const match *found, const char *place) {
  if (outcome == NO_MATCH) printf("\"value\":{\"accepted\":false}");
  if (outcome != DONE) return;
  printf("\"value\":{\"accepted\":true");
  if (found->is_known) printf(",\"%s\":\"%" PRIu64 "\"", place, found->place);
  if (found->is_known && !strcmp(place, "step"))
    printf(",\"drift\":%" PRId64, found->drift);
  printf("}");
}

static void print_end(outcome outcome) {
  if (outcome == REFUSED) printf("\"reject\":{\"category\":\"unspecified\"}");
  if (outcome == BROKEN) printf("\"fault\":{\"message\":\"broken\"}");
}

/// Prints a value, which is plain text, or why there is none.
static outcome print_text(outcome outcome, const char *value) {
  if (outcome == DONE) printf("\"value\":\"%s\"", value);
  return outcome;
}

static outcome decode(const char *in) {
  static char value[LINE], hex[2 * LINE];
  static unsigned char bytes[LINE];
  size_t length, count = 0;
  member(in, "text", value, &length);
  string text = {value, length};
  outcome outcome = library.base32_decode(text, bytes, &count);
  hex[0] = 0;
  for (size_t i = 0; i < count; i++) sprintf(hex + 2 * i, "%02x", bytes[i]);
  return print_text(outcome, hex);
}

static outcome verify(const char *op, const char *in, const fields *f) {
  match found = {0};
  char value[LINE];
  outcome outcome;
  if (!strcmp(op, "totp.verify")) {
    const uint64_t *after = member(in, "after", value, NULL) ? &f->after : NULL;
    outcome = library.totp_verify(
      f->key, f->code, f->time, f->step, f->t0, (int)f->digits, f->algorithm,
      (int)f->past, (int)f->future, after, &found);
    print_match(outcome, &found, "step");
  } else {
    outcome = library.hotp_verify(f->key, f->code, f->counter, (int)f->lookAhead,
                                  (int)f->digits, f->algorithm, &found);
    print_match(outcome, &found, "counter");
  }
  return outcome;
}

static outcome generate(const char *op, const fields *f) {
  char code[64] = "";
  outcome outcome =
    !strcmp(op, "totp.generate")
      ? library.totp(f->key, f->time, f->step, f->t0, (int)f->digits,
                     f->algorithm, code)
      : library.hotp(f->key, f->counter, (int)f->digits, f->algorithm, code);
  return print_text(outcome, code);
}

static const struct operation { const char *op, *fields; } operations[] = {
  {"totp.generate", "key time step t0 digits algorithm"},
  {"hotp.generate", "key counter digits algorithm"},
  {"totp.verify", "key code time step t0 digits algorithm past future"},
  {"hotp.verify", "key code counter lookAhead digits algorithm"},
  {"base32.decode", "text"},
};
#define OPERATIONS (sizeof operations / sizeof operations[0])

static int is_filled(size_t i) {
  const int filled[] = {library.totp != NULL, library.hotp != NULL,
                        library.totp_verify != NULL, library.hotp_verify != NULL,
                        library.base32_decode != NULL};
  return filled[i];
}

/// Prints the members of an answer after its id.
static void answer(const char *op, const char *in) {
  static char key[LINE], code[LINE];
  static fields f;
  size_t i = 0;
  while (i < OPERATIONS && (strcmp(operations[i].op, op) || !is_filled(i))) i++;
  memset(&f, 0, sizeof f);
  if (i == OPERATIONS || !has_fields(in, operations[i].fields)) {
    printf("\"unsupported\":{\"what\":\"op or fields\"}");
  } else if (!strcmp(op, "base32.decode")) {
    print_end(decode(in));
  } else if (member(in, "key", key, NULL), !read_hex(key, &f.key.count)) {
    printf("\"reject\":{\"category\":\"key-malformed\"}");
  } else if (!read_numbers(in, &f)) {
    print_end(REFUSED);
  } else {
    f.key.bytes = (const unsigned char *)key;
    f.code.start = code;
    member(in, "code", code, &f.code.count);
    member(in, "algorithm", f.algorithm, NULL);
    print_end(strstr(op, "verify") ? verify(op, in, &f) : generate(op, &f));
  }
}

static void hello(void) {
  printf("{\"type\":\"hello\",\"protocol\":1,\"implementation\":{\"name\":\"%s\","
         "\"version\":\"%s\",\"language\":\"c\"},\"capabilities\":[%s",
         library.name, library.version, library.abilities);
  for (size_t i = 0; i < OPERATIONS; i++)
    if (is_filled(i)) printf(",\"%s\"", operations[i].op);
  printf("],\"limits\":{%s},\"policies\":{%s}}\n", library.limits,
         library.policies);
}

int main(void) {
  static char line[LINE], type[LINE], id[LINE], op[LINE];
  while (fgets(line, sizeof line, stdin)) {
    const char *in = strstr(line, "\"in\":");
    if (!member(line, "type", type, NULL)) type[0] = 0;
    if (!strcmp(type, "bye")) break;
    if (!strcmp(type, "hello")) {
      hello();
    } else if (!in || !strchr(line, '\n') || !member(line, "id", id, NULL)
               || !member(line, "op", op, NULL)) {
      puts("{\"id\":null,\"fault\":{\"message\":\"broken line\"}}");
    } else {
      printf("{\"id\":\"%s\",", id);
      answer(op, in);
      puts("}");
    }
    fflush(stdout);
  }
}
