// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Codes that are sent to a phone: random, with their own end, used once.

extension Turn {
  /// A new random code of six digits, leading zeros included.
  ///
  /// It has nothing to do with an app's secret or the time, so there is
  /// nothing that could be out of step.
  private mutating func newCode() -> OneTimeCode {
    let number = Int.random(in: 0..<1_000_000, using: &random)
    return OneTimeCode(value: UInt32(number), digits: 6)
  }

  /// The seconds until a text message may be sent; `nil` for none.
  var sendingWait: Int? {
    let own = account.sending.wait(at: now, rules.sending)
    return [own, limitsWait].compactMap(\.self).max()
  }

  /// Sends a code.
  ///
  /// - Parameters:
  ///   - number: Where to; `nil` makes the code and sends nothing, so that
  ///     nobody can tell.
  ///   - use: What it is for.
  ///   - payer: The number that the limits across accounts charge it to, if
  ///     that is not `number`.
  mutating func sendCode(
    to number: PhoneNumber?, for use: AccountMessage.CodeUse,
    chargedTo payer: PhoneNumber? = nil
  ) throws(TwoFactorError) -> SentCode {
    let code = newCode()
    let end = now.advanced(by: rules.sending.codeLifetime)
    let sent = SentCode(
      digest: CodeDigest(of: code, for: purpose(use), keyring), sentAt: now,
      expiresAt: end, attemptsLeft: rules.sending.attempts)
    account.sending.send(at: now)
    charges += rules.messageLimits.charges(for: payer ?? number)
    let content = AccountMessage.Content.code(
      code.description, for: use, expiresAt: end)
    if let number {
      try send(content, to: .sms(number), until: end)
    } else {
      try pretendToSend(content)
    }
    note(.codeSent, .sms, reason: use.rawValue)
    return sent
  }

  /// Checks a code and uses it up: a right one is gone, a wrong one costs an
  /// attempt.
  func check(
    _ text: String, against sent: inout SentCode?,
    for use: AccountMessage.CodeUse
  ) throws(TwoFactorError) -> Bool {
    guard let stored = sent, stored.isAlive(at: now, latest) else {
      // One from the future stays for the servers that can tell.
      if let end = sent?.expiresAt, end <= now { sent = nil }
      return false
    }
    let typed = OneTimeCode(text, digits: 6, separators: .ignored)
    if let typed,
      try stored.digest.matches(typed, for: purpose(use), keyring)
    {
      sent = nil
      return true
    }
    sent?.attemptsLeft -= 1
    return false
  }

  /// What a code belongs to: it is worth nothing elsewhere.
  func purpose(_ use: AccountMessage.CodeUse) -> String {
    "\(use.rawValue)|\(account.id.text)"
  }

  /// Sends the code for the second step, or a new one in place of the last.
  ///
  /// A refusal changes nothing: the code that was sent before stays valid.
  mutating func sendSignInCode(
    challenge token: String
  ) throws(TwoFactorError) -> SendAnswer {
    guard account.standing == .active, let place = challenge(token),
      account.sms != nil, let phone = account.phone, !isDisabled(.sms)
    else {
      note(.challengeRejected, .sms)
      return .refused(retryAfter: nil)
    }
    if let wait = sendingWait {
      note(.sendingRefused, .sms)
      return .refused(retryAfter: wait)
    }
    account.challenges[place].code = try sendCode(
      to: phone.number, for: .signIn)
    return .sent(retryAfter: sendingWait)
  }
}

// MARK: - Lost device

extension Turn {
  /// Asks for a code at the phone on file, given its last four digits.
  ///
  /// Right or wrong, with or without a phone: the answer, the work and the
  /// count of attempts are the same. Only the phone rings or not.
  mutating func startRecovery(
    challenge token: String, lastFour: String
  ) throws(TwoFactorError) -> SendAnswer {
    guard account.standing == .active, rules.recovery != .off,
      let place = challenge(token)
    else {
      note(.challengeRejected, reason: "recovery")
      return .refused(retryAfter: nil)
    }
    if let wait = [wait(.recovery), sendingWait].compactMap(\.self).max() {
      note(.throttled, reason: "recovery")
      return .refused(retryAfter: wait)
    }
    let isRight = isPhone(endingWith: lastFour)
    fail(.recovery)
    // Wrong digits are charged like right ones, or the limits would tell.
    let phone = account.phone?.number
    let sent = try sendCode(
      to: isRight ? phone : nil, for: .recovery, chargedTo: phone)
    account.challenges[place].recovery = isRight ? sent : nil
    note(isRight ? .recoveryRequested : .recoveryRejected)
    let wait = [wait(.recovery), sendingWait].compactMap(\.self).max()
    return .sent(retryAfter: wait)
  }

  /// Whether the phone on file ends with the four digits of `text`.
  ///
  /// Without a phone, no text is right.
  ///
  /// Both are read as codes of six digits, with two zeros in front, because the
  /// time of reading and comparing codes does not depend on their digits.
  private func isPhone(endingWith text: String) -> Bool {
    func code(_ text: String) -> OneTimeCode? {
      OneTimeCode("00" + text, digits: 6, separators: .ignored)
    }
    let stored = account.phone?.number.lastFour
    guard let typed = code(text), let expected = code(stored ?? "0000")
    else { return false }
    let isEqual = ConstantTime.mask(equal: typed.value, expected.value)
    return ConstantTime.decide(isEqual) && stored != nil
  }

  /// Signs in with the code for a lost device: good for changing factors.
  mutating func finishRecovery(
    challenge token: String, code: String
  ) throws(TwoFactorError) -> SignInAnswer {
    guard account.standing == .active, rules.recovery != .off,
      let place = challenge(token)
    else {
      note(.challengeRejected, reason: "recovery")
      return .refused(retryAfter: nil)
    }
    var sent = account.challenges[place].recovery
    let isRight = try check(code, against: &sent, for: .recovery)
    account.challenges[place].recovery = sent
    guard isRight else {
      account.challenges[place].attemptsLeft -= 1
      note(.recoveryRejected, .sms)
      return .refused(retryAfter: nil)
    }
    let challenge = account.challenges.remove(at: place)
    succeed(.recovery)
    note(.recovered)
    try notify(.recovered, at: account.phone?.number)
    var limits: Set<SessionLimit> = [.recovering]
    if challenge.mustChangePassword { limits.insert(.mustChangePassword) }
    return .signedIn(
      openSession(
        assurance: 1, methods: [challenge.firstFactor, .recovery],
        limits: limits))
  }
}
