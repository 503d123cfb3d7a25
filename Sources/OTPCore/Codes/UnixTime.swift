// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// A moment: whole seconds since 1970-01-01T00:00:00Z, without leap seconds
/// (the Unix time of RFC 6238 section 4).
///
/// Every operation that needs the time takes one. No default argument reads a
/// clock, so a test chooses its moment and a server decides which clock it
/// trusts. There are no time zones.
///
/// ```swift
/// try totp.code(at: .now)
/// try totp.code(at: UnixTime(timeIntervalSince1970: date.timeIntervalSince1970))
/// ```
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

// MARK: - Other forms of a time

extension UnixTime {
  /// The moment of a number of seconds with a fraction, as Foundation's `Date`
  /// has it; the fraction is cut off towards the past.
  ///
  /// - Throws: ``ParameterError`` for a number that is not finite, or that 64
  ///   bits do not hold.
  public init(
    timeIntervalSince1970 interval: Double
  ) throws(ParameterError) {
    guard interval >= -0x1p63, interval < 0x1p63 else {
      throw .unrepresentableTime
    }
    // By hand, because `rounded(.down)` links the C library's `floor`.
    let whole = Int64(interval)
    self.init(Double(whole) > interval ? whole - 1 : whole)
  }

  /// The moment of a duration since the epoch; a fraction of a second is cut
  /// off towards the past.
  ///
  /// - Throws: ``ParameterError`` for a duration whose seconds 64 bits do not
  ///   hold.
  public init(
    durationSince1970 duration: Duration
  ) throws(ParameterError) {
    // `components` traps where its seconds do not fit.
    guard duration >= .seconds(Int64.min), duration <= .seconds(Int64.max)
    else { throw .unrepresentableTime }
    let (seconds, fraction) = duration.components
    self.init(fraction < 0 ? seconds - 1 : seconds)
  }

  /// The seconds as a floating-point number; exact up to 2^53.
  public var timeIntervalSince1970: Double { Double(seconds) }

  /// The duration since the epoch.
  public var durationSince1970: Duration { .seconds(seconds) }
}

// MARK: - Arithmetic

extension UnixTime {
  /// The moment so many seconds later, or earlier for a negative number.
  ///
  /// It stops at the first and the last moment that 64 bits hold.
  public func advanced(by seconds: Int) -> UnixTime {
    let (sum, overflow) = self.seconds.addingReportingOverflow(Int64(seconds))
    return UnixTime(overflow ? (seconds < 0 ? .min : .max) : sum)
  }

  /// The seconds from `start` to this moment; negative if it is earlier.
  ///
  /// The result stops at the least and the greatest `Int`.
  public func seconds(since start: UnixTime) -> Int {
    let (difference, overflow) = seconds.subtractingReportingOverflow(
      start.seconds)
    guard !overflow else { return self < start ? .min : .max }
    return Int(clamping: difference)
  }

  /// The time step that the moment falls in: ⌊(time − T0) / X⌋ (RFC 6238
  /// section 4.2).
  ///
  /// - Parameters:
  ///   - period: The time step X in seconds, at least 1.
  ///   - t0: The moment from which steps are counted.
  /// - Throws: ``ParameterError`` for a moment before T0 or a period below 1.
  package func step(
    period: Int, t0: UnixTime
  ) throws(ParameterError) -> UInt64 {
    guard period >= 1 else { throw .period(period) }
    guard self >= t0 else { throw .time(self) }
    // The difference of two Int64 in order fits into 64 bits without a sign.
    let elapsed = UInt64(bitPattern: seconds &- t0.seconds)
    return elapsed / UInt64(truncatingIfNeeded: period)
  }
}

// MARK: - Conformances

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
