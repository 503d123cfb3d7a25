// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// For programs and translators: what an error is, without its English words.

extension TwoFactorError {
  /// Whose fault an error is.
  public enum Side: String, Sendable, Hashable {
    /// What was asked for cannot be done: an HTTP status of 400 to 499.
    case request
    /// The service cannot do it now, whatever was asked for: 500 to 599.
    case service
  }

  /// Whose fault it is.
  public var side: Side {
    switch cause {
    case .storeUnavailable, .contention, .busy, .unreadableState, .newerFormat,
      .alteredState, .wrongAccount, .invalidKey, .unknownKey, .sealing,
      .derivation, .parameters, .auditUnavailable:
      .service
    default: .request
    }
  }

  /// A short name that never changes, to look a translated text up by.
  ///
  /// Those of a phone number and of a password come with the codes of what is
  /// wrong with them: ``PhoneNumberError/code``, ``PasswordViolation/code``.
  public var code: String {
    switch cause {
    case .storeUnavailable: "store-unavailable"
    case .contention: "contention"
    case .busy: "busy"
    case .unreadableState: "unreadable-state"
    case .newerFormat: "newer-format"
    case .alteredState: "altered-state"
    case .wrongAccount: "wrong-account"
    case .invalidAccountID: "invalid-account-id"
    case .invalidMail: "invalid-mail"
    case .unsupportedHash: "unsupported-hash"
    case .shortSecret: "short-secret"
    case .lastWayIn: "last-way-in"
    case .invalidKey: "invalid-key"
    case .unknownKey: "unknown-key"
    case .sealing: "sealing"
    case .derivation: "derivation"
    case .parameters: "parameters"
    case .notAuthorized: "not-authorized"
    case .alreadyExists: "already-exists"
    case .nothingPending: "nothing-pending"
    case .notEnrolled: "not-enrolled"
    case .lastFactor: "last-factor"
    case .factorActive: "factor-active"
    case .tooManyMessages: "too-many-messages"
    case .tooManyApps: "too-many-apps"
    case .invalidAppName: "invalid-app-name"
    case .auditUnavailable: "audit-unavailable"
    case .phone: "phone"
    case .password: "password"
    }
  }

  /// What the text of an error has beside its words.
  public var parameters: [String: String] {
    switch cause {
    case .newerFormat(let format): ["format": "\(format)"]
    case .unknownKey(let id): ["key": id]
    case .phone(let error):
      error.parameters.merging(["phone": error.code]) { a, _ in a }
    case .password(let violations):
      ["rules": violations.map(\.code).joined(separator: " ")]
    default: [:]
    }
  }

  /// The rules that a new password breaks; empty for another error.
  public var passwordViolations: [PasswordViolation] {
    if case .password(let violations) = cause { violations } else { [] }
  }

  /// What is wrong with a phone number; `nil` for another error.
  public var phoneNumberError: PhoneNumberError? {
    if case .phone(let error) = cause { error } else { nil }
  }
}

extension PasswordViolation {
  /// A short name that never changes.
  public var code: String {
    switch self {
    case .tooShort: "too-short"
    case .tooLong: "too-long"
    case .common: "common"
    case .guessable: "guessable"
    case .unchanged: "unchanged"
    case .containsNUL: "contains-nul"
    }
  }
}
