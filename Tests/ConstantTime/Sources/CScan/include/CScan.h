// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Looks for what a piece of work left behind: on the stack of its thread, and
/// in memory that it gave back to the heap.

#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>

// MARK: What is looked for

/// What a word that is looked for belongs to.
typedef enum {
  /// The hash's states after the inner and the outer pad.
  scan_pads = 0,
  /// The key as it was given.
  scan_key = 1,
  /// The key with each of the two pads over it.
  scan_padded_key = 2,
  /// The inner hash and the authentication code.
  scan_digest = 3,
  scan_kinds = 4
} scan_kind;

/// Forgets everything that is looked for.
void scan_forget(void);

/// Looks for the words of a key and of what HMAC makes of it and a message.
/// `bits` is 160, 256 or 512 (SHA-1, SHA-256, SHA-512); the key is not longer
/// than a block.
void scan_expect(unsigned bits, const uint8_t *key, size_t key_count,
                 const uint8_t *message, size_t message_count);

/// Writes HMAC of a message and returns its length.
size_t scan_hmac(unsigned bits, const uint8_t *key, size_t key_count,
                 const uint8_t *message, size_t message_count, uint8_t *mac);

// MARK: Looking

/// Does `work` on a thread of its own whose stack was all zeros. Afterwards the
/// stack is looked through; what the work frees is looked through before.
void scan_run(void (*work)(void *), void *context);

/// How many different words of a kind there are.
size_t scan_total(scan_kind kind);

/// How many of them the stack had, in every run since `scan_forget` or
/// `scan_again`.
size_t scan_on_stack(scan_kind kind);

/// How many of them freed memory had, in every run.
size_t scan_on_heap(scan_kind kind);

/// Begins another run of the same work with another key: what is found by
/// chance is not found twice at the same place among the words.
void scan_again(void);

/// Does nothing, and no compiler knows: what is at `bytes` has to be there.
void scan_keep(const void *bytes);

#endif
