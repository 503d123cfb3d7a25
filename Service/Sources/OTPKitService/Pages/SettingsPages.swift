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
    "password", "app", "sms", "removed", "phone", "device", "codes",
  ]

  func settingsPage() async throws -> Reply {
    .page(try await settings())
  }

  func settings(notice: HTML = .empty) async throws -> Page {
    let status = try await service.status(id, grant: token)
    let mustEnrol = session?.limits.contains(.mustEnrol) ?? false
    let done = field("done")
    return Page(
      title: t(mustEnrol ? "enrol.title" : "settings.title"),
      lead: mustEnrol ? t("enrol.lead") : t("settings.lead", id.text),
      frame: .medium,
      parts: [
        notice,
        Self.outcomes.contains(done)
          ? Part.notice(.good, t("done.\(done)")) : .empty,
        warnings(status), overview(status), setUp(status),
      ]
        + (mustEnrol
          ? [] : [codes(status), phone(status), devices(status), account]))
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

  private func setUp(_ status: AccountStatus) -> HTML {
    let hasApp = status.factors.contains { $0.kind == .totp }
    let app = form(
      "/settings/app", button: t(hasApp ? "app.replace" : "app.begin"),
      style: hasApp ? "second" : "primary")
    let hasMessages = status.factors.contains { $0.kind == .sms }
    let messages: HTML =
      hasMessages
      ? .empty
      : "<p>\(Part.link("/settings/messages", t("sms.begin")))</p>"
    return Part.card(
      t("setUp.title"),
      [Part.text(t(hasApp ? "setUp.replace" : "setUp.app")), app, messages])
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
          : form(
            "/settings/phone/remove", button: t("phone.remove"), style: "quiet"),
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

  private var account: HTML {
    Part.card(
      t("account.title"),
      ["<p>\(Part.link("/password", t("account.password")))</p>"])
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
