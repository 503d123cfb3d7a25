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
    let epoch = try await service.epoch(of: id)
    if epoch == session.epoch { return session }
    guard epoch != nil, let granted = try await granted(id, key.token) else {
      try await sessions.end(session, key)
      return nil
    }
    // The grant's limits: another request of the session may change them now.
    (session.epoch, session.limits) = (granted.epoch, granted.limits)
    try await sessions.update(session, as: key)
    return session
  }

  /// What the grant stands for, or `nil` if it has ended.
  private func granted(
    _ id: AccountID, _ grant: String
  ) async throws -> GrantedSession? {
    do throws(TwoFactorError) {
      return try await service.session(id, grant: grant)
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
