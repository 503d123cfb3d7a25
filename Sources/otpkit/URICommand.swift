// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance
import OTPCore

/// `otpkit uri`: builds and reads `otpauth://` URIs.
struct URICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uri",
    abstract: "Build or read the otpauth:// URI of a secret.",
    subcommands: [Build.self, Parse.self])

  struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the otpauth:// URI for an account.",
      discussion: """
        Without a secret, a new one is made, as long as the hash's digest.

        Example:
          otpkit uri build --issuer ACME --account alice@example.com --qr
        """)

    @Option(help: "Who the account is with.")
    var issuer: String?

    @Option(help: "The account's name.")
    var account: String

    @OptionGroup var source: SecretSource

    @Option(help: "SHA1, SHA256 or SHA512.")
    var algorithm = HashAlgorithm.sha1

    @Option(help: "Digits of a code: \(Limits.digits.words).")
    var digits = 6

    @Option(
      help: """
        TOTP: seconds of a time step, \(Limits.period.words). (default: 30)
        """)
    var period: Int?

    @Option(help: "HOTP: the first counter, 0 to 2^64-1. Without it, TOTP.")
    var counter: UInt64?

    @OptionGroup var limits: LimitOptions

    @Flag(
      help: """
        Print a QR code for an authenticator app before the URI. libqrencode \
        draws it, which has to be installed.
        """)
    var qr = false

    func validate() throws {
      guard source.count <= 1 else {
        throw ValidationError("give the secret once: \(SecretSource.names)")
      }
      guard period == nil || counter == nil else {
        throw ValidationError("--period is for TOTP, --counter for HOTP")
      }
      guard !account.isEmpty, !account.contains(":") else {
        throw ValidationError(
          "--account is a name without a colon; whose account it is says"
            + " --issuer")
      }
    }

    func run() throws {
      let uri = try reportingErrors {
        try OTPAuthURI(
          issuer: issuer, account: account, secret: secretToUse(),
          algorithm: algorithm, digits: digits,
          factor: factor(), periodLimit: limits.period)
      }
      if qr { Output.text(try QRCode(uri.text).text) }
      Output.text(uri.text + "\n")
    }

    private func factor() throws -> OTPAuthURI.Factor {
      if let counter { return .hotp(counter: counter) }
      return .totp(
        period: try limits.checked(period: period ?? 30, limits.period))
    }

    private func secretToUse() throws -> Secret {
      guard source.count == 1 else { return .generate(for: algorithm) }
      return try source.read(limits.secret)
    }
  }

  struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check an otpauth:// URI and print its parts as JSON.",
      discussion: """
        The secret is left out unless --show-secret is given.

        Example:
          otpkit uri parse --uri-stdin < uri.txt
        """)

    @Argument(
      help: ArgumentHelp(
        "The URI; visible to others on this machine.",
        valueName: "otpauth://…"))
    var uri: String?

    @Flag(
      name: [.customLong("uri-stdin"), .customLong("stdin")],
      help: "Read the URI from stdin.")
    var uriStdin = false

    @Option(
      help: ArgumentHelp("Read the URI from a file.", valueName: "file"),
      completion: .file())
    var uriFile: String?

    @OptionGroup var policy: PolicyOptions

    @Flag(help: "Print the secret too, in base32.")
    var showSecret = false

    func validate() throws {
      let sources = [uri != nil, uriStdin, uriFile != nil]
      guard sources.count(where: \.self) == 1 else {
        throw ValidationError("give the URI once, or --uri-stdin or --uri-file")
      }
    }

    func run() throws {
      let text =
        try uri ?? uriFile.map(URISource.read) ?? URISource.readStandardInput()
      let parsed = try reportingErrors {
        try OTPAuthURI(parsing: text, policy: policy.uri)
      }
      Output.json(.object(members(of: parsed)))
    }

    private func members(of uri: OTPAuthURI) -> JSONObject {
      var object: JSONObject = [
        "type": .string(""),
        "issuer": uri.issuer.map(JSON.string) ?? .null,
        "account": .string(uri.account),
        "secretBytes": .integer(uri.secret.byteCount),
        "algorithm": .string(uri.algorithm.rawValue),
        "digits": .integer(uri.digits),
      ]
      switch uri.factor {
      case .totp(let period):
        object["type"] = "totp"
        object["period"] = .integer(period)
      case .hotp(let counter):
        object["type"] = "hotp"
        object["counter"] = .string(String(counter))
      }
      if showSecret {
        object["secret"] = .string(uri.secret.revealedBase32())
      }
      return object
    }
  }
}
