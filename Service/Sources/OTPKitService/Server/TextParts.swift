// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The parts between the ASCII characters `separator`, empty ones included.
  ///
  /// They are found by bytes. A text that is split by `Character` is not split
  /// where a mark follows the separator and forms one character with it, so
  /// somebody whose name begins with such a mark could shift the parts.
  ///
  /// - Parameter limit: The most parts; the last one has the rest.
  func parts(
    at separator: Unicode.Scalar, limit: Int = .max
  ) -> [String] {
    utf8.split(
      separator: UInt8(ascii: separator), maxSplits: limit - 1,
      omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
  }
}
