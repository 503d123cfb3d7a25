// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

extension Site {
  /// The session of a browser, or `nil` if there is none or it has ended.
  ///
  /// A sign-in ends with its account's epoch: after a change of the password,
  /// a reset by an administrator or a deactivation. The one session that made
  /// the change has a grant that can still be read, and goes on.
  func session(_ key: SessionKey) async throws -> WebSession? {
    guard let sealed = key.session(seal: sessionKey), now < sealed.end else {
      return nil
    }
    guard sealed.pending == nil else { return sealed }
    guard let id = try? AccountID(sealed.account),
      var session = try await sessions.current(sealed, key, of: id)
    else { return nil }
    guard
      let epoch = try await standing(of: session, id, grant: key.token)
    else {
      try await sessions.end(session, key)
      return nil
    }
    if epoch != session.epoch {
      session.epoch = epoch
      try await sessions.update(session, as: key)
    }
    return session
  }

  /// The account's epoch, or `nil` where the session has ended.
  private func standing(
    of session: WebSession, _ id: AccountID, grant: String
  ) async throws -> UInt64? {
    guard let epoch = try await service.epoch(of: id) else { return nil }
    if epoch == session.epoch { return epoch }
    do throws(TwoFactorError) {
      return try await service.session(id, grant: grant).epoch
    } catch .notAuthorized {
      return nil
    }
  }
}

extension Visitor {
  /// Whether an administrator may act on others now: as long after the sign-in
  /// as one's own settings may be changed, and with the second factor where
  /// there is one.
  var mayAdminister: Bool {
    get async throws {
      let granted = try await service.session(id, grant: token)
      let status = try await service.status(id, grant: token)
      return site.now < granted.changesUntil
        && (granted.assurance >= 2 || !status.isOn)
    }
  }
}
