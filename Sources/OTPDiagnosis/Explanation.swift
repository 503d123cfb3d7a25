// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// How refused codes came about.
public struct Explanation: Sendable, Hashable {
  /// How the generator reads the secret's text.
  public let form: SecretForm
  /// Characters of the secret that were taken for others.
  public let lookAlikes: LookAlikes
  /// The generator's hash.
  public let algorithm: HashAlgorithm
  /// How many digits its codes have.
  public let digits: Int
  /// What its codes are made from.
  public let source: Source
  /// How many codes lost leading zeros.
  public let shortenedCodes: Int
  /// The probability that this is what happened, 0 to 1: the rest is that of
  /// a coincidence, or of another explanation.
  public internal(set) var likelihood: Double
  /// What the verifier is set to.
  public let settings: Settings

  /// What codes are made from.
  public enum Source: Sendable, Hashable {
    /// A clock, with steps of so many seconds, that is so many seconds ahead
    /// (negative: behind), give or take one step.
    case clock(period: Int, ahead: Int64)
    /// A counter, as HOTP has it; that of the first code.
    case counter(UInt64)
  }

  /// In what the generator differs from the verifier, one sentence each.
  ///
  /// Empty if in nothing. The secret and the codes are in none.
  public var differences: [String] {
    [secretDifference, hashDifference, digitsDifference, sourceDifference]
      .compactMap(\.self)
      + (lookAlikes == .none ? [] : [lookAlikesDifference])
      + (shortenedCodes == 0 ? [] : ["Leading zeros of the code were lost."])
  }

  /// What to do, one sentence each; empty if there is no difference.
  public var advice: [String] {
    var advice: [String] = []
    if form != settings.form || lookAlikes != .none {
      advice.append("Enter the secret again, best by scanning its QR code.")
    }
    if hashDifference != nil || digitsDifference != nil || isOtherPeriod {
      advice.append(
        "Set hash, digits and period alike, or choose an app that can.")
    }
    switch source {
    case .counter: advice.append("Set the app up as time-based (TOTP).")
    case .clock(_, let ahead) where abs(ahead) > 90:
      advice.append("Set the clock of the device by the network.")
    case .clock: break
    }
    return advice
  }
}

// MARK: - Differences

extension Explanation {
  private var secretDifference: String? {
    form == settings.form
      ? nil
      : "The secret is read as \(form.title), not as \(settings.form.title)."
  }

  private var lookAlikesDifference: String {
    if case .at(let place) = lookAlikes {
      return "Character \(place) of the secret was taken for one that looks"
        + " like it."
    }
    return "Characters of the secret were taken for others that look like them."
  }

  private var hashDifference: String? {
    algorithm == settings.algorithm
      ? nil
      : "The hash is \(algorithm.rawValue), not \(settings.algorithm.rawValue)."
  }

  private var digitsDifference: String? {
    digits == settings.digits
      ? nil : "A code has \(digits) digits, not \(settings.digits)."
  }

  private var isOtherPeriod: Bool {
    if case .clock(let period, _) = source {
      period != settings.period
    } else {
      false
    }
  }

  private var sourceDifference: String? {
    switch source {
    case .counter(let counter):
      return "The codes are made from a counter (HOTP), which is \(counter)."
    case .clock(let period, let ahead):
      let other =
        isOtherPeriod
        ? "A time step has \(period) seconds, not \(settings.period)." : nil
      let clock = Self.clock(ahead, period: period)
      return [other, clock].compactMap(\.self).joined(separator: " ")
        .nonEmpty
    }
  }

  /// How far the clock is off, if it is.
  private static func clock(_ ahead: Int64, period: Int) -> String? {
    guard ahead != 0 else { return nil }
    let seconds = ahead.magnitude
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"),
      (seconds / 60 % 60, "min"), (seconds % 60, "s"),
    ]
    let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      .joined(separator: " ")
    let isZone = CodeSearch.isZone(ahead, period: period)
    return "The clock is \(text) (give or take \(period) s) "
      + (ahead > 0 ? "ahead" : "behind")
      + (isZone ? ", as if it showed another time zone's time." : ".")
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
