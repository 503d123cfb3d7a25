// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

// The operations on accounts: a service on a virtual clock behind a handle.

extension CoreImplementation {
  /// Answers a `flow.*` call; `nil` for any other operation.
  func flow(_ call: Call) async throws(Refusal) -> JSON? {
    switch call.operation {
    case "flow.open": try flowOpen(call)
    case "flow.act": try await flowAct(call)
    case "flow.app": try await flowApp(call)
    case "flow.read": try await flowRead(call)
    case "flow.inbox": try await flowInbox(call)
    case "flow.audit": try await flowAudit(call)
    default: nil
    }
  }

  private func flowOpen(_ call: Call) throws(Refusal) -> JSON {
    let rules = try FlowSettings(call.input).rules()
    let handle = newHandle()
    flows[handle] = try FlowWorld(rules: rules, seed: UInt64(flows.count))
    return ["handle": .string(handle)]
  }

  private func flowAct(_ call: Call) async throws(Refusal) -> JSON {
    let common = ["handle", "now", "do", "account"]
    guard let act = FlowAct.named(call.input["do"]?.string ?? "") else {
      _ = try Arguments(call, fields: common)
      throw Refusal(.unsupported("do"))
    }
    let fields = try Arguments(
      call, fields: common + act.fields)
    let world = try flowWorld(fields)
    await world.move(to: try fields.time("now"))
    return try await world.perform(act, fields)
  }

  private func flowApp(_ call: Call) async throws(Refusal) -> JSON {
    let fields = try Arguments(call, "handle", "app", "now")
    let time = try fields.time("now")
    let app = try await flowWorld(fields).app(try fields.text("app"))
    return .string(
      try checked { () throws(ParameterError) in
        try app.code(at: time).description
      })
  }

  private func flowRead(_ call: Call) async throws(Refusal) -> JSON {
    let fields = try Arguments(call, "handle", "what")
    return try await flowWorld(fields).read(try fields.text("what"))
  }

  private func flowInbox(_ call: Call) async throws(Refusal) -> JSON {
    let fields = try Arguments(call, "handle")
    return .array(try await flowWorld(fields).inbox().map(JSON.string))
  }

  private func flowAudit(_ call: Call) async throws(Refusal) -> JSON {
    let fields = try Arguments(call, "handle")
    return .array(try await flowWorld(fields).trail().map(JSON.string))
  }

  private func flowWorld(_ fields: Arguments) throws(Refusal) -> FlowWorld {
    guard let world = flows[try fields.text("handle")] else {
      throw .reject("handle-unknown", "handle: not open")
    }
    return world
  }
}
