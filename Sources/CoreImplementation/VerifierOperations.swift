// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// The operations that keep a verifier and its state behind a handle.

/// An open verifier with its state.
enum Verifier: Sendable {
  case totp(TOTPVerifier, TOTPState)
  case hotp(HOTPVerifier, HOTPState)
}

extension CoreImplementation {
  func verifierOpen(_ call: Call) throws(Refusal) -> JSON {
    open(try newVerifier(call))
  }

  func verifierImport(_ call: Call) throws(Refusal) -> JSON {
    guard let text = call.input["state"]?.string else {
      throw .mistyped("state", "string")
    }
    var opening = call.input
    opening["state"] = nil
    // A state says where an event-based verifier stands.
    if opening["kind"] == "hotp", opening["counter"] == nil {
      opening["counter"] = "0"
    }
    let verifier = try newVerifier(Call(call.operation, opening))
    guard let restored = verifier.restoring(text) else {
      throw .reject("state-malformed", "state: not what export gave")
    }
    return open(restored)
  }

  func verifierExport(_ call: Call) throws(Refusal) -> JSON {
    let (_, verifier) = try find(Arguments(call, "handle"))
    return ["state": .string(verifier.exported)]
  }

  func verifierClose(_ call: Call) throws(Refusal) -> JSON {
    let (handle, _) = try find(Arguments(call, "handle"))
    verifiers[handle] = nil
    return ["closed": true]
  }

  private func open(_ verifier: Verifier) -> JSON {
    let handle = newHandle()
    verifiers[handle] = verifier
    return ["handle": .string(handle)]
  }

  private func find(
    _ fields: Arguments
  ) throws(Refusal) -> (handle: String, verifier: Verifier) {
    let handle = try fields.text("handle")
    guard let verifier = verifiers[handle] else {
      throw .reject("handle-unknown", "handle: not open")
    }
    return (handle, verifier)
  }
}

// MARK: - Opening

extension CoreImplementation {
  private func newVerifier(_ call: Call) throws(Refusal) -> Verifier {
    switch call.input["kind"]?.string {
    case "totp": return try newTOTP(call)
    case "hotp": return try newHOTP(call)
    default: throw Refusal(.fault("the field kind is none of totp, hotp"))
    }
  }

  private func newTOTP(_ call: Call) throws(Refusal) -> Verifier {
    let fields = try Arguments(
      call, "kind", "algorithm", "key", "t0", "step", "digits", "past",
      "future", "driftLimit")
    let totp = try fields.totp(policy)
    let (past, future) = try fields.sides()
    let limit =
      fields.has("driftLimit")
      ? try fields.number("driftLimit", "window-out-of-range") : 0
    return try checked { () throws(ParameterError) in
      let window = try DriftWindow(past: past, future: future)
      return .totp(
        try TOTPVerifier(totp, window: window, driftLimit: limit), TOTPState())
    }
  }

  private func newHOTP(_ call: Call) throws(Refusal) -> Verifier {
    let fields = try Arguments(
      call, "kind", "algorithm", "key", "digits", "counter", "lookAhead")
    let hotp = try fields.hotp(policy)
    let counter = try fields.counter("counter")
    let lookAhead = try fields.number("lookAhead", "window-out-of-range")
    return try checked { () throws(ParameterError) in
      .hotp(
        try HOTPVerifier(hotp, lookAhead: lookAhead),
        HOTPState(counter: counter))
    }
  }
}

// MARK: - Checking

extension CoreImplementation {
  func verifierCheck(_ call: Call) throws(Refusal) -> JSON {
    let (handle, verifier) = try find(Arguments(call, "handle", "code", "now"))
    switch verifier {
    case .totp(let verifier, let state):
      let fields = try Arguments(call, "handle", "code", "now")
      let code = try fields.text("code")
      let now = try fields.time("now")
      let (verdict, next) = try checked { () throws(ParameterError) in
        try verifier.verify(code, at: now, state: state)
      }
      verifiers[handle] = .totp(verifier, next)
      return verdict.json
    case .hotp(let verifier, let state):
      let fields = try Arguments(call, "handle", "code")
      let code = try fields.text("code")
      let (verdict, next) = verifier.verify(code, state: state)
      verifiers[handle] = .hotp(verifier, next)
      return verdict.json
    }
  }

  func verifierResync(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "handle", "codes", "now", "past", "future", "lookAhead")
    let (handle, verifier) = try find(fields)
    let (verdict, next) =
      switch verifier {
      case .totp(let verifier, let state):
        try resync(call, verifier, state)
      case .hotp(let verifier, let state):
        try resync(call, verifier, state)
      }
    verifiers[handle] = next
    return verdict
  }

  private func resync(
    _ call: Call, _ verifier: TOTPVerifier, _ state: TOTPState
  ) throws(Refusal) -> (JSON, Verifier) {
    let fields = try Arguments(
      call, "handle", "codes", "now", "past", "future")
    let codes = try fields.texts("codes")
    let now = try fields.time("now")
    let (past, future) = try fields.sides()
    let (verdict, next) = try checked { () throws(ParameterError) in
      try verifier.resynchronize(
        codes, at: now, window: ResyncWindow(past: past, future: future),
        state: state)
    }
    return (verdict.json, .totp(verifier, next))
  }

  private func resync(
    _ call: Call, _ verifier: HOTPVerifier, _ state: HOTPState
  ) throws(Refusal) -> (JSON, Verifier) {
    let fields = try Arguments(call, "handle", "codes", "lookAhead")
    let codes = try fields.texts("codes")
    let lookAhead = try fields.number("lookAhead", "window-out-of-range")
    let (verdict, next) = try checked { () throws(ParameterError) in
      try verifier.resynchronize(codes, lookAhead: lookAhead, state: state)
    }
    return (verdict.json, .hotp(verifier, next))
  }
}
