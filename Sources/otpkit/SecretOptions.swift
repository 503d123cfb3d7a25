// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import OTPCore

/// A secret, from wherever it comes, and what goes with it.
struct SecretOptions: ParsableArguments {
  @OptionGroup var source: SecretSource

  @OptionGroup var uri: URISource

  @Option(help: "SHA1, SHA256 or SHA512. (default: SHA1)")
  var algorithm: HashAlgorithm?

  @Option(help: "Digits of a code: \(Limits.digits.words). (default: 6)")
  var digits: Int?

  @Option(
    help: "Seconds of a time step: \(Limits.period.words). (default: 30)")
  var period: Int?

  @Option(
    name: .customLong("t0"), parsing: .unconditional,
    help: ArgumentHelp(
      "The moment from which steps are counted, as --at. (default: 0)",
      valueName: "time"),
    transform: UnixTime.parsed)
  var t0: UnixTime?

  @Option(
    name: .customLong("at"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      The moment, in Unix seconds or as ISO 8601 with a zone, such as \
      2026-11-28T14:45:00Z or 2026-11-28T15:45+01:00. (default: now)
      """, valueName: "time"),
    transform: UnixTime.parsed)
  var time: UnixTime?

  @Option(
    help: ArgumentHelp(
      "HOTP: the counter, 0 to 2^64-1. Without it, TOTP.", valueName: "n"))
  var counter: UInt64?

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var kernels: BackendOption

  func validate() throws {
    let count = source.count + uri.count
    guard count == 1 || count == 0 && StandardInput.isTerminal else {
      throw ValidationError(
        "give the secret once: \(SecretSource.names); or --uri, --uri-stdin "
          + "or --uri-file")
    }
    let parameters =
      algorithm != nil || digits != nil || period != nil
    guard uri.count == 0 || !parameters else {
      throw ValidationError(
        "a URI has its own --algorithm, --digits and --period")
    }
    guard counter == nil || !isByTime && period == nil else {
      throw ValidationError(Self.contradiction)
    }
  }
}

extension SecretOptions {
  private static let contradiction =
    "--counter is for HOTP; --at, --t0 and --period are for TOTP"

  /// Whether an option says when.
  private var isByTime: Bool { time != nil || t0 != nil }

  /// What the options describe.
  enum Factor {
    case totp(TOTP)
    case hotp(HOTP, counter: UInt64)
  }

  /// The moment to work at.
  var moment: UnixTime { time ?? .now }

  /// The codes that the options describe.
  func factor() throws(CommandError) -> Factor { try factorAndSecret().0 }

  /// The codes that the options describe, and their secret.
  func factorAndSecret() throws(CommandError) -> (Factor, Secret) {
    try reportingErrors {
      if let uri = try uri.read() { return try factor(of: uri) }
      let secret = try source.read(policy.secret)
      return (try factor(of: secret), secret)
    }
  }

  private func factor(of secret: Secret) throws -> Factor {
    let hash = algorithm ?? .sha1
    let backend = try kernels.choice
    if let counter {
      let hotp = try HOTP(
        secret: secret, algorithm: hash, digits: digits ?? 6,
        backend: backend)
      return .hotp(hotp, counter: counter)
    }
    return .totp(
      try TOTP(
        secret: secret, algorithm: hash, digits: digits ?? 6,
        period: try policy.checked(period: period ?? 30), t0: t0 ?? 0,
        periodLimit: policy.period, backend: backend))
  }

  private func factor(of uri: String) throws -> (Factor, Secret) {
    let uri = try OTPAuthURI(parsing: uri, policy: policy.uri)
    let backend = try kernels.choice
    switch uri.factor {
    case .totp:
      guard counter == nil else {
        throw CommandError("the URI is of TOTP: \(Self.contradiction)")
      }
      let totp = try TOTP(uri: uri, t0: t0 ?? 0, backend: backend)
      return (.totp(totp), uri.secret)
    case .hotp(let first):
      guard !isByTime else {
        throw CommandError("the URI is of HOTP: \(Self.contradiction)")
      }
      let hotp = try HOTP(uri: uri, backend: backend)
      return (.hotp(hotp, counter: counter ?? first), uri.secret)
    }
  }
}

extension ClosedRange<Int> {
  /// The range as help texts write it, such as "6 to 9".
  var words: String { "\(lowerBound) to \(upperBound)" }
}

extension HashAlgorithm: ExpressibleByArgument {
  /// The hash of that name, in either case.
  public init?(argument: String) {
    self.init(rawValue: argument.uppercased())
  }
}

extension UnixTime {
  /// The moment of a decimal number of seconds, or of a date and time as
  /// ISO 8601 has them.
  init?(argument: String) {
    if let seconds = Int64(argument) {
      self.init(seconds)
    } else {
      self.init(iso8601: argument)
    }
  }

  /// The moment of an option.
  ///
  /// - Throws: `ValidationError` with the forms that are taken.
  static func parsed(_ argument: String) throws -> UnixTime {
    guard let time = UnixTime(argument: argument) else {
      throw ValidationError(
        "a moment is in Unix seconds, or as in 2026-11-28T14:45:00Z")
    }
    return time
  }
}
