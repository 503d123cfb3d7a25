// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import OTPCore
import TwoFactor

/// Who may act on other people's accounts.
extension DatabaseStore {
  private static let room = "administrators"

  /// A record, and whether somebody is an administrator, in one query.
  func record(
    _ name: [UInt8], in room: String, andWhetherAdministrator id: AccountID
  ) async throws -> ([UInt8]?, Bool) {
    let found = try await records([
      (room, name), (Self.room, Array(id.text.utf8)),
    ])
    return (found[0], found[1] != nil)
  }

  func isAdministrator(_ id: AccountID) async throws -> Bool {
    try await record(Array(id.text.utf8), in: Self.room) != nil
  }

  /// The names of the administrators.
  func administrators() async throws -> Set<String> {
    let names = try await records(in: Self.room).map(\.name)
    return Set(names.compactMap { String(validating: $0, as: UTF8.self) })
  }

  /// Makes somebody an administrator, at once.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - actor: Who does it, for the audit.
  ///   - reason: Why, for the audit.
  func makeAdministrator(
    _ id: AccountID, by actor: String, reason: String? = nil
  ) async throws {
    try await record([
      AuditEvent(
        account: id, at: .now, kind: .roleGranted, reason: reason, actor: actor)
    ])
    try await put([1], as: Array(id.text.utf8), in: Self.room)
  }

  /// Takes an administrator's rights back at once.
  ///
  /// - Returns: Whether there were any.
  func dismissAdministrator(
    _ id: AccountID, by actor: String, reason: String
  ) async throws -> Bool {
    guard try await isAdministrator(id) else { return false }
    try await record([
      AuditEvent(
        account: id, at: .now, kind: .roleRevoked, reason: reason, actor: actor)
    ])
    return try await drop(Array(id.text.utf8), in: Self.room)
  }
}
