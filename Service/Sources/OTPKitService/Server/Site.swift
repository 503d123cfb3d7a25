// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import OTPCore
import Synchronization
import TwoFactor

/// Everything that pages work with: the accounts, the sessions, the rules.
final class Site: Sendable {
  let store: DatabaseStore
  let sessions: SessionStore
  let issuer: String
  /// What makes the tokens of forms.
  let formKey: [UInt8]
  /// What seals the sessions that browsers carry.
  let sessionKey: [UInt8]
  /// The page that stands for a phone and a mailbox, in the demo only.
  let demo: DemoOutbox?
  /// Whether cookies are for TLS only.
  ///
  /// A demo without TLS cannot have that.
  let isSecure: Bool
  /// The address that people reach the service at, for links in mails.
  let origin: String
  /// Proxies whose word on a client's address counts.
  let proxies: AddressList
  /// The machines that may ask `/validate/check`.
  let checkers: AddressList

  /// Threads for hashing, one fewer than there are processors; beyond 64
  /// sign-ins at once the answer is 503.
  static let derivations = DerivationExecutor(
    DerivationThreads(count: ProcessInfo.processInfo.activeProcessorCount - 1),
    limit: 64)

  /// The identity providers that people may sign in with.
  let signOns: [SignOn]
  let signOnLimit = SignOnLimit()
  /// How many days audit events are kept; for good without a number.
  let auditDays: Int?

  private let live: Mutex<TwoFactorService>
  private let clock: @Sendable () -> UnixTime

  init(
    store: DatabaseStore, service: TwoFactorService, formKey: [UInt8],
    demo: DemoOutbox?, isSecure: Bool, origin: String,
    proxies: AddressList, checkers: AddressList, signOns: [SignOn] = [],
    auditDays: Int? = nil,
    clock: @escaping @Sendable () -> UnixTime = { .now }
  ) {
    self.clock = clock
    (self.proxies, self.checkers) = (proxies, checkers)
    self.signOns = signOns
    self.auditDays = auditDays
    self.store = store
    sessions = SessionStore(store: store)
    issuer = service.rules.issuer
    self.formKey = formKey
    sessionKey = Digest.hmac(Array("session".utf8), key: formKey)
    self.demo = demo
    self.isSecure = isSecure
    self.origin = origin
    live = Mutex(service)
  }

  /// The account layer under today's rules.
  var service: TwoFactorService { live.withLock { $0 } }

  var now: UnixTime { clock() }

  /// The provider that an identity is at, if it is still there.
  func provider(of identity: ExternalIdentity) -> IdentityProvider? {
    signOns.map(\.provider).first { $0.issuer.text == identity.issuer }
  }
}

// MARK: - The rule that administrators set

/// Whether everybody needs a second factor, as it is stored.
struct StoredPolicy: Codable, Sendable {
  var isRequired = false
  var since: UnixTime = 0
  var graceDays = 0

  var policy: SecondFactorPolicy {
    isRequired
      ? .required(since: since, grace: graceDays * 86_400) : .optional
  }
}

extension Site {
  private static let policyName = Array("secondFactor".utf8)

  func policy() async throws -> StoredPolicy {
    let body = try await store.record(Self.policyName, in: "settings")
    guard let body else { return StoredPolicy() }
    let policy = try? JSONDecoder().decode(StoredPolicy.self, from: Data(body))
    // One that cannot be read is no leave to do without a second factor.
    guard let policy else { throw StoreError.malformedRow }
    return policy
  }

  func setPolicy(_ policy: StoredPolicy, by id: AccountID) async throws {
    let reason =
      policy.isRequired
      ? "mandatory, \(policy.graceDays) days of grace" : "optional"
    try await store.record([
      AuditEvent(
        account: id, at: now, kind: .policyChanged, reason: reason,
        actor: id.text)
    ])
    let body = Array(try JSONEncoder().encode(policy))
    try await store.put(body, as: Self.policyName, in: "settings")
    try await reloadPolicy()
  }

  /// Takes over what another server may have set.
  func reloadPolicy() async throws {
    let policy = try await policy().policy
    try live.withLock { service in
      var rules = service.rules
      rules.secondFactor = policy
      try service.apply(rules)
    }
  }

  /// The account of what a person typed: a name, or a mail address.
  ///
  /// An account that has the text as its name comes first, so that nobody is
  /// kept out by the mail address of another. Both are looked up whatever the
  /// first finds: the time tells nothing.
  func account(named text: String) async throws -> AccountID {
    let name = text.typedName
    // What cannot be a name is nobody's, and answers as such.
    let id = (try? AccountID(name)) ?? "nobody"
    guard name.contains("@") else { return id }
    let mailed = try await store.account(mail: name)
    let named = try await store.load(id)?.directoryEntry
    return named.map { $0.standing != .unknown } ?? false ? id : mailed ?? id
  }

  /// Does what a server does without being asked: sends messages that were
  /// left behind, drops what is over, reads the policy again.
  func keepHouse() async {
    try? await reloadPolicy()
    for id in (try? await store.dueDeliveries(at: now)) ?? [] {
      _ = try? await service.deliverMessages(id)
    }
    _ = try? await store.sweep(at: now)
    _ = try? await store.dropEvents(olderThan: auditDays, at: now)
  }
}
