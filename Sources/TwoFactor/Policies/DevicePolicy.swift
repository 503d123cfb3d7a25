// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// When a remembered device stands in for the second factor.
///
/// NIST SP 800-63B-4 section 5.1 does not take a remembered device for
/// authentication, so a session that comes by one has assurance level 1 and
/// can change no factor.
public struct DevicePolicy: Hashable, Sendable {
  /// How a device is bound to the address it was trusted at.
  public enum Binding: Hashable, Sendable {
    /// The address must be the same.
    case exact
    /// So many leading bits must be the same.
    case prefix(v4: Int, v6: Int)
    /// Addresses are not looked at.
    case off
  }

  /// How long a device is remembered, in seconds from when it was trusted.
  ///
  /// 0 to a year; use does not renew it. 0 remembers none.
  public var lifetime: Int

  /// How it is bound to its address.
  public var binding: Binding

  /// How many are kept, 1 to 100; the oldest gives way.
  public var limit: Int

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(
    lifetime: Int, binding: Binding = .exact, limit: Int = 10
  ) throws(PolicyError) {
    self.init(unchecked: lifetime, binding: binding, limit: limit)
    try check()
  }

  private init(unchecked lifetime: Int, binding: Binding, limit: Int) {
    self.lifetime = lifetime
    self.binding = binding
    self.limit = limit
  }

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    try PolicyError.require(
      lifetime, "DevicePolicy.lifetime", in: 0...366 * 86_400)
    try PolicyError.require(limit, "DevicePolicy.limit", in: 1...100)
    guard case .prefix(let v4, let v6) = binding else { return }
    try PolicyError.require(v4, "DevicePolicy.binding.v4", in: 0...32)
    try PolicyError.require(v6, "DevicePolicy.binding.v6", in: 0...128)
  }

  /// 30 days at the same address.
  public static let `default` = DevicePolicy(
    unchecked: 30 * 86_400, binding: .exact, limit: 10)

  /// No device is remembered.
  public static let none = DevicePolicy(
    unchecked: 0, binding: .exact, limit: 10)

  /// Whether an address is near enough to the one trusted.
  ///
  /// Text that is no address is near to nothing, itself included.
  func permits(_ address: String?, trusted: String?) -> Bool {
    if binding == .off { return true }
    guard let address = address.flatMap(NetworkAddress.init),
      let trusted = trusted.flatMap(NetworkAddress.init)
    else { return false }
    switch binding {
    case .off: return true
    case .exact: return address == trusted
    case .prefix(let v4, let v6):
      return address.shares(bits: address.isV4 ? v4 : v6, with: trusted)
    }
  }
}
