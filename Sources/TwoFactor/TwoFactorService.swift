// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The account layer: signing in with a second factor, and everything around
/// it, on any store.
///
/// ```swift
/// let service = TwoFactorService(
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
  public var rules: Configuration {
    get { setup.rules }
    set { setup = Setup(rules: newValue, keyring: setup.keyring) }
  }

  private(set) var setup: Setup
  let store: any AccountStore
  let sender: any MessageSender
  let audit: any AuditSink
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
  ///   - clock: The server's own clock, never a time that a client sent.
  ///   - random: Random numbers.
  ///   - background: How messages are handed over once an account is saved. The
  ///     answer must not wait for a gateway: its time would tell whether there
  ///     is anybody to write to. A test may wait.
  public init(
    rules: Configuration, keyring: Keyring, store: any AccountStore,
    sender: any MessageSender, audit: any AuditSink,
    clock: @escaping @Sendable () -> UnixTime = { .now },
    random: Randomness = .system,
    background: @escaping Background = { work in Task { await work() } }
  ) {
    setup = Setup(rules: rules, keyring: keyring)
    self.store = store
    self.sender = sender
    self.audit = audit
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
    for _ in 0..<max(1, setup.rules.attempts) {
      let stored = try await load(id)
      let now = clock()
      let decision = decide(
        id, stored, at: now, from: address, remembersUnknown, command)
      if let next = decision.next, try await !save(next) { continue }
      await audit.record(decision.events)
      if let next = decision.next, !next.state.outbox.isEmpty {
        let messages = decision.messages
        await background { await deliver(messages, of: next, at: now) }
      }
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
    from address: String?, _ remembersUnknown: Bool,
    _ command: (inout Turn) throws(TwoFactorError) -> Answer
  ) -> Decision<Answer> {
    let account =
      if let stored { stored.state } else { Account.State.unknown(id, at: now) }
    var turn = Turn(
      account: account, now: now, setup: setup, random: random,
      address: address)
    return turn.decide(over: stored, remembersUnknown, command)
  }

  private func load(
    _ id: AccountID
  ) async throws(TwoFactorError) -> Account? {
    do { return try await store.load(id) } catch let error as TwoFactorError {
      throw error
    } catch { throw .storeUnavailable }
  }

  /// Saves the account of the next version.
  private func save(
    _ next: Account
  ) async throws(TwoFactorError) -> Bool {
    do {
      return try await store.save(next, replacing: next.version - 1)
    } catch {
      throw .storeUnavailable
    }
  }
}

// MARK: - Messages

extension TwoFactorService {
  /// Sends what a turn has put into the outbox, and what others have left
  /// there, and notes it down.
  ///
  /// The answer stands whatever happens here: what could not be sent stays in
  /// the outbox for the next call, or for ``deliverMessages(_:)``.
  private func deliver(
    _ messages: [Message], of account: Account, at now: UnixTime
  ) async {
    var sent: Set<String> = []
    for message in messages where await send(message) {
      sent.insert(message.id)
    }
    sent.formUnion(await sendAbandoned(account, at: now))
    guard !sent.isEmpty else { return }
    try? await forget(sent, of: account)
  }

  private func send(_ message: Message) async -> Bool {
    do {
      try await sender.send(message)
      return true
    } catch {
      return false
    }
  }

  /// Messages whose lease has ended.
  private func sendAbandoned(
    _ account: Account, at now: UnixTime
  ) async -> Set<String> {
    var sent: Set<String> = []
    for entry in account.state.outbox
    where entry.leasedUntil <= now || entry.createdAt > now {
      guard let message = try? setup.keyring.message(entry, of: account.id)
      else { continue }
      if await send(message) { sent.insert(entry.id) }
    }
    return sent
  }

  /// Takes sent messages out of the outbox.
  private func forget(
    _ sent: Set<String>, of account: Account
  ) async throws(TwoFactorError) {
    var account: Account? = account
    for _ in 0..<max(1, setup.rules.attempts) {
      guard var next = account?.state else { return }
      let count = next.outbox.count
      next.outbox.removeAll { sent.contains($0.id) }
      guard next.outbox.count < count else { return }
      next.version += 1
      if try await save(Account(next)) { return }
      account = try await load(next.id)
    }
  }

  /// Sends the messages of an account that were left behind, such as after a
  /// crash; call it from a timer for accounts whose outbox is not empty.
  ///
  /// - Throws: ``TwoFactorError`` if the store fails.
  public func deliverMessages(
    _ id: AccountID
  ) async throws(TwoFactorError) {
    guard let account = try await load(id) else { return }
    let sent = await sendAbandoned(account, at: clock())
    try await forget(sent, of: account)
  }
}
