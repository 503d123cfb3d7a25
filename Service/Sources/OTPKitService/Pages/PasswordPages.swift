// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import TwoFactor

// MARK: - A forgotten password

extension Visitor {
  func forgottenPage() -> Reply { .page(forgottenForm()) }

  private func forgottenForm(notice: HTML = .empty) -> Page {
    Page(
      title: t("forgotten.title"), lead: t("forgotten.lead"),
      parts: [
        notice,
        form(
          "/forgotten",
          [
            Field(
              name: "name", kind: .text, label: t("signIn.name"), isFirst: true)
          ], button: t("forgotten.button")),
        Part.ways([Part.link("/sign-in", t("forgotten.back"))]),
      ])
  }

  /// The same answer whatever there is.
  func requestReset() async throws -> Reply {
    let id = try await site.account(named: field("name"))
    try await service.requestReset(id, address: address)
    return .page(
      Page(
        title: t("forgotten.sent.title"), lead: t("forgotten.sent"),
        parts: [Part.ways([Part.link("/sign-in", t("forgotten.back"))])]))
  }

  /// The page that a mail leads to.
  ///
  /// It changes nothing by itself: mail
  /// programs open links, too.
  func resetPage() -> Reply {
    .page(
      Page(
        title: t("reset.title"), lead: t("reset.lead"),
        parts: [
          form(
            "/reset",
            [
              Field(name: "account", kind: .hidden, value: field("account")),
              Field(name: "token", kind: .hidden, value: field("token")),
            ], button: t("reset.button"))
        ]))
  }

  func confirmReset() async throws -> Reply {
    let id = (try? AccountID(field("account"))) ?? "nobody"
    let isGood = try await service.confirmReset(
      id, token: field("token"), address: address)
    let key = isGood ? "reset.done" : "reset.refused"
    let links = [
      Part.link("/sign-in", t("forgotten.back")),
      isGood ? nil : Part.link("/forgotten", t("reset.again")),
    ]
    return .page(
      Page(
        title: t("reset.title"),
        parts: [
          Part.notice(isGood ? .good : .bad, t(key)),
          Part.ways(links.compactMap(\.self)),
        ]), status: isGood ? 200 : 403)
  }
}

// MARK: - A new password

extension Visitor {
  func passwordPage() async throws -> Reply {
    .page(try await passwordForm())
  }

  private func passwordForm(notice: HTML = .empty) async throws -> Page {
    let isForced = session?.limits.contains(.mustChangePassword) ?? false
    let entry = try await site.store.load(id)?.directoryEntry
    let hasFactor = entry?.factors.isEmpty == false
    let fewest =
      hasFactor
      ? service.rules.passwords.minimum : service.rules.passwords.minimumAlone
    return Page(
      title: t("password.title"),
      lead: t(isForced ? "password.forced" : "password.lead"),
      parts: [
        notice,
        form(
          "/password",
          [
            Field(
              name: "current", kind: .password,
              label: t(isForced ? "password.temporary" : "password.current"),
              isFirst: true),
            Field(
              name: "new", kind: .newPassword, label: t("password.new"),
              hint: t("password.rule", "\(fewest)")),
            Field(
              name: "again", kind: .newPassword, label: t("password.again")),
          ], button: t("password.button")),
        Part.hint(t("password.others")),
      ])
  }

  func changePassword() async throws -> Reply {
    guard field("new") == field("again") else {
      let notice = Part.notice(.bad, t("password.differ"))
      return .page(try await passwordForm(notice: notice), status: 422)
    }
    do {
      let answer = try await service.changePassword(
        id, grant: token, current: field("current").typedPassword,
        new: field("new").typedPassword)
      switch answer {
      case .changed: return try await passwordChanged()
      case .refused(let seconds):
        let text = t("password.refused") + " " + wait(seconds)
        return .page(
          try await passwordForm(notice: Part.notice(.bad, text)), status: 403)
      }
    } catch let error as TwoFactorError where error.isForThePerson {
      let notice = refusal(error)
      return .page(try await passwordForm(notice: notice), status: 422)
    }
  }

  /// Every other sign-in has ended; this one goes on under a new name.
  private func passwordChanged() async throws -> Reply {
    var reply = Reply.go("/settings?done=password")
    reply.device = ""
    guard var session else { return reply }
    session.limits.remove(.mustChangePassword)
    reply.change = .start(key(for: session, token: token))
    return reply
  }
}

extension TwoFactorError {
  /// Whether its text tells a person what to do differently.
  var isForThePerson: Bool { side == .request && self != .notAuthorized }
}
