// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where accounts are kept: any engine with compare-and-set.
///
/// `StoreContract` in `TwoFactorTesting` has the checks that every store must
/// pass.
public protocol AccountStore: Sendable {
  /// The account as it was last saved, or `nil`.
  ///
  /// What one task has saved, every later load sees.
  ///
  /// - Throws: Anything, if the store cannot say. The command then ends with
  ///   ``TwoFactorError/storeUnavailable``.
  func load(_ id: AccountID) async throws -> Account?

  /// The accounts of several ids, in their order, with `nil` for each id that
  /// has none.
  ///
  /// Two accounts are loaded for each sign-in with a password. Without this
  /// method they are loaded one after the other; a store that is another server
  /// should ask it once.
  ///
  /// - Throws: Anything, if the store cannot say.
  func load(_ ids: [AccountID]) async throws -> [Account?]

  /// Saves the account whole if the stored one has this version, in one step.
  ///
  /// - Parameters:
  ///   - account: What to store. Durable stores keep ``Account/encoded()``
  ///     as bytes and ``Account/version``, and may keep ``Account/hasMessages``,
  ///     ``Account/nextExpiry`` and ``Account/keyIDs`` to look for.
  ///   - version: The version that must be stored now; 0 if there must be
  ///     none.
  /// - Returns: Whether it was saved. If not, nothing has changed.
  /// - Throws: Anything, if it is not known to be saved.
  func save(_ account: Account, replacing version: UInt64) async throws -> Bool
}

extension AccountStore {
  /// The accounts of several ids, loaded one after the other.
  public func load(_ ids: [AccountID]) async throws -> [Account?] {
    var accounts: [Account?] = []
    for id in ids { accounts.append(try await load(id)) }
    return accounts
  }
}

/// A store that is an audit as well, and records a command's events in the step
/// that saves its account.
///
/// Give ``TwoFactorService`` the same object as `store` and as `audit`. Events
/// of what was saved are then recorded exactly once, and a save that fails
/// records nothing; what needs no saving, such as a refusal, is recorded with
/// ``AuditSink/record(_:)``.
public protocol AuditingAccountStore: AccountStore, AuditSink, AnyObject {
  /// Saves the account like ``AccountStore/save(_:replacing:)``, and records
  /// events with it: both or neither.
  ///
  /// - Returns: Whether it was saved. If not, nothing was recorded.
  /// - Throws: Anything, if it is not known to be saved.
  func save(
    _ account: Account, replacing version: UInt64,
    recording events: [AuditEvent]
  ) async throws -> Bool
}

/// A store in memory, for tests and for services on one machine that may
/// forget.
///
/// Its calls never wait: a lock is held for as long as a dictionary takes.
public final class MemoryAccountStore: AccountStore {
  private let accounts = Mutex<[AccountID: Account]>([:])

  /// An empty store.
  public init() {}

  /// The account as it was last saved.
  public func load(_ id: AccountID) -> Account? {
    accounts.withLock { $0[id] }
  }

  /// Saves if the version is still the same.
  public func save(_ account: Account, replacing version: UInt64) -> Bool {
    accounts.withLock { accounts in
      guard let place = accounts.index(forKey: account.id) else {
        guard version == 0 else { return false }
        accounts[account.id] = account
        return true
      }
      guard accounts.values[place].version == version else { return false }
      accounts.values[place] = account
      return true
    }
  }

  /// Every account, for backups and inspection.
  public var all: [Account] { accounts.withLock { Array($0.values) } }
}
