// SPDX-License-Identifier: Apache-2.0
// The adapter protocol for implementations in C (docs/adapter-protocol.md).
//
// An adapter defines `hello` and `answer`, and includes this file. The runner
// writes one JSON object a line.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What to answer: a value in JSON, or a category, or neither: unsupported.
typedef struct {
  char value[1 << 17];
  const char *category;
} reply;

static const char *hello(void);
static void answer(const char *op, const char *in, reply *reply);

/// Refuses what the implementation has no type or name for: no call of it can be
/// written. What the implementation itself refuses is "unspecified".
#define CHECK(is_right, name) \
  do if (!(is_right)) { reply->category = (name); return; } while (0)

/// Resolves the escapes of a text; those of \u below 80 hexadecimal are enough,
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

/// Finds a member's text or number, and its length: a text may have a NUL inside.
static int member_text(const char *json, const char *name, char *value,
                       size_t size, size_t *count) {
  char key[32];
  snprintf(key, sizeof key, "\"%s\"", name);
  const char *at = json;
  do {
    at = strstr(at, key);
    if (!at) return 0;
    at += strlen(key);
    at += strspn(at, " ");
  } while (*at != ':');
  at += 1 + strspn(at + 1, " ");
  size_t length = 0;
  if (*at == '"') {
    for (at++; at[length] && at[length] != '"'; length++)
      if (at[length] == '\\' && at[length + 1]) length++;
  } else {
    length = strcspn(at, ",} ");
  }
  if (length >= size) return 0;
  *count = unescape(at, length, value);
  return 1;
}

/// The same, for a text that ends at its first NUL, as texts of C do.
static int member(const char *json, const char *name, char *value, size_t size) {
  size_t count;
  return member_text(json, name, value, size, &count);
}

/// A decimal string that fits, without sign.
__attribute__((unused)) static int read_unsigned(const char *in, const char *name, uint64_t *number) {
  char text[64];
  if (!member(in, name, text, sizeof text)) return 0;
  size_t length = strlen(text);
  if (!length || strspn(text, "0123456789") != length) return 0;
  errno = 0;
  *number = strtoull(text, NULL, 10);
  return errno == 0;
}

/// A decimal string that fits, with or without a minus sign.
__attribute__((unused)) static int read_signed(const char *in, const char *name, int64_t *number) {
  char text[64];
  if (!member(in, name, text, sizeof text)) return 0;
  size_t sign = text[0] == '-', length = strlen(text);
  if (length == sign || strspn(text + sign, "0123456789") != length - sign)
    return 0;
  errno = 0;
  *number = strtoll(text, NULL, 10);
  return errno == 0;
}

/// A field in hexadecimal; the count of its bytes, or -1.
static long read_bytes(const char *in, const char *name, unsigned char *bytes,
                       size_t size) {
  char text[1 << 16];
  if (!member(in, name, text, sizeof text)) return -1;
  size_t length = strlen(text);
  if (length % 2 || length / 2 > size
      || strspn(text, "0123456789abcdef") != length)
    return -1;
  for (size_t i = 0; i < length; i += 2) sscanf(text + i, "%2hhx", &bytes[i / 2]);
  return (long)(length / 2);
}

int main(void) {
  static char line[1 << 17], type[16], id[64], op[64];
  static reply reply;
  while (fgets(line, sizeof line, stdin)) {
    reply.value[0] = 0;
    reply.category = NULL;
    const char *in = strstr(line, "\"in\"");
    if (!member(line, "type", type, sizeof type) || !strcmp(type, "bye")) break;
    if (!strcmp(type, "hello")) {
      puts(hello());
    } else if (!in || !member(line, "id", id, sizeof id)
               || !member(line, "op", op, sizeof op)) {
      puts("{\"id\":null,\"fault\":{\"message\":\"broken line\"}}");
    } else {
      answer(op, in, &reply);
      if (reply.category)
        printf("{\"id\":\"%s\",\"reject\":{\"category\":\"%s\"}}\n", id, reply.category);
      else if (reply.value[0])
        printf("{\"id\":\"%s\",\"value\":%s}\n", id, reply.value);
      else
        printf("{\"id\":\"%s\",\"unsupported\":{\"what\":\"op\"}}\n", id);
    }
    fflush(stdout);
  }
}
