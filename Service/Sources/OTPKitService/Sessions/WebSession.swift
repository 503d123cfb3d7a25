// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import OTPCore
import TwoFactor

/// What the service remembers of a browser between its requests.
///
/// The grant or challenge is not part of it: that lies in the cookie, so the
/// database holds nothing that a reader could sign in with.
struct WebSession: Codable, Sendable {
  /// The account's name.
  var account: String
  /// The second step that is still to be made.
  ///
  /// The database has no session of this kind: the browser carries it.
  var pending: Pending?
  /// What the session may not do yet.
  var limits: Set<SessionLimit> = []
  /// Until when a second factor must be set up.
  var enrolBefore: UnixTime?
  var isAdministrator = false
  /// The account's epoch when it was last compared; the session ends when the
  /// account moves on.
  var epoch: UInt64 = 0
  var startedAt: UnixTime

  struct Pending: Codable, Sendable {
    var factors: [FactorKind]
    var expiresAt: UnixTime
  }

  /// How long a session lives from its sign-in, in seconds.
  private static let lifetime = 12 * 3_600

  /// When it ends, however it is used.
  var end: UnixTime { startedAt.advanced(by: Self.lifetime) }

  /// Whether both steps are done and nothing has to be set up first.
  var isComplete: Bool {
    pending == nil && !limits.contains(.mustEnrol)
      && !limits.contains(.mustChangePassword)
  }
}

/// A browser's session cookie: the name of its session and the account
/// layer's token.
///
/// Between the two steps, a sealed text takes the place of the name
/// (``WebSession/init(carriedBy:sealedWith:)``).
struct SessionKey: Sendable {
  var name: String
  /// A grant, or the token of a challenge.
  var token: String

  init(token: String) { (name, self.token) = (Digest.token(), token) }

  init?(cookie: String) {
    let parts = cookie.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, 64...1_024 ~= parts[0].utf8.count,
      parts[1].utf8.count < 200
    else { return nil }
    (name, token) = (String(parts[0]), String(parts[1]))
  }

  var cookie: String { "\(name).\(token)" }

  /// What the session is kept under.
  var record: [UInt8] { Digest.sha256(name) }
}

/// The sessions, in the database of the accounts, for all servers together.
struct SessionStore: Sendable {
  let store: DatabaseStore

  func find(_ key: SessionKey) async throws -> WebSession? {
    guard let body = try await store.record(key.record, in: "sessions") else {
      return nil
    }
    return try? JSONDecoder().decode(WebSession.self, from: Data(body))
  }

  /// Keeps a session, in the place of the one that `old` names.
  func keep(
    _ session: WebSession, as key: SessionKey, replacing old: SessionKey? = nil
  ) async throws {
    let body = Array(try JSONEncoder().encode(session))
    if let old,
      try await store.put(
        body, as: key.record, replacing: old.record, in: "sessions",
        until: session.end)
    {
      return
    }
    try await store.put(
      body, as: key.record, in: "sessions", until: session.end)
  }

  /// Keeps other facts of a session, unless it has ended meanwhile.
  func update(_ session: WebSession, as key: SessionKey) async throws {
    _ = try await store.put(
      Array(try JSONEncoder().encode(session)), as: key.record,
      replacing: key.record, in: "sessions", until: session.end)
  }

  func end(_ key: SessionKey) async throws {
    try await store.drop(key.record, in: "sessions")
  }
}
