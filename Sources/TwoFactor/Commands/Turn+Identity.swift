// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// The mail address, identities at providers, and the end of an account.

// MARK: - Mail

extension Turn {
  /// Begins with another mail address: a code goes there.
  mutating func changeMail(
    grant: String, to text: String
  ) throws(TwoFactorError) {
    try authorize(grant, for: .manage)
    let mail = try MailAddress(text)
    // The budget of text messages: an account fills nobody's mailbox, and gives
    // few guesses at the code for an address that is somebody else's.
    guard sendingWait == nil else {
      note(.sendingRefused, reason: "mail")
      throw .tooManyMessages
    }
    account.sending.send(at: now)
    // No longer than other codes may live (NIST SP 800-63B-4 3.1.3.2).
    let end = now.advanced(by: 600)
    let number = Int.random(in: 0..<1_000_000, using: &random)
    let code = OneTimeCode(value: UInt32(number), digits: 6)
    let digest = CodeDigest(of: code, for: mailPurpose, keyring)
    account.mailChange = MailChange(
      mail: mail.text,
      code: SentCode(
        digest: digest, sentAt: now, expiresAt: end,
        attemptsLeft: rules.sending.attempts),
      startedAt: now, expiresAt: end)
    note(.mailChangeStarted)
    try send(
      .code(code.description, for: .mail, expiresAt: end),
      to: .mail(mail.text), until: end)
  }

  /// Takes the code; the address counts from now on, and both hear of it.
  mutating func confirmMail(
    grant: String, code: String
  ) throws(TwoFactorError) -> EnrolmentAnswer {
    try authorize(grant, for: .manage)
    guard let change = account.mailChange else { throw .nothingPending }
    if let wait = wait(.enrolment) { return .refused(retryAfter: wait) }
    var sent = change.code
    let isRight = try check(code, against: &sent, for: .mail)
    account.mailChange?.code = sent
    guard isRight else {
      fail(.enrolment)
      note(.enrolmentRejected, reason: "mail")
      return .refused(retryAfter: wait(.enrolment))
    }
    // Those at the old address learn of it before it is gone.
    if let mail = account.mail {
      try send(
        .notice(.mailChanged), to: .mail(mail), until: now.advanced(by: 86_400),
        kind: "mail changed, old address")
    }
    account.mail = change.mail
    account.mailChange = nil
    // A reset on its way to the old address is void.
    account.reset?.token = nil
    succeed(.enrolment)
    note(.mailChanged)
    try notify(.mailChanged)
    return .active
  }

  private var mailPurpose: String { purpose(.mail) }
}

// MARK: - Identities

extension Turn {
  /// Lets somebody at a provider sign in to this account.
  mutating func link(
    _ identity: ExternalIdentity, grant: String
  ) throws(TwoFactorError) {
    try authorize(grant, for: .manage)
    guard !identity.issuer.isEmpty, !identity.subject.isEmpty,
      identity.issuer.utf8.count <= 1_024, identity.subject.utf8.count <= 1_024,
      account.identities.count < 32
    else { throw .parameters }
    guard !account.identities.contains(identity) else { return }
    account.identities.append(identity)
    note(.identityLinked)
    try notify(.identityLinked(issuer: identity.issuer))
  }

  /// Lets them sign in no longer; the last way in stays.
  mutating func unlink(
    _ identity: ExternalIdentity, grant: String
  ) throws(TwoFactorError) {
    let place = try authorize(grant, for: .manage)
    guard account.identities.contains(identity) else { throw .notEnrolled }
    guard account.password != nil || account.identities.count > 1 else {
      throw .lastWayIn
    }
    account.identities.removeAll { $0 == identity }
    revokeTrust(except: place, reason: "identity unlinked")
    note(.identityUnlinked)
    try notify(.identityUnlinked(issuer: identity.issuer))
  }
}

// MARK: - The end

extension Turn {
  /// Erases everything but the id, which is never given to anybody else.
  mutating func eraseAccount(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.erase, of: administrator)
    let version = account.version
    account = Account.State(id: account.id, standing: .erased, createdAt: now)
    account.version = version
    note(.accountErased, reason: reason, actor: administrator.actor)
  }
}
