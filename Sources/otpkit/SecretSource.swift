// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance
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
      "Read the secret, in base32, from a file.", valueName: "file"),
    completion: .file())
  var secretFile: String?

  @Option(
    help: ArgumentHelp("The same, in hexadecimal.", valueName: "file"),
    completion: .file())
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
    if let hex = try hexText() {
      let place = hex.firstIndex {
        !$0.isWhitespace && !($0.isHexDigit && $0.isASCII)
      }
      if let place {
        let place = hex.place(of: place)
        throw CommandError("secret: \(place) is no hexadecimal digit")
      }
      let digits = hex.filter { !$0.isWhitespace }
      return try Secret(hex: digits, policy: policy)
    }
    let text = try base32Text()
    do throws(SecretError) {
      return try Secret(base32: text, policy: policy)
    } catch {
      guard let offset = error.base32?.offset, text.hasLines,
        let place = text.utf8.index(
          text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
      else { throw error }
      throw CommandError(
        "secret: base32: \(text.place(of: place)) is not one of A-Z and 2-7;"
          + " all lines together are the secret")
    }
  }

  private func hexText() throws(CommandError) -> String? {
    if let secretHex { return secretHex }
    if let secretHexFile {
      return try Files.text(
        secretHexFile, for: "secret", option: "--secret-hex-file")
    }
    guard secretHexStdin else { return nil }
    return try StandardInput.text(for: "secret in hexadecimal")
  }

  private func base32Text() throws(CommandError) -> String {
    if let secret { return secret }
    if let secretFile {
      return try Files.text(secretFile, for: "secret", option: "--secret-file")
    }
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

  @Option(
    help: ArgumentHelp("Read the URI from a file.", valueName: "file"),
    completion: .file())
  var uriFile: String?

  /// How many of the options are given.
  var count: Int {
    [uri != nil, uriStdin, uriFile != nil].count(where: \.self)
  }

  /// The URI, if one is given.
  func read() throws(CommandError) -> String? {
    if let uri { return uri }
    if let uriFile { return try Self.read(file: uriFile) }
    return uriStdin ? try Self.readStandardInput() : nil
  }

  /// The URI in a file.
  static func read(file: String) throws(CommandError) -> String {
    let text = try Files.text(file, for: "URI", option: "--uri-file")
    return try one(of: text, "--uri-file")
  }

  /// The URI on standard input.
  static func readStandardInput() throws(CommandError) -> String {
    try one(of: try StandardInput.text(for: "URI"), "URI")
  }

  private static func one(
    of text: String, _ place: String
  ) throws(CommandError) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
      .count { $0.contains { !$0.isWhitespace } }
    guard lines == 1 else {
      throw CommandError(
        "\(place): \(lines) lines, but a URI has no line break")
    }
    return text
  }
}

extension Files {
  /// The text of a file that holds a secret or a URI.
  ///
  /// - Parameters:
  ///   - field: What it holds, for the error.
  ///   - option: The option that names it. Errors have the option in place of
  ///     the path, which can be a secret that was given to the wrong option.
  static func text(
    _ path: String, for field: String, option: String
  ) throws(CommandError) -> String {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: path, limit: StandardInput.limit)
    } catch {
      throw CommandError("\(option): \(error)")
    }
    let text = try StandardInput.text(bytes, "\(option): the file")
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw CommandError("\(option): no \(field) in it")
    }
    return text
  }
}

extension String {
  /// Whether there is more than one line that is not empty.
  fileprivate var hasLines: Bool {
    split(whereSeparator: \.isNewline)
      .count { $0.contains { !$0.isWhitespace } } > 1
  }

  /// The number of a character, and of its line where there are several.
  fileprivate func place(of index: Index) -> String {
    let before = self[..<index]
    let lines = before.count(where: \.isNewline)
    let start =
      before.lastIndex(where: \.isNewline).map { self.index(after: $0) }
      ?? startIndex
    let number = distance(from: start, to: index) + 1
    return hasLines
      ? "line \(lines + 1), character \(number)" : "character \(number)"
  }
}
