// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Counts the heap allocations of generating and verifying, which promise none
// once the key is prepared. Built and run by Scripts/check-allocations.

import Glibc
import OTPCore

/// Runs `body` a hundred times after a first one, and says what it allocated.
@inline(never)
func measure(_ name: String, _ body: () throws -> Bool) rethrows -> Bool {
  var right = try body()
  let before = allocation_count()
  for _ in 0..<100 { right = try body() && right }
  let count = allocation_count() - before
  print("\(name): \(count) allocations in 100 runs\(right ? "" : ", WRONG")")
  return count == 0 && right
}

@main
enum AllocationProbe {
  static func main() throws {
    // Something that allocates, or the counter counts nothing.
    let counts = measure("an array") {
      [UInt8](repeating: 1, count: 99)[7] == 1
    }
    var passed = !counts
    for algorithm in HashAlgorithm.allCases {
      let secret = try Secret([UInt8](repeating: 7, count: 20))
      let totp = try TOTP(secret: secret, algorithm: algorithm)
      let hotp = try HOTP(secret: secret, algorithm: algorithm)
      passed = try check(totp, algorithm.rawValue) && passed
      passed = try check(hotp, algorithm.rawValue) && passed
      passed = try checkMany(algorithm) && passed
    }
    exit(passed ? 0 : 1)
  }

  static func check(_ totp: TOTP, _ name: String) throws -> Bool {
    let code = totp.code(forStep: 1_010).description
    let codes = try totp.codes(fromStep: 1_900, count: 3).map(\.description)
    let window = try DriftWindow(past: 50, future: 50)
    let wide = try ResyncWindow(past: 1_000, future: 1_000)
    let verifier = try TOTPVerifier(totp, window: window, driftLimit: 5)
    let (near, here): (UnixTime, UnixTime) = (30_300, 30_000)
    let state = TOTPState(lastAcceptedStep: 900)
    return try [
      measure("\(name) TOTP code") { try totp.code(at: near).digits == 6 },
      measure("\(name) TOTP verify, 1 a side") {
        try totp.verify(code, at: near).isAccepted
      },
      measure("\(name) TOTP verify, 50 a side") {
        try totp.verify(code, at: here, window: window, after: 900).isAccepted
      },
      measure("\(name) TOTP wrong code") {
        try !totp.verify("000000", at: here, window: window).isAccepted
      },
      measure("\(name) TOTP verifier") {
        try verifier.verify(code, at: here, state: state).verdict.isAccepted
      },
      measure("\(name) TOTP resynchronisation, 1000 a side") {
        try totp.resynchronize(codes, at: here, window: wide).isAccepted
      },
    ].allSatisfy { $0 }
  }

  static func check(_ hotp: HOTP, _ name: String) throws -> Bool {
    let code = hotp.code(at: 3).description
    let codes = try hotp.codes(from: 900, count: 2).map(\.description)
    return try [
      measure("\(name) HOTP code") { hotp.code(at: 3).digits == 6 },
      measure("\(name) HOTP verify") {
        try hotp.verify(code, counter: 0).isAccepted
      },
      measure("\(name) HOTP resynchronisation over 1000") {
        try hotp.resynchronize(codes, counter: 0, lookAhead: 1_000).isAccepted
      },
    ].allSatisfy { $0 }
  }

  /// Many accounts at once, many codes at once, and secrets used once.
  static func checkMany(_ algorithm: HashAlgorithm) throws -> Bool {
    let name = algorithm.rawValue
    let secrets = (0..<40).map { _ in Secret.generate(for: algorithm) }
    let attempts = try secrets.map { secret in
      let totp = try TOTP(secret: secret, algorithm: algorithm)
      return try TOTP.Attempt("\(totp.code(at: 59))", totp: totp, at: 59)
    }
    let hotp = try HOTP(secret: secrets[0], algorithm: algorithm)
    let code = hotp.code(at: 1).description
    var codes = [OneTimeCode](repeating: hotp.code(at: 0), count: 300)
    return try [
      measure("\(name) batch of 40") {
        var accepted = 0
        TOTP.verify(attempts) { accepted += $1.isAccepted ? 1 : 0 }
        return accepted == 40
      },
      measure("\(name) codes of 40 secrets") {
        var digits = 0
        try HOTP.codes(secrets: secrets, counter: 1, algorithm: algorithm) {
          digits += $1.digits
        }
        return digits == 240
      },
      measure("\(name) TOTP verify of a secret") {
        try TOTP.verify(code, secret: secrets[0], at: 59, algorithm: algorithm)
          .isAccepted
      },
      measure("\(name) HOTP code of a secret") {
        try HOTP.code(secret: secrets[0], counter: 1, algorithm: algorithm)
          == hotp.code(at: 1)
      },
      measure("\(name) 300 codes into a buffer") {
        var span = codes.mutableSpan
        return hotp.codes(from: 0, into: &span) == 300
      },
    ].allSatisfy { $0 }
  }
}
