// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#include <string.h>
#include <time.h>

#include "CProbe.h"

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#else
#define RUNNING_ON_VALGRIND 0
#define VALGRIND_COUNT_ERRORS 0
#define VALGRIND_MAKE_MEM_UNDEFINED(bytes, count) ((void)bytes, (void)count)
#define VALGRIND_MAKE_MEM_DEFINED(bytes, count) ((void)bytes, (void)count)
#define VALGRIND_GET_VBITS(bytes, bits, count) ((void)bytes, (void)bits)
#endif

// MARK: Taint

int probe_under_valgrind(void) { return RUNNING_ON_VALGRIND != 0; }

void probe_taint(const void *bytes, size_t count) {
  VALGRIND_MAKE_MEM_UNDEFINED(bytes, count);
}

void probe_publish(const void *bytes, size_t count) {
  VALGRIND_MAKE_MEM_DEFINED(bytes, count);
}

size_t probe_tainted(const void *bytes, size_t count) {
  size_t tainted = 0;
  for (size_t i = 0; i < count; i++) {
    uint8_t bits = 0;
    VALGRIND_GET_VBITS((const uint8_t *)bytes + i, &bits, 1);
    tainted += bits != 0;
  }
  return tainted;
}

size_t probe_reports(void) { return VALGRIND_COUNT_ERRORS; }

// MARK: Decisions

enum { kept = 4 };
static uint64_t decided[kept];
static size_t decisions;
static size_t tainted_decisions;

void probe_reset(void) {
  memset(decided, 0, sizeof decided);
  decisions = 0;
  tainted_decisions = 0;
}

size_t probe_tainted_decisions(void) { return tainted_decisions; }

uint64_t probe_decided(size_t index) {
  return index < kept ? decided[index] : 0;
}

uint32_t __real_otp_decide(uint32_t mask);

/// Stands in for `otp_decide` (the linker's option --wrap): notes the time,
/// and makes the outcome public, which the caller will learn.
uint32_t __wrap_otp_decide(uint32_t mask) {
  if (decisions < kept) decided[decisions] = probe_now();
  decisions++;
  uint32_t outcome = __real_otp_decide(mask);
  if (RUNNING_ON_VALGRIND) {
    tainted_decisions += probe_tainted(&outcome, sizeof outcome) != 0;
    probe_publish(&outcome, sizeof outcome);
  }
  return outcome;
}

// MARK: Time

uint64_t probe_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
