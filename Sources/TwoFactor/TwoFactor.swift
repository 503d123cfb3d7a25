// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The account layer: signing in with a second factor, and everything around
/// it, on any store.
///
/// ```swift
/// let service = TwoFactor(
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
public struct TwoFactor: Sendable {
  /// The rules.
  public var rules: Configuration

  let keyring: Keyring
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
    self.rules = rules
    self.keyring = keyring
    self.store = store
    self.sender = sender
    self.audit = audit
    self.clock = clock
    self.random = random
    self.background = background
  }
}

// MARK: - The shell

extension TwoFactor {
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
    for _ in 0..<max(1, rules.attempts) {
      let stored = try await load(id)
      var turn = newTurn(stored ?? .unknown(id, at: clock()), address)
      turn.prune()
      let answer: Answer
      do throws(TwoFactorError) {
        answer = try command(&turn)
      } catch {
        await audit.record(turn.events)
        throw error
      }
      let isNew = stored == nil && turn.account.isUnknown
      if isNew && !remembersUnknown || turn.account == stored {
        await audit.record(turn.events)
        return answer
      }
      let version = turn.account.version
      turn.account.version = version + 1
      guard try await save(turn.account, replacing: version) else { continue }
      await audit.record(turn.events)
      if !turn.account.outbox.isEmpty {
        let saved = turn
        await background { await deliver(saved) }
      }
      return answer
    }
    throw .contention
  }

  private func newTurn(_ account: Account, _ address: String?) -> Turn {
    Turn(
      account: account, now: clock(), rules: rules, keyring: keyring,
      random: random, address: address)
  }

  private func load(_ id: AccountID) async throws(TwoFactorError) -> Account? {
    do { return try await store.load(id) } catch let error as TwoFactorError {
      throw error
    } catch { throw .storeUnavailable }
  }

  private func save(
    _ account: Account, replacing version: UInt64
  ) async throws(TwoFactorError) -> Bool {
    do { return try await store.save(account, replacing: version) } catch {
      throw .storeUnavailable
    }
  }
}

// MARK: - Messages

extension TwoFactor {
  /// Sends what a turn has put into the outbox, and what others have left
  /// there, and notes it down.
  ///
  /// The answer stands whatever happens here: what could not be sent stays in
  /// the outbox for the next call, or for ``deliverMessages(_:)``.
  private func deliver(_ turn: Turn) async {
    var sent: Set<String> = []
    for message in turn.messages where await send(message) {
      sent.insert(message.id)
    }
    sent.formUnion(await sendAbandoned(turn))
    guard !sent.isEmpty else { return }
    try? await forget(sent, of: turn.account)
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
  private func sendAbandoned(_ turn: Turn) async -> Set<String> {
    var sent: Set<String> = []
    for entry in turn.account.outbox
    where entry.leasedUntil <= turn.now || entry.createdAt > turn.now {
      guard let message = try? keyring.message(entry, of: turn.account.id)
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
    for _ in 0..<max(1, rules.attempts) {
      guard var next = account else { return }
      let version = next.version
      next.outbox.removeAll { sent.contains($0.id) }
      guard next != account else { return }
      next.version += 1
      if try await save(next, replacing: version) { return }
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
    let turn = newTurn(account, nil)
    let sent = await sendAbandoned(turn)
    try await forget(sent, of: account)
  }
}
