// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What the checks of constant time need from below Swift: valgrind's client
/// requests, a clock, and the stand-in for `otp_decide`, the one function in
/// which the core turns a mask into an outcome.

#ifndef CPROBE_H
#define CPROBE_H

#include <stddef.h>
#include <stdint.h>

// MARK: Taint

/// Whether this program runs under valgrind: all of this section does nothing
/// unless it does.
int probe_under_valgrind(void);

/// Marks bytes as secret: memcheck reports every branch and every address
/// that depends on one.
void probe_taint(const void *bytes, size_t count);

/// Marks bytes as public again.
void probe_publish(const void *bytes, size_t count);

/// How many of `count` bytes have a secret bit.
size_t probe_tainted(const void *bytes, size_t count);

/// How many reports memcheck has made.
size_t probe_reports(void);

// MARK: Decisions

/// Forgets the decisions made so far.
void probe_reset(void);

/// How many decisions were made on a mask with a secret bit.
size_t probe_tainted_decisions(void);

/// When the decision number `index` was made, from 0; 0 if it was not.
uint64_t probe_decided(size_t index);

// MARK: Time

/// The time in ticks of the processor's counter, or in nanoseconds where
/// there is none. What comes before is finished first.
static inline uint64_t probe_now(void) {
#if defined(__x86_64__)
  uint32_t low, high;
  __asm__ volatile("lfence\n\trdtsc\n\tlfence"
                   : "=a"(low), "=d"(high)
                   :
                   : "memory");
  return (uint64_t)high << 32 | low;
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
  return ticks;
#else
  extern uint64_t probe_nanoseconds(void);
  return probe_nanoseconds();
#endif
}

#endif
