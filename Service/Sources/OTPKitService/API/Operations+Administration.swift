// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import HTTPTypes
import OTPCore
import TwoFactor

// What administrators do.

extension Operations {
  static let events = Shape.named(
    "Events",
    [
      .init(
        "events",
        .list(
          .named(
            "Event",
            [
              .init("account", name), .init("at", .time),
              .init("kind", .some(AuditEvent.Kind.self)),
              .init("factor", .some(FactorKind.self), optional: true),
              .init("reason", .text(upTo: 1_000), optional: true),
              .init("actor", .text(upTo: 1_000), optional: true),
              .init("address", .text(upTo: 1_000), optional: true),
            ]), 0...200))
    ])

  static func json(_ events: [AuditEvent]) -> JSON {
    [
      "events": .list(
        events.map { event in
          .members([
            "account": .text(event.account.text), "at": .time(event.at),
            "kind": .text(event.kind.rawValue),
            "factor": event.factor.map { .text($0.rawValue) },
            "reason": event.reason.map(JSON.text),
            "actor": event.actor.map(JSON.text),
            "address": event.address.map(JSON.text),
          ])
        })
    ]
  }

  private static let person = Shape.named(
    "Person",
    [
      .init("account", name), .init("mail", .text(upTo: 1_024), optional: true),
      .init("isActive", .flag),
      .init("factors", .list(.some(FactorKind.self), 0...16)),
      .init("phone", .text(upTo: 64), optional: true),
      .init("backupCodesLeft", .integer(0...1_000), optional: true),
      .init("devices", .integer(0...1_000_000)),
      .init("providers", .list(.text(upTo: 100_000), 0...1_000)),
      .init("createdAt", .time), .init("invitedUntil", .time, optional: true),
    ])

  static let account = Operation.Parameter(
    name: "account", shape: name, isInPath: true)

  static let administration: [Operation] =
    people + invitations + rules

  private static let people: [Operation] = [
    get(
      "/people", "people", "People, fifty at a time.", .administrator,
      .named("People", [.init("people", .list(person, 0...50))]),
      parameters: [
        .init(name: "search", shape: .text(upTo: 255)),
        .init(name: "after", shape: name),
      ]
    ) { call in
      let after = call.parameters["after"].flatMap { try? AccountID($0) }
      if call.parameters["after"] != nil, after == nil {
        throw Problem.malformed("?after")
      }
      let found = try await call.site.store.entries(
        matching: call.parameters["search"], after: after, limit: 50)
      return APIReply(["people": .list(found.map(\.json))])
    },
    post(
      "/people", "addPerson",
      "Invite a person: make an account, and send its first password by mail.",
      .administrator,
      [.init("account", name), .init("mail", .text(3...254))]
    ) { call in
      try await call.service.register(
        try AccountID(call.text("account").typedName),
        mail: call.text("mail").typedName)
      return .done
    },
    get(
      "/people/{account}", "person", "One person.", .administrator, person,
      parameters: [account]
    ) { call in
      guard
        let entry = try await call.site.store.load(try call.account())?
          .directoryEntry, ![.unknown, .erased].contains(entry.standing)
      else { throw Problem.notFound }
      return APIReply(entry.json)
    },
    changePerson,
  ]

  private static let changePerson: Operation = {
    var operation = post(
      "/people/{account}/actions", "changePerson",
      "Act on an account; the reason is recorded.", .administrator,
      [
        .init(
          "action",
          .choice(["reset", "deactivate", "reactivate", "end-sessions"])),
        .init("reason", .text(1...400)),
      ]
    ) { call in
      let (id, reason) = (try call.account(), call.text("reason"))
      guard try await call.site.store.load(id) != nil else {
        throw Problem.notFound
      }
      let actor = Administrator(call.id.text)
      switch call.text("action") {
      case "reset":
        try await call.service.resetSecondFactors(id, by: actor, reason: reason)
      case "deactivate":
        try await call.service.deactivate(id, by: actor, reason: reason)
      case "reactivate":
        try await call.service.reactivate(id, by: actor, reason: reason)
      default:
        try await call.service.endSessions(id, by: actor, reason: reason)
      }
      return .done
    }
    operation.parameters = [account]
    return operation
  }()

  private static let policy: [Shape.Member] = [
    .init("isRequired", .flag), .init("graceDays", .integer(0...365)),
  ]

  private static let rules: [Operation] = [
    get(
      "/policy", "policy", "Whether everybody needs a second factor.",
      .administrator, .named("Policy", policy)
    ) { call in
      let policy = try await call.site.policy()
      return APIReply([
        "isRequired": .flag(policy.isRequired),
        "graceDays": .integer(policy.graceDays),
      ])
    },
    Operation(
      method: .put, path: "/policy", id: "setPolicy",
      summary: "Set whether everybody needs a second factor.",
      access: .administrator, body: policy, status: 204
    ) { call in
      guard case .integer(let days) = call.body["graceDays"] else {
        throw Problem.malformed("/graceDays")
      }
      let old = try await call.site.policy()
      try await call.site.setPolicy(
        StoredPolicy(
          isRequired: call.flag("isRequired"),
          since: old.isRequired ? old.since : call.site.now, graceDays: days),
        by: call.id)
      return .done
    },
    get(
      "/audit", "audit", "What happened, the newest first.", .administrator,
      events,
      parameters: [
        .init(name: "account", shape: name),
        .init(name: "kind", shape: .some(AuditEvent.Kind.self)),
      ]
    ) { call in
      let name = call.parameters["account"]
      let id = name.flatMap { try? AccountID($0) }
      if name != nil, id == nil { throw Problem.malformed("?account") }
      let found = try await call.site.store.events(
        of: id, kind: call.parameters["kind"].flatMap(AuditEvent.Kind.init),
        limit: 200)
      return APIReply(Self.json(found))
    },
  ]
}

/// What administrators are shown of a person, here and by the command `user`.
extension DirectoryEntry {
  var members: [(name: String, value: JSON?)] {
    [
      ("account", .text(id.text)), ("mail", mail.map(JSON.text)),
      ("isActive", .flag(standing == .active)),
      ("factors", .words(factors.map(\.rawValue))),
      ("phone", phone.map(JSON.text)),
      ("backupCodesLeft", backupCodesLeft.map(JSON.integer)),
      ("devices", .integer(deviceCount)),
      ("providers", .words(identities.map(\.issuer))),
      ("createdAt", .time(createdAt)),
      ("invitedUntil", invitedUntil.map(JSON.time)),
    ]
  }

  var json: JSON {
    .members(Dictionary(members) { first, _ in first })
  }
}
