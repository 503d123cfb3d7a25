// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Grants and challenges: what holds a sign-in together.

extension Turn {
  /// How many of each an account keeps; the oldest gives way.
  private static let limit = 8

  /// Opens a challenge after the first step.
  mutating func openChallenge(
    after firstFactor: SignInMethod, mustChangePassword: Bool,
    for grant: TokenHash? = nil
  ) -> ChallengeOffer {
    let (text, hash) = TokenHash.issue(&random)
    let challenge = Challenge(
      token: hash, openedAt: now,
      expiresAt: now.advanced(by: rules.challengeLifetime),
      attemptsLeft: rules.challengeAttempts, firstFactor: firstFactor,
      mustChangePassword: mustChangePassword, grant: grant)
    account.challenges.append(challenge, keeping: Self.limit)
    note(.challengeOpened)
    return ChallengeOffer(
      token: text, factors: account.activeFactors.filter { !isDisabled($0) },
      expiresAt: challenge.expiresAt)
  }

  /// The place of a challenge.
  func challenge(_ token: String) -> Int? {
    let hash = TokenHash(of: token)
    return account.challenges.firstIndex {
      $0.token == hash && $0.attemptsLeft > 0 && $0.openedAt <= latest
    }
  }

  /// Completes a sign-in.
  mutating func openSession(
    assurance: Int, methods: [SignInMethod], limits: Set<SessionLimit>,
    enrolBefore: UnixTime? = nil, device: String? = nil
  ) -> SignInSession {
    let (text, hash) = TokenHash.issue(&random)
    let grant = Grant(
      token: hash, issuedAt: now,
      expiresAt: now.advanced(
        by: max(rules.grantLifetime, rules.grantReadLifetime)),
      assurance: assurance, methods: methods, limits: limits)
    account.grants.append(grant, keeping: Self.limit)
    rememberAddress()
    note(.signedIn, reason: methods.map(\.rawValue).joined(separator: "+"))
    return SignInSession(
      grant: text, epoch: account.epoch, assurance: assurance,
      methods: methods, limits: limits, enrolBefore: enrolBefore, device: device
    )
  }
}

extension Array {
  /// Appends an element; the oldest give way to keep so many, one at least.
  mutating func append(_ element: Element, keeping limit: Int) {
    if count >= limit { removeFirst(Swift.min(count, count - limit + 1)) }
    append(element)
  }
}

/// What a grant is asked for.
enum Authority {
  /// Setting up a factor.
  case enrol
  /// Removing a factor, new backup codes, devices.
  case manage
  /// The phone number on file, which a recovery rests on.
  case changePhone
  /// A new password.
  case changePassword
  /// Seeing one's own settings.
  case read
}

extension Turn {
  /// Checks that a recent sign-in allows something.
  ///
  /// Where the account has a second factor, settings need one too (NIST SP
  /// 800-63B-4 section 4.1.2.1, ASVS 5.0 7.5.1), or a recovery.
  @discardableResult
  mutating func authorize(
    _ token: String, for authority: Authority
  ) throws(TwoFactorError) -> Int {
    let hash = TokenHash(of: token)
    guard account.standing == .active,
      let place = account.grants.firstIndex(where: {
        $0.token == hash && $0.issuedAt <= latest
      }),
      allows(account.grants[place], authority)
    else {
      note(.notAuthorized)
      throw .notAuthorized
    }
    return place
  }

  private func allows(_ grant: Grant, _ authority: Authority) -> Bool {
    let isRecent = now < grant.issuedAt.advanced(by: rules.grantLifetime)
    let isStrong =
      isRecent
      && (grant.assurance >= 2 || !account.hasSecondFactor
        || grant.limits.contains(.recovering))
    switch authority {
    case .read: return true
    case .changePassword: return isStrong
    case .enrol:
      return isStrong && !grant.limits.contains(.mustChangePassword)
    case .manage:
      return isStrong
        && grant.limits.isDisjoint(with: [.mustEnrol, .mustChangePassword])
    case .changePhone:
      return isStrong
        && grant.limits.isDisjoint(with: [
          .mustEnrol, .mustChangePassword, .recovering,
        ])
    }
  }

  /// Ends every trace of trust but one grant: remembered devices, open
  /// challenges, other recent sign-ins.
  mutating func revokeTrust(except grant: Int? = nil, reason: String) {
    let kept = grant.map { account.grants[$0] }
    account.grants = [kept].compactMap(\.self)
    account.challenges = []
    account.epoch &+= 1
    if !account.devices.isEmpty {
      note(.devicesRevoked, reason: reason)
      account.devices = []
    }
  }
}
