// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// SHA-1, SHA-256 and SHA-512 (FIPS 180-4) over many lanes, and the one
/// message that a one-time password hashes: an 8-byte counter under HMAC
/// (RFC 2104), truncated and reduced without leaving the lanes (RFC 4226
/// section 5.3).
///
/// Shapes. A state is 5 or 8 words of 32 bits, or 8 of 64 bits, in the byte
/// order of the machine. A pair of pads is two states, the inner and then the
/// outer one: what HMAC has hashed of its key. Nothing here allocates.
///
/// Time depends on: the hash, the backend, the counts and the lengths. Never on
/// a key, a message or a code, and on a counter only where windows begin with
/// the same one or do not: no branch and no address is made of a secret.

#ifndef COTPKERNELS_H
#define COTPKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The hash functions.
typedef enum { otp_sha1 = 0, otp_sha256 = 1, otp_sha512 = 2 } otp_hash;

/// The largest state, block and pair of pads of any hash, in bytes.
enum {
  otp_max_state_bytes = 64,
  otp_max_block_bytes = 128,
  otp_max_pads_bytes = 128
};

// MARK: Backends

/// One way to do the work: kernels for one instruction set, and which of them
/// serves which work.
typedef struct otp_backend otp_backend;

/// How many backends this machine can run: at least one.
size_t otp_backend_count(void);

/// The backend at `index`, the fastest first; NULL past the last one.
const otp_backend *otp_backend_at(size_t index);

/// The kernels of the SHA extensions over a model of their instructions in plain
/// C: slow, and on every machine. For tests; it is not in the list above.
const otp_backend *otp_backend_model(void);

/// The name of `backend`, such as "baseline".
const char *otp_backend_name(const otp_backend *backend);

// MARK: Hashing

/// Writes the state before the first block.
void otp_initial_state(otp_hash hash, void *state);

/// Hashes `count` whole blocks at `blocks` into `state`.
void otp_compress(const otp_backend *backend, otp_hash hash, void *state,
                  const uint8_t *blocks, size_t count);

/// Hashes the last block of a message, pads it (FIPS 180-4 section 5.1) and
/// writes the digest. `tail` holds the bytes after the last whole block, fewer
/// than a block; `total` is the length of the whole message in bytes.
void otp_finish(const otp_backend *backend, otp_hash hash, void *state,
                const uint8_t *tail, uint64_t total, uint8_t *digest);

/// A key for HMAC, which is no longer than a block; what is longer is hashed
/// first (RFC 2104 section 2).
typedef struct {
  const uint8_t *bytes;
  size_t count;
} otp_key;

/// Writes the pads of `key`.
void otp_hmac_pads(const otp_backend *backend, otp_hash hash, otp_key key,
                   void *pads);

/// Writes `count` codes, for the counters `first`, `first + 1`, … under one
/// key, as numbers below 10^digits. `digits` is 6 to 9. Counters wrap after
/// 2^64 - 1: the caller asks for none beyond.
void otp_hotp_run(const otp_backend *backend, otp_hash hash, const void *pads,
                  uint64_t first, size_t count, unsigned digits,
                  uint32_t *codes);

/// A number that no code is: every code is below 10^9.
static const uint32_t otp_no_code = 0x7fffffff;

/// Looks for three codes among those of `count` counters from `first` on, 1 to
/// 64. Bit k of `matches[i]` says whether the code of counter `first + k` is
/// `wanted[i]`, which is below 2^31.
void otp_hotp_find(const otp_backend *backend, otp_hash hash, const void *pads,
                   uint64_t first, size_t count, unsigned digits,
                   const uint32_t wanted[3], uint64_t matches[3]);

/// A window of counters from `first` on under the key that `pads` are of, and
/// the code that is looked for in it.
typedef struct {
  const void *pads;
  uint64_t first;
  uint32_t wanted;
  /// A bit for each counter, the lowest of the first number for the first: 1 if
  /// its code is the wanted one.
  uint64_t matches[2];
} otp_window;

/// Looks for the wanted code of each of `count` windows, which are all `width`
/// counters wide, 128 at most, and writes their `matches`. Windows of different
/// keys are worked on side by side.
void otp_hotp_windows(const otp_backend *backend, otp_hash hash,
                      otp_window *windows, size_t count, size_t width,
                      unsigned digits);

/// Writes `count` codes, for one counter under each of `keys`.
void otp_hotp_secrets(const otp_backend *backend, otp_hash hash,
                      const otp_key *keys, size_t count, uint64_t counter,
                      unsigned digits, uint32_t *codes);

/// `number` modulo 10^digits, as the codes are reduced: for tests, which cannot
/// choose what HMAC gives. `number` is below 2^31, `digits` 6 to 9.
uint32_t otp_reduced(uint32_t number, unsigned digits);

// MARK: What the language cannot say

/// Overwrites `count` bytes with zeros, whether or not anyone reads them
/// again.
void otp_wipe(void *bytes, size_t count);

/// Gives back `value`, hiding from the optimiser where it came from, so that
/// it cannot turn arithmetic on masks into a branch.
static inline uint32_t otp_opaque(uint32_t value) {
  __asm__ volatile("" : "+r"(value));
  return value;
}

/// Gives back `mask`, on which the caller branches next: the one place where
/// something secret becomes an outcome.
///
/// A call that the compiler cannot look into, so that it cannot move the
/// branch to before the mask is whole; and a name, by which the checks in
/// Tests/ConstantTime know that the branch is meant.
uint32_t otp_decide(uint32_t mask);

/// The seconds since 1970-01-01T00:00:00Z by the system's clock; INT64_MIN,
/// which comes before any T0, if there is no clock.
int64_t otp_unix_seconds(void);

#endif
