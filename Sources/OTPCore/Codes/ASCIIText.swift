// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The parts of a text between separators, empty ones too.
  ///
  /// Formats that machines write are read with this rather than with
  /// `split(separator:)`, which compares `Character`s: a separator followed
  /// by a combining mark is another `Character` and would not separate.
  ///
  /// - Parameters:
  ///   - separator: An ASCII character.
  ///   - limit: How many parts there are at most; the last one keeps the
  ///     separators in it.
  package func parts(
    at separator: Unicode.Scalar, limit: Int = .max
  ) -> [String] {
    // As an array: the bytes of an unknown kind of text are slower to split.
    Array(String(self).utf8).split(
      separator: UInt8(ascii: separator), maxSplits: limit - 1,
      omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What follows an ASCII prefix; `nil` if the text begins otherwise.
  ///
  /// It is compared and removed by bytes, for the same reason.
  package func text(after prefix: StaticString) -> String? {
    let prefix = prefix.description.utf8
    guard utf8.starts(with: prefix) else { return nil }
    return String(decoding: utf8.dropFirst(prefix.count), as: UTF8.self)
  }
}
