// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import TwoFactor

/// What a service must withstand on a store, and no scenario can show: many
/// calls at once, clocks that differ, an outage, and rows that others changed.
///
/// Each is a test of its own, on any store and with any framework:
///
/// ```swift
/// @Test(arguments: ServiceCheck.all)
/// func withstands(_ check: ServiceCheck) async throws {
///   #expect(try await check.finding(on: MyStore()) == nil)
/// }
/// ```
public struct ServiceCheck: Sendable, CustomStringConvertible {
  /// The name, such as `one-code-opens-one-session`.
  public let name: String
  /// Which fault it finds.
  public let reason: String
  private let body: @Sendable (Party) async throws -> String?

  /// The name, for lists of tests.
  public var description: String { name }

  init(
    _ name: String, _ reason: String,
    body: @escaping @Sendable (Party) async throws -> String?
  ) {
    self.name = name
    self.reason = reason
    self.body = body
  }

  /// Looks for the fault.
  ///
  /// - Parameter store: An empty store. If it is a `MessageCounter` as well, it
  ///   counts the messages, too.
  /// - Returns: What was seen; `nil` if all is as it should be.
  /// - Throws: What the store or the service threw.
  public func finding(on store: any AccountStore) async throws -> String? {
    try await body(Party(store: store))
  }

  /// Every check.
  public static let all = races + strangers + clocks + rows + outages
}
