// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Inputs that people reported elsewhere: the program gives the right value or
/// an error that explains itself, never a wrong code.
@Suite struct FieldCaseTests {
  private static let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

  // MARK: Secrets over several lines

  /// A program that reads the first line computes with half a key.
  @Test(arguments: [
    (
      "aaaq eaye auda ocaj bifq ydio b4ib\nceqt cqkr mfyy denb wha5 dypq\n",
      "555770"
    ),
    ("\n\naaaq eaye auda ocaj bifq ydio b4ib ceqt\n\n", "524447"),
    ("aaaq eaye auda ocaj\r\nbifq ydio b4ib ceqt\r\n", "524447"),
    ("\u{feff}aaaq\u{a0}eaye\taudaocaj\nbifqydio\u{2011}b4ibceqt", "524447"),
  ])
  func secretsOverSeveralLines(input: String, code: String) throws {
    let run = try Program("code", "--secret-stdin", "--at", "59", input: input)
    #expect(run.output == code + "\n", "\(run.errors)")
    let verified = try Program(
      "verify", code, "--secret-stdin", "--at", "59", input: input)
    #expect(verified.status == 0)
  }

  @Test func shortSecretsOverSeveralLines() throws {
    let run = try Program(
      "code", "--secret-stdin", "--allow-short-secret", "--at", "59",
      input: "aaaq eaye auda ocaj\nbifq ydio b4ib ceqt\n")
    #expect(run.output == "524447\n")
    let uri = try Program(
      "uri", "build", "--account", "a", "--secret-stdin",
      input: "aaaq eaye auda ocaj\nbifq ydio b4ib ceqt\n")
    #expect(uri.output.contains("secret=AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT&"))
  }

  @Test(arguments: ["", "\n\n", " \t\r\n"])
  func noSecret(input: String) throws {
    let run = try Program("code", "--secret-stdin", input: input)
    #expect(run.status == 2)
    #expect(run.errors == "otpkit: secret: nothing on stdin\n")
  }

  @Test func tooMuchOnStandardInput() throws {
    let run = try Program(
      "code", "--secret-stdin",
      input: String(repeating: "A", count: 263_000))
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("otpkit: secret: more than 262144 bytes"))
  }

  // MARK: URIs that were escaped for HTML

  @Test(arguments: [
    ["code", "--at", "59", "--uri"],
    ["verify", "503347", "--at", "59", "--uri"],
    ["uri", "parse"], ["uri", "parse", "--permissive"],
    ["code", "--permissive", "--uri"],
  ])
  func escapedForHTML(arguments: [String]) throws {
    let texts = [
      "otpauth://totp/Example:user?secret=\(Self.secret)&amp;issuer=Example"
        + "&amp;algorithm=SHA256&amp;digits=8&amp;period=60",
      "otpauth://hotp/a?secret=\(Self.secret)&counter=5&amp;digits=8",
      "otpauth://hotp/a?secret=\(Self.secret)&counter=5&#38;digits=8",
    ]
    for text in texts {
      let run = try Program(arguments + [text])
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("otpkit: &amp;: "), "\(run.errors)")
    }
  }

  // MARK: Policies

  /// A refusal names the option that accepts, and the option accepts.
  @Test(
    arguments: [
      (
        "otpauth://totp/Example%20Company:user@example.com?secret=\(secret)"
          + "&issuer=example.com", ["--prefer-issuer", "parameter"], "503347"
      ),
      (
        "otpauth://totp/Example%20Company:user@example.com?secret=\(secret)"
          + "&issuer=example.com", ["--prefer-issuer", "label"], "503347"
      ),
      (
        "otpauth://totp/a?secret=\(secret)&period=300",
        ["--allow-long-period"], "702218"
      ),
      (
        "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", ["--allow-short-secret"],
        "996554"
      ),
    ])
  func policies(uri: String, options: [String], code: String) throws {
    for command in [["code", "--at", "59", "--uri"], ["uri", "parse"]] {
      let refused = try Program(command + [uri])
      #expect(refused.status == 2 && refused.output == "")
      #expect(
        refused.errors.contains(options.joined(separator: " ")),
        "\(refused.errors)")
      #expect(!refused.errors.contains("JBSWY3DP"))
      for options in [options, ["--permissive"]] {
        let accepted = try Program(command + [uri] + options)
        #expect(accepted.status == 0, "\(accepted.errors)")
        if command[0] == "code" { #expect(accepted.output == code + "\n") }
      }
    }
    let verified = try Program(
      ["verify", code, "--at", "59", "--uri", uri] + options)
    #expect(
      verified.output == "accepted: step 1, drift 0\n"
        || verified.output == "accepted: step 0, drift 0\n")
  }

  @Test func periodsOverTheLimitAreNamed() throws {
    let uri = "otpauth://totp/a?secret=\(Self.secret)&period=300"
    let run = try Program("code", "--uri", uri)
    #expect(run.errors.contains("300 is over 120 seconds"), "\(run.errors)")
    let plain = try Program("code", "--secret", Self.secret, "--period", "300")
    #expect(plain.status == 2)
    #expect(plain.errors.contains("--allow-long-period"), "\(plain.errors)")
    let free = try Program(
      "code", "--secret", Self.secret, "--period", "300", "--at", "59",
      "--allow-long-period")
    #expect(free.output == "702218\n")
  }

  @Test(arguments: [
    ["code", "--secret"], ["verify", "123456", "--secret"],
    ["uri", "build", "--account", "a", "--secret"],
  ])
  func shortSecretsNameTheOption(arguments: [String]) throws {
    let run = try Program(arguments + ["JBSWY3DPEHPK3PXP"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--allow-short-secret"), "\(run.errors)")
    #expect(!run.errors.contains("JBSWY3DP"))
    let accepted = try Program(
      arguments + ["JBSWY3DPEHPK3PXP", "--allow-short-secret"])
    #expect(accepted.status != 2)
  }

  @Test func otherPolicies() throws {
    let uri = "otpauth://totp/a?secret=\(Self.secret)&issuer=A+B&x=1"
    let plain = try Program("uri", "parse", uri)
    #expect(plain.output.contains("A+B"))
    let spaces = try Program("uri", "parse", "--plus-is-space", uri)
    #expect(spaces.output.contains("A B"))
    for command in [["uri", "parse"], ["code", "--uri"]] {
      let strict = try Program(command + [uri, "--refuse-unknown"])
      #expect(strict.status == 2)
      #expect(strict.errors.contains("--refuse-unknown"))
    }
  }

  // MARK: White space

  @Test(arguments: [" \n", "\r\n", "\t", "\u{a0}\n", "\u{feff}"])
  func whiteSpaceAroundAURI(blank: String) throws {
    let uri = "otpauth://totp/a?secret=\(Self.secret)&issuer=ACME"
    let piped = try Program("uri", "parse", "--stdin", input: uri + blank)
    #expect(piped.output.contains("\"issuer\": \"ACME\""), "\(piped.output)")
    let given = try Program("uri", "parse", blank + uri + blank)
    #expect(given.output == piped.output)
    let code = try Program("code", "--at", "59", "--uri", blank + uri + blank)
    #expect(code.output == "503347\n")
  }

  /// The first of two lines is not all that was meant.
  @Test func twoLinesAreNoURI() throws {
    let uri = "otpauth://totp/a?secret=\(Self.secret)&image=x"
    let run = try Program(
      "uri", "parse", "--stdin", input: uri + "\n" + uri + "&digits=8\n")
    #expect(run.status == 2)
    #expect(run.errors.contains("line break"), "\(run.errors)")
  }

  @Test(arguments: ["\n", "\r\n", "\u{a0}", "\t", "\u{200b}", " "])
  func separatorsInCodes(separator: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let set = folder.appending(path: "codes.json").path
    let made = try Program(
      "backup", "generate", "--set", set, "--count", "1", "--pbkdf2")
    let code = made.output.trimmingCharacters(in: .newlines)
    let typed = code.replacing("-", with: separator) + separator
    let spent = try Program("backup", "verify", "--set", set, "--", typed)
    #expect(spent.output == "accepted: 0 left\n", "\(spent.errors)")
    let verified = try Program(
      "verify", "503" + separator + "347" + separator, "--ignore-separators",
      "--secret", Self.secret, "--at", "59")
    #expect(verified.status == 0, "\(verified.output)")
  }
}
