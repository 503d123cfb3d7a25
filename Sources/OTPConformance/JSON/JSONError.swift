// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not JSON, and where.
///
/// The message never repeats a value of the text, at most the name of a
/// member: lines of the adapter protocol carry secrets.
public struct JSONError: Error, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// The byte within the line, counted from 1.
  public let column: Int
  /// What is wrong there.
  public let message: String

  /// Place and message in one line.
  public var description: String { "\(line):\(column): \(message)" }
}
