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
    switch try check(proof, place) {
    case .rejected(let reason): return try refuse(kind, place, reason)
    case .accepted(let app): return try complete(kind, app, place, remember)
    }
  }

  /// What came of looking at a code.
  enum Finding {
    /// It is right; of which app, if of one.
    case accepted(app: String?)
    case rejected(Rejection)
  }

  private mutating func check(
    _ proof: SecondFactorProof, _ place: Int
  ) throws(TwoFactorError) -> Finding {
    switch proof {
    case .totp(let code):
      let now = now
      return try checkApps { verifier, app throws(ParameterError) in
        try verifier.verify(code, at: now, state: app.state)
      }
    case .backup(let code): return try checkBackup(code)
    case .sms(let text):
      var sent = account.challenges[place].code
      let isRight = try check(text, against: &sent, for: .signIn)
      account.challenges[place].code = sent
      if isRight { account.sms?.lastUsed = now }
      return isRight ? .accepted(app: nil) : .rejected(.mismatch)
    }
  }

  /// What the apps' verifiers say, and the next state of each that says yes.
  ///
  /// All are asked, whichever is the right one. So a code that two apps show
  /// by chance is used up in both, and time does not tell which app it was.
  private mutating func checkApps(
    _ decide: (TOTPVerifier, TOTPFactor) throws(ParameterError)
      -> TOTPVerifier.Decision
  ) throws(TwoFactorError) -> Finding {
    var accepted: String?
    var reason = Rejection.mismatch
    for place in account.apps.indices {
      switch try check(place, decide) {
      case .accepted(let app): accepted = accepted ?? app
      case .rejected(.replayed): reason = .replayed
      case .rejected(let other) where reason == .mismatch: reason = other
      case .rejected: break
      }
    }
    return accepted.map { .accepted(app: $0) } ?? .rejected(reason)
  }

  private mutating func check(
    _ place: Int,
    _ decide: (TOTPVerifier, TOTPFactor) throws(ParameterError)
      -> TOTPVerifier.Decision
  ) throws(TwoFactorError) -> Finding {
    let app = account.apps[place]
    let verifier = try self.verifier(of: app)
    let decision: TOTPVerifier.Decision
    do throws(ParameterError) {
      decision = try decide(verifier, app)
    } catch {
      throw .parameters
    }
    switch decision.verdict {
    case .rejected(let reason): return .rejected(reason)
    case .accepted(let match):
      if let burnt = app.burnt, burnt.contains(match.step) {
        return .rejected(.replayed)
      }
    }
    // Only a resynchronisation is accepted while the last step is ahead.
    if isAhead(app) { account.apps[place].burnt = usedSteps(of: app) }
    account.apps[place].state = decision.state
    account.apps[place].lastUsed = now
    try resealIfNeeded(place)
    return .accepted(app: app.name)
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
    return .accepted(app: nil)
  }

  /// Uses up what the apps show now and next.
  ///
  /// A thief who has the device too cannot use the code that it shows now.
  private mutating func burnSteps() {
    let earlier = rules.drift.window.past + max(rules.drift.limit, 0) + 2
    for (place, app) in account.apps.enumerated() {
      guard let current = step(of: app) else { continue }
      var steps = BurntSteps(
        first: current.shifted(by: -earlier),
        last: current.shifted(by: max(0, app.state.drift) + 1))
      // What was used up just now stays so; what a wrong clock used up does
      // not.
      if let old = app.burnt, steps.contains(old.first) {
        steps.last = max(steps.last, old.last)
      }
      account.apps[place].burnt = steps
    }
  }

  private mutating func refuse(
    _ kind: FactorKind, _ place: Int, _ reason: Rejection
  ) throws(TwoFactorError) -> SignInAnswer {
    fail(Guarded(kind))
    account.challenges[place].attemptsLeft -= 1
    if reason == .replayed {
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
    _ kind: FactorKind, _ app: String?, _ place: Int, _ remember: Bool
  ) throws(TwoFactorError) -> SignInAnswer {
    let challenge = account.challenges.remove(at: place)
    succeed(Guarded(kind))
    if kind != .totp { bringBackApps() }
    // A step-up's session takes the place of the one before.
    if let old = challenge.grant {
      account.grants.removeAny { $0.token == old }
    }
    note(.factorAccepted, kind, app: app)
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
  private mutating func resealIfNeeded(
    _ place: Int
  ) throws(TwoFactorError) {
    let app = account.apps[place]
    guard app.secret.keyID != keyring.current.id else { return }
    let purpose = Sealed.Purpose.totp(account.id, enrolment: app.name)
    var bytes = try keyring.open(app.secret, for: purpose)
    defer { Libcrypto.wipe(&bytes) }
    let sealed = try keyring.seal(bytes, for: purpose, &random)
    account.apps[place].secret = sealed
  }

  /// Finds an app's clock again by two or three codes in a row, in place of
  /// one code (RFC 6238 section 6); the other apps' clocks stay as they are.
  mutating func resynchronize(
    challenge token: String, codes: [String]
  ) throws(TwoFactorError) -> SignInAnswer {
    guard account.standing == .active, let place = challenge(token),
      !account.apps.isEmpty, 2...3 ~= codes.count, rules.drift.resync > 0
    else {
      note(.challengeRejected, .totp)
      return .refused(retryAfter: nil)
    }
    if let wait = wait(.totp) {
      note(.throttled, .totp)
      return .refused(retryAfter: wait)
    }
    let (now, span) = (now, rules.drift.resync)
    var states: [String: TOTPState] = [:]
    for app in account.apps { states[app.name] = stateToResynchronize(app) }
    let finding = try checkApps { verifier, app throws(ParameterError) in
      try verifier.resynchronize(
        codes, at: now, window: ResyncWindow(past: span, future: span),
        state: states[app.name] ?? app.state)
    }
    switch finding {
    case .rejected(let reason): return try refuse(.totp, place, reason)
    case .accepted(let app):
      note(.resynchronized, .totp, app: app)
      return try complete(.totp, app, place, false)
    }
  }

  /// What a resynchronisation of an app begins with: nothing that was used up
  /// is used again, and a last step from the future is given up.
  private func stateToResynchronize(_ app: TOTPFactor) -> TOTPState {
    var state = app.state
    if isAhead(app) { state.lastAcceptedStep = nil }
    state.use(recentlyBurnt(app))
    return state
  }
}
