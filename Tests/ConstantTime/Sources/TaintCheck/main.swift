// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe
@_spi(Testing) import OTPCore

// Runs under valgrind's memcheck: see Scripts/constant-time.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

let subjects =
  comparisons + secrets + texts + backupCodes + challenges + accounts
  + Computation.all.flatMap(\.subjects)
if CommandLine.arguments.dropFirst() == ["--list"] {
  // The list of public functions names the subjects that test them.
  for subject in subjects { print(subject.name) }
  exit(0)
}
guard probe_under_valgrind() != 0 else {
  print("TaintCheck: run it under valgrind, by Scripts/constant-time")
  exit(2)
}

// valgrind 3.19 runs AVX2, and neither AVX-512 nor the SHA extensions.
for name in ["avx512", "avx2", "sha"] where Backend(named: name) == nil {
  print("skip  \(name): valgrind's processor does not have it")
}

// With a name, the subjects that have it in theirs.
let part = CommandLine.arguments.dropFirst().first ?? ""
let chosen = subjects.filter { part.isEmpty || $0.name.contains(part) }
let backends = (Backend.available + [.model]).map(\.name)
  .joined(separator: ", ")
print("taint: \(chosen.count) subjects, with \(backends)")
let failures = (controls + chosen).count { !$0.check() }
print("taint: \(failures) not as they should be")
exit(failures == 0 ? 0 : 1)
