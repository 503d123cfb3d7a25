// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct PasswordPolicyTests {
  private let policy: PasswordPolicy

  init() throws {
    policy = try PasswordPolicy(contextWords: ["Salestrek"])
  }

  private func violations(
    _ text: String, alone: Bool = true
  ) -> [PasswordViolation] {
    policy.violations(
      of: text, hasSecondFactor: !alone, words: ["alice@example.org", "alice"])
  }

  @Test(arguments: [
    (7, false, false), (8, false, true), (14, true, false), (15, true, true),
  ])
  func lengths(_ count: Int, _ isAlone: Bool, _ isGood: Bool) {
    let text = String("kX9 qpl;Zw'vmRt7".prefix(count))
    #expect(violations(text, alone: isAlone).isEmpty == isGood)
  }

  @Test func lengthIsCountedInCodePoints() {
    let text = String(repeating: "é1", count: 8)
    #expect(violations(text) == [])
    let short = String(repeating: "é1", count: 7)
    #expect(violations(short) == [.tooShort(minimum: 15)])
  }

  @Test func sixtyFourCharactersFitAndMoreThanTheLimitDoNot() {
    #expect(violations(String(repeating: "x y", count: 22)) == [])
    let long = String(repeating: "x y", count: 400)
    #expect(violations(long) == [.tooLong(maximumByteCount: 1_024)])
  }

  @Test func noMixtureIsAskedFor() {
    #expect(violations("only lower case letters") == [])
    #expect(violations("835510294466723") == [])
  }

  @Test func knownAndGuessableOnesAreRefused() {
    #expect(violations("iloveyouILOVEYOU") == [.common])
    #expect(violations("zzzzzzzzzzzzzzzzzz") == [.common])
    #expect(violations("abcdefghijklmnopq") == [.common])
    #expect(violations("987654321098765") == [])
    #expect(violations("alice@example.org1") == [.guessable])
    #expect(violations("salestrek99", alone: false) == [.guessable])
    #expect(violations("salestrek and something", alone: false) == [])
  }

  @Test func nulIsRefused() {
    #expect(violations("fifteen\0 letters") == [.containsNUL])
  }

  @Test func everyRuleHasItsSentence() {
    let all: [PasswordViolation] = [
      .tooShort(minimum: 8), .tooLong(maximumByteCount: 9), .common,
      .guessable, .unchanged, .containsNUL,
    ]
    #expect(Set(all.map(\.description)).count == all.count)
    let error = TwoFactorError.password([.tooShort(minimum: 8), .common])
    #expect(error.description.contains("8 characters; this password"))
    #expect(policy.summary(hasSecondFactor: true).contains("8 characters"))
    #expect(policy.summary(hasSecondFactor: false).contains("15 characters"))
  }
}
