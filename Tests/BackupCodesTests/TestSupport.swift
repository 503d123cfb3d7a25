// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@testable import BackupCodes

/// A generator that knows one number only.
struct StuckGenerator: RandomNumberGenerator {
  func next() -> UInt64 { 0x0123_4567_89AB_CDEF }
}

extension BackupCode {
  /// The symbols, without 0, 1, I and O; a symbol's place is its value.
  static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
}

/// The bytes of hexadecimal digits.
func bytes(hex: String) throws -> [UInt8] {
  let digits = Array(hex)
  try #require(digits.count.isMultiple(of: 2))
  return try stride(from: 0, to: digits.count, by: 2).map {
    try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
  }
}

/// Costs next to nothing, for tests in which the cost does not matter.
func cheap() throws -> KeyDerivation { try .pbkdf2SHA256(iterations: 2) }

/// The folder of external vectors, if the environment names one.
let externalVectors = ProcessInfo.processInfo
  .environment["OTPKIT_EXTERNAL_VECTORS"]

/// Whether tests of several seconds or of 1 GiB are wanted.
let runsSlowTests =
  ProcessInfo.processInfo.environment["OTPKIT_SLOW_TESTS"] != nil

/// A pepper whose key is one byte repeated.
func pepper(
  _ id: String, _ byte: UInt8, count: Int = 32
) throws -> Pepper {
  let key = [UInt8](repeating: byte, count: count)
  return try Pepper(id: id, key: Secret(key, policy: .permissive))
}

/// Counts key derivations.
final class DerivationCounter: @unchecked Sendable {
  // Unchecked, because the lock guards the number.
  private let lock = NSLock()
  private var number = 0

  var count: Int { lock.withLock { number } }

  /// A hasher for a set that counts its derivations here.
  func hasher(for set: BackupCodeSet, pepper: Pepper? = nil) -> CodeHasher {
    var hasher = CodeHasher(
      derivation: set.derivation, pepper: pepper, salt: set.salt)
    let derive = hasher.derive
    hasher.derive = {
      derivation, secret, salt throws(KeyDerivationError) in
      self.lock.withLock { self.number += 1 }
      return try derive(derivation, secret, salt)
    }
    return hasher
  }
}
