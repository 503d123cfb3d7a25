// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// A moment: whole seconds since 1970-01-01T00:00:00Z, leap seconds not
/// counted (the Unix time of RFC 6238 section 4).
///
/// Every operation that needs the time takes one. There is no default and no
/// hidden clock, so a test can stand at any moment and a server decides whose
/// clock it trusts. A time zone never enters.
public struct UnixTime: Hashable, Comparable, Sendable {
  /// The seconds; negative before 1970.
  public let seconds: Int64

  /// The moment `seconds` after the epoch.
  public init(_ seconds: Int64) {
    self.seconds = seconds
  }

  /// The system clock's time, for callers that have no clock of their own.
  public static var now: UnixTime { UnixTime(otp_unix_seconds()) }

  /// Whether `a` is earlier than `b`.
  public static func < (a: UnixTime, b: UnixTime) -> Bool {
    a.seconds < b.seconds
  }
}

extension UnixTime: ExpressibleByIntegerLiteral {
  /// The moment that a literal number of seconds names.
  public init(integerLiteral seconds: Int64) {
    self.init(seconds)
  }
}

extension UnixTime: Codable {
  /// Reads a number of seconds.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Int64.self))
  }

  /// Writes the number of seconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }
}
