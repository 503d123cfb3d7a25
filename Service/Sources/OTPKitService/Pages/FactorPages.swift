// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import NumberingPlans
import OTPCore
import TwoFactor

// MARK: - An authenticator app

extension Visitor {
  /// Shows the secret: once, in the answer to this request.
  func enrolApp() async throws -> Reply {
    let othersStay = field("others") == "stay"
    return try await confirmed(try await isOn, refusedWith: 422) {
      let enrolment = try await service.enrolTOTP(
        id, grant: token, label: try await mail ?? id.text, name: field("name"),
        replacing: othersStay ? .nothing : .all)
      return .page(secretPage(enrolment))
    } again: {
      try await settings(notice: $0)
    }
  }

  private func secretPage(_ enrolment: TOTPEnrolment) -> Page {
    let uri = enrolment.uri.description
    return Page(
      title: t("app.title"), lead: t("app.lead"), frame: .medium,
      parts: [
        Part.card(
          t("app.scan"),
          [
            QRCode(uri)?.svg(label: t("app.qr")) ?? .empty,
            Part.hint(t("app.secret")),
            "<p class=\"secret\">\(enrolment.secretText)</p>",
          ]),
        appCodeCard(),
      ])
  }

  private func appCodeCard(_ notice: HTML = .empty) -> HTML {
    Part.card(
      t("app.enter"),
      [
        notice,
        form(
          "/settings/app/code",
          [Field(name: "code", kind: .code, label: t("code.label.totp"))],
          button: t("app.confirm")),
      ])
  }

  func confirmApp() async throws -> Reply {
    try await confirm("app") { notice in
      Page(
        title: t("app.title"), frame: .medium,
        parts: [
          appCodeCard(notice),
          Part.ways([Part.link("/settings", t("app.startAgain"))]),
        ])
    }
  }

  /// Takes the first code of a new factor.
  private func confirm(
    _ outcome: String, _ page: (HTML) -> Page
  ) async throws -> Reply {
    let answer = try await service.confirmEnrolment(
      id, grant: token, code: field("code"))
    switch answer {
    case .active: return enrolled(outcome)
    case .saveBackupCodes(let codes):
      return .page(codesPage(codes, action: "/settings/backup-codes/saved"))
    case .refused(let seconds):
      let text = t("code.refused") + " " + wait(seconds)
      return .page(page(Part.notice(.bad, text)), status: 403)
    }
  }

  /// Back to the settings; nothing has to be set up any more.
  private func enrolled(_ outcome: String) -> Reply {
    var reply = Reply.go("/settings?done=\(outcome)")
    guard var session else { return reply }
    session.limits.remove(.mustEnrol)
    session.limits.remove(.recovering)
    session.enrolBefore = nil
    reply.change = .start(key(for: session, token: token))
    return reply
  }
}

// MARK: - Text messages

extension Visitor {
  func messagesPage() async throws -> Reply { .page(try await numberForm()) }

  private var numberField: Field {
    let plan = service.rules.phones as? NumberingPlan
    let hint = plan?.examples.map {
      t("phone.hint", $0.national, $0.international)
    }
    return Field(
      name: "number", kind: .phone, label: t("phone.number"), hint: hint ?? "",
      value: field("number"), isFirst: true)
  }

  private func numberForm(notice: HTML = .empty) async throws -> Page {
    Page(
      title: t("sms.title"), lead: t("sms.lead"),
      parts: [
        notice, Part.notice(.warning, t("sms.restricted")),
        form(
          "/settings/messages", [numberField] + (try await messagesPassword),
          button: t("sms.button")),
        Part.ways([Part.link("/settings", t("settings.back"))]),
      ])
  }

  func enrolMessages() async throws -> Reply {
    try await confirmed(try await isOn, refusedWith: 422) {
      let enrolment = try await service.enrolSMS(
        id, grant: token, number: field("number"))
      return .page(
        messageCodeForm(
          Part.notice(.info, t("sms.sent", enrolment.sentTo)),
          "/settings/messages", try await messagesPassword))
    } again: {
      try await numberForm(notice: $0)
    }
  }

  /// The field for the password, where a factor is in use already.
  private var messagesPassword: [Field] {
    get async throws { try await isOn ? passwordAgain() : [] }
  }

  /// The code of a message, and the way to another one.
  ///
  /// - Parameter name: The field that has where the message went.
  func messageCodeForm(
    _ notice: HTML, _ action: String, to name: String = "number",
    _ password: [Field]
  ) -> Page {
    let place = Field(name: name, kind: .hidden, value: field(name))
    let again: HTML =
      field(name).isEmpty
      ? Part.ways([Part.link(action, t("sms.again"))])
      : form(
        action, [place] + password, button: t("sms.again"), style: "second")
    return Page(
      title: t("sms.code.title"),
      parts: [
        notice,
        form(
          action + "/code",
          [
            Field(
              name: "code", kind: .code, label: t("code.label.sms"),
              isFirst: true), place,
          ], button: t("second.button")),
        again,
      ])
  }

  func confirmMessages() async throws -> Reply {
    let password = try await messagesPassword
    return try await confirm("sms") {
      messageCodeForm($0, "/settings/messages", password)
    }
  }
}

// MARK: - The phone on file

extension Visitor {
  func phonePage() async throws -> Reply { .page(try await phoneForm()) }

  private func phoneForm(notice: HTML = .empty) async throws -> Page {
    Page(
      title: t("phone.title"), lead: t("phone.lead"),
      parts: [
        notice,
        form(
          "/settings/phone", [numberField] + (try await passwordAgain()),
          button: t("sms.button")),
        Part.ways([Part.link("/settings", t("settings.back"))]),
      ])
  }

  func changePhone() async throws -> Reply {
    try await confirmed(refusedWith: 422) {
      let change = try await service.changePhone(
        id, grant: token, number: field("number"))
      return .page(
        messageCodeForm(
          Part.notice(.info, t("sms.sent", change.sentTo)), "/settings/phone",
          try await passwordAgain()))
    } again: {
      try await phoneForm(notice: $0)
    }
  }

  func removePhonePage() async throws -> Reply {
    .page(try await removePhoneForm(.empty))
  }

  private func removePhoneForm(_ notice: HTML) async throws -> Page {
    passwordForm(
      t("phone.remove"), t("phone.remove.lead"), "/settings/phone/remove",
      try await passwordAgain(), button: t("remove.button"), style: "danger",
      notice: notice)
  }

  func removePhone() async throws -> Reply {
    try await remove {
      try await service.removePhone(id, grant: token)
    } again: {
      try await removePhoneForm($0)
    }
  }

  func confirmPhone() async throws -> Reply {
    let answer = try await service.confirmPhone(
      id, grant: token, code: field("code"))
    return try await confirmed(answer, as: "phone") {
      messageCodeForm($0, "/settings/phone", try await passwordAgain())
    }
  }

  /// Back to the settings, or the page for the code of a new phone or mail
  /// address again.
  func confirmed(
    _ answer: EnrolmentAnswer, as outcome: String,
    again: (HTML) async throws -> Page
  ) async throws -> Reply {
    guard case .refused(let seconds) = answer else {
      return .go("/settings?done=\(outcome)")
    }
    let text = t("code.refused") + " " + wait(seconds)
    return .page(try await again(Part.notice(.bad, text)), status: 403)
  }
}

// MARK: - Backup codes

extension Visitor {
  /// The codes, shown once; they can be copied, printed and downloaded.
  private func codesPage(_ codes: [String], action: String) -> Page {
    let file = codes.joined(separator: "%0A")
      .replacingOccurrences(of: " ", with: "%20")
    return Page(
      title: t("codes.save.title"), lead: t("codes.save.lead"), frame: .medium,
      parts: [
        Part.card(
          t("codes.title"),
          [
            Part.codes(codes),
            """
            <p><a download="\(site.issuer)-backup-codes.txt" \
            href="data:text/plain;charset=utf-8,\(file)">\
            \(t("codes.download"))</a></p>
            """,
            Part.hint(t("codes.print")),
          ]),
        form(action, button: t("codes.saved")),
      ])
  }

  func codesSaved() async throws -> Reply {
    try await service.confirmBackupCodesSaved(id, grant: token)
    return enrolled("app")
  }

  func newCodesPage() async throws -> Reply {
    .page(try await newCodesForm(.empty))
  }

  private func newCodesForm(_ notice: HTML) async throws -> Page {
    passwordForm(
      t("codes.new"), t("codes.new.lead"), "/settings/backup-codes",
      try await passwordAgain(), button: t("codes.new.button"),
      notice: notice)
  }

  func newCodes() async throws -> Reply {
    try await confirmed {
      let codes = try await service.regenerateBackupCodes(id, grant: token)
      var page = codesPage(codes, action: "/settings/backup-codes")
      page.parts.removeLast()
      page.parts.append(
        Part.ways([Part.link("/settings?done=codes", t("codes.saved"))]))
      return .page(page)
    } again: {
      try await newCodesForm($0)
    }
  }
}
