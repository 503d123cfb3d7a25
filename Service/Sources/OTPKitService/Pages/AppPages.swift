// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// One of several authenticator apps.

extension Visitor {
  func appPage() async throws -> Reply {
    guard let app = try await app() else { return problem(404) }
    return .page(appForm(app, try await passwordAgain()))
  }

  /// The app that the request names, if the account has it.
  private func app() async throws -> AccountStatus.App? {
    let status = try await service.status(id, grant: token)
    return status.apps.first { $0.id == field("app") }
  }

  private func appForm(
    _ app: AccountStatus.App, _ password: [Field], notice: HTML = .empty
  ) -> Page {
    let which = Field(name: "app", kind: .hidden, value: app.id)
    return Page(
      title: name(app), lead: t("settings.since", time(app.since)),
      parts: [
        notice,
        form(
          "/settings/apps/rename",
          [
            Field(
              name: "name", kind: .name, label: t("apps.name"),
              hint: t("apps.name.hint"), value: app.name ?? "", isFirst: true,
              isRequired: false), which,
          ], button: t("apps.rename")),
        Part.card(
          t("apps.remove.title"),
          [
            Part.text(t("apps.remove.lead")),
            form(
              "/settings/apps/remove", [which] + password,
              button: t("remove.button"), style: "danger"),
          ]),
        Part.ways([Part.link("/settings", t("settings.back"))]),
      ])
  }

  func renameApp() async throws -> Reply {
    guard let app = try await app() else { return problem(404) }
    do {
      try await service.renameApp(
        app.id, of: id, grant: token, to: field("name"))
      return .go("/settings?done=renamed")
    } catch  where error.isForThePerson {
      let notice = refusal(error)
      return .page(
        appForm(app, try await passwordAgain(), notice: notice), status: 422)
    }
  }

  func removeApp() async throws -> Reply {
    guard let app = try await app() else { return problem(404) }
    let password = try await passwordAgain()
    return try await remove {
      try await service.removeApp(app.id, from: id, grant: token)
    } again: { notice in
      appForm(app, password, notice: notice)
    }
  }
}
