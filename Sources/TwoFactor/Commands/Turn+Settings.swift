// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Removing factors, the phone number, administrators, the life of accounts.

extension Turn {
  /// Removes a factor: its secret, every remembered device, every open
  /// challenge and every other session's grant die at once.
  mutating func remove(
    _ kind: FactorKind, grant: String
  ) throws(TwoFactorError) {
    let place = try authorize(grant, for: .manage)
    guard account.isActive(kind) else { throw .notEnrolled }
    let isLast = account.activeFactors.filter { $0 != .backup } == [kind]
    guard !isLast || !rules.secondFactor.keepsLastFactor else {
      note(.notAuthorized, kind, reason: "last factor")
      throw .lastFactor
    }
    erase(kind)
    // Backup codes stand in for a device; without one they guard nothing.
    if !account.hasSecondFactor { erase(.backup) }
    account.enrolment = nil
    revokeTrust(except: place, reason: "factor removed")
    note(.factorRemoved, kind)
    try notify(.factorRemoved(kind))
  }

  private mutating func erase(_ kind: FactorKind) {
    switch kind {
    case .totp: account.totp = nil
    case .sms: account.sms = nil
    case .backup: account.backup = nil
    }
    succeed(Guarded(kind))
  }

  /// Begins with another phone number on file.
  mutating func changePhone(
    grant: String, number text: String
  ) throws(TwoFactorError) -> SMSEnrolment {
    try authorize(grant, for: .manage)
    guard account.sms == nil else { throw .factorActive }
    let number = try phoneNumber(text)
    guard sendingWait == nil else {
      note(.sendingRefused, .sms)
      throw .tooManyMessages
    }
    let code = try sendCode(to: number, for: .phone)
    account.phoneChange = PhoneChange(
      number: number, code: code, startedAt: now,
      expiresAt: now.advanced(by: rules.enrolmentLifetime))
    note(.phoneChangeStarted)
    return SMSEnrolment(
      sentTo: number.masked, expiresAt: code.expiresAt,
      notice: FactorKind.sms.restrictedNotice ?? "")
  }

  /// Takes the code; the number counts from now on.
  mutating func confirmPhone(
    grant: String, code: String
  ) throws(TwoFactorError) -> EnrolmentAnswer {
    try authorize(grant, for: .manage)
    guard account.sms == nil else { throw .factorActive }
    guard let change = account.phoneChange else { throw .nothingPending }
    if let wait = wait(.enrolment) { return .refused(retryAfter: wait) }
    var sent = change.code
    let isRight = try check(code, against: &sent, for: .phone)
    account.phoneChange?.code = sent
    guard isRight else {
      fail(.enrolment)
      note(.enrolmentRejected, reason: "phone")
      return .refused(retryAfter: wait(.enrolment))
    }
    // Those at the old number learn of it before it is gone.
    try notify(.phoneChanged)
    account.phone = VerifiedPhone(number: change.number, verifiedAt: now)
    account.phoneChange = nil
    succeed(.enrolment)
    account.sending.succeed()
    note(.phoneChanged)
    return .active
  }
}

// MARK: - Administrators

extension Turn {
  /// Removes every factor of somebody who has lost them all (S12).
  ///
  /// It shows no secret and sets no password; the person hears of it.
  mutating func administratorReset(
    by actor: String
  ) throws(TwoFactorError) {
    try requireAccount()
    // The number may be lost as well, so it is the mail that must arrive.
    try notify(.administratorReset)
    for kind in FactorKind.allCases { erase(kind) }
    account.enrolment = nil
    account.phoneChange = nil
    succeed(.recovery)
    revokeTrust(reason: "administrator reset")
    note(.administratorReset, actor: actor)
  }

  /// Makes an account answer nothing, or answer again.
  mutating func setActive(
    _ isActive: Bool, by actor: String
  ) throws(TwoFactorError) {
    try requireAccount()
    account.standing = isActive ? .active : .deactivated
    account.reset = nil
    if !isActive { revokeTrust(reason: "deactivated") }
    note(
      isActive ? .accountReactivated : .accountDeactivated, actor: actor)
  }

  /// Makes an account, with a password that a machine made unless one is
  /// given.
  mutating func register(
    mail: String?, password: String?, identities: [ExternalIdentity]
  ) throws(TwoFactorError) {
    guard account.standing == .unknown else { throw .alreadyExists }
    let version = account.version
    account = Account.State(
      id: account.id, standing: .active, createdAt: now)
    account.version = version
    account.mail = mail
    account.identities = identities
    note(.accountCreated)
    if let password {
      try checkRules(password)
      try setPassword(password)
    } else if let mail {
      try issueTemporaryPassword(mail)
    }
  }

  private mutating func issueTemporaryPassword(
    _ mail: String
  ) throws(TwoFactorError) {
    let text = try temporaryPassword()
    let lifetime = rules.initialPasswordLifetime
    try setPassword(text, validFor: lifetime)
    note(.temporaryPasswordIssued)
    let end = now.advanced(by: lifetime)
    try send(
      .temporaryPassword(text, expiresAt: end), to: .mail(mail), until: end)
  }

  private func requireAccount() throws(TwoFactorError) {
    guard account.standing != .unknown else { throw .notAuthorized }
  }
}
