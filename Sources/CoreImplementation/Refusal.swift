// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OCRA
import OTPCore

/// An answer that is not a value.
///
/// It names fields, never their values.
struct Refusal: Error, Equatable {
  let answer: Answer

  init(_ answer: Answer) {
    self.answer = answer
  }

  /// A field whose value cannot be used.
  static func reject(_ category: String, _ message: String) -> Refusal {
    Refusal(.reject(category: category, message: message))
  }

  /// A field that is missing or has the wrong JSON type.
  static func mistyped(_ field: String, _ type: String) -> Refusal {
    Refusal(.fault("the field \(field) is missing or no JSON \(type)"))
  }
}

// MARK: - From the core's errors

extension Refusal {
  init(_ error: SecretError) {
    let category =
      switch error.kind.value {
      case .empty: "key-empty"
      case .tooShort: "key-too-short"
      case .tooLong, .base32, .hex: "key-malformed"
      }
    self = .reject(category, error.description)
  }

  init(_ error: ParameterError) {
    let category =
      switch error.parameter.value {
      case .digits: "digits-out-of-range"
      case .period: "step-out-of-range"
      case .time: "time-out-of-range"
      case .window, .lookAhead, .driftLimit: "window-out-of-range"
      case .codeCount, .count: "code-count-out-of-range"
      }
    self = .reject(category, error.description)
  }

  init(_ error: Base32Error) {
    let category =
      switch error.kind.value {
      case .character: "base32-character"
      case .length: "base32-length"
      case .padding: "base32-padding"
      case .trailingBits: "base32-trailing-bits"
      }
    self = .reject(category, error.description)
  }

  init(_ error: OCRAError) {
    let category =
      switch error.kind.value {
      case .form, .version, .function, .digits, .inputs, .questionFormat,
        .pinHash, .sessionLength, .timeStep:
        "ocra-suite"
      case .questionCharacter, .questionTooShort, .questionTooLong:
        "ocra-question"
      case .missing, .unexpected, .pin, .sessionTooLong, .noChallenge:
        "ocra-input"
      case .time: "time-out-of-range"
      case .lookAhead: "window-out-of-range"
      }
    self = .reject(category, error.description)
  }

  /// A secret in a URI: an empty one counts as none.
  init(secret error: SecretError) {
    self = .reject(Self.category(ofSecret: error), error.description)
  }

  private static func category(ofSecret error: SecretError) -> String {
    switch error.kind.value {
    case .empty: "uri-secret-missing"
    case .tooShort: "key-too-short"
    case .tooLong, .base32, .hex: "uri-secret"
    }
  }

  init(_ error: OTPAuthURIError) {
    let category =
      switch error.kind.value {
      case .scheme: "uri-scheme"
      case .type: "uri-type"
      case .label: "uri-label"
      case .encoding: "uri-encoding"
      case .secretMissing: "uri-secret-missing"
      case .secret, .otherKey:
        error.secret.map(Self.category) ?? "uri-secret"
      case .issuer: "uri-issuer"
      case .issuerMismatch: "uri-issuer-mismatch"
      case .duplicateParameter: "uri-duplicate"
      case .unknownParameter, .escapedAmpersand: "uri-unknown-parameter"
      case .algorithm: "uri-algorithm"
      case .digits: "uri-digits"
      case .period, .periodTooLong, .t0: "uri-period"
      case .counter: "uri-counter"
      case .tooLong: "uri-too-long"
      }
    self = .reject(category, error.description)
  }
}
