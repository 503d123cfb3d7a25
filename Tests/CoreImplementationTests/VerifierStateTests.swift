// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import Testing

@testable import CoreImplementation

struct VerifierStateTests {
  private func totp(_ state: TOTPState) throws -> Verifier {
    let secret = try Secret([UInt8](repeating: 1, count: 20))
    return .totp(
      try TOTPVerifier(TOTP(secret: secret), driftLimit: 5), state)
  }

  private func hotp(_ state: HOTPState) throws -> Verifier {
    let secret = try Secret([UInt8](repeating: 1, count: 20))
    return .hotp(try HOTPVerifier(HOTP(secret: secret)), state)
  }

  @Test(
    arguments: [
      (TOTPState(), "totp - 0 0"),
      (TOTPState(lastAcceptedStep: .max, drift: -5), "totp \(UInt64.max) -5 0"),
      (TOTPState(lastAcceptedStep: 0, drift: 50), "totp 0 50 0"),
      (
        TOTPState(lastAcceptedStep: 7, drift: 41, resynchronizedDrift: 40),
        "totp 7 41 40"
      ),
    ])
  func totpRoundTrips(state: TOTPState, text: String) throws {
    #expect(try totp(state).exported == text)
    guard case .totp(_, state) = try totp(TOTPState()).restoring(text) else {
      Issue.record("\(text) is not restored")
      return
    }
  }

  @Test(
    arguments: [
      (HOTPState(counter: nil), "hotp -"), (HOTPState(counter: 0), "hotp 0"),
      (HOTPState(counter: .max), "hotp \(UInt64.max)"),
    ])
  func hotpRoundTrips(state: HOTPState, text: String) throws {
    #expect(try hotp(state).exported == text)
    guard case .hotp(_, state) = try hotp(HOTPState()).restoring(text) else {
      Issue.record("\(text) is not restored")
      return
    }
  }

  @Test(
    arguments: [
      "", "totp", "totp 1", "totp 1 0 0 0", "totp  1 0 0", "totp 1 1101 0",
      "totp 1 -1101 0", "totp 01 0 0", "totp -1 0 0", "totp 1 x 0",
      "TOTP 1 0 0",
      "totp 1 0 1101", "totp 1 0", "totp 1 0 x",
      "totp 18446744073709551616 0 0", "totp 1 0 0\n", "hotp", "hotp 1 1",
      "hotp x", "hotp 1 ", "ocra 1",
    ])
  func refusesOtherTexts(text: String) throws {
    #expect(try totp(TOTPState()).restoring(text) == nil)
    #expect(try hotp(HOTPState()).restoring(text) == nil)
  }

  @Test func refusesTheOtherKind() throws {
    #expect(try totp(TOTPState()).restoring("hotp 1") == nil)
    #expect(try hotp(HOTPState()).restoring("totp 1 0 0") == nil)
  }
}
