// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import OTPCore
import TwoFactor

// MARK: - People

extension Visitor {
  func peoplePage() async throws -> Reply { .page(try await people()) }

  private func people(notice: HTML = .empty) async throws -> Page {
    let text = path.hasSuffix("people") ? field("search") : ""
    let after = try? AccountID(field("after"))
    let limit = 50
    let found = try await site.store.entries(
      matching: text, after: after, limit: limit)
    let more: HTML =
      found.count < limit
      ? .empty
      : Part.ways([
        Part.link(
          "/admin/people?after=\((found.last?.id.text ?? "").inQuery)"
            + "&search=\(text.inQuery)", t("people.more"))
      ])
    return Page(
      title: t("people.title"), frame: .wide,
      parts: [
        notice, search(text),
        found.isEmpty ? Part.text(t("people.nobody")) : table(found), more,
        Part.card(t("people.add"), [Part.hint(t("people.add.hint")), adding]),
        Part.ways([Part.link("/admin/invitations", t("invitations.title"))]),
      ])
  }

  private func search(_ text: String) -> HTML {
    let search = Form(
      action: "/admin/people",
      fields: [
        Field(
          name: "search", kind: .search, label: t("people.search"), value: text,
          isRequired: false)
      ], button: t("people.search.button"), style: "second", isQuery: true)
    return "<div class=\"row\">\(search.html)</div>"
  }

  private func table(_ found: [DirectoryEntry]) -> HTML {
    let rows = found.map { entry -> [HTML] in
      let path = "/admin/person?account=\(entry.id.text.inQuery)"
      return [
        Part.link(path, entry.id.text), "\(entry.mail ?? "–")",
        badge(entry), "\(time(entry.createdAt))",
      ]
    }
    return Part.table(
      t("people.title"),
      [
        t("people.name"), t("people.mail"), t("people.second"),
        t("people.since"),
      ], rows)
  }

  private func badge(_ entry: DirectoryEntry) -> HTML {
    if entry.standing == .deactivated {
      return "<span class=\"badge off\">\(t("people.deactivated"))</span>"
    }
    let kinds = entry.factors.filter { $0 != .backup }.map(factor)
    return kinds.isEmpty
      ? "<span class=\"badge off\">\(t("settings.off"))</span>"
      : "<span class=\"badge\">\(kinds.joined(separator: ", "))</span>"
  }

  private var adding: HTML {
    form(
      "/admin/people",
      [
        Field(name: "name", kind: .text, label: t("people.name")),
        Field(name: "mail", kind: .mail, label: t("people.mail")),
      ], button: t("people.add.button"))
  }

  func addPerson() async throws -> Reply {
    let (name, mail) = (field("name").typedName, field("mail").typedName)
    guard !name.isEmpty, name.utf8.count <= 255, mail.contains("@"),
      mail.utf8.count <= 254
    else {
      let notice = Part.notice(.bad, t("people.add.wrong"))
      return .page(try await people(notice: notice), status: 422)
    }
    do {
      try await service.register(try AccountID(name), mail: mail)
      let notice = Part.notice(.good, t("people.added", name))
      return .page(try await people(notice: notice))
    } catch let error as TwoFactorError where error.isForThePerson {
      let notice = refusal(error)
      return .page(try await people(notice: notice), status: 409)
    }
  }
}

// MARK: - One person

extension Visitor {
  private var subject: AccountID {
    (try? AccountID(field("account"))) ?? "nobody"
  }

  func personPage() async throws -> Reply { try await person() }

  /// The person that the request names, unless there is none.
  private var named: DirectoryEntry? {
    get async throws {
      let entry = try await site.store.load(subject)?.directoryEntry
      return entry.flatMap {
        [.unknown, .erased].contains($0.standing) ? nil : $0
      }
    }
  }

  private func person(notice: HTML = .empty) async throws -> Reply {
    guard let entry = try await named else { return problem(404) }
    let events = try await site.store.events(of: subject, limit: 30)
    return .page(
      Page(
        title: entry.id.text, frame: .wide,
        parts: [
          notice, Part.card(t("person.status"), [facts(entry)]),
          Part.card(t("person.actions"), actions(entry)),
          auditTable(events),
        ]))
  }

  private func facts(_ entry: DirectoryEntry) -> HTML {
    let kinds = entry.factors.filter { $0 != .backup }.map(factor)
    return Part.facts([
      (t("people.mail"), entry.mail ?? "–"),
      (
        t("people.standing"),
        t(entry.standing == .active ? "people.active" : "people.deactivated")
      ),
      (
        t("people.second"),
        kinds.isEmpty ? t("settings.off") : kinds.joined(separator: ", ")
      ), (t("phone.title"), entry.phone ?? t("phone.none")),
      (t("codes.title"), entry.backupCodesLeft.map { "\($0)" } ?? "–"),
      (t("devices.title"), "\(entry.deviceCount)"),
      (t("people.since"), time(entry.createdAt)),
    ])
  }

  private func actions(_ entry: DirectoryEntry) -> [HTML] {
    func action(_ name: String, _ style: String) -> HTML {
      form(
        "/admin/person",
        [
          Field(name: "account", kind: .hidden, value: entry.id.text),
          Field(name: "action", kind: .hidden, value: name),
        ], button: t("person.\(name)"), style: style)
    }
    let standing =
      entry.standing == .active
      ? action("deactivate", "danger") : action("reactivate", "second")
    let reset =
      entry.factors.isEmpty
      ? []
      : [Part.hint(t("person.reset.hint")), action("reset", "danger")]
    return reset + [action("end-sessions", "second"), standing]
  }

  func changePerson() async throws -> Reply {
    guard try await named != nil else { return problem(404) }
    let action = field("action")
    let administrator = Administrator(id.text)
    let reason = "administrator's page"
    switch action {
    case "reset":
      try await service.resetSecondFactors(
        subject, by: administrator, reason: reason)
    case "deactivate":
      try await service.deactivate(subject, by: administrator, reason: reason)
    case "reactivate":
      try await service.reactivate(subject, by: administrator, reason: reason)
    case "end-sessions":
      try await service.endSessions(
        subject, by: administrator, reason: reason)
    default: return problem(404)
    }
    return try await person(
      notice: Part.notice(.good, t("person.done.\(action)")))
  }
}

// MARK: - The rule and the audit

extension Visitor {
  func policyPage() async throws -> Reply { .page(try await policy()) }

  private func policy(notice: HTML = .empty) async throws -> Page {
    let policy = try await site.policy()
    let choices = ["optional", "required"].map { ($0, t("policy.\($0)")) }
    return Page(
      title: t("policy.title"), lead: t("policy.lead"),
      parts: [
        notice,
        form(
          "/admin/policy",
          [
            Field(
              name: "rule", kind: .choice(choices), label: t("policy.rule"),
              value: policy.isRequired ? "required" : "optional"),
            Field(
              name: "grace", kind: .number, label: t("policy.grace"),
              hint: t("policy.grace.hint"), value: "\(policy.graceDays)"),
          ], button: t("policy.button")),
      ])
  }

  func setPolicy() async throws -> Reply {
    guard let days = Int(field("grace")), 0...365 ~= days,
      ["optional", "required"].contains(field("rule"))
    else {
      let notice = Part.notice(.bad, t("policy.wrong"))
      return .page(try await policy(notice: notice), status: 422)
    }
    let old = try await site.policy()
    let isRequired = field("rule") == "required"
    try await site.setPolicy(
      StoredPolicy(
        isRequired: isRequired, since: old.isRequired ? old.since : site.now,
        graceDays: days), by: id)
    return .page(try await policy(notice: Part.notice(.good, t("policy.done"))))
  }

  func auditPage() async throws -> Reply {
    let name = field("account")
    let kind = AuditEvent.Kind(rawValue: field("kind"))
    let events = try await site.store.events(
      of: try? AccountID(name), kind: kind, limit: 200)
    let kinds =
      [("", t("audit.all"))]
      + AuditEvent.Kind.allCases.map {
        ($0.rawValue, t("event.\($0.rawValue)"))
      }
    let filter = Form(
      action: "/admin/audit",
      fields: [
        Field(
          name: "account", kind: .search, label: t("people.name"), value: name,
          isRequired: false),
        Field(
          name: "kind", kind: .choice(kinds), label: t("audit.what"),
          value: kind?.rawValue ?? ""),
      ], button: t("audit.filter"), style: "second", isQuery: true)
    return .page(
      Page(
        title: t("audit.title"), frame: .wide,
        parts: ["<div class=\"row\">\(filter.html)</div>", auditTable(events)]))
  }

  private func auditTable(_ events: [AuditEvent]) -> HTML {
    let rows = events.map { event -> [HTML] in
      [
        "\(time(event.at))", "\(event.account.text)", "\(describe(event))",
        "\(event.reason ?? "–")", "\(event.actor ?? "–")",
        "\(event.address ?? "–")",
      ]
    }
    return Part.table(
      t("audit.title"),
      [
        t("audit.time"), t("people.name"), t("audit.what"), t("audit.reason"),
        t("audit.actor"), t("audit.address"),
      ], rows)
  }
}
