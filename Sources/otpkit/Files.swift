// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files that the user names.
enum Files {
  /// Reads a whole file.
  static func read(_ path: String) throws(CommandError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): cannot be read")
    }
    return Array(data)
  }

  /// Whether there is a file.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Writes a whole file, in place of what was there.
  static func write(
    _ text: String, to path: String
  ) throws(CommandError) {
    let data = Data(text.utf8)
    guard FileManager.default.createFile(atPath: path, contents: data) else {
      throw CommandError("\(path): cannot be written")
    }
  }

  /// Writes at the end of a file.
  static func append(
    _ text: String, to path: String
  ) throws(CommandError) {
    let before = exists(path) ? try read(path) : []
    try write(String(decoding: before, as: UTF8.self) + text, to: path)
  }
}
