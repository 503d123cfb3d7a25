// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// A call that the doctor makes, and its published answer.
struct DoctorSample {
  let call: Call
  /// The right code.
  let code: String

  /// Three calls that the adapter claims to answer, each with another code
  /// (RFC 4226 Appendix D; with the steps of RFC 6238 for TOTP); none where it
  /// claims neither HOTP nor TOTP with SHA-1 and 6 to 8 digits.
  static func all(for claims: Claims) -> [DoctorSample] {
    let limits = claims.limits.digits ?? 6...8
    guard limits.overlaps(6...8) else { return [] }
    let digits = limits.clamped(to: 6...8).lowerBound
    let numbers = ["1094287082", "137359152", "1726969429"]
    return numbers.enumerated().compactMap { index, number in
      call(counter: index + 1, digits, claims).map {
        DoctorSample(call: $0, code: String(number.suffix(digits)))
      }
    }
  }

  private static func call(
    counter: Int, _ digits: Int, _ claims: Claims
  ) -> Call? {
    func isClaimed(_ family: String) -> Bool {
      claims.capabilities.contains(family + ".generate")
        && (claims.capabilities.contains("sha1")
          || claims.capabilities.contains(family + ".sha1"))
    }
    var input: JSONObject = [
      "algorithm": "SHA1",
      "key": "3132333435363738393031323334353637383930",
      "digits": .integer(digits),
    ]
    if isClaimed("hotp") {
      input["counter"] = .string(String(counter))
      return Call("hotp.generate", input)
    }
    guard isClaimed("totp") else { return nil }
    input["time"] = .string(String(counter * 30 + 29))
    input["t0"] = "0"
    input["step"] = "30"
    return Call("totp.generate", input)
  }

  /// What is to be said of an answer.
  func judge(_ answer: Answer) -> Doctor.Finding {
    switch answer {
    case .value(.string(code)):
      return .ok("it answers a first call, and rightly")
    case .value(.string):
      return .warning(
        "it answers a first call, but not with the value of RFC 4226",
        "otpkit conform tells where the calculation goes wrong")
    case .value(let value):
      return .warning(
        "it answers a first call with \(value.text(.ascii))",
        "a code is a string; a number would lose its leading zeros")
    case .reject(let category, _):
      return .warning(
        "it rejects a first call (\(category))",
        "the call is that of RFC 4226 Appendix D")
    case .unsupported(let what):
      return .warning(
        "it declines a first call that it claims (\(what))",
        "claim only what the adapter can do; declining counts as failure")
    case .fault(let message):
      return .warning(
        "it answers a first call with a fault: \(message)",
        "something broke in the adapter or in your code; mend that first")
    }
  }
}
