// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import HTTPTypes
import OTPCore
import TwoFactor

// MARK: - Factors

extension Operations {
  private static let statusShape = Shape.named(
    "Status",
    [
      .init("isOn", .flag),
      .init(
        "factors",
        .list(
          .named(
            "Factor",
            [
              .init("kind", .some(FactorKind.self)), .init("since", .time),
              .init("lastUsed", .time, optional: true),
              .init("isDisabled", .flag),
            ]), 0...16)),
      .init(
        "apps",
        .list(
          .named(
            "App",
            [
              .init("id", .text(1...64)),
              .init("name", .text(upTo: 255), optional: true),
              .init("since", .time), .init("lastUsed", .time, optional: true),
            ]), 0...64)),
      .init("backupCodesLeft", .integer(0...1_000), optional: true),
      .init("phone", .text(upTo: 40), optional: true),
      .init("devices", .list(device, 0...1_000)),
    ])

  private static let device = Shape.named(
    "Device",
    [
      .init("name", .text(1...100)), .init("trustedAt", .time),
      .init("expiresAt", .time),
      .init("address", .text(upTo: 100), optional: true),
    ])

  private static let enrolled = Shape.named(
    "Enrolled",
    [
      .init("state", .choice(["active", "save-backup-codes"])),
      .init("backupCodes", .list(.text(1...64), 1...100), optional: true),
    ])

  static let sent = Shape.named(
    "Sent",
    [
      .init("sentTo", .text(upTo: 64)), .init("expiresAt", .time),
      .init("notice", .text(upTo: 1_000)),
    ])

  static let factors: [Operation] = [
    get("/status", "status", "What is set up.", .limited, statusShape) {
      call in
      let status = try await call.service.status(call.id, grant: call.token)
      return APIReply(Self.json(status))
    },
    post(
      "/factors/app", "enrolApp",
      "Begin to set up an authenticator app; its secret is shown once.",
      .limited,
      [
        .init("name", .text(upTo: 255), optional: true),
        .init("othersStay", .flag, optional: true),
      ] + passwordAgain,
      .named(
        "AppEnrolment",
        [.init("uri", .text(1...2_000)), .init("secret", .text(1...200))])
    ) { call in
      try await call.confirmAnotherWay()
      let mail = try await call.site.store.load(call.id)?.directoryEntry.mail
      let enrolment = try await call.service.enrolTOTP(
        call.id, grant: call.token, label: mail ?? call.id.text,
        name: call.text("name"),
        replacing: call.flag("othersStay") ? .nothing : .all)
      return APIReply([
        "uri": .text(enrolment.uri.description),
        "secret": .text(enrolment.secretText.replacing(" ", with: "")),
      ])
    },
    post(
      "/factors/messages", "enrolMessages",
      "Begin to set up codes by text message.", .limited,
      [.init("number", .text(1...64))] + passwordAgain, sent,
      problems: [429]
    ) { call in
      try await call.confirmAnotherWay()
      let enrolment = try await call.service.enrolSMS(
        call.id, grant: call.token, number: call.text("number"))
      return APIReply(Self.json(enrolment))
    },
    post(
      "/factors/confirm", "confirmFactor",
      "Show the first code of the app or phone.", .limited,
      [.init("code", code)], enrolled
    ) { call in
      let answer = try await call.service.confirmEnrolment(
        call.id, grant: call.token, code: call.text("code"))
      switch answer {
      case .refused(let seconds): throw Problem.refused(seconds)
      case .active: return call.enrolled(["state": "active"])
      case .saveBackupCodes(let codes):
        return APIReply([
          "state": "save-backup-codes",
          "backupCodes": .list(codes.map(JSON.text)),
        ])
      }
    },
    post(
      "/backup-codes/saved", "backupCodesSaved",
      "Say that the codes are saved; the factor is on.", .limited
    ) { call in
      try await call.service.confirmBackupCodesSaved(
        call.id, grant: call.token)
      return call.enrolled(nil)
    },
    post(
      "/backup-codes", "newBackupCodes",
      "Make new backup codes; the old ones end.", .person, passwordAgain,
      .named(
        "BackupCodes", [.init("codes", .list(.text(1...64), 1...100))])
    ) { call in
      try await call.confirmPassword()
      let codes = try await call.service.regenerateBackupCodes(
        call.id, grant: call.token)
      return APIReply(["codes": .list(codes.map(JSON.text))])
    },
    renameApp,
    delete(
      "/factors/apps/{app}", "removeApp", "Remove one authenticator app.",
      .person, parameters: [app], passwordAgain, problems: [409]
    ) { call in
      try await call.confirmPassword()
      try await call.service.removeApp(
        call.parameters["app"] ?? "", from: call.id, grant: call.token)
      return .done
    },
    delete(
      "/factors/{kind}", "removeFactor", "Remove a factor.", .person,
      parameters: [
        .init(name: "kind", shape: .some(FactorKind.self), isInPath: true)
      ], passwordAgain, problems: [409]
    ) { call in
      guard let kind = FactorKind(rawValue: call.parameters["kind"] ?? "")
      else { throw Problem.notFound }
      try await call.confirmPassword()
      try await call.service.remove(kind, from: call.id, grant: call.token)
      return .done
    },
    delete(
      "/devices/{device}", "forgetDevice", "Forget a remembered device.",
      .person,
      parameters: [
        .init(name: "device", shape: .text(1...100), isInPath: true)
      ], problems: [409]
    ) { call in
      try await call.service.revokeDevice(
        call.id, grant: call.token, name: call.parameters["device"] ?? "")
      return .done
    },
  ]

  /// The password, where the account has one.
  static let passwordAgain = [
    Shape.Member("password", password, optional: true)
  ]

  private static let app = Operation.Parameter(
    name: "app", shape: .text(1...64), isInPath: true)

  private static let renameApp = Operation(
    method: .put, path: "/factors/apps/{app}", id: "renameApp",
    summary: "Give an authenticator app another name.", access: .person,
    parameters: [app], body: [.init("name", .text(upTo: 255))], status: 204,
    problems: [409, 422]
  ) { call in
    try await call.service.renameApp(
      call.parameters["app"] ?? "", of: call.id, grant: call.token,
      to: call.text("name"))
    return .done
  }

  private static func json(_ status: AccountStatus) -> JSON {
    .members([
      "isOn": .flag(status.isOn),
      "factors": .list(
        status.factors.map {
          .members([
            "kind": .text($0.kind.rawValue), "since": .time($0.since),
            "lastUsed": $0.lastUsed.map(JSON.time),
            "isDisabled": .flag($0.isDisabled),
          ])
        }),
      "apps": .list(
        status.apps.map {
          .members([
            "id": .text($0.id), "name": $0.name.map(JSON.text),
            "since": .time($0.since), "lastUsed": $0.lastUsed.map(JSON.time),
          ])
        }),
      "backupCodesLeft": status.backupCodesLeft.map(JSON.integer),
      "phone": status.phone.map(JSON.text),
      "devices": .list(
        status.devices.map {
          .members([
            "name": .text($0.name), "trustedAt": .time($0.trustedAt),
            "expiresAt": .time($0.expiresAt),
            "address": $0.address.map(JSON.text),
          ])
        }),
    ])
  }

  static func json(_ enrolment: SMSEnrolment) -> JSON {
    [
      "sentTo": .text(enrolment.sentTo),
      "expiresAt": .time(enrolment.expiresAt),
      "notice": .text(enrolment.notice),
    ]
  }
}

extension APICall {
  /// A factor is on: nothing has to be set up any more.
  fileprivate func enrolled(_ body: JSON?) -> APIReply {
    changed(body) { session in
      session.limits.remove(.mustEnrol)
      session.limits.remove(.recovering)
      session.enrolBefore = nil
    }
  }

  /// Takes the password again; throws what a wrong one comes to.
  func confirmPassword() async throws {
    let answer = try await service.confirm(
      id, grant: token, password: text("password").typedPassword)
    if case .refused(let seconds) = answer { throw Problem.refused(seconds) }
  }

  /// Takes the password again where a factor is in use: a new one is another
  /// way in, beside it or in its place.
  fileprivate func confirmAnotherWay() async throws {
    guard try await service.status(id, grant: token).isOn else { return }
    try await confirmPassword()
  }
}
