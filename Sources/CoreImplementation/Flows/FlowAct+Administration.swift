// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

extension FlowAct {
  /// What an administrator does.
  static let administration: [String: FlowAct] = [
    "register": FlowAct("password", "identities") { world, account, fields in
      try await world.service.register(
        account, mail: "\(account)@example.org",
        password: fields.text(ifAny: "password"),
        identities: fields.identities())
      return .ok
    },
    "reset-factors": FlowAct("by") { world, account, fields in
      try await world.service.resetSecondFactors(
        account, by: fields.text("by"))
      return .ok
    },
    "deactivate": FlowAct("by") { world, account, fields in
      try await world.service.deactivate(account, by: fields.text("by"))
      return .ok
    },
    "reactivate": FlowAct("by") { world, account, fields in
      try await world.service.reactivate(account, by: fields.text("by"))
      return .ok
    },
    "configure": FlowAct(
      "backupCodes", "secondFactor", "devices", "providers", "driftLimit",
      "profile"
    ) { world, _, fields in
      world.service.rules = try FlowSettings(fields.input).rules()
      return .ok
    },
  ]
}

extension Arguments {
  fileprivate func identities() throws(Refusal) -> [ExternalIdentity] {
    var identities: [ExternalIdentity] = []
    for value in input["identities"]?.array ?? [] {
      guard let issuer = value.object?["issuer"]?.string,
        let subject = value.object?["subject"]?.string
      else { throw .mistyped("identities", "array of issuer and subject") }
      identities.append(ExternalIdentity(issuer: issuer, subject: subject))
    }
    return identities
  }
}
