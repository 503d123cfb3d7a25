// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

#if canImport(Glibc)
import Glibc
#endif

// Prints for every operation how many words of the key, and of what HMAC makes
// of it, were left after everything was released: on the thread's stack, and in
// memory that was freed. See Scripts/check-wiping.
//
// Standard input is the list of known remainders. With --list, the remainders
// of this run are printed as such a list.

let operations =
  controls + HashAlgorithm.allCases.flatMap(\.operations) + texts + challenges
  + keys
let isListing = CommandLine.arguments.contains("--list")

/// What the compiled kernels are known to leave on the stack, by the name of
/// an operation: on this machine's backend.
var known: [String: [Int]] = [:]
while !isListing, let line = readLine() {
  let parts = line.split(separator: "|").map { part in
    String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
  guard parts.count == 3, parts[0] == Backend.best.name else { continue }
  known[parts[1]] = parts[2].split(separator: " ").compactMap { Int($0) }
}

/// `text`, filled up with spaces.
func padded(_ text: String, to count: Int) -> String {
  text + String(repeating: " ", count: max(0, count - text.count))
}

if !isListing {
  print(
    "backend \(Backend.best); words on the stack + in freed memory / of all")
  print(padded("", to: 44) + "pads     key      padded   digest")
}
var failures = 0
var remainders = 0
for operation in operations {
  let finding = try operation.run()
  let name = "\(operation.algorithm.rawValue) \(operation.name)"
  let expected = known[name] ?? [0, 0, 0, 0]
  let passes = finding.passes(operation, known: expected)
  let isLeft = operation.leaves == nil && finding.stack != [0, 0, 0, 0]
  failures += passes ? 0 : 1
  remainders += isLeft ? 1 : 0
  if isListing {
    let counts = finding.stack.map(String.init).joined(separator: " ")
    if isLeft { print("\(Backend.best) | \(name) | \(counts)") }
    continue
  }
  let verdict =
    !passes
    ? "FAIL" : operation.leaves != nil ? "control" : isLeft ? "known" : "ok"
  print(
    padded(verdict, to: 9) + padded(name, to: 35) + finding.description)
}
if !isListing {
  print(
    "wiping: \(operations.count) operations, \(failures) failures; "
      + "\(remainders) leave known words")
  exit(failures == 0 ? 0 : 1)
}
