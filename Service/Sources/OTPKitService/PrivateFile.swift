// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Files that hold what nobody but their owner may know.
enum PrivateFile {
  /// The text of a file that nobody but its owner may read.
  ///
  /// - Throws: `ValidationError`, which repeats nothing of the file.
  static func text(_ path: String, _ what: String) throws -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let mode = attributes?[.posixPermissions] as? Int ?? 0
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("\(what) cannot be read")
    }
    guard mode & 0o077 == 0 else {
      throw ValidationError("others may read \(what): chmod 600 it")
    }
    return text
  }
}
