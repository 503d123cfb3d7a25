// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A secret or a URI on standard input.
enum StandardInput {
  /// The most bytes that are read.
  static let limit = 262_144

  /// Whether a person types.
  static var isTerminal: Bool { isatty(0) == 1 }

  /// All of standard input; from a terminal one line, which is asked for and
  /// not shown.
  ///
  /// A secret may be written over several lines: a program that reads the
  /// first of them computes with half a key.
  ///
  /// - Parameter field: What is read, for the error.
  static func text(for field: String) throws(CommandError) -> String {
    let text =
      isTerminal
      ? HiddenPrompt.line("\(field) (not shown): ") ?? "" : try all(field)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw CommandError("\(field): nothing on stdin")
    }
    return text
  }

  private static func all(_ field: String) throws(CommandError) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while bytes.count <= limit {
      let count = unsafe chunk.withUnsafeMutableBytes { chunk in
        unsafe read(0, chunk.baseAddress, chunk.count)
      }
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    guard bytes.count <= limit else {
      throw CommandError("\(field): more than \(limit) bytes on stdin")
    }
    return try text(bytes, "\(field): stdin")
  }

  /// The text of bytes, without the mark that some programs put before it.
  ///
  /// - Parameter place: Where they are from, for the error.
  static func text(
    _ bytes: [UInt8], _ place: String
  ) throws(CommandError) -> String {
    let bytes =
      bytes.starts(with: [0xef, 0xbb, 0xbf])
      ? bytes.dropFirst(3)
      : bytes[...]
    let isUTF16 =
      bytes.starts(with: [0xff, 0xfe])
      || bytes.starts(with: [0xfe, 0xff])
    // Letters have a zero byte each in UTF-16, and no text has one in UTF-8.
    if let text = String(validating: bytes, as: UTF8.self),
      !bytes.contains(0)
    {
      return text
    }
    let isText = isUTF16 || bytes.count { $0 == 0 } * 3 > bytes.count
    throw CommandError(
      "\(place) is not UTF-8" + (isText ? " but UTF-16: save it as UTF-8" : ""))
  }
}
