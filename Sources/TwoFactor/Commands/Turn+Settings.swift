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
    let phone = account.phone?.number
    erase(kind)
    // Backup codes stand in for a device; without one they guard nothing.
    if !account.hasSecondFactor { erase(.backup) }
    account.enrolment = nil
    revokeTrust(except: place, reason: "factor removed")
    note(.factorRemoved, kind)
    try notify(.factorRemoved(kind))
    // Whoever removes a phone as a factor does not keep it as a way in.
    if kind == .sms { try forgetPhone(phone) }
  }

  /// Removes the phone number on file, which then lets nobody in.
  mutating func removePhone(grant: String) throws(TwoFactorError) {
    try authorize(grant, for: .changePhone)
    guard account.sms == nil else { throw .factorActive }
    guard let phone = account.phone?.number else { throw .notEnrolled }
    try forgetPhone(phone)
  }

  /// Ends a phone as a way in: with it, codes for it that are on their way.
  private mutating func forgetPhone(
    _ number: PhoneNumber?
  ) throws(TwoFactorError) {
    account.phone = nil
    account.phoneChange = nil
    for place in account.challenges.indices {
      account.challenges[place].recovery = nil
    }
    guard let number else { return }
    note(.phoneRemoved)
    try notify(.phoneRemoved, at: number)
  }

  /// Puts a proven number on file; the old number, the new one and the mail
  /// hear of it.
  mutating func replacePhone(
    by number: PhoneNumber
  ) throws(TwoFactorError) {
    let old = account.phone?.number
    account.phone = VerifiedPhone(number: number, verifiedAt: now)
    account.phoneChange = nil
    for place in account.challenges.indices {
      account.challenges[place].recovery = nil
    }
    note(.phoneChanged)
    try notify(.phoneChanged, at: old, number)
  }

  private mutating func erase(_ kind: FactorKind) {
    switch kind {
    case .totp: account.apps = []
    case .sms: account.sms = nil
    case .backup: account.backup = nil
    }
    succeed(Guarded(kind))
  }

  /// Begins with another phone number on file.
  mutating func changePhone(
    grant: String, number text: String
  ) throws(TwoFactorError) -> SMSEnrolment {
    try authorize(grant, for: .changePhone)
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
      notice: FactorKind.smsNotice)
  }

  /// Takes the code; the number counts from now on.
  mutating func confirmPhone(
    grant: String, code: String
  ) throws(TwoFactorError) -> EnrolmentAnswer {
    try authorize(grant, for: .changePhone)
    guard account.sms == nil else { throw .factorActive }
    guard let change = phoneChange else { throw .nothingPending }
    if let wait = wait(.enrolment) { return .refused(retryAfter: wait) }
    var sent = change.code
    let isRight = try check(code, against: &sent, for: .phone)
    account.phoneChange?.code = sent
    guard isRight else {
      fail(.enrolment)
      note(.enrolmentRejected, reason: "phone")
      return .refused(retryAfter: wait(.enrolment))
    }
    try replacePhone(by: change.number)
    succeed(.enrolment)
    return .active
  }
}

// MARK: - Administrators

extension Turn {
  /// Removes every factor of somebody who has lost them all.
  ///
  /// It shows no secret and sets no password; the person hears of it.
  mutating func administratorReset(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.resetFactors, of: administrator)
    // The number may be lost as well, so the mail hears of it and the phone.
    let phone = account.phone?.number
    try notify(.administratorReset, at: phone)
    for kind in FactorKind.allCases { erase(kind) }
    account.enrolment = nil
    succeed(.recovery)
    revokeTrust(reason: "administrator reset")
    note(.administratorReset, reason: reason, actor: administrator.actor)
    try forgetPhone(phone)
  }

  /// Makes an account answer nothing, or answer again.
  mutating func setActive(
    _ isActive: Bool, by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.deactivate, of: administrator)
    account.standing = isActive ? .active : .deactivated
    account.reset = nil
    if !isActive { revokeTrust(reason: "deactivated") }
    note(
      isActive ? .accountReactivated : .accountDeactivated, reason: reason,
      actor: administrator.actor)
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
    account.mail = try mail.map { mail throws(TwoFactorError) in
      try MailAddress(mail).text
    }
    account.identities = identities
    note(.accountCreated)
    if let password {
      try checkRules(password)
      try setPassword(password)
    } else if let mail {
      try issueTemporaryPassword(mail)
    }
  }

  /// Sends another first password to somebody who has not replaced theirs.
  mutating func invite(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.register, of: administrator)
    guard account.standing == .active, let mail = account.mail,
      let password = account.password, account.isInvited
    else { throw .nothingPending }
    if password.setAt <= latest,
      now < password.setAt.advanced(by: rules.sending.resetCooldown)
    {
      throw .tooManyMessages
    }
    account.reset = nil
    succeed(.password)
    revokeTrust(reason: "invited again")
    try issueTemporaryPassword(mail, reason, administrator.actor)
  }

  /// Deactivates the account of somebody who has not chosen a password.
  mutating func withdrawInvitation(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.deactivate, of: administrator)
    guard account.standing == .active, account.isInvited else {
      throw .nothingPending
    }
    try setActive(false, by: administrator, reason: reason)
  }

  private mutating func issueTemporaryPassword(
    _ mail: String, _ reason: String? = nil, _ actor: String? = nil
  ) throws(TwoFactorError) {
    let text = try temporaryPassword()
    let lifetime = rules.initialPasswordLifetime
    try setPassword(text, validFor: lifetime)
    account.password?.isFirst = true
    note(.temporaryPasswordIssued, reason: reason, actor: actor)
    let end = now.advanced(by: lifetime)
    try send(
      .temporaryPassword(text, expiresAt: end), to: .mail(mail), until: end,
      kind: "temporary password")
  }
}
