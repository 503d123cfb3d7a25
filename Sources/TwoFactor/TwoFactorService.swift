// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The account layer: signing in with a second factor, and everything around
/// it, on any store.
///
/// ```swift
/// let service = try TwoFactorService(
///   rules: TwoFactorConfiguration(issuer: "ACME"), keyring: keyring,
///   store: store, sender: gateway, audit: log)
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
/// while (`KeyDerivation`): give the service threads for it
/// (``DerivationExecutor``). Answers are held back to a rhythm, so that their
/// time does not tell who has an account
/// (``TwoFactorConfiguration/answerStep``).
public struct TwoFactorService: Sendable {
  /// The rules.
  public var rules: TwoFactorConfiguration { setup.rules }

  /// Goes on with other rules.
  ///
  /// - Throws: ``PolicyError`` if a setting is out of its range.
  public mutating func apply(_ rules: TwoFactorConfiguration)
    throws(PolicyError)
  {
    try rules.check()
    setup = Setup(rules: rules, keyring: setup.keyring)
  }

  private(set) var setup: Setup
  let store: any AccountStore
  let sender: any MessageSender
  let audit: any AuditSink
  /// The store, if it is the audit as well.
  let auditingStore: (any AuditingAccountStore)?
  let counter: any MessageCounter
  let derivations: DerivationExecutor
  let observer: (any ServiceObserver)?
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
  ///   - derivations: Where passwords and backup codes are hashed.
  ///   - observer: Sees commands and their times.
  ///   - clock: The server's own clock, never a time that a client sent.
  ///   - random: Random numbers.
  ///   - background: How messages are handed over once an account is saved. The
  ///     answer must not wait for a gateway: its time would tell whether there
  ///     is anybody to write to. A test may wait.
  /// - Throws: ``PolicyError`` if a setting of the rules is out of its range.
  public init(
    rules: TwoFactorConfiguration, keyring: Keyring, store: any AccountStore,
    sender: any MessageSender, audit: any AuditSink,
    counter: any MessageCounter = MemoryMessageCounter(),
    derivations: DerivationExecutor = .inPlace,
    observer: (any ServiceObserver)? = nil,
    clock: @escaping @Sendable () -> UnixTime = { .now },
    random: Randomness = .system,
    background: @escaping Background = { work in Task { await work() } }
  ) throws(PolicyError) {
    try rules.check()
    setup = Setup(rules: rules, keyring: keyring)
    self.store = store
    self.sender = sender
    self.audit = audit
    let both = store as? any AuditingAccountStore
    auditingStore = both.flatMap { $0 === (audit as AnyObject) ? $0 : nil }
    self.counter = counter
    self.derivations = derivations
    self.observer = observer
    self.clock = clock
    self.random = random
    self.background = background
  }
}

/// What every command reads and none changes, shared and not copied.
final class Setup: Sendable {
  let rules: TwoFactorConfiguration
  let keyring: Keyring

  init(rules: TwoFactorConfiguration, keyring: Keyring) {
    self.rules = rules
    self.keyring = keyring
  }
}

// MARK: - The shell
//
// Its parts are inlined into one function, which serves all commands: each
// call that may wait takes a frame of its own, and a sign-in is short enough
// for these frames to be a tenth of it.

extension TwoFactorService {
  /// Decides a command and saves what it decided.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - address: Where the request came from.
  ///   - remembersUnknown: Whether an account that does not exist is given a
  ///     record of what was tried.
  ///   - derives: Whether it hashes passwords or backup codes.
  ///   - name: What it is called for the observer.
  ///   - command: The decision, which may be taken more than once.
  func perform<Answer>(
    _ id: AccountID, address: String? = nil, remembersUnknown: Bool = false,
    derives: Bool = false, name: StaticString = #function,
    _ command: (inout Turn) throws(TwoFactorError) -> Answer
  ) async throws(TwoFactorError) -> Answer {
    let request = Request(
      id: id, address: address, remembersUnknown: remembersUnknown,
      derives: derives)
    let time = AnswerTime(step: setup.rules.answerStep)
    var result = Result<Answer, TwoFactorError>.failure(.contention)
    do throws(TwoFactorError) {
      try await observed(name, request) { turn throws(TwoFactorError) in
        result = .success(try command(&turn))
      }
    } catch {
      result = .failure(error)
    }
    if time.step > .zero { await time.hold() }
    return try result.get()
  }

  /// What a command is asked for with.
  struct Request {
    let id: AccountID
    let address: String?
    let remembersUnknown: Bool
    let derives: Bool
  }

  private func observed(
    _ name: StaticString, _ request: Request, _ command: Turn.Command
  ) async throws(TwoFactorError) {
    var decisions = 0
    guard let observer else {
      return try await decide(request, &decisions, command)
    }
    let start = ContinuousClock.now
    var failure: TwoFactorError?
    defer {
      observer.observe(
        .command(
          name, decisions: decisions, error: failure,
          duration: start.duration(to: .now)))
    }
    do throws(TwoFactorError) {
      try await observer.span(name) { () throws(TwoFactorError) in
        try await decide(request, &decisions, command)
      }
    } catch {
      failure = error
      throw error
    }
  }

  @inline(__always)
  private func decide(
    _ request: Request, _ decisions: inout Int, _ command: Turn.Command
  ) async throws(TwoFactorError) {
    var charged: [MessageCharge] = []
    for _ in 0..<max(1, setup.rules.attempts) {
      decisions += 1
      let stored =
        request.remembersUnknown
        ? try await loadForStranger(request.id) : try await load(request.id)
      let now = clock()
      var decision = try await place(request, stored, now, nil, command)
      if decision.charges != charged {
        // Refused before anything is saved, so nothing can be sent.
        if let wait = try await take(decision.charges, at: now) {
          decision = try await place(request, stored, now, wait, command)
        } else {
          charged = decision.charges
        }
      }
      var isRecorded = false
      if let next = decision.next {
        isRecorded = auditingStore != nil && decision.auditID == nil
        let events = isRecorded ? decision.events : []
        guard try await save(next, recording: events) else { continue }
      }
      await finish(decision, isRecorded: isRecorded, at: now)
      if let failure = decision.failure { throw failure }
      return
    }
    throw .contention
  }

  /// Decides here, or where hashing is done.
  @inline(__always)
  private func place(
    _ request: Request, _ stored: Account?, _ now: UnixTime,
    _ limitsWait: Int?, _ command: Turn.Command
  ) async throws(TwoFactorError) -> Decision {
    guard request.derives else {
      return decide(request, stored, at: now, limitsWait, command)
    }
    return try await derivations.run {
      decide(request, stored, at: now, limitsWait, command)
    }
  }

  /// The part without waiting.
  ///
  /// It stays a function of its own: a turn then lives in one place, where
  /// between two waits it would be copied with all that an account has.
  @inline(never)
  private func decide(
    _ request: Request, _ stored: Account?, at now: UnixTime,
    _ limitsWait: Int?, _ command: Turn.Command
  ) -> Decision {
    var turn = Turn(
      account: stored?.state ?? .unknown(request.id, at: now), now: now,
      setup: setup, random: random, address: request.address,
      limitsWait: limitsWait)
    return turn.decide(over: stored, request.remembersUnknown, command)
  }

  /// Records a decision that stands, unless it was recorded with the account,
  /// and has its messages sent.
  @inline(__always)
  private func finish(
    _ decision: Decision, isRecorded: Bool, at now: UnixTime
  ) async {
    var results: [String: Bool] = [:]
    var isRecorded = isRecorded
    if !isRecorded { isRecorded = await record(decision.events) }
    if let id = decision.auditID { results[id] = isRecorded }
    guard let next = decision.next, !next.state.outbox.isEmpty else { return }
    let (messages, known) = (decision.messages, results)
    await background { await deliver(messages, known, of: next, at: now) }
  }

  @inline(__always)
  func load(
    _ id: AccountID
  ) async throws(TwoFactorError) -> Account? {
    let watch = Stopwatch(observer)
    let account: Account?
    do {
      account = try await store.load(id)
      watch.tell { .load(failed: false, duration: $0) }
    } catch {
      watch.tell { .load(failed: true, duration: $0) }
      throw error as? TwoFactorError ?? .storeUnavailable
    }
    try check(account, of: id)
    return account
  }

  /// Accounts, in the order of their ids, in one call of the store.
  @inline(__always)
  func load(
    _ ids: [AccountID]
  ) async throws(TwoFactorError) -> [Account?] {
    let watch = Stopwatch(observer)
    let accounts: [Account?]
    do {
      accounts = try await store.load(ids)
      watch.tell { .load(failed: false, duration: $0) }
    } catch {
      watch.tell { .load(failed: true, duration: $0) }
      throw error as? TwoFactorError ?? .storeUnavailable
    }
    guard accounts.count == ids.count else { throw .wrongAccount }
    for (account, id) in zip(accounts, ids) { try check(account, of: id) }
    return accounts
  }

  private func check(
    _ account: Account?, of id: AccountID
  ) throws(TwoFactorError) {
    guard let account else { return }
    // Somebody else's row would sign in somebody else.
    guard account.id == id else { throw .wrongAccount }
    try setup.check(account)
  }

  /// Saves the account of the next version.
  ///
  /// - Parameter events: What ``auditingStore`` records with it.
  @inline(__always)
  func save(
    _ next: Account, recording events: [AuditEvent] = []
  ) async throws(TwoFactorError) -> Bool {
    if let slot = next.state.slot {
      return try await save(next.state, in: slot, recording: events)
    }
    let watch = Stopwatch(observer)
    do {
      let version = next.version - 1
      let isSaved =
        if let auditingStore, !events.isEmpty {
          try await auditingStore.save(
            next, replacing: version, recording: events)
        } else {
          try await store.save(next, replacing: version)
        }
      watch.tell { .save(failed: false, lost: !isSaved, duration: $0) }
      return isSaved
    } catch {
      watch.tell { .save(failed: true, lost: false, duration: $0) }
      throw .storeUnavailable
    }
  }
}
