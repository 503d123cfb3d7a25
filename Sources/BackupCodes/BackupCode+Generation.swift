// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension BackupCode {
  /// The number of codes that a set can have.
  static let setCounts = 1...100

  /// Makes the codes of one set, each of 75 random bits, all different.
  ///
  /// - Parameters:
  ///   - count: 1 to 100.
  ///   - generator: A cryptographic generator (NIST SP 800-63B-4 section
  ///     3.1.2.1, ASVS 5.0 6.5.3). Anything else is for tests.
  /// - Throws: ``BackupCodeError/count`` for a count outside the limits;
  ///   ``BackupCodeError/repeatedCode`` if two codes are equal. Random codes
  ///   are equal less often than once in 2^62 sets of a hundred: the generator
  ///   is broken, and drawing again would hide that.
  ///
  /// Time depends on: the count, and whether two codes are equal.
  public static func generate(
    count: Int = 10, using generator: inout some RandomNumberGenerator
  ) throws(BackupCodeError) -> [BackupCode] {
    guard setCounts ~= count else { throw .count }
    var codes: [BackupCode] = []
    for _ in 0..<count {
      let code = random(using: &generator)
      guard !codes.contains(code) else { throw .repeatedCode }
      codes.append(code)
    }
    return codes
  }

  /// Makes the codes of one set from the system's random numbers.
  ///
  /// - Throws: ``BackupCodeError/count`` for a count outside 1…100.
  public static func generate(
    count: Int = 10
  ) throws(BackupCodeError) -> [BackupCode] {
    var generator = SystemRandomNumberGenerator()
    return try generate(count: count, using: &generator)
  }

  /// One code; the alphabet has 2^5 symbols, so 5 bits select each with the same
  /// probability.
  static func random(
    using generator: inout some RandomNumberGenerator
  ) -> BackupCode {
    var symbols: [UInt8] = []
    symbols.reserveCapacity(symbolCount)
    for _ in 0..<symbolCount {
      symbols.append(
        symbol(of: UInt8(truncatingIfNeeded: generator.next() >> 59)))
    }
    return BackupCode(unchecked: symbols)
  }

  /// The symbol of five bits: the digits from 2 on, then the letters without I
  /// and O.
  ///
  /// Computed without a branch: each line skips to the next range if the value is
  /// beyond the last one.
  static func symbol(of value: UInt8) -> UInt8 {
    var character = value &+ UInt8(ascii: "2")
    character &+= ((7 &- value) >> 7) &* 7
    character &+= (15 &- value) >> 7
    character &+= (20 &- value) >> 7
    return character
  }
}
