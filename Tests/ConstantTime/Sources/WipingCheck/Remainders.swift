// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// What the compiled kernels are known to leave on the stack, at most.
struct Remainders {
  /// The number of words of each kind, by the name of an operation.
  private var words: [String: [Int]] = [:]

  /// The backends that the list knows; what others leave is only shown.
  private var backends: Set<Substring> = []

  /// Reads the list from standard input: `NAME | PADS KEY PADDED DIGEST`.
  static func read() -> Remainders {
    var read = Remainders()
    while let line = readLine() {
      let parts = line.split(separator: "|")
      guard parts.count == 2, !line.hasPrefix("#") else { continue }
      let name = parts[0].split(separator: " ")
      let counts = parts[1].split(separator: " ").compactMap { Int($0) }
      read.words[name.joined(separator: " ")] = counts
      if let backend = name.first { read.backends.insert(backend) }
    }
    return read
  }

  /// What is to be said of an operation, and whether it fails.
  func verdict(
    of operation: Operation, _ finding: Finding
  ) -> (text: String, fails: Bool) {
    let isListed = backends.contains(Substring(operation.backend.name))
    let limit = words[operation.name] ?? [0, 0, 0, 0]
    let allowed = isListed ? limit : finding.totals
    guard finding.passes(operation, known: allowed) else {
      return ("FAIL", true)
    }
    if operation.leaves != nil { return ("control", false) }
    if finding.stack == [0, 0, 0, 0] { return ("ok", false) }
    return (isListed ? "known" : "unlisted", false)
  }
}
