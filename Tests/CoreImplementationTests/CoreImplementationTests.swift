// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import Testing

@testable import CoreImplementation

struct CoreImplementationTests {
  private static let key = "3132333435363738393031323334353637383930"

  private static let hotp: JSONObject = [
    "algorithm": "SHA1", "key": .string(key), "counter": "0", "digits": 6,
  ]

  private static let totp: JSONObject = [
    "algorithm": "SHA1", "key": .string(key), "time": "59", "t0": "0",
    "step": "30", "digits": 8,
  ]

  private func answer(
    _ operation: String, _ input: JSONObject,
    policy: CorePolicy = CorePolicy()
  ) async -> Answer {
    await CoreImplementation(version: "1", policy: policy)
      .answer(Call(operation, input))
  }

  /// An input with one field changed, or taken away by `nil`.
  private func changed(
    _ input: JSONObject, _ field: String, _ value: JSON?
  ) -> JSONObject {
    var input = input
    input[field] = value
    return input
  }

  @Test func claimsWhatItServes() async {
    let implementation = CoreImplementation(version: "1.2.3")
    let claims = implementation.claims
    #expect(claims.name == "otpkit")
    #expect(claims.version == "1.2.3")
    #expect(Set(claims.policies.keys) == Set(Policy.all.map(\.name)))
    for operation in Vocabulary.operations {
      #expect(claims.capabilities.contains(operation))
      // No operation has this field, and each of them says so.
      let answer = await implementation.answer(
        Call(operation, ["kind": "totp", "state": "", "x": 1]))
      if case .unsupported(let what) = answer {
        #expect(what.hasPrefix("field "), "\(operation)")
      } else {
        Issue.record("\(operation): \(answer)")
      }
    }
    #expect(
      await implementation.answer(Call("no.such", [:])) == .unsupported("op"))
  }

  @Test(arguments: ["algorithm", "key", "counter", "digits"])
  func missingAndMistypedFieldsAreFaults(field: String) async {
    for value: JSON? in [nil, .null, true, ["0"], ["a": "b"]] {
      let answer = await answer(
        "hotp.generate", changed(Self.hotp, field, value))
      guard case .fault(let message) = answer else {
        Issue.record("\(answer)")
        continue
      }
      #expect(message.contains("the field \(field) "))
    }
  }

  @Test(
    arguments: [
      ("algorithm", "MD5", "algorithm-unknown"),
      ("algorithm", "sha1", "algorithm-unknown"), ("key", "", "key-empty"),
      ("key", "31", "key-too-short"), ("key", "313", "key-malformed"),
      ("key", "zz", "key-malformed"), ("digits", 5, "digits-out-of-range"),
      ("digits", 10, "digits-out-of-range"),
      ("digits", .integer(.max), "digits-out-of-range"),
      ("digits", .double(6.5), "digits-out-of-range"),
      ("digits", .double(1e300), "digits-out-of-range"),
      ("time", "-1", "time-out-of-range"),
      ("time", "9223372036854775808", "time-out-of-range"),
      ("time", "", "time-out-of-range"), ("time", "5 ", "time-out-of-range"),
      ("time", "+5", "time-out-of-range"), ("time", "05", "time-out-of-range"),
      ("time", "-0", "time-out-of-range"), ("t0", "60", "time-out-of-range"),
      ("t0", "x", "time-out-of-range"), ("step", "0", "step-out-of-range"),
      ("step", "-30", "step-out-of-range"),
      ("step", "121", "step-out-of-range"),
      ("step", "9223372036854775808", "step-out-of-range"),
    ] as [(String, JSON, String)])
  func unusableValuesAreRejected(
    field: String, value: JSON, category: String
  ) async {
    let answer = await answer(
      "totp.generate", changed(Self.totp, field, value))
    guard case .reject(category, let message) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(message?.contains(Self.key) == false)
  }

  @Test(
    arguments: [
      ("counter", "18446744073709551616"), ("counter", "-1"),
      ("counter", "1.0"), ("counter", "０"),
    ])
  func countersAreOf64Bits(field: String, value: String) async {
    let answer = await answer(
      "hotp.generate", changed(Self.hotp, field, .string(value)))
    guard case .reject("counter-out-of-range", _) = answer else {
      Issue.record("\(answer)")
      return
    }
  }

  @Test func acceptsWhatAPolicyAllows() async {
    let long = changed(Self.totp, "step", "86400")
    let policy = CorePolicy(acceptsShortSecrets: true, acceptsLongSteps: true)
    #expect(
      await answer("totp.generate", long, policy: policy) == .value("84755224"))
    let short = changed(Self.hotp, "key", "31")
    guard case .value = await answer("hotp.generate", short, policy: policy)
    else {
      Issue.record("a short secret is refused")
      return
    }
    let tooLong = changed(Self.totp, "step", "86401")
    guard
      case .reject("step-out-of-range", _) = await answer(
        "totp.generate", tooLong, policy: policy)
    else {
      Issue.record("a step of more than a day is accepted")
      return
    }
  }

  @Test func wholeNumbersMayHaveAFraction() async {
    #expect(
      await answer("hotp.generate", changed(Self.hotp, "digits", .double(6)))
        == .value("755224"))
  }
}
