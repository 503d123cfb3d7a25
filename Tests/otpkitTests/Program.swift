// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The built program, run as a person runs it.
struct Program {
  /// How it ended, and what it said.
  let status: Int32
  let output: String
  let errors: String

  /// Runs `otpkit` to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows its name.
  ///   - input: What it reads from standard input.
  ///   - bytes: The same where it is no text.
  ///   - sign: The file at whose appearance it gets SIGINT, if at all.
  init(
    _ arguments: [String], input: String = "", bytes: [UInt8]? = nil,
    interruptedWhen sign: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = Self.url
    process.arguments = arguments
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    if let sign { Thread { process.interrupt(when: sign) }.start() }
    stdin.fileHandleForWriting.write(Data(bytes ?? Array(input.utf8)))
    try stdin.fileHandleForWriting.close()
    // Both at once: a full pipe would stop it.
    let errors = Text()
    let reader = Thread { errors.read(stderr.fileHandleForReading) }
    reader.start()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: output, as: UTF8.self)
    self.errors = errors.value
  }

  /// The same, with the arguments one by one.
  init(
    _ arguments: String..., input: String = "",
    interruptedWhen sign: String? = nil
  ) throws {
    try self.init(arguments, input: input, interruptedWhen: sign)
  }

  /// It is built beside the tests.
  static let url = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "otpkit")
}

extension Process {
  /// Waits for a file, two minutes at most, and sends SIGINT.
  fileprivate func interrupt(when sign: String) {
    for _ in 0..<2_400 where !FileManager.default.fileExists(atPath: sign) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    interrupt()
  }
}

/// What another thread reads.
private final class Text: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var text = ""

  func read(_ handle: FileHandle) {
    text = String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
    done.signal()
  }

  /// The text, once it is read.
  var value: String {
    done.wait()
    return text
  }
}
