// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import OTPCore
import TwoFactor

/// What the service remembers of a browser between its requests.
///
/// The browser carries it, sealed, in its cookie (``SessionKey``). The grant or
/// challenge is not part of it: that lies in the cookie beside it.
struct WebSession: Codable, Sendable {
  /// The account's name.
  var account: String
  /// The second step that is still to be made.
  var pending: Pending?
  /// What the session may not do yet.
  var limits: Set<SessionLimit> = []
  /// Until when a second factor must be set up.
  var enrolBefore: UnixTime?
  /// The account's epoch when it was last compared; the session ends when the
  /// account moves on.
  var epoch: UInt64 = 0
  var startedAt: UnixTime
  /// Read anew for each request; neither sealed nor kept.
  var isAdministrator = false

  private enum CodingKeys: String, CodingKey {
    case account, limits, enrolBefore, epoch, startedAt
  }

  struct Pending: Sendable {
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

/// A browser's session cookie: the sealed session and the account layer's
/// token.
struct SessionKey: Sendable {
  /// The sealed session, another one each time that a session is sealed.
  let name: String
  /// A grant, or the token of a challenge.
  let token: String

  init(name: String, token: String) { (self.name, self.token) = (name, token) }

  init?(cookie: String) {
    let parts = cookie.parts(at: ".")
    guard parts.count == 2, 64...1_024 ~= parts[0].utf8.count,
      1..<200 ~= parts[1].utf8.count
    else { return nil }
    self.init(name: parts[0], token: parts[1])
  }

  var cookie: String { "\(name).\(token)" }

  /// The name of the session's record, if it has one.
  fileprivate var record: [UInt8] { Digest.sha256(name) }
}

/// What became of sessions since they were sealed, in the database of the
/// accounts, for all servers together.
///
/// A session has no record until it changes or ends. That of an ended session
/// is empty.
struct SessionStore: Sendable {
  let store: DatabaseStore
  private static let room = "sessions"
  /// How much longer than its session a record is kept, in seconds.
  ///
  /// The server that sweeps may have a clock that is ahead, and a session whose
  /// record is gone too early lives again.
  private static let margin = 30 * 86_400

  /// A session as it is now, or `nil` if it has ended.
  func current(
    _ session: WebSession, _ key: SessionKey, of id: AccountID
  ) async throws -> WebSession? {
    let (body, isAdministrator) = try await store.record(
      key.record, in: Self.room, andWhetherAdministrator: id)
    var current = session
    if let body {
      guard
        let changed = try? JSONDecoder().decode(
          WebSession.self, from: Data(body))
      else { return nil }
      current = changed
    }
    current.isAdministrator = isAdministrator
    return current
  }

  /// Keeps other facts of a session, unless it has ended meanwhile.
  func update(_ session: WebSession, as key: SessionKey) async throws {
    try await store.putUnlessEmpty(
      Array(try JSONEncoder().encode(session)), as: key.record, in: Self.room,
      until: session.end.advanced(by: Self.margin))
  }

  /// Ends a session, for as long as its seal would let it live.
  func end(_ session: WebSession, _ key: SessionKey) async throws {
    try await store.put(
      [], as: key.record, in: Self.room,
      until: session.end.advanced(by: Self.margin))
  }
}
