// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COTPTemplates
import OTPConformance

/// `otpkit conform init`: a template adapter.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write an adapter that works, to put your own code in.",
    discussion: """
      The adapter passes the kit as it is, with HOTP and TOTP from the \
      language's own HMAC. The place for your code is marked.

      \(Template.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  @Argument(help: "The language, such as python.")
  var language: Template

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where to write it.", valueName: "file"))
  var path: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    let path = path ?? language.fileName
    try Files.write(language.bytes, to: path, replacing: force)
    let run = language.command(path)
    var lines = ["wrote \(path); the place for your code is marked", ""]
    if let build = language.buildCommand(path) { lines.append("  " + build) }
    lines.append("  otpkit conform doctor -- \(run)")
    lines.append("  otpkit conform -- \(run)")
    Output.text(lines.joined(separator: "\n") + "\n")
  }
}

/// The languages that have a template.
enum Template: String, CaseIterable, ExpressibleByArgument {
  case python, node, go, rust, java, php, ruby, c, shell

  /// The file's usual name.
  var fileName: String {
    switch self {
    case .python: "adapter.py"
    case .node: "adapter.mjs"
    case .go: "adapter.go"
    case .rust: "adapter.rs"
    case .java: "Adapter.java"
    case .php: "adapter.php"
    case .ruby: "adapter.rb"
    case .c: "adapter.c"
    case .shell: "adapter.sh"
    }
  }

  /// The template's text.
  var bytes: [UInt8] {
    guard let file = unsafe otp_template_named(fileName)?.pointee else {
      return []
    }
    return unsafe Array(
      UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// What builds a program of the file, if it takes building.
  func buildCommand(_ path: String) -> String? {
    let path = path.shellQuoted
    return switch self {
    case .go: "go build -o adapter \(path)"
    case .rust: "rustc -O -o adapter \(path)"
    case .c: "cc -O2 -o adapter \(path) -lcrypto"
    default: nil
    }
  }

  /// What runs it.
  func command(_ path: String) -> String {
    let path = path.shellQuoted
    return switch self {
    case .python: "python3 \(path)"
    case .node: "node \(path)"
    case .java: "java \(path)"
    case .php: "php \(path)"
    case .ruby: "ruby \(path)"
    case .shell: "bash \(path)"
    case .go, .rust, .c: "./adapter"
    }
  }
}
