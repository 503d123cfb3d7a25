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

  /// The seconds that the limits across accounts ask to wait; `nil` for none.
  var limitsWait: Int?

  var events: [AuditEvent] = []
  /// Messages that this turn has put into the outbox, in the clear.
  var messages: [AccountMessage] = []
  /// What the codes of this turn are charged to.
  var charges: [MessageCharge] = []

  /// The time that the clock of another server may show now: what was made
  /// later than that is from the future.
  var latest: UnixTime { now.advanced(by: max(0, rules.clockTolerance)) }

  var rules: TwoFactorConfiguration { setup.rules }
  var keyring: Keyring { setup.keyring }
}

// MARK: - Deciding

/// What a turn came to.
struct Decision {
  /// The error that is answered; `nil` if the command has its answer.
  let failure: TwoFactorError?
  /// The account to save, of the next version; `nil` if there is nothing to
  /// save.
  let next: Account?
  let events: [AuditEvent]
  /// The outbox entry that keeps the events, if one does.
  let auditID: String?
  let messages: [AccountMessage]
  let charges: [MessageCharge]
}

extension Turn {
  /// What changes a turn; it keeps its answer itself.
  typealias Command = (inout Turn) throws(TwoFactorError) -> Void

  /// Carries out a command.
  ///
  /// - Parameters:
  ///   - stored: What the turn began with.
  ///   - remembersUnknown: Whether a name without account gets a record.
  ///   - command: What changes the turn; after an error nothing is saved.
  mutating func decide(
    over stored: Account?, _ remembersUnknown: Bool, _ command: Command
  ) -> Decision {
    events.reserveCapacity(4)
    prune()
    do throws(TwoFactorError) {
      try command(&self)
      let isChanged =
        if let stored { stored.differs(from: account) } else {
          remembersUnknown || !account.isUnknown
        }
      let auditID = isChanged ? try keepEvents() : nil
      return Decision(
        failure: nil, next: isChanged ? next() : nil,
        events: events, auditID: auditID, messages: messages, charges: charges)
    } catch {
      return Decision(
        failure: error, next: nil, events: events, auditID: nil,
        messages: [], charges: [])
    }
  }

  /// The account of the next version, taken out.
  mutating func next() -> Account {
    var state = Account.State.unknown(account.id, at: now)
    swap(&state, &account)
    state.version += 1
    return Account(state, origin: .made(by: setup))
  }

  /// Takes away what has ended, for good: what was seen to have ended stays
  /// so, even if the clock goes back afterwards.
  ///
  /// What is from the future stays, and is not valid yet: another server has
  /// made it, and this one's clock may be the wrong one.
  mutating func prune() {
    let (now, latest) = (now, latest)
    account.challenges.removeAny { $0.expiresAt <= now }
    account.grants.removeAny { $0.expiresAt <= now }
    account.devices.removeAny { $0.expiresAt <= now }
    account.outbox.removeAny { $0.expiresAt <= now }
    if let enrolment = account.enrolment, enrolment.expiresAt <= now {
      account.enrolment = nil
    }
    if let change = account.phoneChange, change.expiresAt <= now {
      account.phoneChange = nil
    }
    if let change = account.mailChange, change.expiresAt <= now {
      account.mailChange = nil
    }
    if let reset = account.reset, reset.expiresAt <= now {
      account.reset?.token = nil
    }
    let tolerance = rules.clockTolerance
    account.sending.reanchor(at: now, tolerance: tolerance)
    pruneLanes(tolerance)
    for (name, throttle) in account.throttles
    where throttle.lastFailure > latest {
      account.throttles[name]?.reanchor(at: now, tolerance: tolerance)
    }
  }

  /// Waits of devices and addresses, and addresses of long ago.
  private mutating func pruneLanes(_ tolerance: Int) {
    let (now, latest, life) = (now, latest, rules.familiar.lifetime)
    account.familiar.removeAny { $0.lastSignIn.advanced(by: life) <= now }
    for place in account.devices.indices
    where account.devices[place].throttle.map({ $0.lastFailure > latest })
      ?? false
    {
      account.devices[place].throttle?.reanchor(at: now, tolerance: tolerance)
    }
    for place in account.familiar.indices
    where account.familiar[place].throttle.map({ $0.lastFailure > latest })
      ?? false
    {
      account.familiar[place].throttle?.reanchor(
        at: now, tolerance: tolerance)
    }
  }

  /// The enrolment in progress, unless it is from the future.
  var enrolment: Enrolment? {
    account.enrolment.flatMap { $0.startedAt <= latest ? $0 : nil }
  }

  /// The change of the phone number in progress, unless it is from the future.
  var phoneChange: PhoneChange? {
    account.phoneChange.flatMap { $0.startedAt <= latest ? $0 : nil }
  }
}

extension Array {
  /// Removes elements, and copies nothing if there are none to remove.
  mutating func removeAny(where isEnded: (Element) -> Bool) {
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
