// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// Setting factors up: pending until proven, active only then.

extension Turn {
  /// Begins with an authenticator app.
  ///
  /// What it takes the place of stays in use until it is active: nobody is
  /// without a factor in between.
  mutating func enrolTOTP(
    grant: String, label: String, name appName: String,
    replacing replaced: ReplacedApps
  ) throws(TwoFactorError) -> TOTPEnrolment {
    let place = try authorize(grant, for: .enrol)
    let appName = try AppName.read(appName)
    try checkRoom(replacing: replaced, grant: place)
    let parameters = rules.totp
    let secret = Secret.generate(for: parameters.algorithm, using: &random)
    let name = Hex.encode(random.bytes(8))
    var bytes = unsafe secret.withUnsafeBytes { unsafe Array($0) }
    defer { Libcrypto.wipe(&bytes) }
    let sealed = try keyring.seal(
      bytes, for: .totp(account.id, enrolment: name), &random)
    begin(.totp(secret: sealed, parameters: parameters), name: name)
    account.enrolment?.label = appName
    account.enrolment?.replaced = replaced
    do throws(OTPAuthURIError) {
      let uri = try OTPAuthURI(
        issuer: rules.issuer, account: label, secret: secret,
        algorithm: parameters.algorithm, digits: parameters.digits,
        factor: .totp(period: parameters.period))
      return TOTPEnrolment(uri: uri, secretText: Self.grouped(secret))
    } catch {
      throw .parameters
    }
  }

  /// Begins with codes by text message to a number, which is verified by the
  /// first of them.
  mutating func enrolSMS(
    grant: String, number text: String
  ) throws(TwoFactorError) -> SMSEnrolment {
    try authorize(grant, for: .enrol)
    let number = try phoneNumber(text)
    guard account.sms == nil || account.phone?.number == number else {
      throw .factorActive
    }
    guard sendingWait == nil else {
      note(.sendingRefused, .sms)
      throw .tooManyMessages
    }
    let code = try sendCode(to: number, for: .enrolment)
    begin(
      .sms(number: number, code: code), name: Hex.encode(random.bytes(8)))
    return SMSEnrolment(
      sentTo: number.masked, expiresAt: code.expiresAt,
      notice: FactorKind.smsNotice)
  }

  private mutating func begin(_ method: Enrolment.Method, name: String) {
    let enrolment = Enrolment(
      name: name, method: method, startedAt: now,
      expiresAt: now.advanced(by: rules.enrolmentLifetime))
    account.enrolment = enrolment
    note(.enrolmentStarted, enrolment.kind)
  }

  func phoneNumber(_ text: String) throws(TwoFactorError) -> PhoneNumber {
    do throws(PhoneNumberError) {
      return try rules.phones.number(text)
    } catch {
      throw .phone(error)
    }
  }

  /// The secret in base32, a space after every four characters.
  private static func grouped(_ secret: Secret) -> String {
    let text = Array(secret.revealedBase32().utf8)
    return String(asciiCount: text.count + (text.count - 1) / 4) { place in
      place % 5 == 4 ? UInt8(ascii: " ") : text[place - place / 5]
    }
  }
}

// MARK: - Proving

extension Turn {
  /// Takes the first code.
  mutating func confirmEnrolment(
    grant: String, code: String
  ) throws(TwoFactorError) -> EnrolmentAnswer {
    let place = try authorize(grant, for: .enrol)
    guard let enrolment, enrolment.proof == nil else {
      throw .nothingPending
    }
    if let wait = wait(.enrolment) {
      note(.throttled, enrolment.kind)
      return .refused(retryAfter: wait)
    }
    guard let proof = try prove(enrolment, code) else {
      fail(.enrolment)
      note(.enrolmentRejected, enrolment.kind)
      return .refused(retryAfter: wait(.enrolment))
    }
    succeed(.enrolment)
    account.enrolment?.proof = proof
    guard rules.requiresBackupCodes, account.backup == nil else {
      try activate(grant: place)
      return .active
    }
    return .saveBackupCodes(try issueBackupCodes())
  }

  private mutating func prove(
    _ enrolment: Enrolment, _ code: String
  ) throws(TwoFactorError) -> Enrolment.Proof? {
    switch enrolment.method {
    case .totp(let sealed, let parameters):
      let secret = try open(sealed, name: enrolment.name)
      let verifier = try rules.drift.verifier(of: secret, parameters)
      do throws(ParameterError) {
        let (verdict, state) = try verifier.verify(
          code, at: now, state: TOTPState())
        return verdict.isAccepted ? .init(at: now, state: state) : nil
      } catch {
        throw .parameters
      }
    case .sms(let number, var sent):
      let isRight = try check(code, against: &sent, for: .enrolment)
      account.enrolment?.method = .sms(number: number, code: sent)
      return isRight ? .init(at: now, state: nil) : nil
    }
  }

  /// Takes the person's word that the backup codes are saved.
  mutating func confirmBackupCodesSaved(
    grant: String
  ) throws(TwoFactorError) {
    let place = try authorize(grant, for: .enrol)
    guard let enrolment, enrolment.proof != nil, enrolment.backup != nil
    else { throw .nothingPending }
    try activate(grant: place)
  }

  /// Makes the enrolment the factor; what it replaces dies at once.
  private mutating func activate(grant: Int) throws(TwoFactorError) {
    guard let enrolment, let proof = enrolment.proof else {
      throw .nothingPending
    }
    switch enrolment.method {
    case .totp(let sealed, let parameters):
      // Without the step of the first code that code would work again.
      guard let state = proof.state else { throw .unreadableState }
      let app = TOTPFactor(
        name: enrolment.name, label: enrolment.label, secret: sealed,
        parameters: parameters, state: state, activeSince: now)
      try add(app, replacing: enrolment.replaced)
    case .sms(let number, _):
      if account.phone?.number != number { try replacePhone(by: number) }
      account.sms = SMSFactor(activeSince: now)
      succeed(.sms)
    }
    if let backup = enrolment.backup {
      account.backup = BackupFactor(set: backup, issuedAt: now)
      succeed(.backup)
    }
    account.enrolment = nil
    // Setting a factor up has shown it, so this session has two now.
    account.grants[grant].assurance = 2
    account.grants[grant].limits.subtract([.mustEnrol, .recovering])
    revokeTrust(except: grant, reason: "factor added")
    try announce(enrolment)
  }

  private mutating func announce(
    _ enrolment: Enrolment
  ) throws(TwoFactorError) {
    let kind = enrolment.kind
    note(.factorAdded, kind, app: kind == .totp ? enrolment.name : nil)
    let isOneMore = kind == .totp && account.apps.count > 1
    try notify(
      isOneMore
        ? .appAdded(name: enrolment.label?.text) : .factorAdded(kind))
  }
}

// MARK: - Backup codes

extension Turn {
  /// Makes codes for the enrolment in progress.
  private mutating func issueBackupCodes()
    throws(TwoFactorError) -> [String]
  {
    let (texts, set) = try newBackupCodes()
    account.enrolment?.backup = set
    note(.backupCodesIssued, .backup)
    return texts
  }

  /// Makes new codes; all old ones are void.
  mutating func regenerateBackupCodes(
    grant: String
  ) throws(TwoFactorError) -> [String] {
    try authorize(grant, for: .manage)
    guard account.hasSecondFactor else { throw .notEnrolled }
    let (texts, set) = try newBackupCodes()
    account.backup = BackupFactor(set: set, issuedAt: now)
    succeed(.backup)
    note(.backupCodesIssued, .backup)
    try notify(.backupCodesIssued)
    return texts
  }

  private mutating func newBackupCodes()
    throws(TwoFactorError) -> ([String], BackupCodeSet)
  {
    do throws(BackupCodeError) {
      let (codes, set) = try rules.backupCodes.issue(
        count: rules.backupCodeCount, using: &random)
      return (codes.map(\.revealedText), set)
    } catch {
      throw .derivation
    }
  }
}
