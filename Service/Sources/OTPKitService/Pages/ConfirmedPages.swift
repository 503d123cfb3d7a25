// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// What takes a factor, a phone or codes away, or brings another way in. A
// session that somebody else finds open does not do it: the password is asked
// for again.

extension Visitor {
  private var removed: FactorKind? { FactorKind(rawValue: field("factor")) }

  func removePage() async throws -> Reply {
    guard let kind = removed else { return problem(404) }
    return .page(removeForm(kind, try await passwordAgain()))
  }

  private func removeForm(
    _ kind: FactorKind, _ password: [Field], notice: HTML = .empty
  ) -> Page {
    passwordForm(
      t("remove.title", factor(kind)), t("remove.lead"), "/settings/remove",
      [Field(name: "factor", kind: .hidden, value: kind.rawValue)] + password,
      button: t("remove.button"), style: "danger", notice: notice)
  }

  /// A page that says what is about to happen, with the password's field.
  func passwordForm(
    _ title: String, _ lead: String, _ action: String, _ fields: [Field],
    button: String, style: String = "primary", notice: HTML
  ) -> Page {
    Page(
      title: title, lead: lead,
      parts: [
        notice, form(action, fields, button: button, style: style),
        Part.ways([Part.link("/settings", t("settings.back"))]),
      ])
  }

  func removeFactor() async throws -> Reply {
    guard let kind = removed else { return problem(404) }
    let password = try await passwordAgain()
    return try await remove {
      try await service.remove(kind, from: id, grant: token)
    } again: { notice in
      removeForm(kind, password, notice: notice)
    }
  }

  /// The field for the password of somebody who is signed in, where the
  /// account has one.
  func passwordAgain() async throws -> [Field] {
    guard try await service.status(id, grant: token).hasPassword else {
      return []
    }
    return [
      Field(name: "password", kind: .password, label: t("password.current"))
    ]
  }

  /// Removes something once the password is right; the page again with what is
  /// wrong if not.
  func remove(
    _ act: () async throws -> Void, again: (HTML) async throws -> Page
  ) async throws -> Reply {
    try await confirmed {
      try await act()
      return .go("/settings?done=removed")
    } again: {
      try await again($0)
    }
  }

  /// Acts once the password is right; the page again with what is wrong if not.
  ///
  /// - Parameter status: That of an act that the account layer refuses.
  func confirmed(
    _ isNeeded: Bool = true, refusedWith status: Int = 409,
    _ act: () async throws -> Reply, again: (HTML) async throws -> Page
  ) async throws -> Reply {
    do {
      if isNeeded,
        case .refused(let seconds) = try await service.confirm(
          id, grant: token, password: field("password").typedPassword)
      {
        let text = t("password.refused") + " " + wait(seconds)
        return .page(
          try await again(Part.notice(.bad, text)), status: 403)
      }
      return try await act()
    } catch let error as TwoFactorError where error.isForThePerson {
      return .page(try await again(refusal(error)), status: status)
    }
  }

  /// Whether a factor is in use: a new one is another way in, beside it or in
  /// its place.
  var isOn: Bool {
    get async throws { try await service.status(id, grant: token).isOn }
  }
}
