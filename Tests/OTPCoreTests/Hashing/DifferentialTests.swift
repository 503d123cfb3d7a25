// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TestSupport
import Testing

/// HOTP against libcrypto's HMAC and a truncation written a second time, over
/// random keys, counters and digits.
@Suite struct DifferentialTests {
  /// How many cases the best backend gets; the others share a quarter of it,
  /// or get as many each where `OTPKIT_SLOW_TESTS` is set.
  static let total = 200_000

  /// A part of the cases of one backend, so that parts run side by side.
  struct Part: CustomTestStringConvertible {
    let backend: Backend
    let number: Int
    let count: Int

    var testDescription: String { "\(backend), part \(number)" }

    static let all = Backend.tested.flatMap { backend in
      let isSlow =
        ProcessInfo.processInfo.environment["OTPKIT_SLOW_TESTS"] != nil
      let share =
        backend == .best || isSlow ? 1 : 4 * (Backend.tested.count - 1)
      return (0..<4).map {
        Part(backend: backend, number: $0, count: total / share / 4)
      }
    }
  }

  /// A run of a few codes goes through the lanes; a single one does not.
  @Test(arguments: Part.all)
  func codes(part: Part) throws {
    var random = SeededGenerator(seed: 40 + UInt64(part.number))
    var left = part.count
    var wrong: [String] = []
    while left > 0 {
      let algorithm = random.pick(HashAlgorithm.allCases)
      let key = random.bytes(random.int(1...200))
      let digits = random.int(6...9)
      let first = random.counter()
      let hotp = try HOTP(
        key: HMACKey(bytes: key, algorithm: algorithm, backend: part.backend),
        digits: digits)
      let codes = try hotp.codes(
        from: first, count: min(random.int(1...7), left))
      for (index, code) in codes.enumerated() {
        let counter = first + UInt64(index)
        let expected = ReferenceCode(
          algorithm, key: key, counter: counter, digits: digits)
        if code.value != expected.value || code.description != expected.text {
          wrong.append("\(algorithm) \(Hex.encode(key)) \(counter) \(digits)")
        }
      }
      left -= codes.count
    }
    #expect(wrong.isEmpty, random.comment)
  }

  /// Every offset of the truncation comes up, with the top bit clear and set,
  /// in every lane position of a run.
  @Test(arguments: Backend.tested, HashAlgorithm.allCases)
  func everyOffset(backend: Backend, algorithm: HashAlgorithm) throws {
    var random = SeededGenerator(seed: 50)
    let bytes = random.bytes(algorithm.digestByteCount)
    let key = HMACKey(bytes: bytes, algorithm: algorithm, backend: backend)
    let hotp = try HOTP(key: key, digits: 9)
    var seen: Set<Int> = []
    for (counter, code) in try hotp.codes(from: 0, count: 2_048).enumerated() {
      let expected = ReferenceCode(
        algorithm, key: bytes, counter: UInt64(counter), digits: 9)
      #expect(code.value == expected.value, random.comment)
      seen.insert(expected.offset * 16 + counter % 16)
    }
    #expect(seen.count == 16 * 16, "each offset in each of 16 lanes")
  }
}
