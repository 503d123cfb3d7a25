// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Files that the command line names.
enum Files {
  /// The bytes of a file, which has no more than a JSON text may have.
  static func read(_ path: String) throws(CommandError) -> [UInt8] {
    do {
      return try InputFile.bytes(at: path)
    } catch {
      throw CommandError("\(path): \(error)")
    }
  }

  /// Refuses a path that nothing can be written to, before long work is done
  /// for it.
  static func checkWritable(_ path: String) throws(CommandError) {
    guard !isFolder(path) else { throw CommandError("\(path): is a folder") }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandError("\(path): cannot be written")
    }
  }

  /// Writes a file, whole or not at all.
  static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(CommandError) {
    guard !isFolder(path) else { throw CommandError("\(path): is a folder") }
    var options: Data.WritingOptions = .atomic
    if !replacing { options = .withoutOverwriting }
    do {
      try Data(bytes).write(to: URL(filePath: path), options: options)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw CommandError(
        exists && !replacing
          ? "\(path) is there already; --force writes over it"
          : "\(path): cannot be written")
    }
  }
}
