// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What can be said about the cause of a failure.
public struct Diagnosis: Sendable, Equatable {
  /// The first stage at which the computation went wrong, if it was
  /// the computation of a code whose intermediate values are known.
  public let stage: Stage?
  /// What differs at that stage.
  public let finding: String?
  /// The known mistake that gives this very answer, if there is one.
  public let mistake: Mistake?

  /// The stages in which a code comes about (RFC 4226 section 5.3).
  public enum Stage: String, Sendable {
    /// Key, counter and hash.
    case hmac = "HMAC"
    /// Where in the HMAC the four bytes start.
    case offset
    /// How the four bytes become a 31-bit number.
    case truncation
    /// How the number becomes text.
    case digits
  }

  /// Looks for the cause of a failure.
  public init(_ failure: Failure, of entry: VectorEntry) {
    guard case .value(let answer) = failure.actual else {
      (self.stage, self.finding, self.mistake) = (nil, nil, nil)
      return
    }
    self.mistake = entry.vector.mistakes.first { $0.value == answer }
    let difference = entry.vector.trace.flatMap { trace in
      failure.call.integer("digits").flatMap { digits in
        // The right code where a rejection was due has no wrong stage.
        answer.string == String(trace.binary).lastDigits(digits)
          ? nil : Difference(answer, trace: trace, digits: digits)
      }
    }
    self.stage = difference?.stage
    self.finding = difference?.finding
  }
}

/// Finds the last stage up to which the right computation leads to a wrong
/// code: what comes after it is where the mistake was made.
private struct Difference {
  let stage: Diagnosis.Stage
  let finding: String

  init(_ answer: JSON, trace: Trace, digits: Int) {
    let found =
      Self.form(of: answer)
      ?? answer.string.flatMap { code in
        Self.digits(code, trace, digits)
          ?? Self.truncation(code, trace, digits)
          ?? Self.offset(code, trace, digits)
      }
    (stage, finding) =
      found ?? (
        .hmac,
        "no part of the right HMAC gives this code: key, counter or hash differ"
      )
  }

  typealias Found = (stage: Diagnosis.Stage, finding: String)

  private static func form(of answer: JSON) -> Found? {
    guard let code = answer.string else {
      return (.digits, "a code is a JSON string, this is a \(answer.kind)")
    }
    guard !code.isEmpty, code.utf8.allSatisfy(\.isDigit) else {
      return (.digits, "a code consists of ASCII digits")
    }
    return nil
  }

  private static func digits(
    _ code: String, _ trace: Trace, _ digits: Int
  ) -> Found? {
    let number = String(trace.binary)
    let right = number.lastDigits(digits)
    if code == String(UInt64(right) ?? 0), code != right {
      return (.digits, "the leading zeros are lost")
    }
    if code.utf8.count != digits, code == number.lastDigits(code.utf8.count) {
      return (.digits, "\(code.utf8.count) digits instead of \(digits)")
    }
    if code == number.prefix(digits) {
      return (.digits, "the first \(digits) digits of the number, not the last")
    }
    return nil
  }

  private static func truncation(
    _ code: String, _ trace: Trace, _ digits: Int
  ) -> Found? {
    guard let number = trace.number(at: trace.offset) else { return nil }
    let readings: [(UInt32, String)] = [
      (number.byteSwapped, "the four bytes are read little-endian"),
      (
        number.byteSwapped & 0x7fff_ffff,
        "the four bytes are read little-endian"
      ),
      (number, "the sign bit is kept"),
      (~number &+ 1, "the number is taken as signed, and negated"),
      (number & 0x00ff_ffff, "three bytes are taken"),
    ]
    return readings.first { code == String($0.0).lastDigits(digits) }
      .map { (.truncation, $0.1) }
  }

  private static func offset(
    _ code: String, _ trace: Trace, _ digits: Int
  ) -> Found? {
    let offsets = 0..<max(0, trace.hmac.count - 3)
    for offset in offsets where offset != trace.offset {
      guard let number = trace.number(at: offset) else { continue }
      if code == String(number & 0x7fff_ffff).lastDigits(digits) {
        return (
          .offset, "the bytes start at \(offset), not at \(trace.offset)"
        )
      }
    }
    return nil
  }
}

extension Trace {
  /// Four bytes of the HMAC as a number, the first byte highest.
  fileprivate func number(at offset: Int) -> UInt32? {
    guard offset + 4 <= hmac.count else { return nil }
    return hmac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension String {
  /// The last so many digits of a number, with leading zeros.
  fileprivate func lastDigits(_ count: Int) -> String {
    guard count >= 0, utf8.count < count else { return String(suffix(count)) }
    return String(repeating: "0", count: count - utf8.count) + self
  }
}
