// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

struct RandomnessTests {
  /// The demands that 200 texts break, made from seeded numbers.
  private func broken(
    _ make: (inout SeededNumbers) -> String
  ) -> Set<Randomness.Demand> {
    var numbers = SeededNumbers(seed: 7)
    let texts = (0..<200).map { _ in make(&numbers) }
    return Set(Randomness.Demand.allCases.filter { flaw(texts, $0) != nil })
  }

  private func flaw(
    _ texts: [String], _ demand: Randomness.Demand
  ) -> String? {
    Randomness(path: "codes", demand: demand).flaw(of: texts)
  }

  private static let digits = Array("0123456789").map { String($0) }

  private func digits(_ count: Int, _ numbers: inout SeededNumbers) -> String {
    (0..<count).map { _ in numbers.pick(Self.digits) }.joined()
  }

  @Test func sixDigitsAreEnough() {
    #expect(broken { digits(6, &$0) } == [])
    #expect(broken { digits(3, &$0) + "-" + digits(3, &$0) } == [])
  }

  @Test func fewValuesAreFound() {
    #expect(broken { digits(4, &$0) } == [.values])
    #expect(broken { digits(3, &$0) } == [.values, .distinct])
    #expect(
      broken { numbers in
        var hidden = SeededNumbers(seed: UInt64(numbers.int(0...999)))
        return digits(16, &hidden)
      } == [.distinct])
    #expect(
      broken { digits(6, &$0) + "0000000000" } == [.varying])
    #expect(
      broken {
        let text = digits(6, &$0)
        return text + "-" + text
      } == [.independent])
  }

  /// Texts of different lengths have nothing behind their ends.
  @Test func lengthsMayDiffer() {
    #expect(broken { digits($0.int(6...8), &$0) } == [])
  }

  @Test func thereAreTwoHundred() {
    for demand in Randomness.Demand.allCases {
      let few = (0..<199).map { String(100_000 + $0 * 4_711) }
      #expect(flaw(few, demand) == "20 calls gave fewer than 200 texts")
    }
  }

  @Test(
    arguments: [
      (#"{"texts": "codes", "demand": "values"}"#, nil),
      (#"{"texts": "codes"}"#, "\"demand\" is missing"),
      (#"{"texts": "", "demand": "values"}"#, "is empty"),
      (#"{"texts": "codes", "demand": "much"}"#, "is not one of values"),
      (#"{"texts": "c", "demand": "values", "x": 1}"#, "unknown key"),
    ] as [(String, String?)])
  func isReadStrictly(_ text: String, _ message: String?) throws {
    let json = try JSON(parsing: text)
    do throws(VectorError) {
      let randomness = try Randomness(json, at: Place(file: "f"))
      #expect(message == nil)
      #expect(randomness.json == json)
    } catch {
      let wanted = try #require(message, "\(error)")
      #expect(error.message.contains(wanted), "\(error)")
    }
  }
}
