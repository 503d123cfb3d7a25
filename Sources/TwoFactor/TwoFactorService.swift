// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The account layer: signing in with a second factor, and everything around
/// it, on any store.
///
/// ```swift
/// let service = try TwoFactorService(
///   rules: Configuration(issuer: "ACME"), keyring: keyring, store: store,
///   sender: gateway, audit: log)
/// switch try await service.signIn("alice", password: typed) {
/// case .signedIn(let session): …
/// case .challenge(let offer): …                  // ask for a code
/// case .refused(let retryAfter): …
/// }
/// ```
///
/// Each call loads the account, decides, and saves if nobody else has in
/// between; otherwise it decides again, a bounded number of times. Only what
/// was saved is answered, so of many calls that use one code, one succeeds.
/// An error means that nothing has changed.
///
/// Calls that check a password or a backup code keep a processor busy for a
/// while (`KeyDerivation`); run them where that is no harm.
public struct TwoFactorService: Sendable {
  /// The rules.
  public var rules: Configuration { setup.rules }

  /// Goes on with other rules.
  ///
  /// - Throws: ``PolicyError`` if a setting is out of its range.
  public mutating func apply(_ rules: Configuration) throws(PolicyError) {
    try rules.check()
    setup = Setup(rules: rules, keyring: setup.keyring)
  }

  private(set) var setup: Setup
  let store: any AccountStore
  let sender: any MessageSender
  let audit: any AuditSink
  let counter: any MessageCounter
  let clock: @Sendable () -> UnixTime
  let random: Randomness
  let background: Background

  /// Runs work that nobody waits for.
  public typealias Background =
    @Sendable (_ work: @escaping @Sendable () async -> Void) async -> Void

  /// A service.
  ///
  /// - Parameters:
  ///   - rules: The policies.
  ///   - keyring: The keys for stored secrets.
  ///   - store: Where accounts are kept.
  ///   - sender: What sends text messages and mail.
  ///   - audit: Where security events go.
  ///   - counter: Counts messages across accounts; servers share one.
  ///   - clock: The server's own clock, never a time that a client sent.
  ///   - random: Random numbers.
  ///   - background: How messages are handed over once an account is saved. The
  ///     answer must not wait for a gateway: its time would tell whether there
  ///     is anybody to write to. A test may wait.
  /// - Throws: ``PolicyError`` if a setting of the rules is out of its range.
  public init(
    rules: Configuration, keyring: Keyring, store: any AccountStore,
    sender: any MessageSender, audit: any AuditSink,
    counter: any MessageCounter = MemoryMessageCounter(),
    clock: @escaping @Sendable () -> UnixTime = { .now },
    random: Randomness = .system,
    background: @escaping Background = { work in Task { await work() } }
  ) throws(PolicyError) {
    try rules.check()
    setup = Setup(rules: rules, keyring: keyring)
    self.store = store
    self.sender = sender
    self.audit = audit
    self.counter = counter
    self.clock = clock
    self.random = random
    self.background = background
  }
}

/// What every command reads and none changes, shared and not copied.
final class Setup: Sendable {
  let rules: Configuration
  let keyring: Keyring

  init(rules: Configuration, keyring: Keyring) {
    self.rules = rules
    self.keyring = keyring
  }
}

// MARK: - The shell

extension TwoFactorService {
  /// Decides a command and saves what it decided.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - address: Where the request came from.
  ///   - remembersUnknown: Whether an account that does not exist is given a
  ///     record of what was tried.
  ///   - command: The decision, which may be taken more than once.
  func perform<Answer>(
    _ id: AccountID, address: String? = nil, remembersUnknown: Bool = false,
    _ command: (inout Turn) throws(TwoFactorError) -> Answer
  ) async throws(TwoFactorError) -> Answer {
    var charged: [MessageCharge] = []
    for _ in 0..<max(1, setup.rules.attempts) {
      let stored =
        remembersUnknown
        ? try await loadForStranger(id) : try await load(id)
      let now = clock()
      func decide(_ limitsWait: Int? = nil) -> Decision<Answer> {
        self.decide(
          id, stored, at: now, from: address, limitsWait, remembersUnknown,
          command)
      }
      var decision = decide()
      if decision.charges != charged {
        // Refused before anything is saved, so nothing can be sent.
        if let wait = try await take(decision.charges, at: now) {
          decision = decide(wait)
        } else {
          charged = decision.charges
        }
      }
      if let next = decision.next, try await !save(next) { continue }
      await finish(decision, at: now)
      return try decision.result.get()
    }
    throw .contention
  }

  /// The part without waiting.
  ///
  /// It stays a function of its own: a turn then lives in one place, where
  /// between two waits it would be copied with all that an account has.
  @inline(never)
  private func decide<Answer>(
    _ id: AccountID, _ stored: Account?, at now: UnixTime,
    from address: String?, _ limitsWait: Int?, _ remembersUnknown: Bool,
    _ command: (inout Turn) throws(TwoFactorError) -> Answer
  ) -> Decision<Answer> {
    let account =
      if let stored { stored.state } else { Account.State.unknown(id, at: now) }
    var turn = Turn(
      account: account, now: now, setup: setup, random: random,
      address: address, limitsWait: limitsWait)
    return turn.decide(over: stored, remembersUnknown, command)
  }

  /// Records a decision that stands, and has its messages sent.
  private func finish<Answer>(
    _ decision: Decision<Answer>, at now: UnixTime
  ) async {
    var results: [String: Bool] = [:]
    let isRecorded = await record(decision.events)
    if let id = decision.auditID { results[id] = isRecorded }
    guard let next = decision.next, !next.state.outbox.isEmpty else { return }
    let (messages, known) = (decision.messages, results)
    await background { await deliver(messages, known, of: next, at: now) }
  }

  func load(
    _ id: AccountID
  ) async throws(TwoFactorError) -> Account? {
    let account: Account?
    do { account = try await store.load(id) } catch let error as TwoFactorError
    {
      throw error
    } catch { throw .storeUnavailable }
    guard let account else { return nil }
    // Somebody else's row would sign in somebody else.
    guard account.id == id else { throw .wrongAccount }
    try setup.check(account)
    return account
  }

  /// Saves the account of the next version.
  func save(
    _ next: Account
  ) async throws(TwoFactorError) -> Bool {
    if let slot = next.state.slot {
      return try await save(next.state, in: slot)
    }
    do {
      return try await store.save(next, replacing: next.version - 1)
    } catch {
      throw .storeUnavailable
    }
  }
}
