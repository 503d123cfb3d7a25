// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What the verifier that refused the codes was set to.
public struct Settings: Sendable, Hashable {
  /// The hash.
  public var algorithm: HashAlgorithm
  /// How many digits a code has, 6 to 9.
  public var digits: Int
  /// The length of a time step in seconds, at least 1.
  public var period: Int
  /// How it reads the secret's text.
  public var form: SecretForm

  /// Settings; without arguments the usual ones.
  public init(
    algorithm: HashAlgorithm = .sha1, digits: Int = 6, period: Int = 30,
    form: SecretForm = .base32
  ) {
    self.algorithm = algorithm
    self.digits = digits
    self.period = period
    self.form = form
  }
}

/// A code that was refused, and when.
public struct RefusedCode: Sendable {
  /// The number that its digits spell.
  let value: UInt32
  /// How many digits it has.
  let digits: Int
  /// When it was submitted.
  let time: UnixTime

  /// Reads a code as somebody typed it.
  ///
  /// - Parameters:
  ///   - text: Four to nine ASCII digits; a code that lost its leading zeros
  ///     is shorter than six. Spaces and hyphens between them are left out.
  ///   - time: When it was submitted, by a clock that is right.
  /// - Throws: ``DiagnosisError`` for any other text, or a time before 1970.
  public init(
    _ text: String, at time: UnixTime
  ) throws(DiagnosisError) {
    let digits = text.utf8.filter { $0 != 0x20 && $0 != 0x2d }
    guard (4...9).contains(digits.count),
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .code }
    guard time.seconds >= 0, time.seconds <= Self.latest else { throw .time }
    value = digits.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
    self.digits = digits.count
    self.time = time
  }

  /// The last second of the year 9999.
  private static let latest: Int64 = 253_402_300_799
}

extension RefusedCode: CustomStringConvertible, CustomReflectable {
  /// The number of digits, never the digits.
  public var description: String { "RefusedCode(\(digits) digits)" }
  /// The number of digits.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why nothing can be looked for.
///
/// No error repeats the secret or a code.
public struct DiagnosisError: Error, Hashable, Sendable,
  CustomStringConvertible
{
  private enum Fault: Hashable {
    case secret, length, code, count, time, settings
  }

  private let fault: Fault

  /// The secret is empty, or cannot be read in any form.
  public static let secret = DiagnosisError(fault: .secret)
  /// The secret has more than 1,024 bytes.
  public static let length = DiagnosisError(fault: .length)
  /// A code is not four to nine digits.
  public static let code = DiagnosisError(fault: .code)
  /// There is no code, or more than ten.
  public static let count = DiagnosisError(fault: .count)
  /// The time is before 1970 or after the year 9999.
  public static let time = DiagnosisError(fault: .time)
  /// The settings have digits outside 6 to 9, or a period outside 1 to 86,400.
  public static let settings = DiagnosisError(fault: .settings)

  /// What is wrong, without the secret and the codes.
  public var description: String {
    switch fault {
    case .secret: "secret: it is empty, or no text of a secret"
    case .length: "secret: more than 1024 bytes"
    case .code: "code: should be 4 to 9 digits"
    case .count: "codes: give 1 to 10 of them"
    case .time: "time: should be from the year 1970 to 9999"
    case .settings: "settings: digits 6 to 9, period 1 to 86400 s"
    }
  }
}
