// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Prints a table of the pairs and how far their times differ: see
// Scripts/constant-time. TimingCheck [MEASUREMENTS [SEED [PART OF A NAME]]]

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The argument at `place`, from 1.
func argument(_ place: Int) -> String? {
  CommandLine.arguments.dropFirst(place).first
}

let count = argument(1).flatMap { Int($0) } ?? 2_000_000
let seed = argument(2).flatMap { UInt64($0) } ?? .random(in: 0...0xffff_ffff)
let part = argument(3) ?? ""
let known = try Known()
let all =
  try known.controls + comparisonPairs + textPairs + secretPairs
  + (1...6).map(known.leadingDigits) + known.windows(of: 1)
  + known.windows(of: 50) + known.counters + known.batches + backupPairs()
  + challengePairs() + revealedPairs
let pairs = all.filter { part.isEmpty || $0.name.contains(part) }

/// A number with `places` decimals.
func decimal(_ value: Double, places: Int) -> String {
  let scale = places == 1 ? 10.0 : 100.0
  let text = String((value * scale).rounded() / scale)
  return String(repeating: " ", count: max(0, 9 - text.utf8.count)) + text
}

/// A line of the table on `pair`.
func line(_ pair: Pair, _ finding: Finding) -> String {
  let until = if case .decided = pair.end { "decided " } else { "returned" }
  let verdict = finding.passes(pair) ? "ok  " : "FAIL"
  let note = pair.leaks ? " (leaks on purpose)" : ""
  return "\(verdict)  \(finding.measurements)  \(until)"
    + decimal(finding.test.t, places: 2)
    + decimal(finding.test.difference, places: 1) + "  \(pair.name)\(note)"
}

print("backend \(Backend.best), seed \(seed), |t| < \(Finding.limit)")
print("verdict     n  until           t    ticks  first class, second class")
var generator = SeededGenerator(seed: seed)
var failures = 0
for pair in pairs {
  var finding = try pair.run(count: count, generator: &generator)
  if !finding.passes(pair) {
    // By chance one run in some hundreds has a pair above the limit. A leak is
    // above it again, and further with twice as many measurements.
    print(line(pair, finding) + ", measured again")
    finding = try pair.run(count: 2 * count, generator: &generator)
  }
  failures += finding.passes(pair) ? 0 : 1
  print(line(pair, finding))
  fflush(nil)
}
print("timing: \(pairs.count) pairs, \(failures) not as they should be")
exit(failures == 0 ? 0 : 1)
