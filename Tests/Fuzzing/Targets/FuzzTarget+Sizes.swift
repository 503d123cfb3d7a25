// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Sizes at the extremes: no count, length or period may touch memory that is
// not the caller's.

extension FuzzTarget {
  /// Numbers of the input: 64 bits each, zeros after the end.
  private struct Numbers {
    var rest: ArraySlice<UInt8>

    mutating func next() -> UInt64 {
      let bytes = rest.prefix(8)
      rest = rest.dropFirst(8)
      return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func int() -> Int { Int(truncatingIfNeeded: next()) }
  }

  static func sizes(_ bytes: [UInt8]) throws(Violation) {
    var numbers = Numbers(rest: bytes[...])
    let key = [UInt8](
      repeating: 1, count: Int(numbers.next() % 300) + 1)
    let algorithm = HashAlgorithm.allCases[Int(numbers.next() % 3)]
    guard let secret = try? Secret(key, policy: .permissive) else { return }
    try generation(secret, algorithm, &numbers)
    verification(secret, algorithm, &numbers)
  }

  private static func generation(
    _ secret: Secret, _ algorithm: HashAlgorithm, _ numbers: inout Numbers
  ) throws(Violation) {
    let digits = numbers.int()
    let (counter, count) = (numbers.next(), numbers.int())
    guard
      let hotp = try? HOTP(
        secret: secret, algorithm: algorithm, digits: digits),
      let totp = try? TOTP(
        secret: secret, algorithm: algorithm, digits: digits,
        period: numbers.int(), t0: UnixTime(Int64(numbers.int())))
    else { return }
    try require((6...9).contains(digits), "digits that no code has")
    _ = (hotp.code(at: counter), totp.code(forStep: counter))
    _ = try? totp.code(at: UnixTime(Int64(numbers.int())))
    try runs(hotp, totp, from: counter, count: count)
  }

  /// A count is refused, or there is a code for each counter that exists.
  private static func runs(
    _ hotp: HOTP, _ totp: TOTP, from counter: UInt64, count: Int
  ) throws(Violation) {
    let left = UInt64.max - counter
    let expected = max(0, left < UInt64(max(0, count)) ? Int(left) + 1 : count)
    if let codes = try? hotp.codes(from: counter, count: count) {
      try require(codes.count == expected, "another number of codes")
    }
    if let codes = try? totp.codes(fromStep: counter, count: count) {
      try require(codes.count == expected, "another number of codes")
    }
  }

  private static func verification(
    _ secret: Secret, _ algorithm: HashAlgorithm, _ numbers: inout Numbers
  ) {
    guard
      let hotp = try? HOTP(secret: secret, algorithm: algorithm),
      let totp = try? TOTP(secret: secret, algorithm: algorithm)
    else { return }
    let (counter, time) = (numbers.next(), UnixTime(Int64(numbers.int())))
    _ = try? hotp.verify("000000", counter: counter, lookAhead: numbers.int())
    _ = try? hotp.resynchronize(
      ["000000", "111111"], counter: counter, lookAhead: numbers.int())
    let (past, future) = (numbers.int(), numbers.int())
    if let window = try? DriftWindow(past: past, future: future) {
      _ = try? totp.verify("000000", at: time, window: window, after: counter)
    }
    if let window = try? ResyncWindow(past: past, future: future) {
      _ = try? totp.resynchronize(
        ["000000", "111111"], at: time, window: window, after: counter)
    }
  }
}
