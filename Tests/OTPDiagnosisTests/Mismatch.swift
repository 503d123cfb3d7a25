// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import OTPDiagnosis
import TestSupport

/// A generator and a verifier that differ in one thing or in two.
struct Mismatch: CustomStringConvertible {
  /// The secret's text, as the verifier has it.
  private var text: String
  /// The bytes that the generator makes of it.
  private var key: [UInt8]
  private var algorithm = HashAlgorithm.sha1
  private var digits = 6
  private var period = 30
  private var ahead: Int64 = 0
  private var form = SecretForm.base32
  private var misread = false
  private(set) var description = ""

  private static let now: Int64 = 1_700_000_000

  init(using generator: inout SeededGenerator) {
    let bytes = generator.bytes(generator.pick([16, 20, 20, 32]))
    text = Base32.encode(bytes, padded: false)
    key = bytes
    var kinds: [Kind] = []
    let count = generator.int(1...2)
    while kinds.count < count {
      let kind = generator.pick(Kind.allCases)
      let isSecond = kinds.contains { $0.isOfSecret } && kind.isOfSecret
      if !kinds.contains(kind), !isSecond { kinds.append(kind) }
    }
    for kind in kinds { make(kind, using: &generator) }
    description =
      kinds.map(\.rawValue).joined(separator: ", ") + " "
      + "\(algorithm) \(digits) \(period) \(ahead) \(form)"
  }

  private enum Kind: String, CaseIterable {
    case clock, hash, digits, period, form, lookAlike
    /// Whether it changes how the secret is read.
    var isOfSecret: Bool { self == .form || self == .lookAlike }
  }

  private mutating func make(
    _ kind: Kind, using generator: inout SeededGenerator
  ) {
    switch kind {
    case .clock:
      let seconds = generator.int(60...604_800)
      ahead = Int64(generator.pick([-seconds, seconds]))
    case .hash: algorithm = generator.pick([.sha256, .sha512])
    case .digits: digits = generator.int(7...9)
    case .period: period = generator.pick(Array(15...29) + Array(31...120))
    case .form: readOtherwise(using: &generator)
    case .lookAlike: misreadOne(using: &generator)
    }
  }

  /// The bytes of texts in other forms are written out by Swift's own means.
  private mutating func readOtherwise(
    using generator: inout SeededGenerator
  ) {
    switch generator.int(0...3) {
    case 0:
      (form, key) = (.ascii, Array(text.utf8))
    case 1:
      (form, key) = (.asciiLowerCase, Array(text.lowercased().utf8))
    case 2:
      // A text that could be both: hexadecimal digits in base32's alphabet.
      text = String((0..<32).map { _ in generator.pick(Array("ABCDEF234567")) })
      let digits = Array(text)
      key = stride(from: 0, to: 32, by: 2).map {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
      }
      form = .hexadecimal
    default:
      form = .base64
      let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
      let bits = text.flatMap { letter in
        let value = letters.firstIndex(of: letter) ?? 0
        return (0..<6).map { value >> (5 - $0) & 1 }
      }
      key = stride(from: 0, to: bits.count - 7, by: 8).map { start in
        bits[start..<start + 8].reduce(0) { $0 << 1 | UInt8($1) }
      }
    }
  }

  /// One character is taken for one that looks like it.
  private mutating func misreadOne(using generator: inout SeededGenerator) {
    let pairs: [Character: Character] = [
      "O": "Q", "Q": "O", "I": "L", "L": "I", "2": "Z", "Z": "2", "5": "S",
      "S": "5", "6": "G", "G": "6", "U": "V", "V": "U",
    ]
    var letters = Array(text)
    let places = letters.indices.filter { pairs[letters[$0]] != nil }
    guard !places.isEmpty else { return }
    let place = generator.pick(places)
    letters[place] = pairs[letters[place]] ?? "A"
    let right = key
    key = (try? Base32.decode(String(letters), form: .forgiving)) ?? key
    // The last bits of a text belong to no byte.
    misread = key != right
  }

  /// What is said about codes of the generator.
  func diagnosis(
    codes count: Int, using generator: inout SeededGenerator
  ) throws -> CodeDiagnosis {
    let secret = try Secret(key, policy: .permissive)
    let hotp = try HOTP(
      secret: secret, algorithm: algorithm, digits: digits)
    let start = Self.now + Int64(generator.int(0...1_000_000))
    let codes = try (0..<count).map { index in
      // Each is tried when the one before it is gone.
      let time = start + Int64(index * period)
      let step = UInt64(time + ahead) / UInt64(period)
      return try RefusedCode(
        hotp.code(at: step).description, at: UnixTime(time))
    }
    return try CodeDiagnosis(of: codes, secret: text)
  }

  /// Whether an explanation is what was done.
  func isNamed(by explanation: Explanation) -> Bool {
    guard case .clock(let period, let ahead) = explanation.source
    else { return false }
    let isForm = explanation.form == form || isSameText(explanation.form)
    return isForm && (explanation.lookAlikes != .none) == misread
      && explanation.algorithm == algorithm && explanation.digits == digits
      && period == self.period
      && abs(ahead - self.ahead) <= Int64(2 * period)
  }

  /// Whether another form gives the same bytes of this text.
  private func isSameText(_ other: SecretForm) -> Bool {
    let texts: [SecretForm] = [
      .ascii, .asciiWithoutSeparators, .asciiUpperCase,
    ]
    return texts.contains(form) && texts.contains(other)
  }
}
