// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A parameter out of its range: a mistake of the caller, not of the person who
/// types a code.
///
/// It names the parameter and never holds a secret or a code.
///
/// ```swift
/// do throws(ParameterError) {
///   totp = try TOTP(secret: secret, period: period)
/// } catch {
///   switch error.parameter {
///   case .period: …
///   default: …
///   }
/// }
/// ```
public struct ParameterError: Error, Hashable, Sendable {
  /// The parameters that can be out of range.
  public struct Parameter: Hashable, Sendable {
    package enum Value: String, Sendable {
      case digits, period, time, window, lookAhead, codeCount, driftLimit
      case count
    }

    package let value: Value

    /// The name, as the initialisers and functions write it.
    public var name: String { value.rawValue }

    /// The number of digits: 6 to 9.
    public static let digits = Self(value: .digits)

    /// The time step X in seconds: 1 to 120, unless the caller opts out.
    public static let period = Self(value: .period)

    /// The moment: T0 or later, in whole seconds that 64 bits hold.
    public static let time = Self(value: .time)

    /// The steps to either side of the current one: 0 to 50, or to 1,000 for
    /// a resynchronisation.
    public static let window = Self(value: .window)

    /// The counters after the expected one: 0 to 50, or to 1,000 for a
    /// resynchronisation.
    public static let lookAhead = Self(value: .lookAhead)

    /// The number of codes that a resynchronisation takes: 2 or 3.
    public static let codeCount = Self(value: .codeCount)

    /// The bound of the learned drift: 0 to 50 steps.
    public static let driftLimit = Self(value: .driftLimit)

    /// The number of codes in an array: 0 to 1,000,000.
    public static let count = Self(value: .count)
  }

  /// Which parameter.
  public let parameter: Parameter

  private let fault: String

  private init(_ parameter: Parameter, _ fault: String) {
    self.parameter = parameter
    self.fault = fault
  }

  private init(_ parameter: Parameter, _ value: Int64, takes limits: String) {
    self.init(parameter, "\(value) is out of range; it takes \(limits)")
  }

  private init(
    _ parameter: Parameter, _ value: Int, _ limits: ClosedRange<Int>,
    _ unit: String
  ) {
    self.init(
      parameter, Int64(value),
      takes: "\(limits.lowerBound) to \(limits.upperBound) \(unit)")
  }
}

// MARK: - The errors

extension ParameterError {
  /// A number of digits outside 6 to 9.
  public static func digits(_ value: Int) -> Self {
    Self(.digits, value, Limits.digits, "digits")
  }

  /// A period outside its limits.
  public static func period(_ value: Int) -> Self {
    Self(
      .period, value, Limits.period,
      "seconds, or more with the period limit .none")
  }

  /// A moment before T0.
  public static func time(_ value: UnixTime) -> Self {
    Self(.time, value.seconds, takes: "T0 or later")
  }

  /// A moment that is not a number, or more seconds than 64 bits hold.
  public static let unrepresentableTime = Self(
    .time, "not a number of seconds that 64 bits hold")

  /// A side of a window outside 0 to `limit`.
  public static func window(_ value: Int, limit: Int) -> Self {
    Self(.window, value, 0...max(0, limit), "steps a side")
  }

  /// A look-ahead outside 0 to `limit`.
  public static func lookAhead(_ value: Int, limit: Int) -> Self {
    Self(.lookAhead, value, 0...max(0, limit), "counters")
  }

  /// A number of codes other than 2 or 3.
  public static func codeCount(_ value: Int) -> Self {
    Self(.codeCount, Int64(value), takes: "2 or 3 consecutive codes")
  }

  /// A drift limit outside 0 to 50.
  public static func driftLimit(_ value: Int) -> Self {
    Self(.driftLimit, value, Limits.window, "steps")
  }

  /// A number of codes outside 0 to 1,000,000.
  public static func count(_ value: Int) -> Self {
    Self(.count, value, Limits.codeCount, "codes in one array")
  }
}

extension ParameterError: CustomStringConvertible {
  /// A sentence for the developer.
  public var description: String { "\(parameter.name): \(fault)" }
}

// MARK: - The checks

extension Limits {
  /// Refuses a number of digits outside 6 to 9.
  @inline(__always)
  static func check(digits: Int) throws(ParameterError) {
    guard Limits.digits.contains(digits) else { throw .digits(digits) }
  }

  /// Refuses a period outside `limit`.
  static func check(
    period: Int, _ limit: TOTP.PeriodLimit
  ) throws(ParameterError) {
    guard limit.allows(period) else { throw .period(period) }
  }

  /// Refuses a look-ahead outside `limits`.
  static func check(
    lookAhead: Int, _ limits: ClosedRange<Int>
  ) throws(ParameterError) {
    guard limits.contains(lookAhead) else {
      throw .lookAhead(lookAhead, limit: limits.upperBound)
    }
  }

  /// Refuses a side of a window outside `limits`.
  static func check(
    window side: Int, _ limits: ClosedRange<Int>
  ) throws(ParameterError) {
    guard limits.contains(side) else {
      throw .window(side, limit: limits.upperBound)
    }
  }
}
