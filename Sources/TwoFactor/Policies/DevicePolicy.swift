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
  /// Use does not renew it. 0 remembers none.
  public var lifetime: Int

  /// How it is bound to its address.
  public var binding: Binding

  /// How many are kept; the oldest gives way.
  public var limit: Int

  /// A policy.
  public init(lifetime: Int, binding: Binding = .exact, limit: Int = 10) {
    self.lifetime = lifetime
    self.binding = binding
    self.limit = limit
  }

  /// 30 days at the same address.
  public static let `default` = DevicePolicy(lifetime: 30 * 86_400)

  /// No device is remembered.
  public static let none = DevicePolicy(lifetime: 0)

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
