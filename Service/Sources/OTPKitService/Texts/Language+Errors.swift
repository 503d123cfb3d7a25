// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TwoFactor

// What the account layer refuses, in a person's language: its own texts are
// English, and are looked up here by their codes.

extension Language {
  /// What is wrong, in whole sentences.
  func text(_ error: TwoFactorError) -> String {
    if let phone = error.phoneNumberError { return text(phone) }
    guard error.passwordViolations.isEmpty else {
      return error.passwordViolations.map(text).joined(separator: " ")
    }
    return text("error." + error.code)
  }

  private func text(_ error: PhoneNumberError) -> String {
    let values = error.parameters
    let name = values["region"].flatMap {
      Locale(identifier: rawValue).localizedString(forRegionCode: $0)
    }
    let (fewest, most) = (values["fewest"] ?? "", values["most"] ?? "")
    let right =
      fewest == most ? fewest : text("phone.error.range", [fewest, most])
    return text(
      "phone.error." + error.code,
      [
        name ?? values["country"] ?? "", values["example"] ?? "",
        values["found"] ?? "", right,
      ])
  }

  private func text(_ violation: PasswordViolation) -> String {
    let values: [String] =
      switch violation {
      case .tooShort(let minimum): ["\(minimum)"]
      case .tooLong(let count): ["\(count)"]
      default: []
      }
    return text("password.error." + violation.code, values)
  }
}
