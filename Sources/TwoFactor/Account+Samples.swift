// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Accounts for the store contract, which changes them without a service.

extension Account {
  /// An account with something in many of its members.
  package static func sample(
    _ id: AccountID, version: UInt64 = 1, mark: String = "0"
  ) -> Account {
    var state = State(id: id, standing: .active, createdAt: 1_000)
    state.version = version
    state.mail = mark
    state.identities = [.init(issuer: "https://idp.example", subject: "7")]
    let sealed = Sealed(
      keyID: "k1", nonce: Array(0..<12), ciphertext: Array(0..<36))
    state.apps = [
      TOTPFactor(
        name: "0a", secret: sealed, parameters: TOTPParameters(),
        state: TOTPState(lastAcceptedStep: 1, drift: -1), activeSince: 1_030)
    ]
    state.throttles[.totp] = Throttle(failures: 1, lastFailure: 1_100)
    state.outbox = [
      OutboxEntry(
        id: "0b", content: sealed, createdAt: 1_000, leasedUntil: 1_030,
        expiresAt: 87_400)
    ]
    return Account(state)
  }

  /// What a sample was marked with.
  package var mark: String? { state.mail }

  /// The marks that were added to a sample, in order.
  package var additions: [String] {
    state.identities.filter { $0.issuer == "addition" }.map(\.subject)
  }

  /// Whether the two members that ``next(mark:)`` changes together differ.
  package var isTorn: Bool {
    mark != String(state.apps.first?.state.lastAcceptedStep ?? 0)
  }

  /// The next version with another mark, in two members at once.
  package func next(mark: UInt64) -> Account {
    var state = state
    state.version += 1
    state.mail = String(mark)
    for place in state.apps.indices {
      state.apps[place].state.lastAcceptedStep = mark
    }
    return Account(state)
  }

  /// The next version with one mark more.
  package func next(adding mark: String) -> Account {
    var state = state
    state.version += 1
    state.identities.append(.init(issuer: "addition", subject: mark))
    return Account(state)
  }
}
