// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import TwoFactor

// The mail address, the sessions elsewhere, and a sign-in that has to be recent
// again.

extension Visitor {
  /// The mail address on file.
  var mail: String? {
    get async throws { try await site.store.load(id)?.directoryEntry.mail }
  }

  func accountCard() async throws -> HTML {
    Part.card(
      t("account.title"),
      [
        Part.text(try await mail ?? t("mail.none")),
        "<p>\(Part.link("/settings/mail", t("mail.change")))</p>",
        "<p>\(Part.link("/password", t("account.password")))</p>",
        form("/settings/others", button: t("others.end"), style: "second"),
        Part.hint(t("others.hint")),
      ])
  }

  func endOtherSessions() async throws -> Reply {
    try await service.endOtherSessions(id, grant: token)
    var reply = Reply.go("/settings?done=others")
    reply.device = ""
    return reply
  }
}

// MARK: - The mail address

extension Visitor {
  func mailPage() async throws -> Reply { .page(try await mailForm()) }

  private func mailForm(notice: HTML = .empty) async throws -> Page {
    passwordForm(
      t("mail.title"), t("mail.lead"), "/settings/mail",
      [
        Field(
          name: "mail", kind: .mail, label: t("mail.new"),
          value: field("mail"), isFirst: true)
      ] + (try await passwordAgain()), button: t("sms.button"), notice: notice)
  }

  func changeMail() async throws -> Reply {
    try await confirmed(refusedWith: 422) {
      try await service.changeMail(id, grant: token, to: field("mail"))
      return .page(
        try await mailCodeForm(
          Part.notice(.info, t("mail.sent", field("mail")))))
    } again: {
      try await mailForm(notice: $0)
    }
  }

  private func mailCodeForm(_ notice: HTML) async throws -> Page {
    messageCodeForm(
      notice, "/settings/mail", to: "mail", try await passwordAgain())
  }

  func confirmMail() async throws -> Reply {
    let answer = try await service.confirmMail(
      id, grant: token, code: field("code"))
    return try await confirmed(answer, as: "mail", again: mailCodeForm)
  }
}

// MARK: - A sign-in that has to be recent again

extension Visitor {
  /// Asks for the second step again, or for the password where there is none;
  /// for the whole sign-in where the session has ended or neither is there.
  func stepUpPage() async -> Reply {
    do throws(TwoFactorError) {
      let status = try await service.status(id, grant: token)
      guard status.isOn || status.hasPassword else { return signInAgain() }
      return .page(
        stepUpForm(status.isOn ? [] : [passwordField]), status: 401)
    } catch {
      return error == .notAuthorized ? signInAgain() : problem(503)
    }
  }

  private var passwordField: Field {
    Field(name: "password", kind: .password, label: t("password.current"))
  }

  private func stepUpForm(
    _ password: [Field], notice: HTML = .empty
  ) -> Page {
    passwordForm(
      t("again.title"),
      t(password.isEmpty ? "again.lead.second" : "again.lead.password"),
      "/again", password, button: t("second.button"), notice: notice)
  }

  /// Begins the second step again, or takes the password; the new session
  /// takes the place of this one.
  func stepUp() async throws -> Reply {
    let password = fields["password"]?.typedPassword
    switch try await service.stepUp(id, grant: token, password: password) {
    case .challenge(let offer): return wait(for: offer, id)
    case .signedIn(let session): return begin(session, id)
    case .refused(let seconds):
      let text = t("password.refused") + " " + wait(seconds)
      return .page(
        stepUpForm([passwordField], notice: Part.notice(.bad, text)),
        status: 403)
    }
  }

  private func signInAgain() -> Reply {
    var reply = Reply.page(
      signedOut.signInForm(notice: Part.notice(.info, t("signIn.again"))),
      status: 401)
    reply.change = .end
    return reply
  }
}
