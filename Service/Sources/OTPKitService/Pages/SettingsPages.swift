// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import OTPCore
import TwoFactor

// MARK: - What is in use

extension Visitor {
  /// What an action says when it leads back here.
  private static let outcomes: Set<String> = [
    "password", "app", "sms", "removed", "renamed", "phone", "device", "codes",
    "linked", "unlinked", "mail", "others",
  ]

  func settingsPage() async throws -> Reply {
    .page(try await settings())
  }

  func settings(notice: HTML = .empty) async throws -> Page {
    let status = try await service.status(id, grant: token)
    let mustEnrol = session?.limits.contains(.mustEnrol) ?? false
    let done = field("done")
    let identities = try await identitiesCard()
    let account = try await accountCard()
    let password = try await passwordAgain()
    return Page(
      title: t(mustEnrol ? "enrol.title" : "settings.title"),
      lead: mustEnrol ? t("enrol.lead") : t("settings.lead", id.text),
      frame: .medium,
      parts: [
        notice,
        Self.outcomes.contains(done)
          ? Part.notice(.good, t("done.\(done)")) : .empty,
        warnings(status), overview(status), apps(status),
        setUp(status, password),
      ]
        + (mustEnrol
          ? []
          : [
            codes(status), phone(status), devices(status), identities, account,
          ]))
  }

  private func warnings(_ status: AccountStatus) -> HTML {
    if let end = session?.enrolBefore, !status.isOn {
      return Part.notice(.warning, t("enrol.before", time(end)))
    }
    if session?.limits.contains(.recovering) ?? false {
      return Part.notice(.warning, t("lost.signedIn"))
    }
    return .empty
  }

  private func overview(_ status: AccountStatus) -> HTML {
    let badge: HTML =
      status.isOn
      ? "<span class=\"badge\">\(t("settings.on"))</span>"
      : "<span class=\"badge off\">\(t("settings.off"))</span>"
    let factors = status.factors.filter { $0.kind != .backup }.map { factor in
      """
      <div><dt>\(self.factor(factor.kind))</dt><dd>\
      \(t("settings.since", time(factor.since)))<br>\
      \(t("settings.used", time(factor.lastUsed)))\
      \(factor.isDisabled ? Part.notice(.bad, t("settings.disabled")) : .empty)\
      <p>\(Part.link("/settings/remove?factor=\(factor.kind.rawValue)", t("settings.remove")))</p>\
      </dd></div>
      """ as HTML
    }
    return """
      <section class="card"><h2>\(t("settings.second")) \(badge)</h2>\
      <dl>\(factors)</dl></section>
      """
  }

  private func setUp(_ status: AccountStatus, _ password: [Field]) -> HTML {
    let hasApp = status.factors.contains { $0.kind == .totp }
    let app = form(
      "/settings/app", status.isOn ? password : [],
      button: t(hasApp ? "app.replace" : "app.begin"),
      style: hasApp ? "second" : "primary")
    let mayAdd =
      hasApp && status.appsLeft > 0
      && !(session?.limits.contains(.recovering) ?? false)
    let another =
      mayAdd
      ? form(
        "/settings/app",
        [
          Field(
            name: "name", kind: .name, label: t("apps.name"),
            hint: t("apps.name.hint")),
          Field(name: "others", kind: .hidden, value: "stay"),
        ] + password.map(Self.marked), button: t("apps.add")) : .empty
    let hasMessages = status.factors.contains { $0.kind == .sms }
    let messages: HTML =
      hasMessages
      ? .empty
      : "<p>\(Part.link("/settings/messages", t("sms.begin")))</p>"
    return Part.card(
      t("setUp.title"),
      [
        another, Part.text(t(hasApp ? "setUp.replace" : "setUp.app")), app,
        messages,
      ])
  }

  private static func marked(_ field: Field) -> Field {
    var field = field
    field.mark = "-another"
    return field
  }

  /// Each app, with the way to rename or remove it.
  private func apps(_ status: AccountStatus) -> HTML {
    guard !status.apps.isEmpty, session?.isComplete ?? false else {
      return .empty
    }
    let rows = status.apps.map { app -> [HTML] in
      [
        "\(name(app))", "\(time(app.since))", "\(time(app.lastUsed))",
        Part.link("/settings/apps?app=\(app.id.inQuery)", t("apps.change")),
      ]
    }
    let heads = [t("people.name"), t("devices.since"), t("apps.used"), ""]
    return Part.card(
      t("apps.title"), [Part.table(t("apps.title"), heads, rows)])
  }

  func name(_ app: AccountStatus.App) -> String {
    app.name ?? t("apps.unnamed")
  }

  private func codes(_ status: AccountStatus) -> HTML {
    guard status.isOn else { return .empty }
    return Part.card(
      t("codes.title"),
      [
        Part.text(t("codes.left", "\(status.backupCodesLeft ?? 0)")),
        "<p>\(Part.link("/settings/backup-codes", t("codes.new")))</p>",
      ])
  }

  private func phone(_ status: AccountStatus) -> HTML {
    Part.card(
      t("phone.title"),
      [
        Part.text(status.phone ?? t("phone.none")),
        "<p>\(Part.link("/settings/phone", t("phone.change")))</p>",
        status.phone == nil
          ? .empty
          : "<p>\(Part.link("/settings/phone/remove", t("phone.remove")))</p>",
      ])
  }

  private func devices(_ status: AccountStatus) -> HTML {
    guard !status.devices.isEmpty else { return .empty }
    let rows = status.devices.map { device -> [HTML] in
      [
        "\(device.address ?? "–")", "\(time(device.trustedAt))",
        "\(time(device.expiresAt))",
        form(
          "/settings/devices",
          [Field(name: "device", kind: .hidden, value: device.name)],
          button: t("devices.forget"), style: "quiet"),
      ]
    }
    return Part.card(
      t("devices.title"),
      [
        Part.table(
          t("devices.title"),
          [
            t("devices.address"), t("devices.since"), t("devices.until"), "",
          ], rows)
      ])
  }

  func forgetDevice() async throws -> Reply {
    try await service.revokeDevice(id, grant: token, name: field("device"))
    return .go("/settings?done=device")
  }

  // MARK: History

  func historyPage() async throws -> Reply {
    let events = try await site.store.events(of: id, limit: 100)
    let rows = events.map { event -> [HTML] in
      [
        "\(time(event.at))", "\(describe(event))", "\(event.address ?? "–")",
      ]
    }
    return .page(
      Page(
        title: t("history.title"), lead: t("history.lead"), frame: .wide,
        parts: [
          Part.table(
            t("history.title"),
            [t("audit.time"), t("audit.what"), t("audit.address")], rows)
        ]))
  }

  /// An event in words.
  func describe(_ event: AuditEvent) -> String {
    let words = t("event.\(event.kind.rawValue)")
    guard let kind = event.factor else { return words }
    return "\(words) (\(factor(kind)))"
  }
}
