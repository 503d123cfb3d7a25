// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// Hashing, checking and changing passwords.

extension Turn {
  /// Whether a password is right, with the same work if there is none.
  ///
  /// Time depends on: the derivation's parameters and the password's length.
  /// An account that is unknown or has no password costs one derivation like
  /// any other.
  ///
  /// A hash of another system is checked after that, so an imported account
  /// costs the time of both until its first sign-in.
  func checkPassword(_ text: String) throws(TwoFactorError) -> Bool {
    let isRight = try checkOwnPassword(text)
    guard let stored = account.password.flatMap({ StoredHash(parsing: $0.phc) })
    else { return isRight }
    let isPossible =
      text.utf8.count <= rules.passwords.maximumByteCount
      && !Self.containsNUL(text)
    var bytes = isPossible ? Array(text.utf8) : [0x20]
    defer { Libcrypto.wipe(&bytes) }
    guard let isEqual = stored.matches(bytes) else { throw .derivation }
    return isPossible && isEqual
  }

  private func checkOwnPassword(
    _ text: String
  ) throws(TwoFactorError) -> Bool {
    let stored = account.password.flatMap { try? PHCString(parsing: $0.phc) }
    let isPossible =
      text.utf8.count <= rules.passwords.maximumByteCount
      && !Self.containsNUL(text)
    // What cannot be a password still costs what one costs.
    var bytes = isPossible ? Array(text.utf8) : [0x20]
    defer { Libcrypto.wipe(&bytes) }
    var isRight = false
    for derivation in derivations(with: stored?.derivation) {
      let own = stored.flatMap { $0.derivation == derivation ? $0 : nil }
      // Without a hash the result is thrown away.
      let salt = own?.salt ?? Array(repeating: 0, count: 16)
      var key = try derive(derivation, bytes, salt, own?.hash.count ?? 32)
      defer { Libcrypto.wipe(&key) }
      if let own { isRight = ConstantTime.equal(key, own.hash) }
    }
    return isRight && isPossible
  }

  /// What each check costs: the present derivation, the previous ones, and
  /// that of the stored hash if it is none of these.
  private func derivations(with stored: KeyDerivation?) -> [KeyDerivation] {
    var all = [rules.passwordDerivation]
    let others = rules.previousPasswordDerivations + [stored].compactMap(\.self)
    for derivation in others where !all.contains(derivation) {
      all.append(derivation)
    }
    return all
  }

  /// Whether a text has a NUL character, wherever it is.
  private static func containsNUL(_ text: String) -> Bool {
    var found: UInt32 = 0
    for byte in text.utf8 { found |= ConstantTime.mask(zero: UInt32(byte)) }
    return ConstantTime.decide(found)
  }

  /// Stores a new password.
  mutating func setPassword(
    _ text: String, validFor lifetime: Int? = nil
  ) throws(TwoFactorError) {
    let salt = random.bytes(16)
    var bytes = Array(text.utf8)
    defer { Libcrypto.wipe(&bytes) }
    let hash = try derive(rules.passwordDerivation, bytes, salt, 32)
    do throws(PHCStringError) {
      let phc = try PHCString(
        derivation: rules.passwordDerivation, salt: salt, hash: hash)
      account.password = StoredPassword(
        phc: phc.text, setAt: now,
        validUntil: lifetime.map { now.advanced(by: $0) },
        mustChange: lifetime != nil)
    } catch {
      throw .derivation
    }
  }

  /// Whether the stored hash is cheaper or dearer than new ones.
  var passwordIsOutdated: Bool {
    let stored = account.password.flatMap { try? PHCString(parsing: $0.phc) }
    // A hash of another system's form is none of this package.
    return stored.map { $0.derivation != rules.passwordDerivation }
      ?? (account.password != nil)
  }

  /// A password that a machine makes: 75 random bits in three groups.
  mutating func temporaryPassword() throws(TwoFactorError) -> String {
    do throws(BackupCodeError) {
      let codes = try BackupCode.generate(count: 1, using: &random)
      return codes.map(\.revealedText).joined()
    } catch {
      throw .derivation
    }
  }

  private func derive(
    _ derivation: KeyDerivation, _ secret: [UInt8], _ salt: [UInt8],
    _ count: Int
  ) throws(TwoFactorError) -> [UInt8] {
    do throws(KeyDerivationError) {
      return try derivation.derive(
        from: secret, salt: salt, byteCount: count)
    } catch {
      throw .derivation
    }
  }
}

// MARK: - Changing

extension Turn {
  /// Chooses a new password; every device, challenge and other session's
  /// grant dies.
  mutating func changePassword(
    grant: String, current: String, new: String
  ) throws(TwoFactorError) -> PasswordChangeAnswer {
    let place = try authorize(grant, for: .changePassword)
    if let wait = wait(.passwordChange) { return .refused(retryAfter: wait) }
    guard try checkPassword(current) else {
      fail(.passwordChange)
      note(.passwordChangeRejected, reason: "mismatch")
      return .refused(retryAfter: wait(.passwordChange))
    }
    succeed(.passwordChange)
    try checkRules(new, isUnchanged: ConstantTime.equal(new.utf8, current.utf8))
    try setPassword(new)
    succeed(.password)
    account.grants[place].limits.remove(.mustChangePassword)
    revokeTrust(except: place, reason: "password changed")
    account.reset?.token = nil
    note(.passwordChanged)
    try notify(.passwordChanged)
    return .changed
  }

  func checkRules(
    _ text: String, isUnchanged: Bool = false
  ) throws(TwoFactorError) {
    var broken = rules.passwords.violations(
      of: text, hasSecondFactor: account.hasSecondFactor,
      words: account.ownWords)
    if isUnchanged { broken.append(.unchanged) }
    guard broken.isEmpty else { throw .password(broken) }
  }
}

// MARK: - Forgetting

extension Turn {
  /// The first step of a reset: a mail with a token.
  ///
  /// The caller answers the same whatever happens here, and the same is done:
  /// a token is made and a message is sealed for accounts that do not exist,
  /// too. A second request within the cooldown does nothing, and nobody can
  /// tell.
  mutating func requestReset() throws(TwoFactorError) {
    let end = now.advanced(by: rules.resetLifetime)
    let (text, hash) = TokenHash.issue(&random)
    let content = AccountMessage.Content.resetToken(text, expiresAt: end)
    if let reset = account.reset, reset.requestedAt <= latest,
      now < reset.requestedAt.advanced(by: rules.sending.resetCooldown)
    {
      note(.resetSuppressed, reason: "cooldown")
      try pretendToSend(content)
      return
    }
    account.reset = ResetRecord(requestedAt: now, expiresAt: end)
    guard account.standing == .active, let mail = account.mail else {
      note(.resetSuppressed, reason: account.standing.rawValue)
      try pretendToSend(content)
      return
    }
    account.reset?.token = hash
    note(.resetRequested)
    try send(content, to: .mail(mail), until: end, kind: "reset token")
  }

  /// The second step: the token buys a temporary password, by mail.
  ///
  /// Nobody is signed in by it, and no factor is touched (ASVS 5.0 6.4.3).
  mutating func confirmReset(
    token: String
  ) throws(TwoFactorError) -> Bool {
    guard account.standing == .active, let mail = account.mail,
      let reset = account.reset, reset.requestedAt <= latest,
      now < reset.expiresAt, reset.token == TokenHash(of: token)
    else {
      note(.resetRejected)
      return false
    }
    account.reset?.token = nil
    let (password, isInvited) = (try temporaryPassword(), account.isInvited)
    try setPassword(password, validFor: rules.resetLifetime)
    account.password?.isFirst = isInvited
    succeed(.password)
    revokeTrust(reason: "password reset")
    note(.resetConfirmed)
    let end = now.advanced(by: rules.resetLifetime)
    try send(
      .temporaryPassword(password, expiresAt: end), to: .mail(mail),
      until: end, kind: "temporary password")
    return true
  }
}
