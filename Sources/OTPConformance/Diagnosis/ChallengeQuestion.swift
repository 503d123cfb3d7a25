// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// What a call of `ocra.generate` asks, taken apart, so that each part of what
/// is hashed can be replaced by a wrong one.
package struct ChallengeQuestion: Sendable {
  /// The suite as it was given.
  let suite: String
  let algorithm: HashAlgorithm
  let key: [UInt8]
  /// How many digits a response has; 0 is the whole MAC.
  let digits: Int
  /// N, A or H.
  private(set) var format: Character = "N"
  /// The question of the other party, and behind it the own one.
  let text: String
  private(set) var counter: UInt64?
  private(set) var pin: String?
  private(set) var pinHash: HashAlgorithm?
  /// The session with zero bytes before it, as long as the suite says.
  private(set) var session: [UInt8] = []
  /// The time in Unix seconds, and the length of a time step.
  private(set) var time: UInt64?
  private(set) var step: UInt64 = 60

  /// Takes a call apart; `nil` if it is about something else, or has a suite
  /// or an input that no response is due to.
  package init?(_ call: Call) {
    guard call.operation == "ocra.generate",
      let suite = call.string("suite"), let key = call.bytes("key"),
      let question = call.string("question"),
      case let parts = suite.split(separator: ":"), parts.count == 3,
      case let function = parts[1].split(separator: "-"), function.count == 3,
      let algorithm = HashAlgorithm(rawValue: String(function[1])),
      let digits = Int(function[2]), (0...10).contains(digits)
    else { return nil }
    (self.suite, self.key, self.digits) = (suite, key, digits)
    self.algorithm = algorithm
    text = question + (call.string("ownQuestion") ?? "")
    for part in parts[2].split(separator: "-") {
      guard read(part.first ?? " ", String(part.dropFirst()), call)
      else { return nil }
    }
    guard questionBytes.count <= Self.questionByteCount else { return nil }
  }

  /// Reads one input that the suite asks for; `false` if it is not there.
  private mutating func read(
    _ name: Character, _ detail: String, _ call: Call
  ) -> Bool {
    switch name {
    case "C":
      counter = call.counter("counter")
      return counter != nil
    case "Q":
      format = detail.first ?? "N"
      return true
    case "P":
      pin = call.string("pin")
      pinHash = detail.isEmpty ? .sha1 : HashAlgorithm(rawValue: detail)
      return pin != nil && pinHash != nil
    case "S": return readSession(size: detail.isEmpty ? 64 : Int(detail), call)
    case "T": return readTime(detail.isEmpty ? "1M" : detail, call)
    default: return false
    }
  }

  private mutating func readSession(size: Int?, _ call: Call) -> Bool {
    guard let size, (0...512).contains(size),
      let bytes = call.bytes("session"), bytes.count <= size
    else { return false }
    session = [UInt8](repeating: 0, count: size - bytes.count) + bytes
    return true
  }

  private mutating func readTime(_ detail: String, _ call: Call) -> Bool {
    let units: [Character: UInt64] = ["S": 1, "M": 60, "H": 3_600]
    guard let unit = detail.last.flatMap({ units[$0] }),
      let count = UInt64(detail.dropLast()), (1...59).contains(count),
      let time = call.counter("time")
    else { return false }
    (self.time, step) = (time, count * unit)
    return true
  }
}

// MARK: - RFC 6287 section 5.1, part by part

extension ChallengeQuestion {
  /// How many bytes a question fills.
  static let questionByteCount = 128

  /// What is hashed: the inputs in their order.
  package struct Message: Sendable {
    var suite, separator, counter, question, pin, session, time: [UInt8]

    /// All of it.
    package var bytes: [UInt8] {
      suite + separator + counter + question + pin + session + time
    }
  }

  /// The right message.
  package var message: Message {
    Message(
      suite: Array(suite.utf8), separator: [0],
      counter: counter?.bigEndianBytes ?? [],
      question: questionBytes.filled(to: Self.questionByteCount),
      pin: hashedPIN(pinHash), session: session,
      time: time.map { ($0 / step).bigEndianBytes } ?? [])
  }

  /// The digits of base 16 of a question that is not of letters.
  var questionDigits: [UInt8] {
    format == "N"
      ? Self.hexadecimalDigits(ofDecimal: text)
      : text.utf8.compactMap(Hex.value(of:))
  }

  /// The question before it is filled up.
  var questionBytes: [UInt8] {
    format == "A" ? Array(text.utf8) : Self.packed(questionDigits)
  }

  /// The question as a number of whole bytes: a zero before an odd number of
  /// digits.
  var questionNumber: [UInt8] {
    let digits = questionDigits
    return Self.packed(digits.count.isMultiple(of: 2) ? digits : [0] + digits)
  }

  /// The hash of the PIN; empty if there is none.
  func hashedPIN(_ hash: HashAlgorithm?) -> [UInt8] {
    guard let pin, let hash else { return [] }
    return hash.digest(of: Array(pin.utf8))
  }

  /// The same with another PIN.
  func with(pin: String) -> ChallengeQuestion {
    var copy = self
    copy.pin = self.pin.map { _ in pin }
    return copy
  }

  /// Digits of base 16 as bytes, two a byte, from the left.
  static func packed(_ digits: [UInt8]) -> [UInt8] {
    stride(from: 0, to: digits.count, by: 2).map { index in
      digits[index] << 4 | (index + 1 < digits.count ? digits[index + 1] : 0)
    }
  }

  /// The digits of base 16 of a decimal number, by long division.
  private static func hexadecimalDigits(ofDecimal text: String) -> [UInt8] {
    var number = text.utf8.map { Int($0 & 15) }
    var digits: [UInt8] = []
    repeat {
      var remainder = 0
      for index in number.indices {
        let value = remainder * 10 + number[index]
        (number[index], remainder) = (value / 16, value % 16)
      }
      digits.append(UInt8(remainder))
      number = Array(number.drop { $0 == 0 })
    } while !number.isEmpty
    return digits.reversed()
  }

  /// The HMAC of a message.
  package func mac(of message: Message) -> [UInt8] {
    HMACKey(bytes: key, algorithm: algorithm)
      .authenticationCode(for: message.bytes)
  }

  /// The response that a message leads to.
  package func response(to message: Message) -> String {
    let mac = mac(of: message)
    guard digits > 0 else { return mac.hexadecimal }
    let number = CodeQuestion.number(mac, at: CodeQuestion.offset(mac))
    return String(number & 0x7fff_ffff).lastDigits(digits)
  }
}

extension [UInt8] {
  /// The bytes with zeros behind them.
  func filled(to count: Int) -> [UInt8] {
    self + [UInt8](repeating: 0, count: Swift.max(0, count - self.count))
  }
}

extension HashAlgorithm {
  /// The hash of some bytes.
  func digest(of bytes: [UInt8]) -> [UInt8] {
    var state = HashState(self)
    var digest = [UInt8](repeating: 0, count: digestByteCount)
    unsafe bytes.withUnsafeBytes { unsafe state.update($0) }
    unsafe digest.withUnsafeMutableBytes { unsafe state.finish(into: $0) }
    return digest
  }
}
