// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The secrets of RFC 4226 appendix D and RFC 6238 appendix B.
enum RFC {
  /// "1234567890" over and over, as long as the hash's digest.
  static func key(_ algorithm: HashAlgorithm = .sha1) -> [UInt8] {
    (0..<algorithm.digestByteCount).map { UInt8(0x30 + ($0 + 1) % 10) }
  }

  static func secret(_ algorithm: HashAlgorithm = .sha1) throws -> Secret {
    try Secret(key(algorithm))
  }

  static func hotp(digits: Int = 6) throws -> HOTP {
    try HOTP(secret: secret(), digits: digits)
  }

  static func totp(
    digits: Int = 6, period: Int = 30, t0: UnixTime = 0
  ) throws -> TOTP {
    try TOTP(secret: secret(), digits: digits, period: period, t0: t0)
  }
}

extension HOTP {
  /// The text of one code.
  func text(_ counter: UInt64) -> String { code(at: counter).description }

  /// The texts of consecutive codes.
  func texts(_ counter: UInt64, _ count: Int) throws -> [String] {
    try codes(from: counter, count: count).map(\.description)
  }
}

extension TOTP {
  /// The text of the code of one step.
  func text(_ step: UInt64) -> String { code(forStep: step).description }

  /// The texts of the codes of consecutive steps.
  func texts(_ step: UInt64, _ count: Int) throws -> [String] {
    try codes(fromStep: step, count: count).map(\.description)
  }
}

/// The bytes that a hexadecimal text spells, over as many lines as it takes.
func bytes(hex text: String) -> [UInt8] {
  Hex.decode(String(text.filter { !$0.isWhitespace })) ?? []
}

/// The error that `body` throws, or `nil` if it throws none.
func thrown<E: Error, R>(_ body: () throws(E) -> R) -> E? {
  do throws(E) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
