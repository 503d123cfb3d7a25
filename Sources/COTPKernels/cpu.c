// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What this machine's processor can do: the one place that asks it.

#include "kernels.h"

#if defined(__x86_64__)

#include <cpuid.h>

/// The state components that the operating system saves (XCR0): without the
/// wide registers among them, an instruction that the processor has would
/// lose its results at a context switch, or trap.
static uint64_t saved_components(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

otp_cpu otp_cpu_features(void) {
  const uint64_t ymm = 0x6, zmm = 0xe6;
  uint32_t eax, ebx, ecx, edx;
  otp_cpu cpu = {0, 0};
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return cpu;
  const int saves = (ecx & bit_OSXSAVE) != 0;
  if (!saves || !__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return cpu;
  const uint64_t saved = saved_components();
  const uint32_t wide = bit_AVX512F | bit_AVX512VL | bit_AVX512DQ;
  const uint32_t half = bit_AVX2 | bit_BMI | bit_BMI2;
  cpu.avx2 = (saved & ymm) == ymm && (ebx & half) == half;
  cpu.avx512 =
      cpu.avx2 && (saved & zmm) == zmm && (ebx & wide) == wide;
  return cpu;
}

#else

otp_cpu otp_cpu_features(void) {
  otp_cpu cpu = {0, 0};
  return cpu;
}

#endif
