// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPCore

/// What to accept although careful programs do not make it.
struct LimitOptions: ParsableArguments {
  @Flag(help: "Accept secrets of fewer than 16 bytes, as many sites use.")
  var allowShortSecret = false

  @Flag(
    help: """
      Accept periods of more than \(Limits.period.upperBound) seconds.
      """)
  var allowLongPeriod = false

  /// The shortest secret.
  var secret: SecretPolicy { allowShortSecret ? .permissive : .standard }

  /// The longest period.
  var period: TOTP.PeriodLimit { allowLongPeriod ? .none : .standard }

  /// The period, if `limit` accepts it.
  func checked(
    period seconds: Int, _ limit: TOTP.PeriodLimit
  ) throws(CommandError) -> Int {
    guard limit.allows(seconds) else {
      throw CommandError(
        "--period takes \(Limits.period.words) seconds; --allow-long-period "
          + "accepts more")
    }
    return seconds
  }
}

/// How to read a URI where programs disagree.
struct PolicyOptions: ParsableArguments {
  @OptionGroup var limits: LimitOptions

  @Option(
    help: ArgumentHelp(
      """
      The issuer to take where the label and the parameter of a URI differ: \
      label or parameter. (default: neither, it is an error)
      """,
      valueName: "source"))
  var preferIssuer: PreferredIssuer?

  @Flag(help: "Read + in a URI as a space.")
  var plusIsSpace = false

  @Flag(help: "Refuse parameters of a URI that the format does not know.")
  var refuseUnknown = false

  @Flag(
    help: """
      Read a URI as most apps do: --allow-short-secret, --allow-long-period \
      and --prefer-issuer parameter together.
      """)
  var permissive = false

  /// The issuers that a URI can name.
  enum PreferredIssuer: String, ExpressibleByArgument {
    case label, parameter
  }

  /// The shortest secret.
  var secret: SecretPolicy { permissive ? .permissive : limits.secret }

  /// The longest period.
  var period: TOTP.PeriodLimit { permissive ? .none : limits.period }

  /// The period, if it is accepted.
  func checked(period seconds: Int) throws(CommandError) -> Int {
    try limits.checked(period: seconds, period)
  }

  /// How to read a URI.
  var uri: OTPAuthURI.Policy {
    var policy =
      permissive ? OTPAuthURI.Policy.permissive : OTPAuthURI.Policy.default
    policy.secret = secret
    policy.periodLimit = period
    policy.plusIsSpace = plusIsSpace
    policy.refusesUnknownParameters = refuseUnknown
    switch preferIssuer {
    case .label: policy.issuerMismatch = .label
    case .parameter: policy.issuerMismatch = .parameter
    case nil: break
    }
    return policy
  }
}

extension CommandError {
  /// The option of ``PolicyOptions`` that accepts what an error refused; `nil`
  /// if no option does.
  static func acceptingOption(for error: any Error) -> String? {
    switch error {
    case let error as SecretError:
      error.kind == .tooShort ? "--allow-short-secret accepts it" : nil
    case let error as OTPAuthURIError:
      switch error.kind {
      case .secret: error.secret.flatMap(acceptingOption)
      case .periodTooLong: "--allow-long-period accepts it"
      case .issuerMismatch:
        "--prefer-issuer label or --prefer-issuer parameter takes one of them"
      case .unknownParameter: "without --refuse-unknown it is ignored"
      default: nil
      }
    default: nil
    }
  }
}
