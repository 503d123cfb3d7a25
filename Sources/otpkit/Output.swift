// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the program writes, and how it ends.
enum Output {
  /// Writes a message to standard error, its lines made visible.
  static func error(_ message: String) {
    let lines = message.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let text = lines.map { String($0).escaped(for: .line) }
    write("otpkit: \(text.joined(separator: "\n"))\n", to: 2)
  }

  /// Writes to standard error what will be overwritten.
  static func progress(_ text: String) {
    write(text, to: 2)
  }

  /// Writes text to standard output.
  static func text(_ text: String) {
    write(text, to: 1)
  }

  /// Writes a line in the making to standard error.
  static func status(_ text: String) {
    write(text, to: 2)
  }

  /// Writes a JSON value on a line of its own to standard output.
  static func json(_ value: JSON) {
    write(value.text(.pretty) + "\n", to: 1)
  }

  /// Ends the program.
  static func exit(_ code: OTPConformance.ExitCode) -> Never {
    fflush(nil)
    #if canImport(Glibc)
    Glibc.exit(code.rawValue)
    #elseif canImport(Musl)
    Musl.exit(code.rawValue)
    #else
    Darwin.exit(code.rawValue)
    #endif
  }

  /// Whether a person is looking at standard output.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// Writes all of `text`, and stops quietly when nobody reads any more.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let part = unsafe UnsafeBufferPointer(rebasing: rest)
        let count = unsafe Self.write(descriptor, part)
        guard count > 0 else { return }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  private static func write(
    _ descriptor: Int32, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    #if canImport(Glibc)
    unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
    unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
    unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
