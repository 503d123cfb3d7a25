// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// MARK: - The first step

extension TwoFactorService {
  /// Signs in by password.
  ///
  /// - Parameters:
  ///   - id: The account, existing or not: nobody can tell from the answer,
  ///     its time, or the growing wait.
  ///   - password: What was typed.
  ///   - device: The token of a remembered device, if the client has one.
  ///   - address: The client's IP address, for remembered devices and the
  ///     audit.
  /// - Throws: ``TwoFactorError`` if nothing could be decided: the answer is
  ///   no.
  public func signIn(
    _ id: AccountID, password: String, device: String? = nil,
    address: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(
      id, address: address, remembersUnknown: true, derives: true
    ) {
      turn throws(TwoFactorError) in
      try turn.signIn(password: password, device: device)
    }
  }

  /// Signs in by what an identity provider says.
  ///
  /// The caller has checked the assertion's signature, audience and nonce.
  /// The local second factor is asked for unless the rules trust the issuer
  /// for several factors and the assertion says there were.
  public func signIn(
    _ id: AccountID, assertion: ExternalAssertion, device: String? = nil,
    address: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(id, address: address) { turn throws(TwoFactorError) in
      try turn.signIn(assertion: assertion, device: device)
    }
  }

  /// Signs out: the session ends, and the device is no longer remembered.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - grant: The session's grant; or the token of the challenge, where the
  ///     second step is not made: no code completes that sign-in any more.
  ///   - device: The token of a remembered device.
  public func signOut(
    _ id: AccountID, grant: String?, device: String? = nil
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      turn.signOut(grant: grant, device: device)
    }
  }
}

// MARK: - The second step

extension TwoFactorService {
  /// Completes a sign-in with a second factor.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - challenge: The token of the offer.
  ///   - proof: A code.
  ///   - remember: Whether to remember the device.
  ///   - address: The client's IP address.
  public func verify(
    _ id: AccountID, challenge: String, proof: SecondFactorProof,
    remember: Bool = false,
    address: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(
      id, address: address, derives: proof.kind == .backup
    ) { turn throws(TwoFactorError) in
      try turn.verify(
        challenge: challenge, proof: proof, remember: remember)
    }
  }

  /// Sends the code for the second step, or another in its place.
  public func sendCode(
    _ id: AccountID, challenge: String, address: String? = nil
  ) async throws(TwoFactorError) -> SendAnswer {
    try await perform(id, address: address) { turn throws(TwoFactorError) in
      try turn.sendSignInCode(challenge: challenge)
    }
  }

  /// Completes a sign-in with two or three codes in a row of an app whose
  /// clock is off (RFC 6238 section 6).
  public func resynchronize(
    _ id: AccountID, challenge: String, codes: [String],
    address: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(id, address: address) { turn throws(TwoFactorError) in
      try turn.resynchronize(challenge: challenge, codes: codes)
    }
  }

  /// Asks for a code at the phone on file.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - challenge: The token of the offer.
  ///   - lastFour: The last four digits of its number. The answer does not
  ///     tell whether they are right.
  ///   - address: The client's IP address, for the audit.
  public func startRecovery(
    _ id: AccountID, challenge: String, lastFour: String,
    address: String? = nil
  ) async throws(TwoFactorError) -> SendAnswer {
    try await perform(id, address: address) { turn throws(TwoFactorError) in
      try turn.startRecovery(challenge: challenge, lastFour: lastFour)
    }
  }

  /// Signs in with that code, to change or remove the lost factor.
  public func finishRecovery(
    _ id: AccountID, challenge: String, code: String, address: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(id, address: address) { turn throws(TwoFactorError) in
      try turn.finishRecovery(challenge: challenge, code: code)
    }
  }
}

// MARK: - Passwords

extension TwoFactorService {
  /// Chooses a new password.
  ///
  /// - Throws: ``TwoFactorError/password(_:)`` with the rules that the new
  ///   one breaks.
  public func changePassword(
    _ id: AccountID, grant: String, current: String, new: String
  ) async throws(TwoFactorError) -> PasswordChangeAnswer {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.changePassword(grant: grant, current: current, new: new)
    }
  }

  /// Asks for a password reset: say "if there is such an
  /// account, a mail is on its way", whatever happens.
  public func requestReset(
    _ id: AccountID, address: String? = nil
  ) async throws(TwoFactorError) {
    try await perform(id, address: address, remembersUnknown: true) {
      turn throws(TwoFactorError) in try turn.requestReset()
    }
  }

  /// Confirms a password reset by the mailed token; a temporary password
  /// follows by mail.
  ///
  /// - Returns: Whether the token was good. Nobody is signed in by it.
  public func confirmReset(
    _ id: AccountID, token: String, address: String? = nil
  ) async throws(TwoFactorError) -> Bool {
    try await perform(id, address: address, derives: true) {
      turn throws(TwoFactorError) in
      try turn.confirmReset(token: token)
    }
  }
}
