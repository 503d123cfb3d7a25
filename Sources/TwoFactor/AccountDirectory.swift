// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Where accounts are found by something else than their id.
///
/// A store of many accounts implements it beside ``AccountStore``, with the
/// facts of ``Account`` in columns of their own. Nothing of the service rests on
/// it: it is for sign-in forms that ask for a mail address, for providers'
/// identities, and for administrators.
public protocol AccountDirectory: Sendable {
  /// Accounts in the order of their ids' bytes.
  ///
  /// Records of names without an account and erased accounts are left out.
  ///
  /// - Parameters:
  ///   - text: What the id or the mail address contains, whatever its case;
  ///     empty for all.
  ///   - last: The last id of the page before; `nil` for the first page.
  ///   - limit: How many at most.
  func accounts(
    containing text: String, after last: AccountID?, limit: Int
  ) async throws -> [Account]

  /// The accounts of a mail address; upper and lower case are the same
  /// (``Account/mailKey(_:)``). A service decides whether there may be several.
  func accounts(mail: String) async throws -> [AccountID]

  /// The account of somebody at a provider.
  func account(identity: ExternalIdentity) async throws -> AccountID?
}

extension Account {
  /// The mail address.
  public var mail: String? { state.mail }

  /// Who the person is at identity providers.
  public var identities: [ExternalIdentity] { state.identities }

  /// Whether it is an account that a directory lists.
  public var isListed: Bool {
    state.standing == .active || state.standing == .deactivated
  }

  /// Whether everything of it was erased.
  public var isErased: Bool { state.standing == .erased }

  /// Whether an administrator has made it answer nothing.
  public var isDeactivated: Bool { state.standing == .deactivated }

  /// What is compared when an account is looked for by mail address.
  public static func mailKey(_ mail: String) -> String { mail.lowercased() }
}

extension MemoryAccountStore: AccountDirectory {
  /// Accounts in the order of their ids' bytes.
  public func accounts(
    containing text: String, after last: AccountID?, limit: Int
  ) -> [Account] {
    let text = text.lowercased()
    let found = all.filter { account in
      guard account.isListed else { return false }
      if let last, !last.precedes(account.id) { return false }
      return text.isEmpty || account.id.text.lowercased().contains(text)
        || account.mail.map { $0.lowercased().contains(text) } ?? false
    }
    let sorted = found.sorted { $0.id.precedes($1.id) }
    return Array(sorted.prefix(max(0, limit)))
  }

  /// The accounts of a mail address.
  public func accounts(mail: String) -> [AccountID] {
    let key = Account.mailKey(mail)
    let found = all.filter {
      $0.isListed && $0.mail.map(Account.mailKey) == key
    }
    return found.map(\.id).sorted { $0.precedes($1) }
  }

  /// The account of somebody at a provider.
  public func account(identity: ExternalIdentity) -> AccountID? {
    all.first { $0.isListed && $0.identities.contains(identity) }?.id
  }
}

extension AccountID {
  /// Whether this comes before another id in the order of bytes.
  func precedes(_ other: AccountID) -> Bool {
    text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }
}
