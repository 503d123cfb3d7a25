// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

// What a step of a scenario can ask of the world.

extension World {
  /// The operations, by the names that scenarios use.
  static let operations: Set<String> = ["act", "app", "read", "inbox", "audit"]

  /// Carries out one step.
  func answer(
    to operation: String, _ input: JSONObject
  ) async throws(ScenarioFault) -> JSON {
    switch operation {
    case "act": return try await act(input)
    case "app": return try appCode(input)
    case "read":
      return try read(ActFields(input, "what").text("what"))
    case "inbox":
      _ = try ActFields(input)
      return .array(inbox().map(JSON.string))
    case "audit":
      _ = try ActFields(input)
      return .array(trail().map(JSON.string))
    default: throw ScenarioFault("op: \(operation) is not known")
    }
  }

  private func act(_ input: JSONObject) async throws(ScenarioFault) -> JSON {
    let name = input["do"]?.string ?? ""
    guard let act = Act.named(name) else {
      throw ScenarioFault("do: \(name) is not known")
    }
    let fields = try ActFields(
      input, fields: ["now", "do", "account"] + act.fields)
    move(to: try fields.time("now"))
    return try await perform(act, fields)
  }

  private func appCode(_ input: JSONObject) throws(ScenarioFault) -> JSON {
    let fields = try ActFields(input, "app", "now")
    let time = try fields.time("now")
    let app = try app(try fields.text("app"))
    guard let code = try? app.code(at: time) else {
      throw ScenarioFault("now: before the epoch")
    }
    return .string(code.description)
  }
}
