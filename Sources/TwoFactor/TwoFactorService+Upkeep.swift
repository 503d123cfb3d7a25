// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// MARK: - Upkeep, from a timer

extension TwoFactorService {
  /// Takes out of an account what has ended.
  ///
  /// Every command does so with the account that it loads; this is for accounts
  /// whose ``Account/nextExpiry`` has passed while nobody used them.
  ///
  /// - Throws: ``TwoFactorError`` if the store fails.
  public func sweep(_ id: AccountID) async throws(TwoFactorError) {
    try await perform(id) { _ in }
  }

  /// Seals an account's secrets again under the keyring's current key, and
  /// authenticates its record with it.
  ///
  /// For accounts whose ``Account/keyIDs`` name a former key. A code that is on
  /// its way keeps its key until it ends, ten minutes later at most.
  ///
  /// - Throws: ``TwoFactorError/unknownKey(id:)`` if the keyring has lost the
  ///   former key; ``TwoFactorError`` if the store fails.
  public func reseal(_ id: AccountID) async throws(TwoFactorError) {
    for _ in 0..<max(1, setup.rules.attempts) {
      guard let stored = try await load(id),
        stored.keyIDs != [setup.keyring.current.id]
      else { return }
      var turn = Turn(
        account: stored.state, now: clock(), setup: setup, random: random)
      turn.prune()
      try turn.reseal()
      if try await save(turn.next()) { return }
    }
    throw .contention
  }
}
