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
  /// What the slots do for HOTP codes, the verification of both, and base32,
  /// and something wrong in place of it: counter or time are always 0, and the
  /// text is always another one.
  let otherSlots: [(right: String, wrong: String)]

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
    filled: "def totp_verify(", emptied: "def unused(",
    otherSlots: [
      ("return example_hotp(key, counter, ", "return example_hotp(key, 0, "),
      (
        #"\#n        key, code, time, step, t0, digits, algorithm, past, future, after)\#n\#n\#ndef hotp_verify"#,
        #"\#n        key, code, 0, step, t0, digits, algorithm, past, future, after)\#n\#n\#ndef hotp_verify"#
      ),
      (
        "return example_hotp_verify(key, code, counter, ",
        "return example_hotp_verify(key, code, 0, "
      ),
      (
        "return example_base32_decode(text)",
        #"return example_base32_decode("MY======")"#
      ),
    ])

  static let node = TemplateLanguage(
    name: "node", tools: ["node"], run: "node adapter.mjs",
    call: "return example.totp(key, time, step, t0, digits, algorithm);",
    zeros: #"return "0".repeat(digits);"#,
    breaks: #"throw new Error("broken");"#,
    ignores: "return example.totp(key, time, 30n, 0n, digits, algorithm);",
    filled: "  totpVerify({ key", emptied: "  unused({ key",
    otherSlots: [
      ("return example.hotp(key, counter, ", "return example.hotp(key, 0n, "),
      (
        #"return example.totpVerify(\#n      key, code, time, "#,
        #"return example.totpVerify(\#n      key, code, 0n, "#
      ),
      (
        "return example.hotpVerify(key, code, counter, ",
        "return example.hotpVerify(key, code, 0n, "
      ),
      (
        "return example.base32Decode(text)",
        #"return example.base32Decode("MY======")"#
      ),
    ])

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
      """,
    otherSlots: [
      (
        "return exampleHOTP(in.key, in.counter, ",
        "return exampleHOTP(in.key, 0, "
      ),
      (
        "return exampleTOTPVerify(in)",
        "in.time = 0; return exampleTOTPVerify(in)"
      ),
      (
        "return exampleHOTPVerify(in)",
        "in.counter = 0; return exampleHOTPVerify(in)"
      ),
      (
        "return exampleBase32Decode(text)",
        #"return exampleBase32Decode("MY======")"#
      ),
    ])

  static let rust = TemplateLanguage(
    name: "rust", tools: ["cargo", "cc"],
    build:
      "CARGO_PROFILE_RELEASE_OPT_LEVEL=0 cargo build -q --release --offline",
    run: "target/release/adapter",
    call: "example::totp(key, time, step, t0, digits, algorithm)",
    zeros: #"Ok("0".repeat(digits as usize))"#,
    breaks: #"panic!("broken")"#,
    ignores: "example::totp(key, time, 30, 0, digits, algorithm)",
    filled: "Some(totp_verify)", emptied: "None",
    otherSlots: [
      ("example::hotp(key, counter, ", "example::hotp(key, 0, "),
      (
        #"example::totp_verify(\#n        key, code, time, "#,
        #"example::totp_verify(\#n        key, code, 0, "#
      ),
      (
        "example::hotp_verify(key, code, counter, ",
        "example::hotp_verify(key, code, 0, "
      ),
      ("example::base32_decode(text)", #"example::base32_decode("MY======")"#),
    ])

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
    emptied: "TOTPVerify totpVerify = null, unused =",
    otherSlots: [
      ("Example.hotp(key, counter, ", "Example.hotp(key, BigInteger.ZERO, "),
      (
        "Example.totpVerify(key, code, time, ",
        "Example.totpVerify(key, code, BigInteger.ZERO, "
      ),
      (
        "Example.hotpVerify(key, code, counter, ",
        "Example.hotpVerify(key, code, BigInteger.ZERO, "
      ),
      ("Example.base32Decode(text)", #"Example.base32Decode("MY======")"#),
    ])

  static let php = TemplateLanguage(
    name: "php", tools: ["php"], run: "php adapter.php",
    call: "return example_totp($key, $time, $step, $t0, $digits, $algorithm);",
    zeros: "return str_repeat('0', $digits);",
    breaks: "throw new RuntimeException('broken');",
    ignores: "return example_totp($key, $time, 30, 0, $digits, $algorithm);",
    filled: "function totp_verify(", emptied: "function unused(",
    otherSlots: [
      ("return example_hotp($key, $counter, ", "return example_hotp($key, 0, "),
      (
        #"return example_totp_verify(\#n        $key, $code, $time, "#,
        #"return example_totp_verify(\#n        $key, $code, 0, "#
      ),
      (
        "return example_hotp_verify($key, $code, $counter, ",
        "return example_hotp_verify($key, $code, 0, "
      ),
      (
        "return example_base32_decode($text)",
        "return example_base32_decode('MY======')"
      ),
    ])

  static let ruby = TemplateLanguage(
    name: "ruby", tools: ["ruby"], run: "ruby adapter.rb",
    call: "Example.totp(key, time, step, t0, digits, algorithm)",
    zeros: #""0" * digits"#,
    breaks: #"raise "broken""#,
    ignores: "Example.totp(key, time, 30, 0, digits, algorithm)",
    filled: "def totp_verify(key:", emptied: "def unused(key:",
    otherSlots: [
      ("Example.hotp(key, counter, ", "Example.hotp(key, 0, "),
      (
        "Example.totp_verify(key, code, time, ",
        "Example.totp_verify(key, code, 0, "
      ),
      (
        "Example.hotp_verify(key, code, counter, ",
        "Example.hotp_verify(key, code, 0, "
      ),
      ("Example.base32_decode(text)", #"Example.base32_decode("MY======")"#),
    ])

  static let c = TemplateLanguage(
    name: "c", tools: ["cc", "make"],
    build: "make -s CFLAGS='-O1 -Wall -Wextra'", run: "./adapter",
    call: "return example_totp(key, time, step, t0, digits, algorithm, code);",
    zeros: "memset(code, '0', 63), code[digits] = 0;\n  return DONE;",
    breaks: "return BROKEN;",
    ignores: "return example_totp(key, time, 30, 0, digits, algorithm, code);",
    filled: "  .totp_verify = totp_verify,",
    otherSlots: [
      (
        #"char code[64]) {\#n  return example_hotp(key, counter, "#,
        #"char code[64]) {\#n  return example_hotp(key, 0, "#
      ),
      (
        "return example_totp_verify(key, code, time, ",
        "return example_totp_verify(key, code, 0, "
      ),
      (
        "return example_hotp_verify(key, code, counter, ",
        "return example_hotp_verify(key, code, 0, "
      ),
      (
        "return example_base32_decode(text, bytes, count);",
        #"outcome all = example_base32_decode(text, bytes, count);\#n  *bytes ^= 1;\#n  return all;"#
      ),
    ])

  static let shell = TemplateLanguage(
    name: "shell", tools: ["bash", "openssl", "base32"],
    run: "bash adapter.sh",
    call: #"totp() { example_totp "$@"; }"#,
    zeros: #"totp() { printf '%0*d' "$5" 0; }"#,
    breaks: "totp() { return 7; }",
    ignores: #"totp() { example_totp "$1" "$2" 30 0 "$5" "$6"; }"#,
    filled: #"totp_verify() { example_totp_verify "$@"; }"#,
    otherSlots: [
      (
        #"hotp() { example_hotp "$@"; }"#,
        #"hotp() { example_hotp "$1" 0 "$3" "$4"; }"#
      ),
      (
        #"totp_verify() { example_totp_verify "$@"; }"#,
        #"totp_verify() { example_totp_verify "$1" "$2" 0 "${@:4}"; }"#
      ),
      (
        #"hotp_verify() { example_hotp_verify "$@"; }"#,
        #"hotp_verify() { example_hotp_verify "$1" "$2" 0 "${@:4}"; }"#
      ),
      (
        #"base32_decode() { example_base32_decode "$@"; }"#,
        "base32_decode() { example_base32_decode MY======; }"
      ),
    ])
}
