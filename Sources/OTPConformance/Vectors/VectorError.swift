// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a set of vectors, and where.
public struct VectorError: Error, Equatable, CustomStringConvertible {
  /// The file below the vectors' folder, such as `hotp/rfc4226.json`.
  public let file: String
  /// The place in the file: a key path such as `groups[0].cases[3].id`, or
  /// line and column where the text is not JSON; empty for the whole file.
  public let place: String
  /// What is wrong there.
  public let message: String

  /// File, place and message in one visible line.
  public var description: String {
    [file, place, message].filter { !$0.isEmpty }
      .joined(separator: ": ").escaped(for: .line)
  }
}

/// A place in a vector file, while it is decoded.
package struct Place: Sendable {
  package let file: String
  package var path: String

  /// The place of a whole file, or of a path in it.
  package init(file: String, path: String = "") {
    self.file = file
    self.path = path
  }

  /// The place of a member.
  package func member(_ key: String) -> Place {
    Place(file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// The place of an element.
  package func element(_ index: Int) -> Place {
    Place(file: file, path: "\(path)[\(index)]")
  }

  /// An error at this place.
  package func error(_ message: String) -> VectorError {
    VectorError(file: file, place: path, message: message)
  }
}
