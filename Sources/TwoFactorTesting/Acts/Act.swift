// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

/// Something that a person, an administrator or a provider does.
struct Act: Sendable {
  typealias Body =
    @Sendable (isolated World, AccountID, ActFields) async throws -> JSON

  /// What it needs beside the account.
  let fields: [String]
  let body: Body

  init(_ fields: String..., body: @escaping Body) {
    self.fields = fields
    self.body = body
  }

  static func named(_ name: String) -> Act? {
    signingIn[name] ?? settings[name] ?? administration[name]
  }
}

extension World {
  /// Carries out an act; an error of the service is an answer here.
  func perform(
    _ act: Act, _ fields: ActFields
  ) async throws(ScenarioFault) -> JSON {
    let name = try fields.text(ifAny: "account") ?? "alice"
    do {
      let account = try AccountID(name)
      return try await act.body(self, account, fields)
    } catch let refusal as ScenarioFault {
      throw refusal
    } catch let error as TwoFactorError {
      return ["answer": "error", "error": .string(error.description)]
    } catch {
      throw ScenarioFault("do: the service threw an unknown error")
    }
  }

  /// The token that a field names.
  func token(_ field: String, _ fields: ActFields) throws(ScenarioFault)
    -> String
  {
    let name = try fields.text(field)
    // A name never given stands for a token that somebody made up.
    return tokens[name] ?? "made up: \(name)"
  }

  func token(
    ifAny field: String, _ fields: ActFields
  ) throws(ScenarioFault) -> String? {
    fields.has(field) ? try token(field, fields) : nil
  }

  /// Keeps a token under the name that a field gives.
  func keep(
    _ token: String?, _ field: String, _ fields: ActFields
  ) throws(ScenarioFault) {
    guard let token, fields.has(field) else { return }
    tokens[try fields.text(field)] = token
  }

  /// The answer of a sign-in, its tokens kept.
  func answer(
    _ answer: SignInAnswer, _ fields: ActFields
  ) throws(ScenarioFault) -> JSON {
    switch answer {
    case .signedIn(let session):
      try keep(session.grant, "as", fields)
      try keep(session.device, "remember", fields)
      return session.json
    case .challenge(let offer):
      try keep(offer.token, "as", fields)
      let factors = offer.factors.map { JSON.string($0.rawValue) }
      return ["answer": "challenge", "factors": .array(factors)]
    case .refused(let seconds): return .waiting("refused", seconds)
    }
  }
}

// MARK: - Answers

extension JSON {
  static let ok: JSON = ["answer": "ok"]

  /// An answer with the seconds to wait, if there are any.
  static func waiting(_ answer: String, _ seconds: Int?) -> JSON {
    var object: JSONObject = ["answer": .string(answer)]
    object["retryAfter"] = seconds.map(JSON.integer)
    return .object(object)
  }
}

extension SendAnswer {
  var json: JSON {
    switch self {
    case .sent(let seconds): .waiting("sent", seconds)
    case .refused(let seconds): .waiting("refused", seconds)
    }
  }
}

extension SignInSession {
  fileprivate var json: JSON {
    var object: JSONObject = [
      "answer": "signed-in", "assurance": .integer(assurance),
      "methods": .array(methods.map { .string($0.rawValue) }),
    ]
    if !limits.isEmpty {
      object["limits"] = .array(
        limits.map(\.rawValue).sorted().map(JSON.string))
    }
    object["enrolBefore"] = enrolBefore.map { .string("\($0.seconds)") }
    return .object(object)
  }
}
