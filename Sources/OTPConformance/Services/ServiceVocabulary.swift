// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The operations of stories about running services.
enum ServiceVocabulary {
  /// What an adapter of a service may serve.
  static let operations: Set<String> = [
    "service.start", "service.restart", "service.stop", "service.enrol",
    "service.confirm", "service.password", "service.code",
    "service.recovery", "service.signedIn", "service.signOut",
    "service.disable", "service.regenerate", "service.remember",
    "service.clock", "service.parallel", "service.show", "service.says",
    "service.newPassword", "service.newMail", "service.reset", "service.api",
    "service.instances", "service.addresses", "service.stepUp",
    "service.second",
  ]

  /// What the runner does itself, by means of what an adapter serves.
  static let storyOperations: Set<String> = [
    "kit.enrol", "kit.signIn", "kit.advance", "kit.guess", "kit.drift",
    "kit.compare", "kit.secret", "kit.backup", "kit.same",
  ]

  /// What may be asked of a secret that was given out.
  enum SecretCheck: String {
    case readable, bits, new, hidden
    case recommendedBits = "recommended-bits"
  }

  /// What may be asked of backup codes that were given out.
  enum BackupCheck: String {
    case long, distinct, hidden
  }

  /// The operations that an adapter must serve for a step.
  static func needs(of step: Expectation.Step) -> [String] {
    let named = step.input["op"]?.string.map { [$0] } ?? []
    let fields = [
      "instance": "service.instances", "instances": "service.instances",
      "mail": "service.newMail",
      "address": "service.addresses", "addresses": "service.addresses",
    ].filter { step.input[$0.key] != nil }.map(\.value)
    return fields + named + needs(of: step.operation)
  }

  private static func needs(of operation: String) -> [String] {
    switch operation {
    case "kit.enrol":
      ["service.password", "service.enrol", "service.confirm"]
    case "kit.signIn", "kit.guess", "kit.drift":
      ["service.password", "service.code"]
    case "kit.compare": ["service.password"]
    case "kit.secret": ["service.enrol"]
    case "kit.backup": ["service.recovery"]
    case "kit.same": ["service.says"]
    case "kit.advance": []
    default: [operation]
    }
  }
}
