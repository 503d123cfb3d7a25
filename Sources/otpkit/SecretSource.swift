// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPCore

/// Where a secret comes from: one option for each place and form.
struct SecretSource: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The secret in base32: either case, spaces, hyphens, no padding needed.",
      discussion: """
        A secret on a command line is visible to everybody on this machine \
        and stays in the shell's history: prefer the options below.
        """,
      valueName: "base32"))
  var secret: String?

  @Option(help: ArgumentHelp("The secret in hexadecimal.", valueName: "hex"))
  var secretHex: String?

  @Flag(
    help: """
      Read the secret, in base32, from stdin: all of its lines. On a terminal \
      it is asked for, and not shown.
      """)
  var secretStdin = false

  @Flag(help: "The same, in hexadecimal.")
  var secretHexStdin = false

  @Option(
    help: ArgumentHelp(
      "Read the secret, in base32, from a file.", valueName: "file"))
  var secretFile: String?

  @Option(help: ArgumentHelp("The same, in hexadecimal.", valueName: "file"))
  var secretHexFile: String?

  /// The names of the options, for errors.
  static let names = """
    --secret, --secret-hex, --secret-stdin, --secret-hex-stdin, --secret-file \
    or --secret-hex-file
    """

  /// How many of the options are given.
  var count: Int {
    [
      secret != nil, secretHex != nil, secretStdin, secretHexStdin,
      secretFile != nil, secretHexFile != nil,
    ].count(where: \.self)
  }

  /// The secret of the one option that is given; a terminal is asked where
  /// there is none.
  func read(_ policy: SecretPolicy) throws -> Secret {
    if let hex = try hexText()?.trimmed {
      if let place = hex.firstIndex(where: { !$0.isHexDigit || !$0.isASCII }) {
        let number = hex.distance(from: hex.startIndex, to: place) + 1
        throw CommandError(
          "secret: character \(number) is no hexadecimal digit")
      }
      return try Secret(hex: hex, policy: policy)
    }
    return try Secret(base32: try base32Text(), policy: policy)
  }

  private func hexText() throws(CommandError) -> String? {
    if let secretHex { return secretHex }
    if let secretHexFile { return try Files.text(secretHexFile, for: "secret") }
    guard secretHexStdin else { return nil }
    return try StandardInput.text(for: "secret in hexadecimal")
  }

  private func base32Text() throws(CommandError) -> String {
    if let secret { return secret }
    if let secretFile { return try Files.text(secretFile, for: "secret") }
    return try StandardInput.text(for: "secret")
  }
}

/// Where an `otpauth://` URI comes from.
struct URISource: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An otpauth:// URI: the secret and its parameters.",
      discussion: "Visible to others on this machine, as --secret is.",
      valueName: "otpauth://…"))
  var uri: String?

  @Flag(help: "Read the URI from stdin.")
  var uriStdin = false

  @Option(help: ArgumentHelp("Read the URI from a file.", valueName: "file"))
  var uriFile: String?

  /// How many of the options are given.
  var count: Int {
    [uri != nil, uriStdin, uriFile != nil].count(where: \.self)
  }

  /// The URI, if one is given.
  func read() throws(CommandError) -> String? {
    if let uri { return uri }
    if let uriFile { return try Files.text(uriFile, for: "URI") }
    return uriStdin ? try StandardInput.text(for: "URI") : nil
  }
}

extension Files {
  /// The text of a file that holds a secret or a URI.
  ///
  /// - Parameter field: What it holds, for the error.
  static func text(
    _ path: String, for field: String
  ) throws(CommandError) -> String {
    let bytes = try read(path)
    guard bytes.count <= StandardInput.limit else {
      throw CommandError("\(path): more than \(StandardInput.limit) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("\(path): not UTF-8")
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw CommandError("\(path): no \(field) in it")
    }
    return text
  }
}

extension String {
  /// The text without the white space around it.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
