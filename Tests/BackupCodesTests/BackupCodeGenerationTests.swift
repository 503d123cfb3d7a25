// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BackupCodes

@Suite struct BackupCodeGenerationTests {
  @Test func tenByDefault() throws {
    #expect(try BackupCode.generate().count == 10)
  }

  @Test(arguments: [1, 2, 10, 99, 100])
  func counts(_ count: Int) throws {
    let codes = try BackupCode.generate(count: count)
    #expect(codes.count == count)
    #expect(Set(codes.map(\.revealedText)).count == count)
  }

  @Test(arguments: [0, 101, -1, .min, .max])
  func countsOutsideTheLimits(_ count: Int) {
    #expect(throws: BackupCodeError.count) {
      try BackupCode.generate(count: count)
    }
  }

  /// The numbers come from the generator given, and from it alone.
  @Test func generatorIsUsed() throws {
    var (a, b, c) = (
      SeededGenerator(seed: 1), SeededGenerator(seed: 1),
      SeededGenerator(seed: 2)
    )
    let codes = try BackupCode.generate(using: &a)
    #expect(try BackupCode.generate(using: &b) == codes)
    #expect(try BackupCode.generate(using: &c) != codes)
  }

  @Test func systemCodesDiffer() throws {
    #expect(try BackupCode.generate(count: 1) != BackupCode.generate(count: 1))
  }

  /// A broken generator must not end in an endless loop or in equal codes.
  @Test func brokenGenerator() {
    #expect(throws: BackupCodeError.repeatedCode) {
      var generator = StuckGenerator()
      return try BackupCode.generate(using: &generator)
    }
  }

  /// Chi-square of the symbols in each of the 15 places: 31 degrees of
  /// freedom, so a uniform source exceeds 80 about once in 300 000 times.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func symbolsAreUniform(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 32), count: 15)
    let samples = 6400
    for _ in 0..<samples {
      let code = BackupCode.random(using: &generator)
      for (place, symbol) in code.symbols.bytes.enumerated() {
        let value = try #require(BackupCode.alphabet.firstIndex(of: symbol))
        counts[place][value] += 1
      }
    }
    let expected = Double(samples) / 32
    for (place, counts) in counts.enumerated() {
      let chiSquare = counts.reduce(0.0) { sum, count in
        sum + (Double(count) - expected) * (Double(count) - expected) / expected
      }
      #expect(chiSquare < 80, "seed \(seed), place \(place)")
    }
  }

  /// Neighbouring symbols are independent: chi-square of pairs, 1023 degrees
  /// of freedom; mean 1023, standard deviation 45.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func pairsAreUniform(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var counts = [Int](repeating: 0, count: 1024)
    let samples = 3000
    for _ in 0..<samples {
      let symbols = BackupCode.random(using: &generator).symbols.bytes
      for (a, b) in zip(symbols, symbols.dropFirst()) {
        let high = try #require(BackupCode.alphabet.firstIndex(of: a))
        let low = try #require(BackupCode.alphabet.firstIndex(of: b))
        counts[high * 32 + low] += 1
      }
    }
    let expected = Double(samples * 14) / 1024
    let chiSquare = counts.reduce(0.0) { sum, count in
      sum + (Double(count) - expected) * (Double(count) - expected) / expected
    }
    #expect(800..<1250 ~= chiSquare, "seed \(seed)")
  }
}
