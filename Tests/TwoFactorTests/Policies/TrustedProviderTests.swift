// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct TrustedProviderTests {
  private let provider: TrustedProvider

  init() throws {
    provider = try TrustedProvider(
      issuer: "https://idp.example", methods: ["mfa", "hwk"],
      contexts: ["urn:two"], maximumAge: 100)
  }

  private func assertion(
    issuer: String = "https://idp.example", _ methods: Set<String>,
    context: String? = nil, at time: UnixTime = 1_000
  ) -> ExternalAssertion {
    ExternalAssertion(
      identity: ExternalIdentity(issuer: issuer, subject: "7"),
      methods: methods, context: context, authenticatedAt: time)
  }

  @Test func oneOfTheMethodsOrContextsIsEnough() {
    #expect(provider.vouches(for: assertion(["pwd", "hwk"]), at: 1_000))
    #expect(provider.vouches(for: assertion([], context: "urn:two"), at: 1_000))
    #expect(!provider.vouches(for: assertion(["pwd", "otp"]), at: 1_000))
    #expect(
      !provider.vouches(for: assertion([], context: "urn:one"), at: 1_000))
  }

  @Test func anotherIssuerCountsForNothing() {
    for issuer in ["https://idp.example/", "https://IDP.example", ""] {
      let claim = assertion(issuer: issuer, ["mfa"])
      #expect(!provider.vouches(for: claim, at: 1_000))
    }
  }

  @Test(
    arguments: [
      (899, false), (900, true), (1_060, true), (1_061, false),
    ] as [(Int64, Bool)])
  func theSignInThereMustBeRecent(_ time: Int64, _ isGood: Bool) {
    let claim = assertion(["mfa"], at: UnixTime(time))
    #expect(provider.vouches(for: claim, at: 1_000) == isGood)
  }
}
