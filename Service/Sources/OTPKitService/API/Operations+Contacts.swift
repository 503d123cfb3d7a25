// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import HTTPTypes
import OTPCore
import TwoFactor

// Phone, mail, history, and identities of single sign-on.

extension Operations {
  static let contacts: [Operation] = [
    post(
      "/phone", "changePhone", "Begin to change the phone on file.", .person,
      [.init("number", .text(1...64))] + passwordAgain, sent, problems: [429]
    ) { call in
      try await call.confirmPassword()
      let change = try await call.service.changePhone(
        call.id, grant: call.token, number: call.text("number"))
      return APIReply(Self.json(change))
    },
    post(
      "/phone/confirm", "confirmPhone", "Show the code sent to the phone.",
      .person, [.init("code", code)]
    ) { call in
      try call.confirmed(
        try await call.service.confirmPhone(
          call.id, grant: call.token, code: call.text("code")))
    },
    delete(
      "/phone", "removePhone", "Remove the phone on file.", .person,
      passwordAgain, problems: [409]
    ) { call in
      try await call.confirmPassword()
      try await call.service.removePhone(call.id, grant: call.token)
      return .done
    },
    post(
      "/mail", "changeMail", "Begin to change the mail address.", .person,
      [.init("mail", .text(1...254))] + passwordAgain, problems: [429]
    ) { call in
      try await call.confirmPassword()
      try await call.service.changeMail(
        call.id, grant: call.token, to: call.text("mail"))
      return .done
    },
    post(
      "/mail/confirm", "confirmMail", "Show the code sent to the address.",
      .person, [.init("code", code)]
    ) { call in
      try call.confirmed(
        try await call.service.confirmMail(
          call.id, grant: call.token, code: call.text("code")))
    },
    get(
      "/history", "history", "What happened, the newest first.", .person,
      events
    ) { call in
      let found = try await call.site.store.events(of: call.id, limit: 100)
      return APIReply(Self.json(found))
    },
  ]
}

// MARK: - Single sign-on

extension Operations {
  private static let identity: [Shape.Member] = [
    .init("issuer", .text(1...(.max))), .init("subject", .text(1...(.max))),
  ]

  private static let linked = Shape.named(
    "Identity", identity + [.init("provider", .text(1...64), optional: true)])

  static let identities: [Operation] = [
    get(
      "/identities", "identities",
      "Who can sign in to this account at a provider.", .person,
      .named("Identities", [.init("identities", .list(linked, 0...1_000))])
    ) { call in
      let entry = try await call.site.store.load(call.id)?.directoryEntry
      let found = (entry?.identities ?? []).map { identity -> JSON in
        .members([
          "issuer": .text(identity.issuer), "subject": .text(identity.subject),
          "provider": call.site.provider(of: identity).map { .text($0.name) },
        ])
      }
      return APIReply(["identities": .list(found)])
    },
    delete(
      "/identities", "unlink",
      "Let somebody at a provider sign in no longer.", .person,
      identity + passwordAgain, problems: [409]
    ) { call in
      try await call.confirmPassword()
      try await call.service.unlink(
        ExternalIdentity(
          issuer: call.text("issuer"), subject: call.text("subject")),
        from: call.id, grant: call.token)
      return .done
    },
  ]
}

// MARK: - Answers

extension APICall {
  /// The answer to the code of a new phone or address.
  fileprivate func confirmed(_ answer: EnrolmentAnswer) throws -> APIReply {
    if case .refused(let seconds) = answer { throw Problem.refused(seconds) }
    return .done
  }
}
