// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Which addresses count as a person's own for a while, because they signed in
/// there.
///
/// Wrong passwords make everybody wait who comes from nowhere in particular:
/// somebody who knows a name and tries once a second keeps that wait going for
/// ever. So a remembered device, and each address that completed a sign-in
/// lately, has a wait of its own: the right password there is never refused
/// because of what others have tried elsewhere.
///
/// What it costs in guesses: a stranger has the one common wait, as before.
/// Somebody who shares a familiar address has its wait in addition, so the
/// bound for all together is (1 + addresses + devices) times that of
/// ``TwoFactorConfiguration/passwordDelay``.
public struct FamiliarPolicy: Hashable, Sendable {
  /// How many addresses of an account are kept: 0 for none, to 64.
  ///
  /// The oldest gives way.
  public var addresses: Int

  /// How long an address counts after a sign-in there, in seconds: 0 to a
  /// year.
  public var lifetime: Int

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(addresses: Int, lifetime: Int) throws(PolicyError) {
    self.init(unchecked: addresses, lifetime)
    try check()
  }

  private init(unchecked addresses: Int, _ lifetime: Int) {
    self.addresses = addresses
    self.lifetime = lifetime
  }

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    try PolicyError.require(addresses, "FamiliarPolicy.addresses", in: 0...64)
    try PolicyError.require(
      lifetime, "FamiliarPolicy.lifetime", in: 0...366 * 86_400)
  }

  /// Four addresses, each for 30 days.
  public static let `default` = FamiliarPolicy(
    unchecked: 4, 30 * 86_400)

  /// No address is kept; remembered devices have their own wait all the same.
  public static let none = FamiliarPolicy(unchecked: 0, 0)
}

/// An address that completed a sign-in lately.
struct FamiliarAddress: Sendable, Equatable {
  var address: String
  var lastSignIn: UnixTime
  /// Wrong passwords from there; `nil` for none.
  var throttle: Throttle?
}

extension NetworkAddress {
  /// Whether two addresses are of one place: the same IPv4 address, or the same
  /// network of 64 bits in IPv6, within which a device changes its address
  /// daily (RFC 8981).
  func isNeighbour(of other: NetworkAddress) -> Bool {
    shares(bits: isV4 ? 32 : 64, with: other)
  }
}
