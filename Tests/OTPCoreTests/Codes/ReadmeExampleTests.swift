// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TestSupport
import Testing

/// The README's example, compiled here and compared with the README below.
func signIn(
  _ typed: String, _ secret: Secret, last: UInt64?
) throws -> UInt64? {
  let totp = try TOTP(secret: secret)  // SHA-1, 6 digits, 30 seconds
  switch try totp.verify(typed, at: .now, after: last) {
  case .accepted(let match): return match.step  // store it as the new `last`
  case .rejected: return nil
  }
}

@Suite struct ReadmeExampleTests {
  @Test func theReadmeShowsWhatIsCompiledHere() throws {
    let readme = try Repository.text("README.md")
    let block = try #require(
      readme.components(separatedBy: "```swift\n").dropFirst().first?
        .components(separatedBy: "```").first)
    let here = Self.words(
      try Repository.text(
        "Tests/OTPCoreTests/Codes/ReadmeExampleTests.swift"))
    let body = block.replacingOccurrences(of: "import OTPCore\n", with: "")
    #expect(block != body)
    #expect(here.contains(Self.words(body)))
  }

  @Test func theExampleWorks() throws {
    let secret = Secret.generate()
    let code = try TOTP(secret: secret).code(at: .now).description
    let step = try #require(try signIn(code, secret, last: nil))
    #expect(try signIn(code, secret, last: step) == nil)
    #expect(try signIn("12345", secret, last: nil) == nil)
  }

  /// The text without white space, which the formatter arranges.
  private static func words(_ text: String) -> String {
    text.filter { !$0.isWhitespace }
  }
}
