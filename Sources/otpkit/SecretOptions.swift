// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import OTPCore

/// Where the secret comes from, and what goes with it.
struct SecretOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The secret in base32: either case, spaces, hyphens, no padding needed.",
      discussion: """
        A secret on a command line is visible to everybody on this machine \
        and stays in the shell's history: prefer --secret-stdin.
        """,
      valueName: "base32"))
  var secret: String?

  @Option(help: ArgumentHelp("The secret in hexadecimal.", valueName: "hex"))
  var secretHex: String?

  @Flag(help: "Read the secret, in base32, from the first line of stdin.")
  var secretStdin = false

  @Option(
    help: ArgumentHelp(
      "An otpauth:// URI: the secret and its parameters.",
      valueName: "otpauth://…"))
  var uri: String?

  @Flag(help: "Accept secrets of fewer than 16 bytes, as many sites use.")
  var allowShortSecret = false

  @Option(help: "SHA1, SHA256 or SHA512. (default: SHA1)")
  var algorithm: HashAlgorithm?

  @Option(help: "Digits of a code: 6 to 9. (default: 6)")
  var digits: Int?

  @Option(help: "Seconds of a time step: 1 to 120. (default: 30)")
  var period: Int?

  @Option(
    name: .customLong("t0"), parsing: .unconditional,
    help: "The Unix time from which steps are counted. (default: 0)")
  var t0: UnixTime?

  @Option(
    name: .customLong("at"), parsing: .unconditional,
    help: ArgumentHelp(
      "The moment, in Unix seconds. (default: now)", valueName: "unixtime"))
  var time: UnixTime?

  @Option(
    help: ArgumentHelp(
      "HOTP: the counter, 0 to 2^64-1. Without it, TOTP.", valueName: "n"))
  var counter: UInt64?

  @OptionGroup var kernels: BackendOption

  func validate() throws {
    let sources = [secret != nil, secretHex != nil, secretStdin, uri != nil]
    guard sources.filter(\.self).count == 1 else {
      throw ValidationError(
        "give the secret once: --secret, --secret-hex, --secret-stdin or --uri")
    }
    let parameters =
      algorithm != nil || digits != nil || period != nil
    guard uri == nil || !parameters else {
      throw ValidationError(
        "--uri has its own --algorithm, --digits and --period")
    }
  }
}

extension SecretOptions {
  /// What the options describe.
  enum Factor {
    case totp(TOTP)
    case hotp(HOTP, counter: UInt64)
  }

  /// The moment to work at.
  var moment: UnixTime { time ?? .now }

  /// The codes that the options describe.
  func factor() throws(CommandError) -> Factor {
    try reportingErrors {
      guard let uri else {
        return try factor(try plainSecret(), algorithm: algorithm ?? .sha1)
      }
      let parsed = try OTPAuthURI(parsing: uri, policy: uriPolicy)
      let key = HMACKey(
        parsed.secret, algorithm: parsed.algorithm, backend: try kernels.choice)
      switch parsed.factor {
      case .totp(let period):
        return .totp(
          try TOTP(
            key: key, digits: parsed.digits, period: period, t0: t0 ?? 0))
      case .hotp(let first):
        return .hotp(
          try HOTP(key: key, digits: parsed.digits),
          counter: counter ?? first)
      }
    }
  }

  private func factor(
    _ secret: Secret, algorithm: HashAlgorithm
  ) throws -> Factor {
    let key = HMACKey(
      secret, algorithm: algorithm, backend: try kernels.choice)
    if let counter {
      return .hotp(
        try HOTP(key: key, digits: digits ?? 6), counter: counter)
    }
    return .totp(
      try TOTP(
        key: key, digits: digits ?? 6, period: period ?? 30, t0: t0 ?? 0))
  }

  private var policy: SecretPolicy {
    allowShortSecret ? .permissive : .standard
  }

  private var uriPolicy: OTPAuthURI.Policy {
    var result = OTPAuthURI.Policy.default
    result.secret = policy
    return result
  }

  private func plainSecret() throws -> Secret {
    if let secretHex { return try Secret(hex: secretHex, policy: policy) }
    guard secretStdin else {
      return try Secret(base32: secret ?? "", policy: policy)
    }
    guard let line = readLine() else {
      throw CommandError("secret: nothing on stdin")
    }
    return try Secret(base32: line, policy: policy)
  }
}

extension HashAlgorithm: ExpressibleByArgument {
  /// The hash of that name, in either case.
  public init?(argument: String) {
    self.init(rawValue: argument.uppercased())
  }
}

extension UnixTime: ExpressibleByArgument {
  /// The moment of a decimal number of seconds.
  public init?(argument: String) {
    guard let seconds = Int64(argument) else { return nil }
    self.init(seconds)
  }
}
