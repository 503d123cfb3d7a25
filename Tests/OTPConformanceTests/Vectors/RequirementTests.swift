// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct RequirementTests {
  @Test(
    arguments: [
      ("sha256", .capability("sha256")), ("t0", .capability("t0")),
      ("totp.verify", .capability("totp.verify")), ("digits.8", .digits(8)),
      ("counter.64", .counterBits(64)), ("key.200", .keyBytes(200)),
      ("sha3", nil), ("digits.", nil), ("digits.+8", nil), ("digits", nil),
      ("counter.32", nil), ("key.1.2", nil), ("", nil),
      ("key.99999999999999999999", nil),
    ] as [(String, Requirement?)])
  func reads(text: String, requirement: Requirement?) {
    #expect(Requirement(text) == requirement)
    if let requirement { #expect(requirement.description == text) }
  }
}

struct PolicyTests {
  @Test func namesAreUniqueAndDefaultsAreValues() {
    #expect(Set(Policy.all.map(\.name)).count == Policy.all.count)
    for policy in Policy.all {
      #expect(policy.values.contains(policy.defaultValue))
      #expect(Set(policy.values).count == policy.values.count)
    }
  }

  @Test(
    arguments: [
      ("secret.short", "accept"), ("base32.separators", "reject"),
      ("base32.padding.excess", "reject"), ("code.separators", "reject"),
      ("match.equal", "nearest"), ("otpauth.issuer-mismatch", "reject"),
      ("otpauth.unknown", "ignore"), ("otpauth.plus", "literal"),
    ])
  func defaults(name: String, value: String) {
    #expect(Policy.named(name)?.defaultValue == value)
  }
}
