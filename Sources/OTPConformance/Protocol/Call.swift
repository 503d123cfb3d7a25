// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A question to an implementation: an operation and its input.
///
/// It carries no expected answer and no name of a case, so that nobody can
/// answer by looking it up.
public struct Call: Sendable, Equatable {
  /// The operation, one of ``Vocabulary/operations``.
  public let operation: String
  /// The input, as the adapter protocol describes it.
  public let input: JSONObject

  /// Makes a call.
  public init(_ operation: String, _ input: JSONObject) {
    self.operation = operation
    self.input = input
  }

  /// A string of the input.
  public func string(_ name: String) -> String? { input[name]?.string }

  /// A number of the input.
  public func integer(_ name: String) -> Int? { input[name]?.integer }

  /// Bytes of the input, from their hexadecimal form.
  public func bytes(_ name: String) -> [UInt8]? {
    string(name).flatMap { Hex.decode($0) }
  }

  /// A counter, or another number from 0 to 2^64−1 that is a string of
  /// decimal digits in the input.
  public func counter(_ name: String) -> UInt64? {
    string(name).flatMap { UInt64(decimal: $0) }
  }
}

/// What an implementation says to a call.
public enum Answer: Sendable, Equatable {
  /// The result.
  case value(JSON)
  /// The input is refused; the category is one of ``Vocabulary/categories``.
  case reject(category: String, message: String? = nil)
  /// There is no means to compute this, for the reason given.
  case unsupported(String)
  /// Something broke, or the call makes no sense.
  case fault(String)
}

extension UInt64 {
  /// Reads decimal digits without sign, space or leading zero.
  package init?(decimal text: String) {
    guard text.utf8.allSatisfy(\.isDigit), text == "0" || text.first != "0"
    else { return nil }
    self.init(text)
  }
}
