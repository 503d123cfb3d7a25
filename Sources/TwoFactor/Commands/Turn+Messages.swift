// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// What a turn tells: events for the audit, messages for the person.

extension Turn {
  mutating func note(
    _ kind: AuditEvent.Kind, _ factor: FactorKind? = nil,
    app: String? = nil, reason: String? = nil, actor: String? = nil
  ) {
    events.append(
      AuditEvent(
        account: account.id, at: now, kind: kind, factor: factor,
        app: app, reason: reason, actor: actor, address: address))
  }

  /// Tells the person, by mail or else at the verified phone.
  ///
  /// - Parameter phones: Numbers that hear of it in any case.
  mutating func notify(
    _ notice: AccountMessage.Notice, at phones: PhoneNumber?...
  ) throws(TwoFactorError) {
    // A day is long enough for any outage of a mail server.
    let end = now.advanced(by: 86_400)
    if let mail = account.mail {
      try send(
        .notice(notice), to: .mail(mail), until: end, kind: "\(notice.name)")
    }
    var numbers: [PhoneNumber] = []
    if account.mail == nil, let phone = account.phone {
      numbers.append(phone.number)
    }
    for case let number? in phones where !numbers.contains(number) {
      numbers.append(number)
    }
    for (place, number) in numbers.enumerated() {
      try send(
        .notice(notice), to: .sms(number), until: end,
        kind: "\(notice.name) at phone \(place)")
    }
  }

  /// Does the work of a message that nobody gets, so that nobody can tell.
  mutating func pretendToSend(
    _ content: AccountMessage.Content
  ) throws(TwoFactorError) {
    let id = Hex.encode(random.bytes(16))
    let draft = AccountMessage(
      id: id, account: account.id, destination: .mail(""), content: content)
    _ = try keyring.seal(draft, of: account.id, &random)
  }

  /// Puts a message into the outbox.
  ///
  /// - Parameter kind: The newest message of a kind takes the place of the one
  ///   before; `nil` for one that stands alone.
  mutating func send(
    _ content: AccountMessage.Content,
    to destination: AccountMessage.Destination,
    until end: UnixTime, kind: String? = nil
  ) throws(TwoFactorError) {
    let id = Hex.encode(random.bytes(16))
    let message = AccountMessage(
      id: id, account: account.id, destination: destination, content: content)
    let sealed = try keyring.seal(message, of: account.id, &random)
    if let kind { account.outbox.removeAny { $0.kind == kind } }
    for _ in account.outbox.indices.dropFirst(Outbox.limit - 1) {
      dropOldestMessage()
    }
    account.outbox.append(
      OutboxEntry(
        id: id, content: sealed, createdAt: now,
        leasedUntil: now.advanced(by: Outbox.lease), expiresAt: end,
        kind: kind))
    messages.append(message)
  }

  /// Makes room in a full outbox; audit events stay.
  private mutating func dropOldestMessage() {
    let place = account.outbox.firstIndex { $0.kind != Outbox.audit }
    guard let place else { return }
    account.outbox.remove(at: place)
    note(.messageDropped)
  }

  /// Puts the turn's events into the outbox, if the rules want them there.
  ///
  /// - Returns: The entry's id.
  mutating func keepEvents() throws(TwoFactorError) -> String? {
    guard rules.auditsThroughOutbox, !events.isEmpty else { return nil }
    let waiting = account.outbox.count { $0.kind == Outbox.audit }
    guard waiting < Outbox.auditLimit else { throw .auditUnavailable }
    let id = Hex.encode(random.bytes(16))
    for place in events.indices { events[place].id = "\(id)-\(place)" }
    let sealed = try keyring.seal(events, of: account.id, id: id, &random)
    account.outbox.append(
      OutboxEntry(
        id: id, content: sealed, createdAt: now,
        leasedUntil: now.advanced(by: Outbox.lease),
        expiresAt: UnixTime(.max), kind: Outbox.audit))
    return id
  }
}
