// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe
import OTPCore

// Runs under valgrind's memcheck: see Scripts/constant-time.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

guard probe_under_valgrind() != 0 else {
  print("TaintCheck: run it under valgrind, by Scripts/constant-time")
  exit(2)
}

// valgrind 3.19 runs AVX2 and no AVX-512.
for name in ["avx512", "avx2"] where Backend(named: name) == nil {
  print("skip  \(name): valgrind's processor does not have it")
}

let backends = Backend.available.map(\.name).joined(separator: ", ")
let subjects =
  comparisons + secrets + backupCodes
  + Configuration.all.flatMap(\.subjects)
print("taint: \(subjects.count) subjects, with \(backends)")
let failures = (controls + subjects).count { !$0.check() }
print("taint: \(failures) not as they should be")
exit(failures == 0 ? 0 : 1)
