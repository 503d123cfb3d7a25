// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// An identity provider whose multi-factor sign-in is as good as one here.
///
/// A provider that is not listed, or that does not say it used several
/// factors, leaves the second factor to this side.
public struct TrustedProvider: Hashable, Sendable {
  /// The issuer, as its assertions name it.
  public var issuer: String

  /// Methods (`amr`, RFC 8176) of which one is enough, such as `mfa`.
  public var methods: Set<String>

  /// Context classes (`acr`, OpenID Connect or SAML) of which one is enough.
  public var contexts: Set<String>

  /// How old the provider's authentication may be, in seconds: 0 to a year.
  public var maximumAge: Int

  /// A provider.
  ///
  /// - Throws: ``PolicyError`` for an age out of its range or an empty name.
  public init(
    issuer: String, methods: Set<String> = ["mfa"],
    contexts: Set<String> = [], maximumAge: Int = 600
  ) throws(PolicyError) {
    self.issuer = issuer
    self.methods = methods
    self.contexts = contexts
    self.maximumAge = maximumAge
    try check()
  }

  /// Refuses an age out of its range, and a provider without a name.
  func check() throws(PolicyError) {
    guard !issuer.isEmpty else {
      throw PolicyError(
        setting: "TrustedProvider.issuer", requirement: "a name")
    }
    try PolicyError.require(
      maximumAge, "TrustedProvider.maximumAge", in: 0...366 * 86_400)
  }

  /// Whether an assertion stands for a second factor.
  func vouches(for assertion: ExternalAssertion, at now: UnixTime) -> Bool {
    guard assertion.identity.issuer == issuer else { return false }
    let oldest = now.advanced(by: -max(0, maximumAge))
    // A minute of difference between two clocks is nobody's fault.
    guard oldest <= assertion.authenticatedAt,
      assertion.authenticatedAt <= now.advanced(by: 60)
    else { return false }
    return !methods.isDisjoint(with: assertion.methods)
      || assertion.context.map(contexts.contains) ?? false
  }
}

/// A person at an identity provider.
public struct ExternalIdentity: Hashable, Sendable, Codable {
  /// The provider.
  public let issuer: String
  /// The person, as the provider names them.
  public let subject: String

  /// An identity.
  public init(issuer: String, subject: String) {
    self.issuer = issuer
    self.subject = subject
  }
}

/// What an identity provider says about a sign-in there.
///
/// The caller has checked signature, audience and nonce; here it is only
/// decided what the statement is worth.
public struct ExternalAssertion: Hashable, Sendable {
  /// Who signed in.
  public var identity: ExternalIdentity
  /// How (`amr`).
  public var methods: Set<String>
  /// In which context class (`acr`).
  public var context: String?
  /// When (`auth_time`).
  public var authenticatedAt: UnixTime

  /// An assertion.
  public init(
    identity: ExternalIdentity, methods: Set<String>, context: String? = nil,
    authenticatedAt: UnixTime
  ) {
    self.identity = identity
    self.methods = methods
    self.context = context
    self.authenticatedAt = authenticatedAt
  }
}
