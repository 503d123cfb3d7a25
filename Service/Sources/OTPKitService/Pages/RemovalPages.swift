// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// Removing a factor. A session that somebody else finds open does not do it:
// the password is asked for again.

extension Visitor {
  private var removed: FactorKind? { FactorKind(rawValue: field("factor")) }

  func removePage() async throws -> Reply {
    guard let kind = removed else { return problem(404) }
    return .page(removeForm(kind, try await passwordAgain()))
  }

  private func removeForm(
    _ kind: FactorKind, _ password: [Field], notice: HTML = .empty
  ) -> Page {
    Page(
      title: t("remove.title", factor(kind)), lead: t("remove.lead"),
      parts: [
        notice,
        form(
          "/settings/remove",
          [Field(name: "factor", kind: .hidden, value: kind.rawValue)]
            + password,
          button: t("remove.button"), style: "danger"),
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
    _ act: () async throws -> Void, again: (HTML) -> Page
  ) async throws -> Reply {
    do {
      let answer = try await service.confirm(
        id, grant: token, password: field("password"))
      if case .refused(let seconds) = answer {
        let text = t("password.refused") + " " + wait(seconds)
        return .page(again(Part.notice(.bad, text)), status: 403)
      }
      try await act()
      return .go("/settings?done=removed")
    } catch let error as TwoFactorError where error.isForThePerson {
      return .page(again(refusal(error)), status: 409)
    }
  }
}
