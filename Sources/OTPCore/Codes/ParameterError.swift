// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A parameter out of its range: a mistake of the caller, not of the person who
/// types a code.
///
/// It names the parameter and never holds a secret or a code.
public struct ParameterError: Error, Hashable, Sendable {
  /// The parameters that can be out of range.
  public enum Parameter: String, Hashable, Sendable {
    /// The number of digits: 6 to 9.
    case digits
    /// The time step X in seconds: 1 to 120, unless the caller opts out.
    case period
    /// The moment: T0 or later.
    case time
    /// Steps to either side of the current one: 0 to 50, or to 1,000 for a
    /// resynchronisation.
    case window
    /// Counters after the expected one: 0 to 50, or to 1,000 for a
    /// resynchronisation.
    case lookAhead
    /// How many codes a resynchronisation takes: 2 or 3.
    case codeCount
    /// The bound of the learned drift: 0 to 50 steps.
    case driftLimit
  }

  /// Which parameter.
  public let parameter: Parameter

  private let value: Int64
  private let limits: String

  private init(_ parameter: Parameter, _ value: Int64, _ limits: String) {
    self.parameter = parameter
    self.value = value
    self.limits = limits
  }

  /// A number of digits outside 6 to 9.
  public static func digits(_ value: Int) -> ParameterError {
    ParameterError(.digits, Int64(value), "6 to 9 digits")
  }

  /// A period outside its limits.
  public static func period(_ value: Int) -> ParameterError {
    ParameterError(
      .period, Int64(value), "1 to 120 seconds, or more by an explicit limit")
  }

  /// A moment before T0.
  public static func time(_ value: UnixTime) -> ParameterError {
    ParameterError(.time, value.seconds, "T0 or later")
  }

  /// A side of a window outside 0 to `limit`.
  public static func window(_ value: Int, limit: Int) -> ParameterError {
    ParameterError(.window, Int64(value), "0 to \(limit) steps a side")
  }

  /// A look-ahead outside 0 to `limit`.
  public static func lookAhead(_ value: Int, limit: Int) -> ParameterError {
    ParameterError(.lookAhead, Int64(value), "0 to \(limit) counters")
  }

  /// A number of codes other than 2 or 3.
  public static func codeCount(_ value: Int) -> ParameterError {
    ParameterError(.codeCount, Int64(value), "2 or 3 consecutive codes")
  }

  /// A drift limit outside 0 to 50.
  public static func driftLimit(_ value: Int) -> ParameterError {
    ParameterError(.driftLimit, Int64(value), "0 to 50 steps")
  }
}

extension ParameterError: CustomStringConvertible {
  /// A sentence for the developer.
  public var description: String {
    "\(parameter.rawValue): \(value) is out of range; it takes \(limits)"
  }
}
