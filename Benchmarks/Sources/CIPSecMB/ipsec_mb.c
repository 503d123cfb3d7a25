// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#include "CIPSecMB.h"

#if defined(__x86_64__) && __has_include(<intel-ipsec-mb.h>)

#include <dlfcn.h>
#include <intel-ipsec-mb.h>
#include <string.h>

static IMB_MGR *manager;
static IMB_JOB jobs[128];
static uint8_t counters[128][8];
static uint8_t inner[20], outer[20];

/// The state after the key block under a pad (RFC 2104 section 2).
static void prepare(const uint8_t *key, uint8_t pad, uint8_t *state) {
  uint8_t block[64];
  memset(block, pad, sizeof block);
  for (int i = 0; i < 20; i++) block[i] ^= key[i];
  IMB_SHA1_ONE_BLOCK(manager, block, state);
}

int ipsec_mb_open(const uint8_t *key) {
  void *library = dlopen("libIPSec_MB.so.1", RTLD_NOW);
  if (library == NULL) return -1;
  IMB_MGR *(*make)(uint64_t) = dlsym(library, "alloc_mb_mgr");
  void (*start)(IMB_MGR *, IMB_ARCH *) = dlsym(library, "init_mb_mgr_auto");
  if (make == NULL || start == NULL) return -1;
  manager = make(0);
  if (manager == NULL) return -1;
  start(manager, NULL);
  prepare(key, 0x36, inner);
  prepare(key, 0x5c, outer);
  for (int i = 0; i < 128; i++) {
    jobs[i].cipher_mode = IMB_CIPHER_NULL;
    jobs[i].hash_alg = IMB_AUTH_HMAC_SHA_1;
    jobs[i].chain_order = IMB_ORDER_HASH_CIPHER;
    jobs[i].src = counters[i];
    jobs[i].msg_len_to_hash_in_bytes = 8;
    jobs[i].auth_tag_output_len_in_bytes = 20;
    jobs[i].u.HMAC._hashed_auth_key_xor_ipad = inner;
    jobs[i].u.HMAC._hashed_auth_key_xor_opad = outer;
  }
  return 0;
}

void ipsec_mb_run(uint64_t first, size_t count, uint8_t *codes) {
  for (size_t done = 0; done + 128 <= count; done += 128) {
    for (size_t i = 0; i < 128; i++) {
      uint64_t counter = __builtin_bswap64(first + done + i);
      memcpy(counters[i], &counter, 8);
      jobs[i].auth_tag_output = codes + 20 * (done + i);
    }
    IMB_SUBMIT_HASH_BURST_NOCHECK(manager, jobs, 128, IMB_AUTH_HMAC_SHA_1);
  }
}

#else

int ipsec_mb_open(const uint8_t *key) {
  (void)key;
  return -1;
}

void ipsec_mb_run(uint64_t first, size_t count, uint8_t *codes) {
  (void)first, (void)count, (void)codes;
}

#endif
