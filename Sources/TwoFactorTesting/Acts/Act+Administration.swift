// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import TwoFactor

extension Act {
  /// What an administrator does.
  static let administration: [String: Act] = [
    "register": Act("password", "identities") { world, account, fields in
      try await world.service.register(
        account, mail: "\(account)@example.org",
        password: fields.text(ifAny: "password"),
        identities: fields.identities())
      return .ok
    },
    "reset-factors": Act("by") { world, account, fields in
      try await world.service.resetSecondFactors(
        account, by: Administrator(fields.text("by")), reason: "scenario")
      return .ok
    },
    "deactivate": Act("by") { world, account, fields in
      try await world.service.deactivate(
        account, by: Administrator(fields.text("by")), reason: "scenario")
      return .ok
    },
    "reactivate": Act("by") { world, account, fields in
      try await world.service.reactivate(
        account, by: Administrator(fields.text("by")), reason: "scenario")
      return .ok
    },
    "configure": Act(
      "backupCodes", "secondFactor", "devices", "providers", "driftLimit",
      "profile"
    ) { world, _, fields in
      try world.apply(try ServiceRules(fields.input).rules())
      return .ok
    },
  ]
}

extension ActFields {
  fileprivate func identities() throws(ScenarioFault) -> [ExternalIdentity] {
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
