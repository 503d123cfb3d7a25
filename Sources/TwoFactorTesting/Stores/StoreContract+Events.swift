// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// The checks of stores that are an audit as well. A service that is given one
// saves nearly everything together with events, and hardly anything without.

extension StoreContract {
  /// A save with events is refused over another version, like one without.
  func recordedSaves(_ store: CheckedStore) async throws -> String? {
    guard store.base is any AuditingAccountStore else { return nil }
    let servers = try await servers(store).map(\.recording)
    if let found = try await staleSave(servers[0]) { return found }
    return try await saveOverVersion(servers)
  }

  /// Each save that was accepted has its events, once, and no other save has
  /// any.
  func events(_ store: CheckedStore) async throws -> String? {
    guard let recorded, store.base is any AuditingAccountStore else {
      return nil
    }
    if let found = try await saveOverVersion([store.recording]) { return found }
    let versions = 1...(try await store.load(Self.id)?.version ?? 1)
    let found = try await recorded(store.base, Self.id)
    let expected = versions.flatMap { CheckedStore.events(Self.id, $0) }
    guard found.count == expected.count, Set(found) == Set(expected) else {
      return "\(expected.count) events were saved, and \(found.count) recorded"
        + (found.count == expected.count ? ", which are others" : "")
    }
    return nil
  }
}

extension CheckedStore {
  /// The same store, each account saved together with events.
  var recording: CheckedStore {
    var store = self
    store.records = true
    return store
  }

  /// What is recorded with a version of an account: more than one event, as a
  /// command has.
  static func events(_ id: AccountID, _ version: UInt64) -> [AuditEvent] {
    [AuditEvent.Kind.factorAccepted, .signedIn].map { kind in
      AuditEvent(account: id, at: 0, kind: kind, reason: "\(version)")
    }
  }
}
