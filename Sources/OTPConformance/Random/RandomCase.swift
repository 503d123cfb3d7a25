// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A question to an implementation, as the parts that its call is made from.
///
/// The submitted codes are made with the call. A part can therefore become
/// simpler, and the codes still are those of the question.
package struct RandomCase: Sendable, Equatable {
  package var operation: String
  var algorithm = HashAlgorithm.sha1
  var key = Self.simpleKey
  var digits = 6
  /// HOTP's counter.
  var counter: UInt64 = 0
  /// TOTP's time, T0 and time step, in seconds.
  var (time, t0, step): (Int64, Int64, Int64) = (0, 0, 30)
  /// The window; of HOTP `future` is the look-ahead.
  var (past, future) = (0, 0)
  /// How far the counters of the submitted codes are from the expected one.
  var places: [Int] = [0]
  /// Whether places go on at the other end of the counters.
  var wrapsAround = false
  var typing = Typing.exact
  /// How far the last accepted step is from the current one.
  var after: Int?
  /// How `base32.decode` finds the key written.
  var writing = Base32Writing.padded
  /// What `hmac.compute` hashes.
  var message: [UInt8] = []
  /// What is asked about a URI, about OCRA, and about what keeps state.
  var uri = RandomURI()
  var challenge = RandomChallenge()
  var story = RandomStory()
  /// What no implementation can compute.
  var fault: Fault?

  init(_ operation: String) { self.operation = operation }

  /// The key of RFC 4226, Appendix D.
  static let simpleKey = Array("12345678901234567890".utf8)

  /// A member that has a value for which there is no answer.
  enum Fault: String, CaseIterable {
    case unknownHash, emptyKey, noDigits, manyDigits, noStep, timeBeforeT0
    case negativeCounter, oneCode, fourCodes
  }
}

// MARK: - The call

extension RandomCase {
  var isTOTP: Bool {
    operation.hasPrefix("totp.") || isVerifier && !story.isHOTP
  }
  var isHOTP: Bool {
    operation.hasPrefix("hotp.") || isVerifier && story.isHOTP
  }
  var isCheck: Bool { isVerification || operation == "hotp.resync" }
  var isVerification: Bool { operation.hasSuffix(".verify") }
  /// Whether there is a hash and a key in it.
  var isKeyed: Bool { Self.isKeyed(operation) }

  static func isKeyed(_ operation: String) -> Bool {
    !operation.hasPrefix("base32.") && operation != "backup.check"
  }

  /// The counter that is expected.
  var center: UInt64 {
    isTOTP ? UInt64(max(0, time - t0)) / UInt64(max(1, step)) : counter
  }

  /// The call; of a story only its operation.
  package var call: Call {
    switch operation {
    case "verifier.check", "backup.check": return Call(operation, [:])
    case "base32.encode":
      return Call(operation, ["bytes": .string(key.hexadecimal)])
    case "base32.decode":
      return Call(operation, ["text": .string(writing.text(of: key))])
    case "ocra.generate": return callOfChallenge
    case "otpauth.parse", "otpauth.build": return callOfURI
    default: break
    }
    var input: JSONObject = [
      "algorithm": .string(algorithm.rawValue),
      "key": .string(key.hexadecimal),
    ]
    if operation == "hmac.compute" {
      input["message"] = .string(message.hexadecimal)
    } else {
      input["digits"] = .integer(digits)
      addMovingFactor(to: &input)
      addCheck(to: &input)
    }
    if let fault { fault.apply(to: &input) }
    return Call(operation, input)
  }

  private func addMovingFactor(to input: inout JSONObject) {
    guard isTOTP else {
      input["counter"] = .string("\(counter)")
      return
    }
    input["time"] = .string("\(time)")
    input["t0"] = .string("\(t0)")
    input["step"] = .string("\(step)")
  }

  private func addCheck(to input: inout JSONObject) {
    guard isCheck else { return }
    if operation == "hotp.resync" {
      input["codes"] = .array(places.map { .string(submitted(at: $0)) })
    } else {
      input["code"] = .string(submitted(at: places[0]))
    }
    if isTOTP {
      input["past"] = .integer(past)
      input["future"] = .integer(future)
      if let after { input["after"] = .string("\(counter(at: after))") }
    } else {
      input["lookAhead"] = .integer(future)
    }
  }

  /// The counter so far from the expected one, within 64 bits.
  func counter(at place: Int) -> UInt64 {
    let distance = UInt64(place.magnitude)
    if wrapsAround {
      return place < 0 ? center &- distance : center &+ distance
    }
    return place < 0
      ? center - min(center, distance) : center + min(.max - center, distance)
  }

  func submitted(at place: Int) -> String {
    typing.text(digits: digits) { count in
      var question = CodeQuestion(algorithm: algorithm, key: key)
      question.counter = counter(at: place)
      question.digits = count
      return question.code
    }
  }
}

extension RandomCase.Fault {
  /// Whether it concerns a call of this operation.
  func concerns(_ operation: String) -> Bool {
    switch self {
    case .unknownHash, .emptyKey, .noDigits, .manyDigits:
      operation.hasPrefix("hotp.") || operation.hasPrefix("totp.")
    case .noStep, .timeBeforeT0: operation.hasPrefix("totp.")
    case .negativeCounter: operation.hasPrefix("hotp.")
    case .oneCode, .fourCodes: operation == "hotp.resync"
    }
  }

  fileprivate func apply(to input: inout JSONObject) {
    switch self {
    case .unknownHash: input["algorithm"] = "MD4"
    case .emptyKey: input["key"] = ""
    case .noDigits: input["digits"] = 0
    case .manyDigits: input["digits"] = 11
    case .noStep: input["step"] = "0"
    case .timeBeforeT0: input["time"] = "-1"
    case .negativeCounter: input["counter"] = "-1"
    case .oneCode: input["codes"] = .array(input.codes(1))
    case .fourCodes: input["codes"] = .array(input.codes(4))
    }
  }
}

extension JSONObject {
  /// So many codes, the ones there are again and again.
  fileprivate func codes(_ count: Int) -> [JSON] {
    let codes = self["codes"]?.array ?? []
    return (0..<count).map { codes[$0 % Swift.max(1, codes.count)] }
  }
}
