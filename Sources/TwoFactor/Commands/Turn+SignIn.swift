// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// The first step of signing in.

extension Turn {
  /// Signs in by password.
  ///
  /// The answer to an unknown, a deactivated and a known account with a wrong
  /// password is the same, after the same work, with the same growing wait.
  mutating func signIn(
    password: String, device: String?
  ) throws(TwoFactorError) -> SignInAnswer {
    let lane = lane(device: device)
    if let wait = wait(lane) {
      note(.throttled, reason: "password")
      return .refused(retryAfter: wait)
    }
    let isRight = try checkPassword(password)
    guard isRight, let reason = refusal else {
      return refusePassword(lane, isRight ? nil : "mismatch")
    }
    guard reason.isEmpty else { return refusePassword(lane, reason) }
    succeed(lane)
    if passwordIsOutdated { try rehash(password) }
    note(.passwordAccepted)
    return try passFirstStep(
      .password, device: device,
      mustChangePassword: account.password?.mustChange ?? false)
  }

  /// Why a right password is refused; empty if it is not.
  private var refusal: String? {
    guard let password = account.password else { return nil }
    if account.standing != .active { return account.standing.rawValue }
    if let end = password.validUntil, latest < password.setAt || now >= end {
      return "expired"
    }
    return ""
  }

  private mutating func refusePassword(
    _ lane: Lane, _ reason: String?
  ) -> SignInAnswer {
    fail(lane)
    let standing = account.standing
    note(
      .passwordRejected,
      reason: standing == .active ? reason : standing.rawValue)
    return .refused(retryAfter: wait(lane))
  }

  /// Hashes a right password at the present cost; the end of a temporary one
  /// stays.
  private mutating func rehash(_ text: String) throws(TwoFactorError) {
    let old = account.password
    try setPassword(text)
    account.password?.setAt = old?.setAt ?? now
    account.password?.validUntil = old?.validUntil
    account.password?.mustChange = old?.mustChange ?? false
    account.password?.isFirst = old?.isFirst ?? false
  }

  /// Signs in by what an identity provider says.
  mutating func signIn(
    assertion: ExternalAssertion, device: String?
  ) throws(TwoFactorError) -> SignInAnswer {
    guard account.standing == .active,
      account.identities.contains(assertion.identity)
    else {
      note(.assertionRejected, reason: account.standing.rawValue)
      return .refused(retryAfter: nil)
    }
    note(.assertionAccepted)
    let isVouched = rules.providers.contains {
      $0.vouches(for: assertion, at: now)
    }
    guard isVouched else {
      return try passFirstStep(
        .provider, device: device, mustChangePassword: false)
    }
    return .signedIn(
      openSession(
        assurance: 2, methods: [.providerWithFactors], limits: []))
  }

  /// Goes on after the first step: a remembered device, a challenge, or what
  /// the policy says where there is no factor.
  private mutating func passFirstStep(
    _ method: SignInMethod, device: String?, mustChangePassword: Bool
  ) throws(TwoFactorError) -> SignInAnswer {
    guard account.hasSecondFactor else {
      return .signedIn(
        openSingleFactorSession(method, mustChangePassword))
    }
    if let device, recognize(device) {
      let limits: Set<SessionLimit> =
        mustChangePassword ? [.mustChangePassword] : []
      return .signedIn(
        openSession(
          assurance: 1, methods: [method, .device], limits: limits))
    }
    return .challenge(
      openChallenge(after: method, mustChangePassword: mustChangePassword))
  }

  /// Completes a sign-in by one factor, as the policy for second factors is
  /// now.
  mutating func openSingleFactorSession(
    _ method: SignInMethod, _ mustChangePassword: Bool
  ) -> SignInSession {
    var limits: Set<SessionLimit> = []
    var end: UnixTime?
    if mustChangePassword { limits.insert(.mustChangePassword) }
    switch rules.secondFactor.demand(of: account, at: now) {
    case .none: break
    case .until(let time): end = time
    case .now: limits.insert(.mustEnrol)
    }
    return openSession(
      assurance: 1, methods: [method], limits: limits, enrolBefore: end)
  }
}

// MARK: - Devices

extension Turn {
  /// Whether a device is remembered and at its place.
  ///
  /// One that shows up elsewhere is forgotten: its token may be stolen.
  mutating func recognize(_ token: String) -> Bool {
    let hash = TokenHash(of: token)
    guard rules.devices.lifetime > 0,
      let place = account.devices.firstIndex(where: {
        $0.token == hash && $0.trustedAt <= latest
      })
    else {
      note(.deviceRejected, reason: "unknown")
      return false
    }
    let trusted = account.devices[place].address
    guard rules.devices.permits(address, trusted: trusted) else {
      account.devices.remove(at: place)
      note(.deviceRejected, reason: "address")
      return false
    }
    account.devices[place].lastUsed = now
    note(.deviceUsed)
    return true
  }

  /// Remembers a device.
  ///
  /// - Returns: The token for it; `nil` if the policy remembers none.
  mutating func remember() throws(TwoFactorError) -> String? {
    guard rules.devices.lifetime > 0 else { return nil }
    let (text, hash) = TokenHash.issue(&random)
    let device = RememberedDevice(
      name: Hex.encode(random.bytes(8)), token: hash, trustedAt: now,
      expiresAt: now.advanced(by: rules.devices.lifetime), address: address)
    account.devices.append(device, keeping: rules.devices.limit)
    note(.deviceRemembered)
    try notify(.deviceRemembered)
    return text
  }

  /// Forgets one device, by the name that the settings page lists.
  mutating func revokeDevice(
    grant: String, name: String
  ) throws(TwoFactorError) {
    try authorize(grant, for: .manage)
    guard account.devices.contains(where: { $0.name == name }) else {
      throw .notEnrolled
    }
    account.devices.removeAll { $0.name == name }
    note(.devicesRevoked, reason: "revoked")
  }

  /// Signs out: the grant, or the challenge of a sign-in that was begun, and the
  /// device's trust end.
  ///
  /// There is an event only if one of them was there: anybody can send a name
  /// and a token that never was.
  mutating func signOut(grant: String?, device: String?) {
    let count = tokenCount
    if let hash = grant.map(TokenHash.init(of:)) {
      account.grants.removeAll { $0.token == hash }
      account.challenges.removeAll { $0.token == hash }
    }
    if let hash = device.map(TokenHash.init(of:)) {
      account.devices.removeAll { $0.token == hash }
    }
    guard tokenCount < count else { return }
    note(.signedOut)
  }

  /// How many tokens are good for something.
  private var tokenCount: Int {
    account.grants.count + account.challenges.count + account.devices.count
  }
}
