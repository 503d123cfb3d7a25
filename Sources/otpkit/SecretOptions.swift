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

  @Flag(help: "Read the secret, in base32, from stdin: all of its lines.")
  var secretStdin = false

  @Option(
    help: ArgumentHelp(
      "An otpauth:// URI: the secret and its parameters.",
      valueName: "otpauth://…"))
  var uri: String?

  @Option(help: "SHA1, SHA256 or SHA512. (default: SHA1)")
  var algorithm: HashAlgorithm?

  @Option(help: "Digits of a code: \(Limits.digits.words). (default: 6)")
  var digits: Int?

  @Option(
    help: "Seconds of a time step: \(Limits.period.words). (default: 30)")
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

  @OptionGroup var policy: PolicyOptions

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
      if let uri { return try factor(of: uri) }
      let secret = try plainSecret()
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
  }

  private func factor(of uri: String) throws -> Factor {
    let uri = try OTPAuthURI(parsing: uri, policy: policy.uri)
    let backend = try kernels.choice
    switch uri.factor {
    case .totp:
      return .totp(try TOTP(uri: uri, t0: t0 ?? 0, backend: backend))
    case .hotp(let first):
      return .hotp(
        try HOTP(uri: uri, backend: backend), counter: counter ?? first)
    }
  }

  private func plainSecret() throws -> Secret {
    if let secretHex {
      return try Secret(hex: secretHex, policy: policy.secret)
    }
    let text =
      secretStdin ? try StandardInput.text(for: "secret") : secret ?? ""
    return try Secret(base32: text, policy: policy.secret)
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

extension UnixTime: ExpressibleByArgument {
  /// The moment of a decimal number of seconds.
  public init?(argument: String) {
    guard let seconds = Int64(argument) else { return nil }
    self.init(seconds)
  }
}
