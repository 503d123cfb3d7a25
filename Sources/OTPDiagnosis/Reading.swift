// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// One way to read the text of a secret: its form, and whether characters
/// that look alike were taken for each other.
struct Reading {
  let form: SecretForm
  let lookAlikes: LookAlikes
  /// How likely it is beside the form that the verifier is set to, which has 1.
  let weight: Double
  private let secret: Secret

  private init?(
    _ form: SecretForm, _ text: [UInt8], _ lookAlikes: LookAlikes,
    weight: Double
  ) {
    guard let bytes = form.bytes(of: text),
      let secret = try? Secret(bytes, policy: .permissive)
    else { return nil }
    self.secret = secret
    self.form = form
    self.lookAlikes = lookAlikes
    self.weight = weight
  }

  /// The key for a hash.
  func key(_ algorithm: HashAlgorithm) -> HMACKey {
    HMACKey(secret, algorithm: algorithm)
  }

  /// Every reading of a text that gives another key, the likeliest first.
  static func all(of text: [UInt8], as form: SecretForm) -> [Reading] {
    var readings: [Reading] = []
    func add(_ reading: Reading?) {
      guard let reading,
        !readings.contains(where: { $0.secret == reading.secret })
      else { return }
      readings.append(reading)
    }
    add(Reading(form, text, .none, weight: 1))
    for other in SecretForm.allCases {
      add(Reading(other, text, .none, weight: other.weight))
    }
    for (variant, lookAlikes) in LookAlikes.variants(of: text) {
      let weight = lookAlikes == .everywhere ? 0.02 : 0.001
      add(Reading(.base32, variant, lookAlikes, weight: weight))
    }
    return readings
  }
}

extension SecretForm {
  /// How likely it is that somebody reads a secret so who should not.
  fileprivate var weight: Double {
    switch self {
    case .base32, .ascii, .hexadecimal: 0.03
    case .asciiWithoutSeparators, .asciiLowerCase, .asciiUpperCase: 0.01
    case .base64, .base32OfASCII: 0.01
    case .base32Hex, .base32UpperCaseOnly: 0.003
    case .base64WithoutHyphens, .base64UpperCase: 0.003
    }
  }
}

/// Characters of base32 that were taken for others.
public enum LookAlikes: Sendable, Hashable {
  /// None.
  case none
  /// Every character of a kind, such as all 0 for O.
  case everywhere
  /// The character at this place, counted from 1.
  case at(Int)

  /// Groups of characters that people and scanners take for each other, where
  /// at least one of each is in the alphabet of base32.
  private static let groups: [[UInt8]] = [
    "0OQD", "1IL", "2Z", "5S", "6G", "8B", "9G", "UV", "MN",
  ].map { Array($0.utf8) }

  /// Texts that the same eyes could have read, with what was taken for what.
  static func variants(of text: [UInt8]) -> [([UInt8], LookAlikes)] {
    let text = text.filter { !SecretForm.isSeparator($0) }
      .map(SecretForm.upperCase)
    var variants = exchanges.map { from, to in
      (text.map { $0 == from ? to : $0 }, LookAlikes.everywhere)
    }
    variants += repaired(text).map { ($0, .everywhere) }
    for place in text.indices.prefix(64) {
      for other in others(than: text[place]) {
        var variant = text
        variant[place] = other
        variants.append((variant, .at(place + 1)))
      }
    }
    return variants.filter { $0.0 != text }
  }

  /// Each character with each that it may be taken for.
  private static var exchanges: [(UInt8, UInt8)] {
    groups.flatMap { group in
      group.flatMap { from in
        group.filter { $0 != from && isLetter($0) }.map { (from, $0) }
      }
    }
  }

  private static func others(than character: UInt8) -> [UInt8] {
    groups.filter { $0.contains(character) }.joined()
      .filter { $0 != character && isLetter($0) }
  }

  /// A text without the digits that base32 does not have: 0 is O, 8 is B,
  /// and 1 is I or L.
  private static func repaired(_ text: [UInt8]) -> [[UInt8]] {
    ["OIBG", "OLBG", "QIBG", "DIBG"].map { letters in
      let letters = Array(letters.utf8)
      let places: [UInt8: Int] = [0x30: 0, 0x31: 1, 0x38: 2, 0x39: 3]
      return text.map { places[$0].map { letters[$0] } ?? $0 }
    }
  }

  private static func isLetter(_ character: UInt8) -> Bool {
    SecretForm.base32Value(character) != nil
  }
}
