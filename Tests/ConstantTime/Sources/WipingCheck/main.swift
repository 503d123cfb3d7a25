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
  controls + Computation.all.flatMap(\.operations) + texts + keys
let isListing = CommandLine.arguments.contains("--list")

let known = isListing ? Remainders() : Remainders.read()

/// `text`, filled up with spaces.
func padded(_ text: String, to count: Int) -> String {
  text + String(repeating: " ", count: max(0, count - text.count))
}

if !isListing {
  print("words on the stack + in freed memory / of all")
  print(padded("", to: 53) + "pads     key      padded   digest")
}
var failures = 0
var remainders = 0
for operation in operations {
  let finding = try operation.run()
  let isLeft = operation.leaves == nil && finding.stack != [0, 0, 0, 0]
  remainders += isLeft ? 1 : 0
  if isListing {
    let counts = finding.stack.map(String.init).joined(separator: " ")
    if isLeft { print("\(padded(operation.name, to: 42)) | \(counts)") }
    continue
  }
  let (text, fails) = known.verdict(of: operation, finding)
  failures += fails ? 1 : 0
  print(
    padded(text, to: 9) + padded(operation.name, to: 44) + finding.description)
}
if !isListing {
  print(
    "wiping: \(operations.count) operations, \(failures) failures; after "
      + "\(remainders) the kernels leave words on the stack")
  exit(failures == 0 ? 0 : 1)
}
