// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

extension Act {
  /// What a person does in the settings.
  static let settings: [String: Act] = [
    "enrol-totp": Act("with", "as", "name", "replacing") {
      world, account, fields in
      let grant = try world.token("with", fields)
      let enrolment = try await world.service.enrolTOTP(
        account, grant: grant, label: account.text,
        name: fields.text(ifAny: "name") ?? "",
        replacing: world.replaced(account, grant, fields))
      let app = try TOTP(secret: enrolment.uri.secret)
      world.install(app, as: try fields.text("as"))
      let isWhole =
        enrolment.secretText.filter { $0 != " " }
        == enrolment.uri.secret.revealedBase32()
      return [
        "answer": "scan",
        "secretBytes": .integer(enrolment.uri.secret.byteCount),
        "text": .bool(isWhole), "uri": .string(enrolment.uri.textWithoutSecret),
      ]
    },
    "enrol-sms": Act("with", "number") { world, account, fields in
      try await world.service.enrolSMS(
        account, grant: world.token("with", fields),
        number: fields.text("number")
      ).json
    },
    "confirm": Act("with", "code") { world, account, fields in
      let answer = try await world.service.confirmEnrolment(
        account, grant: world.token("with", fields), code: fields.text("code"))
      return world.answer(answer)
    },
    "codes-saved": Act("with") { world, account, fields in
      try await world.service.confirmBackupCodesSaved(
        account, grant: world.token("with", fields))
      return .ok
    },
    "regenerate": Act("with") { world, account, fields in
      let codes = try await world.service.regenerateBackupCodes(
        account, grant: world.token("with", fields))
      return world.answer(.saveBackupCodes(codes))
    },
    "status": Act("with") { world, account, fields in
      try await world.service.status(
        account, grant: world.token("with", fields)
      ).json
    },
    "remove": Act("with", "factor") { world, account, fields in
      guard let kind = FactorKind(rawValue: try fields.text("factor")) else {
        throw ScenarioFault.mistyped("factor", "string of a factor's name")
      }
      try await world.service.remove(
        kind, from: account, grant: world.token("with", fields))
      return .ok
    },
    "rename-app": Act("with", "app", "name") { world, account, fields in
      let grant = try world.token("with", fields)
      try await world.service.renameApp(
        world.appID("app", account, grant, fields), of: account, grant: grant,
        to: fields.text("name"))
      return .ok
    },
    "remove-app": Act("with", "app") { world, account, fields in
      let grant = try world.token("with", fields)
      try await world.service.removeApp(
        world.appID("app", account, grant, fields), from: account,
        grant: grant)
      return .ok
    },
    "revoke-device": Act("with", "index") { world, account, fields in
      let grant = try world.token("with", fields)
      let devices = try await world.service.status(account, grant: grant)
        .devices
      let index = try fields.number("index")
      let name = devices.indices.contains(index) ? devices[index].name : "?"
      try await world.service.revokeDevice(account, grant: grant, name: name)
      return .ok
    },
    "change-phone": Act("with", "number") { world, account, fields in
      try await world.service.changePhone(
        account, grant: world.token("with", fields),
        number: fields.text("number")
      ).json
    },
    "remove-phone": Act("with") { world, account, fields in
      try await world.service.removePhone(
        account, grant: world.token("with", fields))
      return .ok
    },
    "confirm-phone": Act("with", "code") { world, account, fields in
      let answer = try await world.service.confirmPhone(
        account, grant: world.token("with", fields), code: fields.text("code"))
      return world.answer(answer)
    },
  ]
}

extension World {
  /// Which apps a new one takes the place of: all if nothing is said.
  fileprivate func replaced(
    _ account: AccountID, _ grant: String, _ fields: ActFields
  ) async throws -> ReplacedApps {
    switch try fields.text(ifAny: "replacing") {
    case nil: return .all
    case "nothing": return .nothing
    default:
      return .one(try await appID("replacing", account, grant, fields))
    }
  }

  /// The id of the app that the person calls so.
  fileprivate func appID(
    _ field: String, _ account: AccountID, _ grant: String,
    _ fields: ActFields
  ) async throws -> String {
    let name = try fields.text(field)
    let status = try await service.status(account, grant: grant)
    return status.apps.first { $0.name == name }?.id ?? "no app: \(name)"
  }

  fileprivate func answer(_ answer: EnrolmentAnswer) -> JSON {
    switch answer {
    case .active: return ["answer": "active"]
    case .refused(let seconds): return .waiting("refused", seconds)
    case .saveBackupCodes(let codes):
      backupCodes = codes
      return ["answer": "save-codes", "count": .integer(codes.count)]
    }
  }
}

extension SMSEnrolment {
  fileprivate var json: JSON {
    [
      "answer": "sent", "to": .string(sentTo),
      "expiresAt": .string("\(expiresAt.seconds)"),
      "restricted": .bool(notice.contains("restricted")),
    ]
  }
}

extension OTPAuthURI {
  /// The URI with dots in place of the secret, which differs each time.
  fileprivate var textWithoutSecret: String {
    text.split(separator: "&", omittingEmptySubsequences: false).map { part in
      guard let range = part.firstRange(of: "secret=") else {
        return String(part)
      }
      return part[..<range.upperBound] + "…"
    }.joined(separator: "&")
  }
}

extension AccountStatus {
  fileprivate var json: JSON {
    var object: JSONObject = [
      "answer": "status", "on": .bool(isOn),
      "factors": .array(factors.map(\.json)),
      "offers": .array(offers.map { .string($0.rawValue) }),
      "devices": .array(devices.map(\.json)),
    ]
    // An only app without a name is the factor and nothing more.
    if apps.count > 1 || apps.contains(where: { $0.name != nil }) {
      object["apps"] = .array(apps.map(\.json))
    }
    object["backupCodesLeft"] = backupCodesLeft.map(JSON.integer)
    object["pending"] = pending.map { .string($0.rawValue) }
    object["phone"] = phone.map(JSON.string)
    if mustChangePassword { object["mustChangePassword"] = true }
    return .object(object)
  }
}

extension AccountStatus.Factor {
  fileprivate var json: JSON {
    var object: JSONObject = [
      "kind": .string(kind.rawValue), "since": .string("\(since.seconds)"),
    ]
    object["lastUsed"] = lastUsed.map { .string("\($0.seconds)") }
    if isDisabled { object["disabled"] = true }
    return .object(object)
  }
}

extension AccountStatus.App {
  fileprivate var json: JSON {
    var object: JSONObject = ["since": .string("\(since.seconds)")]
    object["name"] = name.map(JSON.string)
    object["lastUsed"] = lastUsed.map { .string("\($0.seconds)") }
    return .object(object)
  }
}

extension AccountStatus.Device {
  fileprivate var json: JSON {
    var object: JSONObject = ["expiresAt": .string("\(expiresAt.seconds)")]
    object["address"] = address.map(JSON.string)
    return .object(object)
  }
}
