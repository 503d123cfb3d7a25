// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// One command's turn on an account: what goes in and what comes out.
///
/// A command is a method that reads `now` and `random`, changes `account`,
/// appends to `events`, and answers. It has no other effect, so it can be
/// decided again on a newer account after a lost race. Messages are part of
/// the account (its outbox), so they are saved with it or not at all.
struct Turn {
  var account: Account.State
  let now: UnixTime
  let setup: Setup
  var random: Randomness
  /// Where the request came from.
  var address: String?

  var events: [AuditEvent] = []
  /// Messages that this turn has put into the outbox, in the clear.
  var messages: [Message] = []

  var rules: Configuration { setup.rules }
  var keyring: Keyring { setup.keyring }
}

// MARK: - Deciding

/// What a turn came to.
struct Decision<Answer> {
  /// What is answered once it is saved.
  let result: Result<Answer, TwoFactorError>
  /// The account to save, of the next version; `nil` if there is nothing to
  /// save.
  let next: Account?
  let events: [AuditEvent]
  let messages: [Message]
}

extension Turn {
  /// Carries out a command.
  ///
  /// - Parameters:
  ///   - stored: What the turn began with.
  ///   - remembersUnknown: Whether a name without account gets a record.
  ///   - command: What changes the turn; after an error nothing is saved.
  mutating func decide<Answer>(
    over stored: Account?, _ remembersUnknown: Bool,
    _ command: (inout Turn) throws(TwoFactorError) -> Answer
  ) -> Decision<Answer> {
    events.reserveCapacity(4)
    prune()
    do throws(TwoFactorError) {
      let answer = try command(&self)
      let isChanged =
        if let stored { stored.differs(from: account) } else {
          remembersUnknown || !account.isUnknown
        }
      return Decision(
        result: .success(answer), next: isChanged ? next() : nil,
        events: events, messages: messages)
    } catch {
      return Decision(
        result: .failure(error), next: nil, events: events, messages: [])
    }
  }

  /// The account of the next version, taken out.
  private mutating func next() -> Account {
    var state = Account.State.unknown(account.id, at: now)
    swap(&state, &account)
    state.version += 1
    return Account(state)
  }

  /// Takes away what has ended, for good: what was seen to have ended stays
  /// so, even if the clock goes back afterwards.
  mutating func prune() {
    let now = now
    func isOver(_ start: UnixTime, _ end: UnixTime) -> Bool {
      start > now || end <= now
    }
    account.challenges.removeAny { isOver($0.openedAt, $0.expiresAt) }
    account.grants.removeAny { isOver($0.issuedAt, $0.expiresAt) }
    account.devices.removeAny { isOver($0.trustedAt, $0.expiresAt) }
    account.outbox.removeAny { $0.expiresAt <= now }
    if let enrolment = account.enrolment,
      isOver(enrolment.startedAt, enrolment.expiresAt)
    {
      account.enrolment = nil
    }
    if let change = account.phoneChange,
      isOver(change.startedAt, change.expiresAt)
    {
      account.phoneChange = nil
    }
    if let reset = account.reset, reset.expiresAt <= now {
      account.reset?.token = nil
    }
    account.sending.reanchor(at: now)
    for (name, throttle) in account.throttles
    where throttle.lastFailure > now {
      account.throttles[name]?.reanchor(at: now)
    }
  }
}

extension Array {
  /// Removes elements, and copies nothing if there are none to remove.
  fileprivate mutating func removeAny(where isEnded: (Element) -> Bool) {
    if contains(where: isEnded) { removeAll(where: isEnded) }
  }
}

// MARK: - Failures

extension Turn {
  /// The seconds until an attempt is looked at; `nil` for none.
  func wait(_ guarded: Guarded) -> Int? {
    account.throttles[guarded]?.wait(at: now, rules.delay(guarded))
  }

  /// Counts a failure.
  mutating func fail(_ guarded: Guarded) {
    account.throttles[guarded, default: Throttle()].fail(at: now)
  }

  /// Forgets the failures of what was used, and of nothing else (NIST SP
  /// 800-63B-4 section 3.2.2).
  mutating func succeed(_ guarded: Guarded) {
    guard !account.throttles.isEmpty else { return }
    account.throttles[guarded] = nil
  }

  func isDisabled(_ kind: FactorKind) -> Bool {
    let guarded = Guarded(kind)
    return account.throttles[guarded]?.isDisabled(rules.delay(guarded))
      ?? false
  }
}

// MARK: - Events and messages

extension Turn {
  mutating func note(
    _ kind: AuditEvent.Kind, _ factor: FactorKind? = nil,
    reason: String? = nil, actor: String? = nil
  ) {
    events.append(
      AuditEvent(
        account: account.id, at: now, kind: kind, factor: factor,
        reason: reason, actor: actor, address: address))
  }

  /// Tells the person, by mail or else at the verified phone.
  mutating func notify(
    _ notice: Message.Notice
  ) throws(TwoFactorError) {
    // A day is long enough for any outage of a mail server.
    let end = now.advanced(by: 86_400)
    if let mail = account.mail {
      try send(.notice(notice), to: .mail(mail), until: end)
    } else if let phone = account.phone {
      try send(.notice(notice), to: .sms(phone.number), until: end)
    }
  }

  /// Does the work of a message that nobody gets, so that nobody can tell.
  mutating func pretendToSend(
    _ content: Message.Content
  ) throws(TwoFactorError) {
    let id = Hex.encode(random.bytes(16))
    let draft = Message(id: id, destination: .mail(""), content: content)
    _ = try keyring.seal(draft, of: account.id, &random)
  }

  /// Puts a message into the outbox.
  mutating func send(
    _ content: Message.Content, to destination: Message.Destination,
    until end: UnixTime
  ) throws(TwoFactorError) {
    let id = Hex.encode(random.bytes(16))
    let message = Message(id: id, destination: destination, content: content)
    let sealed = try keyring.seal(message, of: account.id, &random)
    account.outbox.append(
      OutboxEntry(
        id: id, content: sealed, createdAt: now,
        leasedUntil: now.advanced(by: Outbox.lease), expiresAt: end))
    messages.append(message)
  }
}
