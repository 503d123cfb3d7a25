// The slots of adapter.c: what a library does, as protocol.c asks it.
#ifndef OTPKIT_PROTOCOL_H
#define OTPKIT_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

/// What a slot returns: the result is written; no code of the window matches; the
/// input is refused; anything else is wrong.
typedef enum { DONE, NO_MATCH, REFUSED, BROKEN } outcome;

typedef struct {
  const unsigned char *bytes;
  size_t count;
} secret;

/// Text from outside, followed by a NUL. There may be one inside, too.
typedef struct {
  const char *start;
  size_t count;
} string;

/// What matched: a step or a counter, if is_known.
typedef struct {
  int is_known;
  uint64_t place;
  int64_t drift;
} match;

/// A slot that is NULL is not claimed.
typedef struct {
  const char *name, *version, *abilities, *limits, *policies;
  outcome (*totp)(secret, int64_t, int64_t, int64_t, int, const char *, char *);
  outcome (*hotp)(secret, uint64_t, int, const char *, char *);
  outcome (*totp_verify)(secret, string, int64_t, int64_t, int64_t, int,
                         const char *, int, int, const uint64_t *, match *);
  outcome (*hotp_verify)(secret, string, uint64_t, int, int, const char *,
                         match *);
  outcome (*base32_decode)(string, unsigned char *, size_t *);
} slots;

extern const slots library;

#endif
