// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// The second step of signing in.

extension Turn {
  /// Completes a sign-in with a second factor.
  ///
  /// Every refusal looks the same from outside: wrong, used, expired, of a
  /// factor that the account does not have, of a sign-in that has ended.
  mutating func verify(
    challenge token: String, proof: SecondFactorProof, remember: Bool
  ) throws(TwoFactorError) -> SignInAnswer {
    let kind = proof.kind
    guard account.standing == .active, let place = challenge(token),
      account.isActive(kind)
    else {
      note(.challengeRejected, kind)
      return .refused(retryAfter: nil)
    }
    if let wait = wait(Guarded(kind)) {
      note(.throttled, kind)
      return .refused(retryAfter: wait)
    }
    let verdict = try check(proof, place)
    guard verdict == .accepted else {
      return try refuse(kind, place, verdict)
    }
    return try complete(kind, place, remember)
  }

  /// What came of looking at a code.
  enum Finding: Equatable {
    case accepted
    case rejected(Rejection)
  }

  private mutating func check(
    _ proof: SecondFactorProof, _ place: Int
  ) throws(TwoFactorError) -> Finding {
    switch proof {
    case .totp(let code):
      let now = now
      return try checkTOTP { verifier, state throws(ParameterError) in
        try verifier.verify(code, at: now, state: state)
      }
    case .backup(let code): return try checkBackup(code)
    case .sms(let text):
      var sent = account.challenges[place].code
      let isRight = try check(text, against: &sent, for: .signIn)
      account.challenges[place].code = sent
      if isRight { account.sms?.lastUsed = now }
      return isRight ? .accepted : .rejected(.mismatch)
    }
  }

  /// What the app's verifier says, and its next state.
  private mutating func checkTOTP(
    _ decide: (TOTPVerifier, TOTPState) throws(ParameterError)
      -> TOTPVerifier.Decision
  ) throws(TwoFactorError) -> Finding {
    guard let factor = account.totp else { return .rejected(.mismatch) }
    let verifier = try self.verifier(of: factor)
    let decision: TOTPVerifier.Decision
    do throws(ParameterError) {
      decision = try decide(verifier, factor.state)
    } catch {
      throw .parameters
    }
    switch decision.verdict {
    case .rejected(let reason): return .rejected(reason)
    case .accepted(let match):
      if let burnt = factor.burnt, burnt.contains(match.step) {
        return .rejected(.replayed)
      }
    }
    account.totp?.state = decision.state
    account.totp?.lastUsed = now
    try resealIfNeeded()
    return .accepted
  }

  private mutating func checkBackup(
    _ code: String
  ) throws(TwoFactorError) -> Finding {
    guard let backup = account.backup else { return .rejected(.mismatch) }
    do throws(BackupCodeError) {
      let (verdict, next) = try backup.set.check(
        code, with: rules.backupCodes)
      if case .rejected(let reason) = verdict { return .rejected(reason) }
      account.backup?.set = next
      account.backup?.lastUsed = now
    } catch {
      throw .derivation
    }
    note(.backupCodeUsed, .backup)
    burnSteps()
    try notify(
      .backupCodeUsed(remaining: account.backup?.set.remaining ?? 0))
    return .accepted
  }

  /// Uses up what the app shows now and next.
  ///
  /// A thief who has the device too cannot use the code that it shows now.
  private mutating func burnSteps() {
    guard let factor = account.totp, let current = step(of: factor)
    else { return }
    let earlier = rules.drift.window.past + max(rules.drift.limit, 0) + 2
    var steps = BurntSteps(
      first: current.shifted(by: -earlier),
      last: current.shifted(by: max(0, factor.state.drift) + 1))
    // What was used up just now stays so; what a wrong clock used up does not.
    if let old = factor.burnt, steps.contains(old.first) {
      steps.last = max(steps.last, old.last)
    }
    account.totp?.burnt = steps
  }

  private mutating func refuse(
    _ kind: FactorKind, _ place: Int, _ verdict: Finding
  ) throws(TwoFactorError) -> SignInAnswer {
    fail(Guarded(kind))
    account.challenges[place].attemptsLeft -= 1
    if case .rejected(.replayed) = verdict {
      note(.factorReplayed, kind)
      try notify(.codeReused)
    } else {
      note(.factorRejected, kind)
    }
    if account.challenges[place].attemptsLeft <= 0 {
      note(.challengeExhausted, kind)
      try notify(.secondStepFailed)
      account.challenges.remove(at: place)
    }
    if isDisabled(kind) {
      note(.factorDisabled, kind)
      try notify(.factorDisabled(kind))
    }
    return .refused(retryAfter: wait(Guarded(kind)))
  }

  private mutating func complete(
    _ kind: FactorKind, _ place: Int, _ remember: Bool
  ) throws(TwoFactorError) -> SignInAnswer {
    let challenge = account.challenges.remove(at: place)
    succeed(Guarded(kind))
    if kind != .totp { bringBackApp() }
    // A step-up's session takes the place of the one before.
    if let old = challenge.grant {
      account.grants.removeAny { $0.token == old }
    }
    note(.factorAccepted, kind)
    let device = remember ? try self.remember() : nil
    return .signedIn(
      openSession(
        assurance: 2, methods: [challenge.firstFactor, SignInMethod(kind)],
        limits: challenge.mustChangePassword ? [.mustChangePassword] : [],
        device: device))
  }
}

// MARK: - Codes of the app

extension Turn {
  /// The verifier of an app's secret, which is opened for this alone.
  func verifier(
    of factor: TOTPFactor
  ) throws(TwoFactorError) -> TOTPVerifier {
    let secret = try open(factor.secret, name: factor.name)
    return try rules.drift.verifier(of: secret, factor.parameters)
  }

  func open(
    _ sealed: Sealed, name: String
  ) throws(TwoFactorError) -> Secret {
    try keyring.openSecret(
      sealed, for: .totp(account.id, enrolment: name))
  }

  /// Seals a secret that was just used under the current key.
  private mutating func resealIfNeeded() throws(TwoFactorError) {
    guard account.totp?.secret.keyID != keyring.current.id,
      let factor = account.totp
    else { return }
    let purpose = Sealed.Purpose.totp(account.id, enrolment: factor.name)
    var bytes = try keyring.open(factor.secret, for: purpose)
    defer { Libcrypto.wipe(&bytes) }
    let sealed = try keyring.seal(bytes, for: purpose, &random)
    account.totp?.secret = sealed
  }

  /// Finds an app's clock again by two or three codes in a row, in place of
  /// one code (RFC 6238 section 6).
  mutating func resynchronize(
    challenge token: String, codes: [String]
  ) throws(TwoFactorError) -> SignInAnswer {
    guard account.standing == .active, let place = challenge(token),
      account.totp != nil, 2...3 ~= codes.count, rules.drift.resync > 0
    else {
      note(.challengeRejected, .totp)
      return .refused(retryAfter: nil)
    }
    if let wait = wait(.totp) {
      note(.throttled, .totp)
      return .refused(retryAfter: wait)
    }
    let (now, span) = (now, rules.drift.resync)
    let burnt = account.totp.flatMap { recentlyBurnt($0) }
    let lost = account.totp.flatMap { isAhead($0) ? usedSteps(of: $0) : nil }
    let verdict = try checkTOTP { verifier, state throws(ParameterError) in
      var state = state
      if lost != nil { state.lastAcceptedStep = nil }
      state.use(burnt)
      return try verifier.resynchronize(
        codes, at: now, window: ResyncWindow(past: span, future: span),
        state: state)
    }
    if verdict == .accepted, let lost { account.totp?.burnt = lost }
    guard verdict == .accepted else {
      return try refuse(.totp, place, verdict)
    }
    note(.resynchronized, .totp)
    return try complete(.totp, place, false)
  }
}
