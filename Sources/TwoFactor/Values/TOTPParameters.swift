// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What the app and the server agreed on at enrolment (RFC 6238 section 4.2).
public struct TOTPParameters: Sendable, Hashable, Codable {
  /// The hash function.
  public var algorithm: HashAlgorithm
  /// 6 to 9 digits.
  public var digits: Int
  /// 1 to 120 seconds.
  public var period: Int

  /// Parameters; without arguments those that every app knows.
  public init(
    algorithm: HashAlgorithm = .sha1, digits: Int = 6, period: Int = 30
  ) {
    self.algorithm = algorithm
    self.digits = digits
    self.period = period
  }
}
