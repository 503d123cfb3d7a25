// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import OTPCore
import TwoFactor

/// Every operation of the JSON API, in one place.
enum Operations {
  static let all: [Operation] =
    signIn + sessions + passwords + factors + contacts + identities
    + administration

  static func get(
    _ path: String, _ id: String, _ summary: String, _ access: APIAccess,
    _ answer: Shape, parameters: [Operation.Parameter] = [],
    run: @escaping @Sendable (APICall) async throws -> APIReply
  ) -> Operation {
    Operation(
      method: .get, path: path, id: id, summary: summary, access: access,
      parameters: parameters, answer: answer, run: run)
  }

  static func post(
    _ path: String, _ id: String, _ summary: String, _ access: APIAccess,
    _ body: [Shape.Member] = [], _ answer: Shape? = nil,
    problems: [Int] = [],
    run: @escaping @Sendable (APICall) async throws -> APIReply
  ) -> Operation {
    Operation(
      method: .post, path: path, id: id, summary: summary, access: access,
      body: body, status: answer == nil ? 204 : 200, answer: answer,
      problems: problems, run: run)
  }

  static func delete(
    _ path: String, _ id: String, _ summary: String, _ access: APIAccess,
    parameters: [Operation.Parameter] = [], _ body: [Shape.Member] = [],
    problems: [Int] = [],
    run: @escaping @Sendable (APICall) async throws -> APIReply
  ) -> Operation {
    Operation(
      method: .delete, path: path, id: id, summary: summary, access: access,
      parameters: parameters, body: body, status: 204, problems: problems,
      run: run)
  }

  // What people type.
  static let name = Shape.text(1...255)
  static let password = Shape.text(upTo: 1_024)
  static let code = Shape.text(1...64)
}

// MARK: - Signing in

extension Operations {
  private static let signInShape = Shape.named(
    "SignIn",
    [
      .init("state", .choice(["signed-in", "second-step"])),
      .init("token", .text(1...600), optional: true),
      .init("factors", .list(.some(FactorKind.self), 0...3), optional: true),
      .init("expiresAt", .time, optional: true),
      .init("limits", .list(limit, 0...9), optional: true),
      .init("enrolBefore", .time, optional: true),
      .init("device", .text(1...400), optional: true),
    ])

  private static let limit = Shape.choice(
    ["mustEnrol", "mustChangePassword", "recovering"])

  private static let signIn: [Operation] = [
    post(
      "/sign-in", "signIn", "Show the password.", .anyone,
      [
        .init("name", name), .init("password", password),
        .init("device", .text(1...400), optional: true),
      ], signInShape
    ) { call in
      let id = try await call.site.account(named: call.text("name"))
      let answer = try await call.service.signIn(
        id, password: call.text("password").typedPassword,
        device: call.optional("device"), address: call.address)
      return try await call.reply(to: answer, id)
    },
    post(
      "/sign-in/verify", "verify", "Show the second factor.", .pending,
      [
        .init("factor", .some(FactorKind.self)), .init("code", code),
        .init("remember", .flag, optional: true),
      ], signInShape
    ) { call in
      let code = call.text("code")
      let proof: SecondFactorProof =
        switch FactorKind(rawValue: call.text("factor")) {
        case .sms: .sms(code)
        case .backup: .backup(code)
        default: .totp(code)
        }
      let answer = try await call.service.verify(
        call.id, challenge: call.token, proof: proof,
        remember: call.flag("remember"), address: call.address)
      return try await call.reply(to: answer, call.id)
    },
    post(
      "/sign-in/send", "sendCode", "Send a code by text message.", .pending,
      problems: [429]
    ) { call in
      try call.check(
        try await call.service.sendCode(
          call.id, challenge: call.token, address: call.address))
    },
    post(
      "/sign-in/resynchronize", "resynchronize",
      "Show two codes of an app whose clock is off.", .pending,
      [.init("codes", .list(code, 2...2))], signInShape
    ) { call in
      let answer = try await call.service.resynchronize(
        call.id, challenge: call.token, codes: call.texts("codes"),
        address: call.address)
      return try await call.reply(to: answer, call.id)
    },
    post(
      "/sign-in/recovery", "startRecovery",
      "Say that the device is lost, with the last digits of the phone.",
      .pending, [.init("lastFour", .text(4...4))], problems: [429]
    ) { call in
      try call.check(
        try await call.service.startRecovery(
          call.id, challenge: call.token, lastFour: call.text("lastFour"),
          address: call.address))
    },
    post(
      "/sign-in/recovery/verify", "finishRecovery",
      "Show the code that was sent to the phone.", .pending,
      [.init("code", code)], signInShape
    ) { call in
      let answer = try await call.service.finishRecovery(
        call.id, challenge: call.token, code: call.text("code"),
        address: call.address)
      return try await call.reply(to: answer, call.id)
    },
  ]
}

// MARK: - Sessions

extension Operations {
  private static let sessionShape = Shape.named(
    "Session",
    [
      .init("account", name), .init("limits", .list(limit, 0...9)),
      .init("enrolBefore", .time, optional: true),
      .init("pending", .list(.some(FactorKind.self), 0...3), optional: true),
      .init("isAdministrator", .flag), .init("startedAt", .time),
    ])

  private static let sessions: [Operation] = [
    get(
      "/openapi.json", "describe", "This document.", .anyone,
      .anything
    ) { _ in APIReply(APIDocument.json) },
    post(
      "/session/step-up", "stepUp",
      "Show a factor again, to change settings after a while.", .session,
      [.init("password", password, optional: true)], signInShape
    ) { call in
      let answer = try await call.service.stepUp(
        call.id, grant: call.token,
        password: call.optional("password")?.typedPassword)
      return try await call.reply(to: answer, call.id)
    },
    delete(
      "/sessions/others", "endOthers",
      "End every other session; no device is remembered any more.", .limited
    ) { call in
      try await call.service.endOtherSessions(call.id, grant: call.token)
      return .done
    },
    Operation(
      method: .get, path: "/session", id: "session",
      summary: "What this session is.", access: .anyone, answer: sessionShape,
      problems: [401]
    ) { call in
      guard let session = call.visitor.session else { throw Problem.noSession }
      return APIReply(
        .members([
          "account": .text(session.account),
          "limits": .words(session.limits.map(\.rawValue)),
          "enrolBefore": session.enrolBefore.map(JSON.time),
          "pending": session.pending.map { .words($0.factors.map(\.rawValue)) },
          "isAdministrator": .flag(session.isAdministrator),
          "startedAt": .time(session.startedAt),
        ]))
    },
    Operation(
      method: .delete, path: "/session", id: "signOut",
      summary: "Sign out; a device is remembered no longer.", access: .anyone,
      body: [.init("device", .text(1...400), optional: true)], status: 204,
      problems: [401, 403]
    ) { call in
      guard call.visitor.session != nil else { throw Problem.noSession }
      try await call.service.signOut(
        call.id, grant: call.token,
        device: call.optional("device") ?? call.visitor.device)
      return APIReply(change: .end)
    },
  ]
}

// MARK: - Passwords

extension Operations {
  private static let passwords: [Operation] = [
    post(
      "/password", "changePassword",
      "Change the password; every other session ends.", .session,
      [.init("current", password), .init("new", password)]
    ) { call in
      let answer = try await call.service.changePassword(
        call.id, grant: call.token,
        current: call.text("current").typedPassword,
        new: call.text("new").typedPassword)
      if case .refused(let seconds) = answer { throw Problem.refused(seconds) }
      return call.changed { $0.limits.remove(.mustChangePassword) }
    },
    post(
      "/password-resets", "requestReset",
      "Ask for a reset by mail; the answer is the same for every name.",
      .anyone, [.init("name", name)]
    ) { call in
      let id = try await call.site.account(named: call.text("name"))
      try await call.service.requestReset(id, address: call.address)
      return .done
    },
    post(
      "/password-resets/confirm", "confirmReset",
      "Show the token of the mail; a new password comes by mail.", .anyone,
      [.init("name", name), .init("token", .text(1...400))]
    ) { call in
      let id = try await call.site.account(named: call.text("name"))
      guard
        try await call.service.confirmReset(
          id, token: call.text("token"), address: call.address)
      else { throw Problem.refused(nil) }
      return .done
    },
  ]
}
