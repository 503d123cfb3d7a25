// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// Reads the third part of a suite: the inputs, separated by hyphens, in their
/// fixed order (RFC 6287 sections 5.1 and 6.3).
struct OCRASuiteInputs {
  private var rest: ArraySlice<String>

  init(_ text: String) {
    rest = text.parts(at: "-")[...]
  }

  /// The text after the letter of the next input; `nil` if the next input has
  /// another letter.
  private mutating func next(_ letter: StaticString) -> String? {
    guard let text = rest.first?.text(after: letter) else { return nil }
    rest.removeFirst()
    return text
  }

  /// `C`, or nothing.
  mutating func counter() -> Bool {
    guard rest.first == "C" else { return false }
    rest.removeFirst()
    return true
  }

  /// `Q` alone, or `Q`, a format and a length; it cannot be left out.
  mutating func question() throws(OCRAError) -> (OCRAQuestion.Format, Int) {
    guard let text = next("Q") else { throw OCRAError(.inputs) }
    guard let first = text.first else { return (.numeric, 8) }
    guard let format = OCRAQuestion.Format(rawValue: first),
      let limit = Int(ocra: text.dropFirst(), digits: 1...2),
      (4...64).contains(limit)
    else { throw OCRAError(.questionFormat) }
    return (format, limit)
  }

  /// `P` and a hash, or nothing.
  mutating func pin() throws(OCRAError) -> HashAlgorithm? {
    guard let text = next("P") else { return nil }
    if text.isEmpty { return .sha1 }
    guard let hash = HashAlgorithm(rawValue: text) else {
      throw OCRAError(.pinHash)
    }
    return hash
  }

  /// `S` and three digits, or nothing.
  mutating func session() throws(OCRAError) -> Int? {
    guard let text = next("S") else { return nil }
    if text.isEmpty { return 64 }
    guard let length = Int(ocra: text, digits: 3...3),
      (1...512).contains(length)
    else { throw OCRAError(.sessionLength) }
    return length
  }

  /// `T`, a number and a unit, or nothing; in seconds.
  mutating func period() throws(OCRAError) -> Int? {
    guard let text = next("T") else { return nil }
    guard let unit = text.last else { return 60 }
    guard let number = Int(ocra: text.dropLast(), digits: 1...2), number > 0,
      text.first != "0", let (seconds, limit) = Self.units[unit],
      number <= limit
    else { throw OCRAError(.timeStep) }
    return number * seconds
  }

  private static let units: [Character: (seconds: Int, limit: Int)] = [
    "S": (1, 59), "M": (60, 59), "H": (3_600, 48),
  ]

  /// The end: no further input.
  func end() throws(OCRAError) {
    guard rest.isEmpty else { throw OCRAError(.inputs) }
  }
}

extension Int {
  /// Reads a number of so many ASCII digits, with leading zeros or without.
  init?(ocra text: some StringProtocol, digits: ClosedRange<Int>) {
    guard digits.contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.init(text)
  }
}
