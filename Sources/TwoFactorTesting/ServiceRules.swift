// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPConformance
import OTPCore
import TwoFactor

/// Reads the rules of a service, as a scenario or its act `configure` has them.
struct ServiceRules {
  private static let names: Set<String> = [
    "backupCodes", "secondFactor", "devices", "providers", "driftLimit",
    "profile", "now", "do", "account",
  ]

  private let input: JSONObject

  init(_ input: JSONObject) throws(ScenarioFault) {
    if let unknown = input.keys.first(where: { !Self.names.contains($0) }) {
      throw ScenarioFault("\(unknown): there is no such rule")
    }
    self.input = input
  }

  /// The rules, with hashing at next to no cost: the kit tests rules.
  func rules() throws(ScenarioFault) -> TwoFactorConfiguration {
    var rules =
      input["profile"] == "nist"
      ? TwoFactorConfiguration.nist(issuer: "ACME")
      : TwoFactorConfiguration(issuer: "ACME")
    if let cheap = try? KeyDerivation.pbkdf2SHA256(iterations: 1) {
      rules.passwordDerivation = cheap
      rules.backupCodes = BackupCodeScheme(derivation: cheap)
    }
    rules.phones = PhoneRegion.australia
    rules.answerStep = .zero
    rules.requiresBackupCodes = try requiresBackupCodes()
    rules.secondFactor = try secondFactor()
    rules.devices = try devices() ?? rules.devices
    rules.providers = try providers()
    if let limit = input["driftLimit"]?.integer { rules.drift.limit = limit }
    return rules
  }

  private func requiresBackupCodes() throws(ScenarioFault) -> Bool {
    switch input["backupCodes"] {
    case nil, "required": true
    case "optional": false
    default: throw .mistyped("backupCodes", "string: required or optional")
    }
  }

  private func secondFactor() throws(ScenarioFault) -> SecondFactorPolicy {
    guard let value = input["secondFactor"], value != "optional" else {
      return .optional
    }
    guard let object = value.object,
      let since = object["since"]?.string.flatMap({ Int64($0) }),
      let grace = object["grace"]?.integer
    else { throw .mistyped("secondFactor", "object with since and grace") }
    return .required(since: UnixTime(since), grace: grace)
  }

  private func devices() throws(ScenarioFault) -> DevicePolicy? {
    guard let value = input["devices"] else { return nil }
    if value == "off" {
      return try made { () throws(PolicyError) in
        try DevicePolicy(lifetime: 30 * 86_400, binding: .off)
      }
    }
    guard let v4 = value.object?["v4"]?.integer,
      let v6 = value.object?["v6"]?.integer
    else { throw .mistyped("devices", "object with v4 and v6") }
    return try made { () throws(PolicyError) in
      try DevicePolicy(
        lifetime: 30 * 86_400, binding: .prefix(v4: v4, v6: v6))
    }
  }

  /// A policy; one that cannot be made is the scenario's fault.
  private func made<Policy>(
    _ policy: () throws(PolicyError) -> Policy
  ) throws(ScenarioFault) -> Policy {
    do throws(PolicyError) { return try policy() } catch {
      throw ScenarioFault("rules: \(error)")
    }
  }

  private func providers() throws(ScenarioFault) -> [TrustedProvider] {
    var providers: [TrustedProvider] = []
    for value in input["providers"]?.array ?? [] {
      guard let object = value.object, let issuer = object["issuer"]?.string,
        let methods = object["methods"]?.array?.compactMap(\.string)
      else { throw .mistyped("providers", "array of objects") }
      let contexts = object["contexts"]?.array?.compactMap(\.string) ?? []
      providers.append(
        try made { () throws(PolicyError) in
          try TrustedProvider(
            issuer: issuer, methods: Set(methods), contexts: Set(contexts))
        })
    }
    return providers
  }
}
