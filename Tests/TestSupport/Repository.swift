// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The checkout that the tests were built from.
package enum Repository {
  /// Its top folder.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The file or folder at `path`, which is relative to the top folder.
  package static func url(_ path: String) -> URL {
    root.appending(path: path)
  }

  /// The text of the file at `path`.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }
}
