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
          otpkit uri build --issuer ACME --account alice@example.com
        """)

    @Option(help: "Who the account is with.")
    var issuer: String?

    @Option(help: "The account's name.")
    var account: String

    @Option(
      help: ArgumentHelp(
        "The secret in base32; visible to others on this machine.",
        valueName: "base32"))
    var secret: String?

    @Flag(help: "Read the secret, in base32, from the first line of stdin.")
    var secretStdin = false

    @Option(help: "SHA1, SHA256 or SHA512.")
    var algorithm = HashAlgorithm.sha1

    @Option(help: "Digits of a code: 6 to 9.")
    var digits = 6

    @Option(help: "TOTP: seconds of a time step, 1 to 120. (default: 30)")
    var period: Int?

    @Option(help: "HOTP: the first counter. Without it, TOTP.")
    var counter: UInt64?

    func validate() throws {
      guard secret == nil || !secretStdin else {
        throw ValidationError("give the secret once")
      }
      guard period == nil || counter == nil else {
        throw ValidationError("--period is for TOTP, --counter for HOTP")
      }
    }

    func run() throws {
      let uri = try reportingErrors {
        try OTPAuthURI(
          issuer: issuer, account: account, secret: secretToUse(),
          algorithm: algorithm, digits: digits,
          factor: counter.map { .hotp(counter: $0) }
            ?? .totp(period: period ?? 30))
      }
      Output.text(uri.text + "\n")
    }

    private func secretToUse() throws -> Secret {
      if let secret { return try Secret(base32: secret) }
      guard secretStdin else { return .generate(for: algorithm) }
      guard let line = readLine() else {
        throw CommandError("secret: nothing on stdin")
      }
      return try Secret(base32: line)
    }
  }

  struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check an otpauth:// URI and print its parts as JSON.",
      discussion: """
        The secret is left out unless --show-secret is given.

        Example:
          otpkit uri parse --stdin < uri.txt
        """)

    @Argument(
      help: ArgumentHelp(
        "The URI; visible to others on this machine.",
        valueName: "otpauth://…"))
    var uri: String?

    @Flag(help: "Read the URI from the first line of stdin.")
    var stdin = false

    @Flag(
      help: ArgumentHelp(
        "Accept what careful programs do not make: secrets of fewer than 16 "
          + "bytes, periods over 120 seconds, two different issuers."))
    var permissive = false

    @Flag(help: "Refuse parameters that the format does not know.")
    var refuseUnknown = false

    @Flag(help: "Print the secret too, in base32.")
    var showSecret = false

    func validate() throws {
      guard (uri == nil) == stdin else {
        throw ValidationError("give the URI once, or --stdin")
      }
    }

    func run() throws {
      let text = uri ?? readLine() ?? ""
      var policy = permissive ? OTPAuthURI.Policy.permissive : .default
      policy.refusesUnknownParameters = refuseUnknown
      let parsed = try reportingErrors {
        try OTPAuthURI(parsing: text, policy: policy)
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
