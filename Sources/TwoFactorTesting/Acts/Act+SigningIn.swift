// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

extension Act {
  /// Signing in, and passwords.
  static let signingIn: [String: Act] = [
    "sign-in": Act("password", "device", "address", "as") {
      world, account, fields in
      let answer = try await world.service.signIn(
        account, password: fields.text("password"),
        device: world.token(ifAny: "device", fields),
        address: fields.text(ifAny: "address"))
      return try world.answer(answer, fields)
    },
    "sign-in-assertion": Act(
      "issuer", "subject", "methods", "context", "authenticatedAt", "as"
    ) { world, account, fields in
      let assertion = ExternalAssertion(
        identity: ExternalIdentity(
          issuer: try fields.text("issuer"),
          subject: try fields.text("subject")),
        methods: Set(try fields.texts("methods")),
        context: try fields.text(ifAny: "context"),
        authenticatedAt: try fields.time("authenticatedAt"))
      let answer = try await world.service.signIn(
        account, assertion: assertion)
      return try world.answer(answer, fields)
    },
    "sign-out": Act("with", "device") { world, account, fields in
      try await world.service.signOut(
        account, grant: world.token(ifAny: "with", fields),
        device: world.token(ifAny: "device", fields))
      return .ok
    },
    "verify": Act(
      "with", "factor", "code", "remember", "address", "as"
    ) { world, account, fields in
      let answer = try await world.service.verify(
        account, challenge: world.token("with", fields),
        proof: fields.proof(), remember: fields.has("remember"),
        address: fields.text(ifAny: "address"))
      return try world.answer(answer, fields)
    },
    "guess": Act("password", "factor", "times") {
      world, account, fields in
      try await world.guess(account, fields)
    },
    "send-code": Act("with") { world, account, fields in
      try await world.service.sendCode(
        account, challenge: world.token("with", fields)
      ).json
    },
    "resync": Act("with", "codes", "as") { world, account, fields in
      let answer = try await world.service.resynchronize(
        account, challenge: world.token("with", fields),
        codes: fields.texts("codes"))
      return try world.answer(answer, fields)
    },
    "start-recovery": Act("with", "lastFour") { world, account, fields in
      try await world.service.startRecovery(
        account, challenge: world.token("with", fields),
        lastFour: fields.text("lastFour")
      ).json
    },
    "finish-recovery": Act("with", "code", "as") {
      world, account, fields in
      let answer = try await world.service.finishRecovery(
        account, challenge: world.token("with", fields),
        code: fields.text("code"))
      return try world.answer(answer, fields)
    },
    "change-password": Act("with", "current", "new") {
      world, account, fields in
      let answer = try await world.service.changePassword(
        account, grant: world.token("with", fields),
        current: fields.text("current"), new: fields.text("new"))
      switch answer {
      case .changed: return .ok
      case .refused(let wait): return .waiting("refused", wait)
      }
    },
    "request-reset": Act { world, account, _ in
      try await world.service.requestReset(account)
      return .ok
    },
    "confirm-reset": Act("token") { world, account, fields in
      let isGood = try await world.service.confirmReset(
        account, token: fields.text("token"))
      return isGood ? .ok : .waiting("refused", nil)
    },
  ]
}

extension World {
  /// Signs in and enters a wrong code, again and again, and waits before each
  /// for as long as the last answer says.
  fileprivate func guess(
    _ account: AccountID, _ fields: ActFields
  ) async throws -> JSON {
    var (time, refused) = (try fields.time("now"), 0)
    let proof = try fields.proof("000000")
    let times = try fields.number("times")
    guard 1...1_000 ~= times else {
      throw ScenarioFault("times: not 1 to 1000")
    }
    for _ in 0..<times {
      move(to: time)
      guard
        case .challenge(let offer) = try await service.signIn(
          account, password: fields.text("password")),
        case .refused(let wait) = try await service.verify(
          account, challenge: offer.token, proof: proof)
      else { break }
      refused += 1
      time = time.advanced(by: wait ?? 0)
    }
    return [
      "answer": "guessed", "refused": .integer(refused),
      "next": .string("\(time.seconds)"),
    ]
  }
}

extension ActFields {
  /// A code with the factor that it is of.
  fileprivate func proof() throws(ScenarioFault) -> SecondFactorProof {
    try proof(text("code"))
  }

  fileprivate func proof(_ code: String) throws(ScenarioFault)
    -> SecondFactorProof
  {
    switch FactorKind(rawValue: try text("factor")) {
    case .totp: return .totp(code)
    case .sms: return .sms(code)
    case .backup: return .backup(code)
    case nil: throw .mistyped("factor", "string of a factor's name")
    }
  }
}
