// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

/// How often one address may begin a sign-in at a provider or come back from
/// one.
///
/// Anybody may ask for both, and either can make this service ask the provider.
/// One address alone must not keep all threads of a provider that does not
/// answer: two requests a second, each for seven seconds, are fewer than 16.
struct SignOnLimit: Sendable {
  static let most = 120
  static let window = 60

  /// In memory: a table in the database would be filled by strangers.
  private let counter = MemoryMessageCounter()

  /// Counts one.
  ///
  /// - Returns: `nil`; or in how many seconds there is room again.
  func wait(for address: String?, at now: UnixTime) -> Int? {
    let charge = MessageCharge(
      key: Self.key(address), limit: Self.most, window: Self.window)
    return counter.take([charge], at: now)
  }

  /// An address of IPv4; of IPv6 the first half, which is one subscriber's.
  private static func key(_ address: String?) -> String {
    let bytes = address.flatMap(AddressRange.bytes) ?? []
    return (bytes.count == 16 ? Array(bytes.prefix(8)) : bytes).hex
  }
}
