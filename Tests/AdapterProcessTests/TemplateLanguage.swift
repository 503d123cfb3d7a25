// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A language that `otpkit conform init` writes an adapter for, and the ways to
/// break the library in its slot for TOTP codes.
struct TemplateLanguage: Sendable, CustomTestStringConvertible {
  /// As `otpkit conform init` takes it.
  let name: String
  /// What must be there.
  let tools: [String]
  /// Builds the program, if it takes that.
  var build: String?
  /// What runs it.
  var run: String
  /// What the slot for TOTP codes does.
  let call: String
  /// In place of it: as many zeros as there are digits.
  let zeros: String
  /// In place of it: something breaks.
  let breaks: String
  /// In place of it: the step is always 30 s, T0 always 0.
  let ignores: String
  /// The text that fills the slot for TOTP verification.
  let filled: String
  /// In place of it: the slot is left out.
  var emptied = ""

  var testDescription: String { name }

  /// The tools that this machine has not.
  var missing: [String] { tools.filter { !Self.has($0) } }

  private static func has(_ tool: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains { folder in
      FileManager.default.isExecutableFile(atPath: "\(folder)/\(tool)")
    }
  }
}

extension TemplateLanguage {
  static let python = TemplateLanguage(
    name: "python", tools: ["python3"], run: "python3 adapter.py",
    call: "return example_totp(key, time, step, t0, digits, algorithm)",
    zeros: #"return "0" * digits"#,
    breaks: #"raise RuntimeError("broken")"#,
    ignores: "return example_totp(key, time, 30, 0, digits, algorithm)",
    filled: "def totp_verify(", emptied: "def unused(")

  static let node = TemplateLanguage(
    name: "node", tools: ["node"], run: "node adapter.mjs",
    call: "return example.totp(key, time, step, t0, digits, algorithm);",
    zeros: #"return "0".repeat(digits);"#,
    breaks: #"throw new Error("broken");"#,
    ignores: "return example.totp(key, time, 30n, 0n, digits, algorithm);",
    filled: "  totpVerify({ key", emptied: "  unused({ key")

  static let go = TemplateLanguage(
    name: "go", tools: ["go"],
    build: "GOCACHE=${TMPDIR:-/tmp}/otpkit-go-cache go build -o adapter .",
    run: "./adapter",
    call: """
      return exampleTOTP(in.key, in.time, in.step, in.t0, in.digits, \
      in.algorithm)
      """,
    zeros: #"return strings.Repeat("0", in.digits), nil"#,
    breaks: #"panic("broken")"#,
    ignores:
      "return exampleTOTP(in.key, in.time, 30, 0, in.digits, in.algorithm)",
    filled: """
      \ttotpVerify: func(in input) (match, error) {
      \t\treturn exampleTOTPVerify(in)
      \t},
      """)

  static let rust = TemplateLanguage(
    name: "rust", tools: ["cargo", "cc"],
    build:
      "CARGO_PROFILE_RELEASE_OPT_LEVEL=0 cargo build -q --release --offline",
    run: "target/release/adapter",
    call: "example::totp(key, time, step, t0, digits, algorithm)",
    zeros: #"Ok("0".repeat(digits as usize))"#,
    breaks: #"panic!("broken")"#,
    ignores: "example::totp(key, time, 30, 0, digits, algorithm)",
    filled: "Some(totp_verify)", emptied: "None")

  static let java = TemplateLanguage(
    name: "java", tools: ["javac", "java"], run: "java Adapter.java",
    call: "Example.totp(key, time, step, t0, digits, algorithm);",
    zeros: #""0".repeat(digits);"#,
    breaks: #"{ throw new IllegalStateException("broken"); };"#,
    ignores: """
      Example.totp(key, time, BigInteger.valueOf(30), BigInteger.ZERO, digits, \
      algorithm);
      """,
    filled: "TOTPVerify totpVerify =",
    emptied: "TOTPVerify totpVerify = null, unused =")

  static let php = TemplateLanguage(
    name: "php", tools: ["php"], run: "php adapter.php",
    call: "return example_totp($key, $time, $step, $t0, $digits, $algorithm);",
    zeros: "return str_repeat('0', $digits);",
    breaks: "throw new RuntimeException('broken');",
    ignores: "return example_totp($key, $time, 30, 0, $digits, $algorithm);",
    filled: "function totp_verify(", emptied: "function unused(")

  static let ruby = TemplateLanguage(
    name: "ruby", tools: ["ruby"], run: "ruby adapter.rb",
    call: "Example.totp(key, time, step, t0, digits, algorithm)",
    zeros: #""0" * digits"#,
    breaks: #"raise "broken""#,
    ignores: "Example.totp(key, time, 30, 0, digits, algorithm)",
    filled: "def totp_verify(key:", emptied: "def unused(key:")

  static let c = TemplateLanguage(
    name: "c", tools: ["cc", "make"],
    build: "make -s CFLAGS='-O1 -Wall -Wextra'", run: "./adapter",
    call: "return example_totp(key, time, step, t0, digits, algorithm, code);",
    zeros: "memset(code, '0', 63), code[digits] = 0;\n  return DONE;",
    breaks: "return BROKEN;",
    ignores: "return example_totp(key, time, 30, 0, digits, algorithm, code);",
    filled: "  .totp_verify = totp_verify,")

  static let shell = TemplateLanguage(
    name: "shell", tools: ["bash", "openssl", "base32"],
    run: "bash adapter.sh",
    call: #"totp() { example_totp "$@"; }"#,
    zeros: #"totp() { printf '%0*d' "$5" 0; }"#,
    breaks: "totp() { return 7; }",
    ignores: #"totp() { example_totp "$1" "$2" 30 0 "$5" "$6"; }"#,
    filled: #"totp_verify() { example_totp_verify "$@"; }"#)
}
