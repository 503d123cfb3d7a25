// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#define OPENSSL_SUPPRESS_DEPRECATED
#define _GNU_SOURCE

#include <malloc.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "CScan.h"

// MARK: What is looked for

/// A word of four bytes. It is kept inverted, so that the list itself is never
/// taken for a copy.
typedef struct {
  uint32_t inverted;
  scan_kind kind;
  /// In this run, and in every run before it.
  uint8_t on_stack, on_heap, was_on_stack, was_on_heap;
} needle;

enum { most_needles = 256 };
static needle needles[most_needles];
static size_t count;

/// The place of the next word in the run that is being set up.
static size_t next;

void scan_forget(void) { count = next = 0; }

void scan_again(void) {
  for (size_t i = 0; i < count; i++) {
    needles[i].was_on_stack = needles[i].on_stack;
    needles[i].was_on_heap = needles[i].on_heap;
    needles[i].on_stack = needles[i].on_heap = 0;
  }
  next = 0;
}

static void expect(scan_kind kind, const void *bytes, size_t size) {
  for (size_t i = 0; i + 4 <= size && next < most_needles; i += 4, next++) {
    uint32_t word;
    memcpy(&word, (const uint8_t *)bytes + i, 4);
    if (next == count) {
      needles[count++] = (needle){.kind = kind, .was_on_stack = 1,
                                  .was_on_heap = 1};
    }
    needles[next].inverted = ~word;
  }
}

// MARK: HMAC, by libcrypto

/// The state after one block, in the byte order of the machine.
static size_t state_after(unsigned bits, const uint8_t *block, void *state) {
  if (bits == 160) {
    SHA_CTX hash;
    SHA1_Init(&hash);
    SHA1_Update(&hash, block, 64);
    uint32_t words[] = {hash.h0, hash.h1, hash.h2, hash.h3, hash.h4};
    memcpy(state, words, 20);
    return 20;
  }
  if (bits == 256) {
    SHA256_CTX hash;
    SHA256_Init(&hash);
    SHA256_Update(&hash, block, 64);
    memcpy(state, hash.h, 32);
    return 32;
  }
  SHA512_CTX hash;
  SHA512_Init(&hash);
  SHA512_Update(&hash, block, 128);
  memcpy(state, hash.h, 64);
  return 64;
}

static size_t digest(unsigned bits, const uint8_t *bytes, size_t size,
                     uint8_t *out) {
  if (bits == 160) SHA1(bytes, size, out);
  if (bits == 256) SHA256(bytes, size, out);
  if (bits == 512) SHA512(bytes, size, out);
  return bits / 8;
}

size_t scan_hmac(unsigned bits, const uint8_t *key, size_t key_count,
                 const uint8_t *message, size_t message_count, uint8_t *mac) {
  const EVP_MD *hash = bits == 160   ? EVP_sha1()
                       : bits == 256 ? EVP_sha256()
                                     : EVP_sha512();
  HMAC(hash, key, (int)key_count, message, message_count, mac, NULL);
  return bits / 8;
}

void scan_expect(unsigned bits, const uint8_t *key, size_t key_count,
                 const uint8_t *message, size_t message_count) {
  const size_t block = bits == 512 ? 128 : 64;
  const uint8_t pads[] = {0x36, 0x5c};
  uint8_t inner[128 + 512], state[64], mac[64];
  expect(scan_key, key, key_count);
  for (int which = 0; which < 2; which++) {
    uint8_t padded[128];
    for (size_t i = 0; i < block; i++) {
      padded[i] = (i < key_count ? key[i] : 0) ^ pads[which];
    }
    // Beyond the key there is the pad alone, which is no secret.
    expect(scan_padded_key, padded, key_count);
    expect(scan_pads, state, state_after(bits, padded, state));
    if (which == 0) memcpy(inner, padded, block);
  }
  memcpy(inner + block, message, message_count);
  expect(scan_digest, mac, digest(bits, inner, block + message_count, mac));
  expect(scan_digest, mac,
         scan_hmac(bits, key, key_count, message, message_count, mac));
}

// MARK: Looking

/// Marks the words that are among `size` bytes, at any place and in either
/// byte order.
static void look(const uint8_t *bytes, size_t size, int on_stack) {
  for (size_t i = 0; i + 4 <= size; i++) {
    uint32_t word;
    memcpy(&word, bytes + i, 4);
    if (word == 0) continue;
    const uint32_t one = ~word, other = ~__builtin_bswap32(word);
    for (size_t k = 0; k < count; k++) {
      if (needles[k].inverted != one && needles[k].inverted != other) continue;
      if (on_stack) needles[k].on_stack = 1;
      if (!on_stack) needles[k].on_heap = 1;
    }
  }
}

static size_t found(scan_kind kind, int on_stack) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    const needle *one = &needles[i];
    if (one->kind != kind) continue;
    sum += on_stack ? one->on_stack & one->was_on_stack
                    : one->on_heap & one->was_on_heap;
  }
  return sum;
}

size_t scan_on_stack(scan_kind kind) { return found(kind, 1); }
size_t scan_on_heap(scan_kind kind) { return found(kind, 0); }

size_t scan_total(scan_kind kind) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += needles[i].kind == kind;
  return sum;
}

void scan_keep(const void *bytes) { (void)bytes; }

/// Whether this thread does the work that is looked at.
static _Thread_local int is_watched;

extern void __libc_free(void *);

/// Stands in for glibc's, for every library of the process.
void free(void *bytes) {
  if (is_watched && bytes) look(bytes, malloc_usable_size(bytes), 0);
  __libc_free(bytes);
}

// MARK: Running

typedef struct {
  void (*work)(void *);
  void *context;
} job;

static void *start(void *given) {
  const job *it = given;
  is_watched = 1;
  it->work(it->context);
  is_watched = 0;
  return NULL;
}

void scan_run(void (*work)(void *), void *context) {
  const size_t size = 1 << 20;
  void *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) abort();
  job it = {work, context};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstack(&attributes, stack, size) != 0 ||
      pthread_create(&thread, &attributes, start, &it) != 0 ||
      pthread_join(thread, NULL) != 0) {
    abort();
  }
  pthread_attr_destroy(&attributes);
  look(stack, size, 1);
  munmap(stack, size);
}
