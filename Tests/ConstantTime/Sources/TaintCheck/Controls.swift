// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe

// Subjects that leak. A check that does not see them sees nothing.

/// What every control is given: a code, and one that differs in a digit.
private let code = Array("755224".utf8)
private let other = Array("755324".utf8)

let controls = [
  Subject("an early exit at the first difference", expecting: .reports) {
    let secret = code.tainted()
    let isEqual = equalUpToTheFirstDifference(secret, other)
    return !isEqual && published(secret) == code
  },
  Subject("a table indexed by a secret", expecting: .reports) {
    let table = [UInt8](0...255)
    let secret = code.tainted()
    let entry = table[Int(secret[0])]
    return published(secret) == code && published(entry) == code[0]
  },
  Subject("an outcome that nobody declared", expecting: .reports) {
    let secret = code.tainted()
    let difference = zip(secret, code).reduce(0) { $0 | ($1.0 ^ $1.1) }
    return difference == 0 && published(secret) == code
  },
]

/// The comparison that everybody writes first.
@inline(never)
private func equalUpToTheFirstDifference(
  _ a: [UInt8], _ b: [UInt8]
) -> Bool {
  for index in a.indices where a[index] != b[index] { return false }
  return true
}
