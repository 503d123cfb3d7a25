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

/// Whether CPUID's vendor is "GenuineIntel".
static int is_intel(void) {
  uint32_t eax, ebx, ecx, edx;
  return __get_cpuid(0, &eax, &ebx, &ecx, &edx)
         && ebx == signature_INTEL_ebx && ecx == signature_INTEL_ecx
         && edx == signature_INTEL_edx;
}

otp_cpu otp_cpu_features(void) {
  const uint64_t ymm = 0x6, zmm = 0xe6;
  uint32_t eax, ebx, ecx, edx;
  otp_cpu cpu = {0, 0, 0, 0};
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return cpu;
  const int saves = (ecx & bit_OSXSAVE) != 0;
  const int shuffles = (ecx & bit_SSSE3) && (ecx & bit_SSE4_1);
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return cpu;
  // These need no registers beyond those of every 64-bit machine.
  cpu.sha = shuffles && (ebx & bit_SHA);
  cpu.overlaps_sha = cpu.sha && !is_intel();
  if (!saves) return cpu;
  const uint64_t saved = saved_components();
  const uint32_t wide = bit_AVX512F | bit_AVX512VL | bit_AVX512DQ;
  const uint32_t half = bit_AVX2 | bit_BMI | bit_BMI2;
  cpu.avx2 = (saved & ymm) == ymm && (ebx & half) == half;
  cpu.avx512 =
      cpu.avx2 && (saved & zmm) == zmm && (ebx & wide) == wide;
  return cpu;
}

#elif defined(__aarch64__) && defined(__linux__)

#include <asm/hwcap.h>
#include <sys/auxv.h>

otp_cpu otp_cpu_features(void) {
  const unsigned long both = HWCAP_SHA1 | HWCAP_SHA2;
  const int sha = (getauxval(AT_HWCAP) & both) == both;
  otp_cpu cpu = {0, 0, sha, sha};
  return cpu;
}

#elif defined(__aarch64__) && defined(__APPLE__)

otp_cpu otp_cpu_features(void) {
  // Every 64-bit processor of the platform has them.
  otp_cpu cpu = {0, 0, 1, 1};
  return cpu;
}

#else

otp_cpu otp_cpu_features(void) {
  otp_cpu cpu = {0, 0, 0, 0};
  return cpu;
}

#endif
