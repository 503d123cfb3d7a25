// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// What a question asks of an implementation, and how binding its answer is.

extension RandomCase {
  /// What must be claimed before the question concerns an implementation.
  var requirements: [Requirement] {
    var names = [operation]
    for name in isStory ? steps.map(\.operation) : []
    where !names.contains(name) {
      names.append(name)
    }
    if isKeyed {
      names.append(algorithm.ability)
      if isTOTP, t0 != 0 { names.append("t0") }
      if isTOTP || isURI, step != 30 { names.append("step") }
    }
    var requirements = names.map(Requirement.capability)
    if isHOTP || isTOTP || isURI { requirements.append(.digits(digits)) }
    if isKeyed { requirements.append(.keyBytes(key.count)) }
    if !isChallenge || challenge.hasCounter, highestCounter > UInt64(UInt32.max)
    {
      requirements.append(.counterBits(64))
    }
    return requirements
  }

  private var highestCounter: UInt64 {
    max(center, counter(at: max(future, places.max() ?? 0, 0)))
  }

  /// Whether these claims include all that the question asks for.
  func isClaimed(by claims: Claims) -> Bool {
    let ofVerification = isVerification ? call.verificationRequirements : []
    guard
      (requirements + ofVerification).allSatisfy({
        $0.isMet(by: claims, for: operation)
      })
    else { return false }
    return !isChoice(of: claims.policies)
  }

  /// Whether the implementation may choose its answer: it declares another
  /// choice, or none where several counters have the submitted code.
  private func isChoice(of policies: [String: String]) -> Bool {
    let chosen = { (name: String, usual: String) in
      policies[name].map { $0 != usual } ?? false
    }
    return isStory && isOtherReading(under: policies)
      || writing.policy.map { policies[$0.name] != $0.choice } ?? false
      || isVerifier && hasEqualCodes
      || typing.level == .may && chosen("code.separators", "reject")
      || isCheck && chosen("match.equal", "nearest")
      || operation == "hotp.resync" && chosen("resync.span", "first")
      || isVerification && policies["match.equal"] == nil
        && CheckModel(call)?.hasSeveralMatches ?? false
  }

  /// How binding the right answer is.
  package var level: VectorGroup.Level {
    if isURI { return levelOfURI }
    if isStory { return levelOfStory }
    if operation == "base32.decode" { return writing.level }
    if fault != nil || operation == "hotp.resync" { return .should }
    guard isVerification else { return .must }
    if typing.level != .must { return typing.level }
    let isUsed = after.map { $0 == places[0] } ?? false
    // No standard fixes a window, but the code itself and its one use are.
    return past == 0 && future == 0 && after == nil || isUsed
      ? .must : .should
  }

  /// The clause that the answer comes from.
  var clause: SpecReference {
    switch operation {
    case "base32.encode": .section("rfc4648", "6")
    case "base32.decode": .section("rfc4648", writing.section)
    case "hmac.compute": .section("rfc2104", "2")
    case "otpauth.parse", "otpauth.build": .section("keyuri", "Parameters")
    case "ocra.generate": .section("rfc6287", "5.1")
    case "hotp.generate": .section("rfc4226", "5.3")
    case "totp.generate": .section("rfc6238", "4.2")
    case "hotp.resync": .section("rfc4226", "7.4")
    case "backup.check": .section("sp800-63b", "3.1.2.2")
    case _ where isHOTP: .section("rfc4226", "7.2")
    default: .section("rfc6238", "5.2")
    }
  }
}

// MARK: - A vector file

extension RandomCase {
  /// The id of the case that it becomes as a difference of this number.
  func id(_ number: Int) -> String { "random.\(operation).\(number).case" }

  /// A group of one case, as a vector file has it.
  ///
  /// - Parameters:
  ///   - number: Which difference it is, from 1.
  ///   - answer: The right answer.
  ///   - reason: Where the case comes from.
  func group(
    _ number: Int, _ answer: Expectation, reason: String
  ) -> JSON {
    let id = "random.\(operation).\(number)"
    return [
      "id": .string(id), "op": .string(operation),
      "level": .string(level.rawValue),
      "requires": .array(requirements.map { .string($0.description) }),
      "spec": [
        [
          "doc": .string(clause.document), "section": .string(clause.section),
        ]
      ],
      "cases": [
        [
          "id": .string(self.id(number)),
          "since": .string(RandomTest.Result.suiteVersion),
          "why": .string(reason), "in": .object(call.input),
          "expect": answer.jsonOfAnswer,
        ]
      ],
    ]
  }
}

extension Expectation {
  /// What a case without policies expects, as a vector file has it.
  fileprivate var jsonOfAnswer: JSON {
    switch self {
    case .definite(let answer): answer.json
    case .steps(let steps):
      ["steps": .array(steps.map { .object($0.json($0.input)) })]
    case .oneOf(let alternatives):
      ["oneOf": .array(alternatives.map(\.json))]
    }
  }
}
