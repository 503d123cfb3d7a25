// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Where accounts are kept: any engine with compare-and-set.
///
/// ``StoreContract`` has the checks that every store must pass.
public protocol AccountStore: Sendable {
  /// The account as it was last saved, or `nil`.
  ///
  /// What one task has saved, every later load sees.
  ///
  /// - Throws: Anything, if the store cannot say. The command then ends with
  ///   ``TwoFactorError/storeUnavailable``.
  func load(_ id: AccountID) async throws -> Account?

  /// Saves the account whole if the stored one has this version, in one step.
  ///
  /// - Parameters:
  ///   - account: What to store. Durable stores keep ``Account/encoded()``
  ///     and ``Account/version``.
  ///   - version: The version that must be stored now; 0 if there must be
  ///     none.
  /// - Returns: Whether it was saved. If not, nothing has changed.
  /// - Throws: Anything, if it is not known to be saved.
  func save(_ account: Account, replacing version: UInt64) async throws -> Bool
}

/// A store in memory, for tests and for services on one machine that may
/// forget.
public actor MemoryAccountStore: AccountStore {
  private var accounts: [AccountID: Account] = [:]

  /// An empty store.
  public init() {}

  /// The account as it was last saved.
  public func load(_ id: AccountID) -> Account? { accounts[id] }

  /// Saves if the version is still the same.
  public func save(_ account: Account, replacing version: UInt64) -> Bool {
    guard accounts[account.id]?.version ?? 0 == version else { return false }
    accounts[account.id] = account
    return true
  }

  /// Every account, for backups and inspection.
  public var all: [Account] { Array(accounts.values) }
}
